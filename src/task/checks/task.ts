import { checkDesktop, checkModel, checkPolicy, checkSecrets } from './declarations.js';
import { checkExpressions, type Known } from './expressions.js';
import { checkChecks, checkWindow } from './fields.js';
import { checkIds, checkSetNames, type Found, setBy } from './names.js';
import { checkParams } from './params.js';
import type { FileText } from './read.js';
import { asList, asMap, checkPlain, type Plain, type Report } from './report.js';
import { checkStep } from './step.js';
import { verbOf } from './verb.js';

/**
 * Everything about a task that its shape cannot say: names that must exist, expressions that must be
 * readable, fields that exclude each other. Works on values whose shape may be wrong, so that all mistakes
 * are told at once.
 */
export function checkTask(
  plain: unknown,
  lists: readonly string[],
  report: Report,
  fileText?: FileText,
): void {
  const root = asMap(plain);
  if (root === undefined) return;
  const params = new Set(Object.keys(asMap(root.params) ?? {}));
  const secrets = new Set(Object.keys(asMap(root.secrets) ?? {}));
  const apps = new Set(Object.keys(asMap(root.apps) ?? {}));
  const found = lists.flatMap((list) => stepsOf(root, list, report));
  const later = new Map(found.flatMap((entry) => setBy(entry)).map((set) => [set.name, set.step]));
  const known = (values: ReadonlySet<string>): Known => ({ params, secrets, values, later });

  for (const key of unevaluated) checkPlain(root[key], [key], report);
  checkParams(root, report);
  checkSecrets(root, report);
  checkDesktop(root, report);
  checkPolicy(root, found, report);
  checkModel(root, report);
  checkGoal(root, report);
  checkExpressions(root.apps, ['apps'], known(new Set()), report);
  for (const [name, app] of Object.entries(asMap(root.apps) ?? {}))
    checkWindow(asMap(app)?.window, ['apps', name, 'window'], report);
  checkExpressions(root.goal, ['goal'], known(new Set()), report);

  const values = new Set<string>();
  const declared = { apps, secrets, ...(fileText && { fileText }) };
  for (const entry of found) {
    if (entry.verb !== undefined) checkStep(entry.verb, entry.step, entry.path, declared, report);
    checkExpressions(entry.step, entry.path, known(values), report);
    checkSetNames(entry, params, report);
    for (const { name } of setBy(entry)) values.add(name);
  }
  checkIds(found, report);
  if ('until' in root) checkChecks(root.until, ['until'], report);
  checkExpressions(root.until, ['until'], known(values), report);
  checkExpressions(root.outputs, ['outputs'], known(values), report);
}

/** The parts of a task that are read before any expression has a value. */
const unevaluated = ['name', 'tags', 'desktop', 'params', 'secrets', 'limits', 'policy', 'model'];

function stepsOf(root: Plain, list: string, report: Report): Found[] {
  return asList(root[list]).flatMap((value, index) => {
    const path = [list, index];
    const verb = verbOf(value, path, report);
    const step = asMap(value);
    return step === undefined ? [] : [{ list, path, step, verb }];
  });
}

function checkGoal(root: Plain, report: Report): void {
  if ('goal' in root && 'steps' in root)
    report(
      ['steps'],
      {
        code: 'both',
        message: 'goal and steps exclude each other',
        expected: 'a do step for a goal among steps',
      },
      { at: 'key' },
    );
  if (!('goal' in root) && !('steps' in root))
    report([], {
      code: 'missing-key',
      message: 'the task does nothing',
      expected: 'steps, or a goal in words',
    });
  if ('until' in root && !('goal' in root))
    report(['until'], { code: 'until', message: 'until belongs to a goal' }, { at: 'key' });
}
