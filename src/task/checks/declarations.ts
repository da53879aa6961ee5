import { readChord } from '../../core/keys.js';
import { listed, nearest } from '../problem.js';
import { checkWindow } from './fields.js';
import { DASHED, type Declared, type Found } from './names.js';
import { asList, asMap, hasExpression, type Plain, type Report } from './report.js';
import { goalApproved } from './step.js';

/** Secrets say where they come from, and are not there themselves. */
export function checkSecrets(root: Plain, report: Report): void {
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

/** The desktop is one that exists, and only a virtual one has a size. */
export function checkDesktop(root: Plain, report: Report): void {
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

/** Approved steps, refused chords and allowed windows are such. */
export function checkPolicy(
  root: Plain,
  found: readonly Found[],
  declared: Pick<Declared, 'apps'>,
  report: Report,
): void {
  const policy = asMap(root.policy);
  if (policy === undefined) return;
  const names = found
    .flatMap(({ step }) => [step.id, step.name])
    .filter((name): name is string => typeof name === 'string');
  const goals = new Set(
    found.filter(({ verb }) => verb === 'do').flatMap(({ step }) => [step.id, step.name]),
  );
  asList(policy.approve).forEach((name, index) => {
    if (goals.has(name)) report(['policy', 'approve', index], goalApproved);
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
    checkWindow(window, ['policy', 'windows', index], report, declared);
  });
}

/** The server of the model has an address that can be one. */
export function checkModel(root: Plain, report: Report): void {
  const written = asMap(root.model)?.base_url;
  if (typeof written !== 'string' || hasExpression(written)) return;
  const protocol = URL.canParse(written) ? new URL(written).protocol : undefined;
  if (protocol === 'http:' || protocol === 'https:') return;
  report(['model', 'base_url'], {
    code: 'address',
    message: `“${written}” is no address of a server`,
    expected: 'such as http://localhost:8000/v1',
  });
}
