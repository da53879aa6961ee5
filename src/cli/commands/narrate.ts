import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../app/clock.js';
import { DeskhandError, exitCodes } from '../../core/errors.js';
import type { Recording } from '../../core/recording.js';
import { narrate, openQwen } from '../../model/index.js';
import { readRecording } from '../../recording/index.js';
import { admitServer, sitePolicies } from '../../task/index.js';
import { tellNotices, tellWait } from '../tell-notices.js';

export interface NarrateOptions {
  readonly output?: string;
  readonly model?: string;
  readonly baseUrl?: string;
  readonly profiles?: string;
}

/** Has a model write an account of a recorded session from its frames and actions; Markdown beside the recording. */
export async function narrateCommand(folder: string, options: NarrateOptions): Promise<number> {
  const { model, baseUrl, profiles } = options;
  const { client, notices } = openQwen({
    env: process.env,
    clock: systemClock,
    onWait: tellWait,
    points: false,
    admit: (url) => admitServer(url, sitePolicies(process.env)),
    ...(model !== undefined && { model }),
    ...(baseUrl !== undefined && { baseUrl }),
    ...(profiles !== undefined && { profiles }),
  });
  tellNotices(notices);
  const recording = await readRecording(folder);
  const account = await narrate(client, framesOf(recording), new AbortController().signal);
  const text = `# ${recording.header.task.name}\n\n${account.text.trim()}\n\n_Written by ${account.model} from the frames of ${recording.header.id}; not part of the evidence._\n`;
  if (options.output === '-') {
    process.stdout.write(text);
    return exitCodes.passed;
  }
  const file = options.output ?? join(recording.folder, 'narration.md');
  await writeFile(file, text, { mode: 0o600 });
  process.stdout.write(`${file}\n`);
  return exitCodes.passed;
}

/** The frames that were acted on, each with its act in words. */
function framesOf({ acts, folder }: Recording) {
  const frames = acts.flatMap(({ before, summary, decision, outcome }) =>
    before === undefined
      ? []
      : [
          {
            path: join(folder, before.file),
            file: before.file,
            size: before.size,
            action: `${summary ?? decision.action.name} (${outcome ?? 'not done'})`,
          },
        ],
  );
  if (frames.length > 0) return frames;
  throw new DeskhandError('usage', 'no-frames', `${folder} holds no act to tell of.`);
}
