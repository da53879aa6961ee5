import { renderReport } from '../../app/reports.js';
import { exitCodes } from '../../core/errors.js';
import { type Misfit, readRecording, verifyRecording } from '../../recording/index.js';
import { createListReporter, harmless, wantsColour } from '../../report/index.js';

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
  const misfits = await verifyRecording(recording);
  for (const misfit of misfits) process.stdout.write(`${harmless(misfitWords(misfit))}\n`);
  process.stdout.write(`${verdictOn(misfits, recording.head)}\n`);
  return misfits.length === 0 ? exitCodes.passed : exitCodes.failed;
}

function misfitWords({ what, line, file, reason }: Misfit): string {
  switch (what) {
    case 'line':
      return `Line ${line} of recording.jsonl: ${reason}. Everything from it on is left out.`;
    case 'tail':
      return `Line ${line} of recording.jsonl: ${reason}; nothing that was promised is lost.`;
    case 'file':
      return `${file}: ${reason}.`;
    case 'ending':
      return `The end: ${reason}.`;
    case 'anchor':
      return `The seal: ${reason}.`;
  }
}

/** A run that was cut off leaves no ending and maybe half a line: that is no forgery. */
function verdictOn(misfits: readonly Misfit[], head: string): string {
  if (misfits.length === 0) return `The chain holds; seal ${head}`;
  const cutOff = misfits.every(({ what }) => what === 'ending' || what === 'tail');
  return cutOff
    ? `The run was interrupted; what was written until then holds, up to ${head}`
    : 'The recording was changed after it was written.';
}
