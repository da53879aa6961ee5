import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { stepsOf } from '../app/task-words.js';
import { readRecording } from '../recording/index.js';
import { checkWords, weakIn } from '../report/index.js';
import type { Task } from '../task/index.js';

/** A promise that held already before its step in an earlier run. */
export interface WeakBefore {
  readonly path: string;
  /** Line of the step in the task file; undefined where the task has no such step any more. */
  readonly line?: number;
  readonly promise: string;
}

/**
 * The promises of a task that an earlier run has shown to be weak.
 *
 * @param folder the recording; without it the newest one of this very task below `recordings`
 */
export async function weakBefore(
  task: Task,
  folder: string | undefined,
  recordings: string,
): Promise<WeakBefore[]> {
  const recording = folder === undefined ? await newestOf(task, recordings) : await readRecording(folder);
  if (recording === undefined) return [];
  const lines = new Map(stepsOf(task).map(({ path, line }) => [path, line]));
  const weak = recording.acts.flatMap((act) =>
    weakIn([act]).map(({ check }) => ({ path: act.step ?? `act ${act.number}`, promise: checkWords(check) })),
  );
  const once = new Map(weak.map((entry) => [`${entry.path} ${entry.promise}`, entry]));
  return [...once.values()].map((entry) => {
    const line = lines.get(entry.path);
    return { ...entry, ...(line !== undefined && { line }) };
  });
}

/** So many recordings are looked through for one of the task. */
const NEWEST = 50;

/** Only what ran with the same text of the task tells of its steps. */
async function newestOf(task: Task, recordings: string) {
  const isThere = statSync(recordings, { throwIfNoEntry: false })?.isDirectory() === true;
  const entries = isThere ? readdirSync(recordings, { withFileTypes: true }) : [];
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  // The names of recordings begin with their time.
  for (const name of names.sort().reverse().slice(0, NEWEST)) {
    const folder = join(recordings, name);
    if (statSync(join(folder, 'recording.jsonl'), { throwIfNoEntry: false }) === undefined) continue;
    // One that cannot be read tells nothing; `deskhand show` says why.
    const recording = await readRecording(folder).catch(() => undefined);
    if (recording?.header.task.source === task.source) return recording;
  }
  return undefined;
}
