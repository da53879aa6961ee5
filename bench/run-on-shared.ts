import { join } from 'node:path';
import { systemClock } from '../src/app/clock.js';
import { filesIn } from '../src/app/files.js';
import type { RunResult } from '../src/app/run-handle.js';
import { start } from '../src/app/start-run.js';
import type { OpenDesktop } from '../src/desktop/open-desktop.js';
import { scriptPilot } from '../src/pilots/script/script-pilot.js';
import type { OpenGoal } from '../src/pilots/script/stage.js';
import type { TextReader } from '../src/sight/text/reader.js';
import { parseTask } from '../src/task/index.js';

/**
 * Runs a task on a desktop that goes on afterwards, with nobody to ask unless told; its recording lies below `folder`.
 *
 * @param openGoal plays the goal, when the task has one
 * @throws when the task has a mistake
 */
export function runOnShared(
  desktop: OpenDesktop,
  reader: TextReader,
  folder: string,
  source: string,
  openGoal?: OpenGoal,
  approve: 'deny' | 'file' = 'deny',
): Promise<RunResult> {
  const parsed = parseTask(source, { file: 'bench.yaml' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const loaded = { task: parsed.task, params: {} };
  // The run closes a desktop that can be closed.
  const { close: _, ...shared } = desktop;
  return start({ reader }, () => ({
    loaded,
    settings: {
      approve,
      recordings: join(folder, 'recordings'),
      strict: false,
      desktop: { view: false, hints: false, stopCorner: true },
    },
    desktop: shared,
    openPilot: (eyes) =>
      scriptPilot({ ...loaded, eyes, clock: systemClock, files: filesIn(folder), openGoal }),
  })).done;
}
