import { Limits, RiskClass } from '../core/action.js';
import type { Paces } from '../core/pace.js';
import { Policy } from '../core/policy.js';
import { typeOf } from './checks/params.js';
import { readSchema } from './checks/read.js';
import { asList, asMap, type FileText, type Plain } from './checks/report.js';
import { commonNames, ParamMap, type StepVerb, verbNames } from './shape/file.js';
import { at } from './shape/issues.js';
import { readDuration, readPace } from './shape/lift.js';
import type { AppEntry, DesktopSpec, ModelSpec, ParamSpec, SecretSpec, Step, Task } from './task.js';
import { type Path, pathWords, type Source } from './yaml/source.js';

/** Makes a task of values that were checked. */
export function build(source: Source, text: string, fileText?: FileText): Task {
  const root = asMap(source.plain) ?? {};
  const policy = Policy.parse(root.policy ?? {});
  const approved = new Set(policy.approve ?? []);
  const steps = (list: string) =>
    asList(root[list]).map((step, index) =>
      stepOf(asMap(step) ?? {}, [list, index], source, approved, fileText),
    );
  const { description } = root;
  const desktop = desktopOf(root.desktop);
  const model = modelOf(root.model);
  return {
    name: typeof root.name === 'string' ? root.name : nameOf(source.file),
    file: source.file,
    source: text,
    ...(typeof description === 'string' ? { description } : {}),
    tags: asList(root.tags).map(String),
    ...(desktop === undefined ? {} : { desktop }),
    apps: Object.entries(asMap(root.apps) ?? {}).map(([name, input]) => appOf(name, input)),
    params: Object.entries(asMap(root.params) ?? {}).map(([name, spec]) => paramOf(name, spec)),
    secrets: { ...(asMap(root.secrets) ?? {}) } as Record<string, SecretSpec>,
    limits: Limits.parse(root.limits ?? {}),
    paces: pacesOf(root),
    person: personOf(root.person),
    policy,
    strict: root.strict === true,
    ...(model === undefined ? {} : { model }),
    ...(typeof root.goal === 'string' ? { goal: root.goal } : {}),
    ...('until' in root ? { until: root.until } : {}),
    before: steps('before'),
    steps: steps('steps'),
    onFailure: steps('onFailure'),
    after: steps('after'),
    outputs: { ...(asMap(root.outputs) ?? {}) },
  };
}

function pacesOf(root: Plain): Paces {
  const run = readPace(root.pace);
  const apps = Object.entries(asMap(root.apps) ?? {}).flatMap(([name, app]): [string, number][] => {
    const pace = readPace(asMap(app)?.pace);
    return pace === undefined ? [] : [[name, pace]];
  });
  return { ...(run !== undefined && { run }), apps: Object.fromEntries(apps) };
}

function personOf(person: unknown): Task['person'] {
  if (person === 'pause' || person === 'ignore') return { on: person };
  const map = asMap(person);
  const [quietMs, withinMs] = [readDuration(map?.quiet), readDuration(map?.within)];
  return {
    ...(map && { on: 'pause' as const }),
    ...(quietMs !== undefined && { quietMs }),
    ...(withinMs !== undefined && { withinMs }),
  };
}

function nameOf(file: string): string {
  const base = file.split(/[\\/]/).at(-1) ?? file;
  return base.replace(/\.ya?ml$/i, '') || 'task';
}

function stepOf(
  step: Plain,
  path: Path,
  source: Source,
  approved: ReadonlySet<string>,
  fileText: FileText | undefined,
): Step {
  const verb = verbNames.find((name) => name in step) as StepVerb;
  const common = Object.fromEntries(
    commonNames.filter((name) => name in step).map((name) => [name, step[name]]),
  );
  const { id, name } = common;
  const names = [id, name].filter((entry): entry is string => typeof entry === 'string');
  const inside = (...keys: string[]) => {
    const list = at(step, keys);
    return asList(list).map((entry, index) =>
      stepOf(asMap(entry) ?? {}, [...path, ...keys, index], source, approved, fileText),
    );
  };
  const block = verb === 'repeat' || verb === 'forEach';
  return {
    path: pathWords(path),
    line: source.lineOf(path),
    verb,
    input: inputOf(verb, step[verb], fileText),
    steps: verb === 'steps' ? inside('steps') : block ? inside(verb, 'steps') : [],
    otherwise: inside('else'),
    common,
    ...(typeof id === 'string' ? { id } : {}),
    ...(typeof name === 'string' ? { name } : {}),
    approved: approvalOf(
      common.approve,
      names.some((entry) => approved.has(entry)),
    ),
  };
}

function approvalOf(written: unknown, named: boolean): Step['approved'] {
  if (named || written === true) return true;
  const classes = RiskClass.array().safeParse(written);
  return classes.success ? classes.data : false;
}

/** What stands after the verb, without the steps in a block. */
function inputOf(verb: StepVerb, input: unknown, fileText: FileText | undefined): unknown {
  if (verb === 'read') return withSchema(input, fileText);
  if (verb === 'steps') return undefined;
  if (verb !== 'repeat' && verb !== 'forEach') return input;
  const { steps: _, ...head } = asMap(input) ?? {};
  return head;
}

/** What a read step takes, with the JSON Schema in place of the path of its file. */
function withSchema(input: unknown, fileText: FileText | undefined): unknown {
  const map = asMap(input);
  if (typeof map?.schema !== 'string' || fileText === undefined) return input;
  const schema = readSchema(map.schema, fileText);
  return 'reason' in schema ? input : { ...map, schema: schema.schema };
}

function appOf(name: string, input: unknown): AppEntry {
  return { name, start: asMap(input)?.start !== false, input };
}

function paramOf(name: string, spec: unknown): ParamSpec {
  const map = asMap(spec);
  if (map === undefined)
    return spec === null || spec === undefined
      ? { name, type: 'string', required: true }
      : { name, type: typeOf(spec) ?? 'string', required: false, default: spec };
  const { type, required, description, choices, ...rest } = ParamMap.parse({ ...map });
  return {
    name,
    type: type ?? typeOf(rest.default) ?? typeOf(choices?.[0]) ?? 'string',
    required: required ?? rest.default === undefined,
    ...(rest.default === undefined ? {} : { default: rest.default }),
    ...(description === undefined ? {} : { description }),
    ...(choices === undefined ? {} : { choices }),
  };
}

function desktopOf(written: unknown): DesktopSpec | undefined {
  if (written === undefined) return undefined;
  const map = asMap(written);
  const kind = map === undefined ? written : (map.kind ?? 'virtual');
  const [, width, height] = /^(\d+)x(\d+)$/.exec(typeof map?.size === 'string' ? map.size : '') ?? [];
  const depth = map?.depth;
  return {
    ...(kind === 'virtual' || kind === 'current' ? { kind } : { kind: 'display', display: String(kind) }),
    ...(width === undefined || height === undefined
      ? {}
      : { size: { width: Number(width), height: Number(height) } }),
    ...(depth === 16 || depth === 24 || depth === 30 ? { depth } : {}),
    ...(typeof map?.scale === 'number' ? { scale: map.scale } : {}),
    ...(map?.monitor === undefined ? {} : { monitor: String(map.monitor) }),
  };
}

function modelOf(written: unknown): ModelSpec | undefined {
  if (typeof written === 'string') return { name: written };
  const map = asMap(written);
  return map === undefined ? undefined : ({ ...map } as unknown as ModelSpec);
}
