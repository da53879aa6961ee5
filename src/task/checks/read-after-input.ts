import type { Path } from '../yaml/source.js';
import { asList, asMap, type Plain, type Report } from './report.js';

/** Verbs whose effect may come later than the next look. */
const INPUTS: ReadonlySet<string> = new Set([
  'click',
  'doubleClick',
  'rightClick',
  'press',
  'type',
  'drag',
  'scroll',
]);

/** Verbs that say nothing of the screen and change nothing on it. */
const ASIDE: ReadonlySet<string> = new Set(['note', 'move']);

/**
 * Warns of a reading that follows an input with no promise between: the run waits a moment for the effect of the
 * input, and reads what is there when none comes. In a loop the last step comes before the first one.
 */
export function checkReadings(list: readonly unknown[], path: Path, report: Report): void {
  const told = new Set<unknown>();
  walk(list, path, undefined, (step, at) => {
    if (told.has(step)) return;
    told.add(step);
    report(
      [...at, 'read'],
      {
        severity: 'warning',
        code: 'read-after-input',
        message: 'it reads after an input that promises nothing, maybe before its effect is there',
        expected: 'an expect beside the input, or a check between, of what is there only after it',
      },
      { at: 'key' },
    );
  });
}

/** Whether an input without a promise is the last thing that happened, before and after each step. */
function walk(
  list: readonly unknown[],
  path: Path,
  before: boolean | undefined,
  tell: (step: Plain, path: Path) => void,
): boolean | undefined {
  let open = before;
  for (const [index, value] of list.entries()) {
    const step = asMap(value);
    if (step === undefined) continue;
    const here = [...path, index];
    if ('read' in step && open) tell(step, here);
    open = afterStep(step, here, open, tell);
  }
  return open;
}

function afterStep(
  step: Plain,
  path: Path,
  open: boolean | undefined,
  tell: (step: Plain, path: Path) => void,
): boolean | undefined {
  for (const verb of ['repeat', 'forEach']) {
    const inner = asList(asMap(step[verb])?.steps);
    if (inner.length === 0) continue;
    const at = [...path, verb, 'steps'];
    return walk(inner, at, walk(inner, at, open, tell), tell);
  }
  const then = Array.isArray(step.steps) ? walk(step.steps, [...path, 'steps'], open, tell) : undefined;
  const otherwise = Array.isArray(step.else) ? walk(step.else, [...path, 'else'], open, tell) : undefined;
  if (then !== undefined || otherwise !== undefined) return then === true || otherwise === true;
  const verb = Object.keys(step).find((key) => INPUTS.has(key) || ASIDE.has(key));
  if (verb === undefined) return false;
  if (ASIDE.has(verb)) return open;
  return !('expect' in step) && !showsItself(verb, step[verb]);
}

/** Typed text has to show before the step is done, unless Return goes on from there; a scroll may have its own promise. */
function showsItself(verb: string, input: unknown): boolean {
  const map = asMap(input);
  if (verb === 'scroll') return map !== undefined && 'until' in map;
  if (verb !== 'type') return false;
  const text = map === undefined ? input : map.text;
  return map?.enter !== true && !(typeof text === 'string' && text.endsWith('\n'));
}
