import { readChord } from '../../core/keys.js';
import { listed, nearest } from '../problem.js';
import { ParamMap, paramKeys, type Verb } from '../shape/file.js';
import { findingsOf } from '../shape/issues.js';
import type { Path } from '../source.js';
import { checkExpressions, type Known } from './expressions.js';
import { checkChecks, checkWindow } from './fields.js';
import { checkParamLiteral } from './literals.js';
import { asList, asMap, hasExpression, type Plain, type Report } from './report.js';
import { checkStep, verbOf } from './step.js';

const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const DASHED = /^[\p{L}_][\p{L}\p{N}_-]*$/u;
const taken = new Set(['params', 'values', 'secrets', 'true', 'false', 'null']);

/** What a checked step looks like before it becomes part of a task. */
interface Found {
  readonly list: string;
  readonly path: Path;
  readonly step: Plain;
  readonly verb: Verb | undefined;
}

/**
 * Everything about a task that its shape cannot say: names that must exist, expressions that must be
 * readable, fields that exclude each other. Works on values whose shape may be wrong, so that all mistakes
 * are told at once.
 */
export function checkTask(plain: unknown, lists: readonly string[], report: Report): void {
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
  checkGoal(root, report);
  checkExpressions(root.apps, ['apps'], known(new Set()), report);
  for (const [name, app] of Object.entries(asMap(root.apps) ?? {}))
    checkWindow(asMap(app)?.window, ['apps', name, 'window'], report);
  checkExpressions(root.goal, ['goal'], known(new Set()), report);

  const values = new Set<string>();
  for (const entry of found) {
    if (entry.verb !== undefined) checkStep(entry.verb, entry.step, entry.path, { apps, secrets }, report);
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

function checkPlain(value: unknown, path: Path, report: Report): void {
  if (hasExpression(value))
    report(path, {
      code: 'expression',
      message: 'expressions have no value here',
      expected: 'the plain value',
    });
  if (typeof value !== 'object' || value === null) return;
  for (const [key, entry] of Object.entries(value))
    checkPlain(entry, [...path, Array.isArray(value) ? Number(key) : key], report);
}

function stepsOf(root: Plain, list: string, report: Report): Found[] {
  return asList(root[list]).flatMap((value, index) => {
    const path = [list, index];
    const verb = verbOf(value, path, report);
    const step = asMap(value);
    return step === undefined ? [] : [{ list, path, step, verb }];
  });
}

const setters: ReadonlySet<string> = new Set(['read', 'run', 'ask']);

/** The value that a step sets, by its `as` or its `id`. */
function setBy({ step, verb, path }: Found): { name: string; step: string; path: Path }[] {
  if (verb === undefined || !setters.has(verb)) return [];
  const as = asMap(step[verb])?.as;
  const words = `${path[0]}[${path[1]}]`;
  if (typeof as === 'string') return [{ name: as, step: words, path: [...path, verb, 'as'] }];
  return typeof step.id === 'string' ? [{ name: step.id, step: words, path: [...path, 'id'] }] : [];
}

function checkSetNames(entry: Found, params: ReadonlySet<string>, report: Report): void {
  const set = setBy(entry);
  for (const { name, path } of set) {
    if (!NAME.test(name) || taken.has(name))
      report(path, {
        code: 'name',
        message: `“${name}” cannot name a value`,
        expected: 'letters, digits and _, not beginning with a digit',
      });
    else if (params.has(name))
      report(path, { code: 'name', message: `“${name}” is already the name of a parameter` });
  }
  if (entry.verb === 'read' && set.length === 0)
    report(
      [...entry.path, 'read'],
      { code: 'missing-key', message: 'what is read has no name', expected: 'as, or an id of the step' },
      { at: 'key' },
    );
}

function checkIds(found: readonly Found[], report: Report): void {
  const seen = new Set<string>();
  for (const { step, path } of found) {
    const { id } = step;
    if (typeof id !== 'string') continue;
    if (!DASHED.test(id))
      report([...path, 'id'], {
        code: 'name',
        message: `“${id}” is not an id`,
        expected: 'letters, digits, _ and -',
      });
    if (seen.has(id)) report([...path, 'id'], { code: 'name', message: `the id “${id}” is used twice` });
    seen.add(id);
  }
}

function checkParams(root: Plain, report: Report): void {
  for (const [name, spec] of Object.entries(asMap(root.params) ?? {})) {
    const path = ['params', name];
    if (!NAME.test(name) || taken.has(name))
      report(
        path,
        {
          code: 'name',
          message: `“${name}” cannot name a parameter`,
          expected: 'letters, digits and _, not beginning with a digit',
          ...(name.includes('-') ? { suggestion: name.replaceAll('-', '_') } : {}),
        },
        { at: 'key' },
      );
    const map = asMap(spec);
    if (map === undefined) checkParamLiteral(name, spec, path, report);
    else checkParamMap(name, map, path, report);
  }
}

function checkParamMap(name: string, map: Plain, path: Path, report: Report): void {
  const spec = ParamMap.safeParse(map);
  if (!spec.success) {
    for (const { path: inner, at, wantedText, ...finding } of findingsOf(
      spec.error.issues,
      map,
      () => paramKeys,
    ))
      report([...path, ...inner], finding, { at });
    return;
  }
  const { type, choices, required } = spec.data;
  const value = spec.data.default;
  if (value === undefined) return;
  checkParamLiteral(name, value, [...path, 'default'], report);
  if (type !== undefined && typeOf(value) !== type)
    report([...path, 'default'], { code: 'param', message: `the default is not of type ${type}` });
  if (choices !== undefined && !choices.some((choice) => choice === value))
    report([...path, 'default'], {
      code: 'param',
      message: 'the default is not one of the choices',
      expected: `one of ${listed(choices.map(String))}`,
    });
  if (required === true)
    report([...path, 'required'], { code: 'param', message: 'a parameter with a default need not be given' });
}

/** The parameter type of a value; undefined for values that no parameter can have. */
export function typeOf(value: unknown): 'string' | 'number' | 'boolean' | 'list' | undefined {
  if (Array.isArray(value)) return 'list';
  const kind = typeof value;
  return kind === 'string' || kind === 'number' || kind === 'boolean' ? kind : undefined;
}

function checkSecrets(root: Plain, report: Report): void {
  for (const [name, spec] of Object.entries(asMap(root.secrets) ?? {})) {
    const path = ['secrets', name];
    if (!DASHED.test(name))
      report(path, { code: 'name', message: `“${name}” cannot name a secret` }, { at: 'key' });
    const map = asMap(spec);
    if (map === undefined) {
      report(path, {
        code: 'secret',
        message: 'the value of a secret never stands in a task',
        expected: 'a map with env or file, where the value comes from',
      });
      continue;
    }
    if ('env' in map === 'file' in map)
      report(
        path,
        { code: 'secret', message: 'a secret comes from one place', expected: 'either env or file' },
        { at: 'key' },
      );
    if (typeof map.env === 'string' && !/^[A-Za-z_]\w*$/.test(map.env))
      report([...path, 'env'], {
        code: 'secret',
        message: 'this is not the name of an environment variable',
        expected: 'the name of a variable; the secret itself never stands in a task',
      });
  }
}

function checkDesktop(root: Plain, report: Report): void {
  const map = asMap(root.desktop);
  const kind = map === undefined ? root.desktop : map.kind;
  const path = map === undefined ? ['desktop'] : ['desktop', 'kind'];
  if (typeof kind === 'string' && !/^(virtual|current|[\w.-]*:\d+(\.\d+)?)$/.test(kind)) {
    const near = nearest(kind, ['virtual', 'current']);
    report(path, {
      code: 'desktop',
      message: `there is no desktop “${kind}”`,
      expected: 'virtual, current, or a display such as ":1"',
      ...(near === undefined ? {} : { suggestion: near }),
    });
  }
  if (map !== undefined && kind !== undefined && kind !== 'virtual')
    for (const key of ['size', 'depth'].filter((name) => name in map))
      report(
        ['desktop', key],
        { code: 'desktop', message: `only a virtual desktop has a ${key} of its own` },
        { at: 'key' },
      );
}

function checkPolicy(root: Plain, found: readonly Found[], report: Report): void {
  const policy = asMap(root.policy);
  if (policy === undefined) return;
  const names = found
    .flatMap(({ step }) => [step.id, step.name])
    .filter((name): name is string => typeof name === 'string');
  asList(policy.approve).forEach((name, index) => {
    if (typeof name !== 'string' || names.includes(name)) return;
    const near = nearest(name, names);
    report(['policy', 'approve', index], {
      code: 'unknown-name',
      message: `no step is called “${name}”`,
      expected: names.length > 0 ? `one of ${listed(names)}` : 'the name or id of a step; no step has one',
      ...(near === undefined ? {} : { suggestion: near }),
    });
  });
  asList(asMap(policy.keys)?.refuse).forEach((chord, index) => {
    const reading = typeof chord === 'string' ? readChord(chord) : undefined;
    if (reading?.ok === false)
      report(['policy', 'keys', 'refuse', index], { code: 'key', message: reading.reason });
  });
  asList(policy.windows).forEach((window, index) => {
    checkWindow(window, ['policy', 'windows', index], report);
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
