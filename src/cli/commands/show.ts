import { exitCodes } from '../../core/errors.js';
import { readRecording, verifyRecording } from '../../recording/index.js';
import { createListReporter, harmless, wantsColour } from '../../report/index.js';
import { renderReport } from '../reporters.js';

/** Prints a recording as its run would have told it, and whether its chain holds. */
export async function showCommand(folder: string, options: { json: boolean }): Promise<number> {
  if (options.json) {
    process.stdout.write(`${await renderReport('json', [folder])}\n`);
    return exitCodes.passed;
  }
  const recording = await readRecording(folder);
  const list = createListReporter({
    write: (text) => process.stdout.write(text),
    tty: false,
    colour: wantsColour(process.env, process.stdout.isTTY === true),
    folder: recording.folder,
  });
  for (const line of recording.lines) list.event(line);
  list.close();
  if (recording.torn)
    process.stdout.write(
      `The last line is torn (line ${recording.torn.line}); nothing that was promised is lost.\n`,
    );
  const misfits = await verifyRecording(recording);
  for (const misfit of misfits) process.stdout.write(`${harmless(JSON.stringify(misfit))}\n`);
  process.stdout.write(
    misfits.length === 0 && !recording.corrupt
      ? `The chain holds; seal ${recording.head}\n`
      : 'The recording was changed after it was written.\n',
  );
  return misfits.length === 0 && !recording.corrupt ? exitCodes.passed : exitCodes.failed;
}
