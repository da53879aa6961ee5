import type { Path } from '../yaml/source.js';
import { nestedLists, withoutNested } from './blocks.js';
import { checkDesktop, checkModel, checkPolicy, checkSecrets } from './declarations.js';
import { checkExpressions, type Known } from './expressions.js';
import { checkChecks, checkWindow } from './fields.js';
import { checkGoalWords, checkKnownForms, checkStart, checkTyped } from './literals.js';
import { checkIds, checkSetNames, type Found, setBy } from './names.js';
import { checkParams } from './params.js';
import { checkReadings } from './read-after-input.js';
import type { FileText } from './report.js';
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
  const declared = { apps, secrets, ...(fileText && { fileText }) };
  const found = lists.flatMap((list) => stepsIn(asList(root[list]), [list], [], report));
  const later = new Map(found.flatMap((entry) => setBy(entry)).map((set) => [set.name, set.step]));
  const known = (values: ReadonlySet<string>): Known => ({ params, secrets, values, later });

  for (const key of unevaluated) checkPlain(root[key], [key], report);
  checkParams(root, report);
  checkSecrets(root, report);
  checkDesktop(root, report);
  checkPolicy(root, found, declared, report);
  checkModel(root, report);
  checkGoal(root, report);
  checkGoalWords(root.goal, ['goal'], report);
  for (const key of ['apps', 'params', 'goal', ...lists, 'outputs'])
    checkKnownForms(root[key], [key], report);
  checkExpressions(root.apps, ['apps'], known(new Set()), report);
  for (const [name, app] of Object.entries(asMap(root.apps) ?? {})) {
    checkWindow(asMap(app)?.window, ['apps', name, 'window'], report, declared);
    checkStart(app, ['apps', name], report);
  }
  checkExpressions(root.goal, ['goal'], known(new Set()), report);

  const values = new Set<string>();
  for (const entry of found) {
    if (entry.verb !== undefined) checkStep(entry.verb, entry.step, entry.path, declared, report);
    const here = new Set([...values, ...entry.locals]);
    checkExpressions(withoutNested(entry.step), entry.path, known(here), report);
    const until = asMap(entry.step.repeat)?.until;
    const after = known(new Set([...here, ...entry.inside]));
    checkExpressions(until, [...entry.path, 'repeat', 'until'], after, report);
    checkSetNames(entry, params, report);
    for (const { name } of setBy(entry)) values.add(name);
  }
  for (const list of lists) checkReadings(asList(root[list]), [list], report);
  checkIds(found, report);
  if ('until' in root) checkChecks(root.until, ['until'], report, declared);
  checkExpressions(root.until, ['until'], known(values), report);
  checkExpressions(root.outputs, ['outputs'], known(values), report);
}

/** The parts of a task that are read before any expression has a value. */
const unevaluated = [
  'name',
  'tags',
  'desktop',
  'params',
  'secrets',
  'limits',
  'policy',
  'strict',
  'model',
  'pace',
];

/** The steps of a list, each before those inside it, in the order of the file. */
function stepsIn(list: readonly unknown[], path: Path, locals: readonly string[], report: Report): Found[] {
  return list.flatMap((value, index) => {
    const here = [...path, index];
    const verb = verbOf(value, here, report);
    const step = asMap(value);
    if (verb === 'type') checkTyped(step?.type, [...here, 'type'], asMap(list[index - 1]), report);
    if (step === undefined) return [];
    const nested = nestedLists(step, here).flatMap((inner) =>
      stepsIn(inner.list, inner.path, [...locals, ...inner.locals], report),
    );
    const inside = nested.flatMap((entry) => setBy(entry)).map(({ name }) => name);
    return [{ path: here, step, verb, locals, inside }, ...nested];
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
