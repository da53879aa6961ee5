import type { Task } from '../task/index.js';
import { stepsOf } from './task-words.js';

/** Verbs that neither look for something on the screen nor touch what is on it. */
const blind: ReadonlySet<string> = new Set(['launch', 'run', 'window', 'steps', 'repeat', 'forEach']);

/**
 * Whether a run of the task will probably read the screen. Only when the reader is loaded hangs on it: what is read
 * after all waits for that.
 */
export function likelyReads(task: Task): boolean {
  return (
    task.goal !== undefined ||
    task.until !== undefined ||
    Object.keys(task.secrets).length > 0 ||
    stepsOf(task).some(({ verb, input, common }) => {
      const fixed = verb === 'wait' && (typeof input !== 'object' || input === null);
      return common.expect !== undefined || !(fixed || blind.has(verb));
    })
  );
}
