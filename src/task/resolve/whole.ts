import type { Check } from '../../core/check.js';
import type { AppSpec } from '../../ports.js';
import type { Scope } from '../expression/evaluate.js';
import { readyApp, readyNouns } from '../shape/file.js';
import { readDuration, ready } from '../shape/lift.js';
import type { AppEntry, Task } from '../task.js';
import { splitCommand } from './command.js';
import { toChecks, withoutUndefined } from './nouns.js';
import { evaluateAll, evaluateAt, fitted, StepError } from './values.js';
import { requireApps, windowsOf } from './windows.js';

/** ms until the window of an application must be there. */
const LAUNCH_MS = 20_000;

/** How an application of the task is started, with its expressions evaluated. Throws a StepError. */
export function resolveApp(app: AppEntry, scope: Scope): AppSpec {
  const path = `apps.${app.name}`;
  if (typeof app.input === 'string') {
    const words = splitCommand(app.input).map((word) => evaluateAt(word, scope, path, false));
    const [command = '', ...args] = words.map((word) => fitted(ready.text(), word, path));
    return { name: app.name, command, args, timeoutMs: LAUNCH_MS };
  }
  const input = fitted(readyApp, evaluateAll(app.input, scope, path), path);
  if (typeof input === 'string') throw new StepError(path, 'expected a command');
  const { command, args, env, cwd, window, timeout } = input;
  requireApps(windowsOf({ window }), scope, path);
  return withoutUndefined({
    name: app.name,
    command,
    args: args ?? [],
    env,
    cwd,
    window,
    timeoutMs: readDuration(timeout) ?? LAUNCH_MS,
  });
}

/** The goal of a task that has no steps, and the checks that say it is reached. Throws a StepError. */
export function resolveGoal(task: Task, scope: Scope): { goal: string; until: Check[] } | undefined {
  if (task.goal === undefined) return undefined;
  const goal = fitted(ready.text(), evaluateAt(task.goal, scope, 'goal', false), 'goal');
  if (task.until === undefined) return { goal, until: [] };
  const until = toChecks(
    fitted(readyNouns.checks(), evaluateAll(task.until, scope, 'until'), 'until'),
    'until',
  );
  requireApps(windowsOf({ until }), scope, 'until');
  return { goal, until };
}

/** What the run hands out. Throws a StepError when an output has no value. */
export function resolveOutputs(task: Task, scope: Scope): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(task.outputs).map(([name, written]) => {
      const path = `outputs.${name}`;
      return [
        name,
        typeof written === 'string'
          ? evaluateAt(written, scope, path, true)
          : evaluateAll(written, scope, path),
      ];
    }),
  );
}
