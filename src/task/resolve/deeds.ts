import type * as z from 'zod';
import { screenBox } from '../../core/geometry.js';
import { absoluteHint, isAbsolutePath } from '../checks/file-dialog.js';
import { asMap } from '../checks/report.js';
import { windowActs } from '../checks/step.js';
import type { Scope } from '../expression/evaluate.js';
import { pieces } from '../expression/template.js';
import { readyVerbs, type Verb, type Verbs } from '../shape/file.js';
import { readDuration, ready } from '../shape/lift.js';
import { readScroll } from '../shape/scroll.js';
import { splitCommand } from './command.js';
import { targetOf, toChecks, toChord, toModifiers, toTarget, withoutUndefined } from './nouns.js';
import type { Deeds } from './resolved.js';
import { evaluateAll, evaluateAt, fitted, StepError } from './values.js';

/** Where a step stands and what its names mean. */
export interface Place {
  /** Such as `steps[2].click`. */
  readonly path: string;
  readonly id: string | undefined;
  readonly timeoutMs: number;
  readonly scope: Scope;
}

type Ready<Name extends Verb> = z.infer<Verbs[Name]>;

const RUN_MS = 60_000;

/** What a verb and what stands after it come to. Throws a StepError. */
export function deedsOf(verb: Verb, written: unknown, place: Place): Deeds {
  const { path, scope } = place;
  if (verb === 'run') return runOf(written, place);
  if (verb === 'type') return typeOf(written, place);
  if (verb === 'read') return readOf(written, place);
  const value = evaluateAll(written, scope, path, verb);
  switch (verb) {
    case 'click':
      return clickOf(fitted(readyVerbs.click, value, path), path, {});
    case 'doubleClick':
      return clickOf(fitted(readyVerbs.doubleClick, value, path), path, { count: 2 });
    case 'rightClick':
      return clickOf(fitted(readyVerbs.rightClick, value, path), path, { button: 'right' });
    case 'move':
      return { verb, target: toTarget(fitted(readyVerbs.move, value, path)) };
    case 'press':
      return pressOf(fitted(readyVerbs.press, value, path), path);
    case 'scroll':
      return scrollOf(fitted(readyVerbs.scroll, value, path), path);
    case 'drag':
      return dragOf(fitted(readyVerbs.drag, value, path), path);
    case 'mouseDown':
      return mouseDownOf(fitted(readyVerbs.mouseDown, value, path), path);
    case 'mouseUp':
      return mouseUpOf(fitted(readyVerbs.mouseUp, value, path));
    case 'hold':
      return holdOf(fitted(readyVerbs.hold, value, path), path);
    case 'wait':
      return waitOf(fitted(readyVerbs.wait, value, path), place);
    case 'check':
      return { verb, checks: toChecks(fitted(readyVerbs.check, value, path), path, place.timeoutMs) };
    case 'window':
      return windowOf(fitted(readyVerbs.window, value, path), path);
    case 'fileDialog':
      return fileDialogOf(fitted(readyVerbs.fileDialog, value, path), path);
    case 'launch':
    case 'close':
      return { verb, app: fitted(readyVerbs[verb], value, path) };
    case 'note':
      return { verb, text: fitted(readyVerbs.note, value, path) };
    case 'do':
      return doOf(fitted(readyVerbs.do, value, path), path);
    case 'ask':
      return askOf(fitted(readyVerbs.ask, value, path), place);
  }
}

function doOf(input: Ready<'do'>, path: string): Deeds {
  const { goal, until, limits } = typeof input === 'string' ? { goal: input } : input;
  return { verb: 'do', goal, until: toChecks(until, `${path}.until`), limits: limits ?? {} };
}

function clickOf(
  input: Ready<'click'>,
  path: string,
  given: { count?: number; button?: 'left' | 'right' },
): Deeds {
  const map = typeof input === 'string' ? { text: input } : input;
  const { button, count, modifiers, ...target }: Exclude<Ready<'click'>, string> = map;
  return {
    verb: 'click',
    target: targetOf(target),
    button: button ?? given.button ?? 'left',
    count: count ?? given.count ?? 1,
    modifiers: toModifiers(modifiers, `${path}.modifiers`),
  };
}

/** `${secrets.x}` is taken by its name before anything is evaluated; its value is never seen here. */
function typeOf(written: unknown, { path, scope }: Place): Deeds {
  const whole = secretName(written);
  if (whole !== undefined) return { verb: 'type', secret: whole, clear: false, enter: false };
  let given = written;
  if (typeof written === 'object' && written !== null) {
    const { text, secret, ...rest } = written as Record<string, unknown>;
    const name = secretName(text) ?? secretName(secret);
    given = name === undefined ? written : { ...rest, secret: name };
  }
  const input = fitted(readyVerbs.type, evaluateAll(given, scope, path, 'type'), path);
  if (typeof input === 'string') return { verb: 'type', text: input, clear: false, enter: false };
  const { into, clear, enter, paste, unseen, text, secret, delay } = input;
  return withoutUndefined<Deeds>({
    verb: 'type',
    text,
    secret,
    into: into === undefined ? undefined : toTarget(into),
    clear: clear ?? false,
    enter: enter ?? false,
    unseen: unseen === true ? true : undefined,
    delayMs: readDuration(delay),
    paste: paste === undefined || paste === false ? undefined : pasteOf(paste, `${path}.paste`),
  });
}

function pasteOf(paste: true | string | readonly string[], path: string): true | readonly string[] {
  return paste === true ? true : toChord(paste, path);
}

function secretName(written: unknown): string | undefined {
  if (typeof written !== 'string' || !written.includes('${')) return undefined;
  const list = pieces(written);
  const [first] = list;
  if (list.length !== 1 || first?.kind !== 'expression' || first.tree.kind !== 'member') return undefined;
  const { of, key } = first.tree;
  return of.kind === 'name' && of.name === 'secrets' && key.kind === 'literal'
    ? String(key.value)
    : undefined;
}

function pressOf(input: Ready<'press'>, path: string): Deeds {
  if (typeof input === 'string') return { verb: 'press', chord: toChord(input, path), count: 1 };
  return withoutUndefined<Deeds>({
    verb: 'press',
    chord: toChord(input.keys, `${path}.keys`),
    count: input.count ?? 1,
    delayMs: readDuration(input.delay),
  });
}

function scrollOf(input: Ready<'scroll'>, path: string): Deeds {
  if (typeof input !== 'string')
    return withoutUndefined<Deeds>({
      verb: 'scroll',
      direction: input.direction ?? 'down',
      notches: input.notches ?? 3,
      at: input.at === undefined ? undefined : toTarget(input.at),
      until: toChecks(input.until, `${path}.until`),
    });
  const read = readScroll(input);
  if (read === undefined)
    throw new StepError(path, `“${input}” is not a way to scroll`, { hint: 'such as down 3' });
  return { verb: 'scroll', ...read, until: [] };
}

function dragOf(input: Ready<'drag'>, path: string): Deeds {
  const ends = input.path ?? [input.from, input.to].filter((end) => end !== undefined);
  return withoutUndefined<Deeds>({
    verb: 'drag',
    points: ends.map(toTarget),
    button: input.button ?? 'left',
    modifiers: toModifiers(input.modifiers, `${path}.modifiers`),
    holdMs: readDuration(input.hold),
    durationMs: readDuration(input.duration),
    hoverMs: readDuration(input.hover),
  });
}

function mouseDownOf(input: Ready<'mouseDown'>, path: string): Deeds {
  const {
    button,
    modifiers,
    ...target
  }: Exclude<Ready<'mouseDown'>, string> = typeof input === 'string' ? { text: input } : input;
  return {
    verb: 'mouseDown',
    target: targetOf(target),
    button: button ?? 'left',
    modifiers: toModifiers(modifiers, `${path}.modifiers`),
  };
}

function mouseUpOf(input: Ready<'mouseUp'>): Deeds {
  const {
    button,
    ...target
  }: Exclude<Ready<'mouseUp'>, string> = typeof input === 'string' ? { text: input } : input;
  return withoutUndefined<Deeds>({
    verb: 'mouseUp',
    target: Object.keys(target).length === 0 ? undefined : targetOf(target),
    button: button ?? 'left',
  });
}

function holdOf(input: Ready<'hold'>, path: string): Deeds {
  return withoutUndefined<Deeds>({
    verb: 'hold',
    keys: input.keys === undefined ? undefined : toChord(input.keys, `${path}.keys`),
    at: input.at === undefined ? undefined : toTarget(input.at),
    button: input.button ?? 'left',
    ms: readDuration(input.for) ?? 0,
  });
}

function waitOf(input: Ready<'wait'>, { path, timeoutMs }: Place): Deeds {
  if (typeof input !== 'object') return { verb: 'wait', ms: readDuration(input) ?? 0 };
  const gone = input.gone === undefined ? [] : [{ gone: toTarget(input.gone), within: timeoutMs }];
  return { verb: 'wait', checks: [...toChecks(input.for, `${path}.for`, timeoutMs), ...gone] };
}

/** A schema is data: nothing in it is evaluated. */
function readOf(written: unknown, { path, id, scope }: Place): Deeds {
  const { schema, ...given } = asMap(written) ?? {};
  if (typeof schema === 'string')
    throw new StepError(`${path}.schema`, `the schema file ${schema} was not read with the task`);
  const input = fitted(readyVerbs.read, { ...(evaluateAll(given, scope, path, 'read') as object) }, path);
  const { as, pattern, type, by, question, format, video, fps, ...target } = input;
  const name = as ?? id;
  if (name === undefined) throw new StepError(path, 'what is read has no name', { hint: 'write as: name' });
  const asked = [schema, question, format, video].some((each) => each !== undefined);
  return withoutUndefined<Deeds>({
    verb: 'read',
    target: targetOf(target),
    as: name,
    pattern,
    type: type ?? 'text',
    by: by ?? (asked ? 'model' : 'text'),
    question,
    schema: asMap(schema),
    format,
    ...(video !== undefined && { video: { seconds: (readDuration(video) ?? 0) / 1000, fps: fps ?? 1 } }),
  });
}

function windowOf(input: Ready<'window'>, path: string): Deeds {
  if (typeof input === 'string') return { verb: 'window', act: 'activate', window: input };
  for (const act of windowActs) {
    const window = input[act];
    if (window === undefined) continue;
    if (act !== 'place') return { verb: 'window', act, window };
    const { box } = input;
    if (box !== undefined)
      return { verb: 'window', act, window, box: screenBox(box.x, box.y, box.width, box.height) };
  }
  throw new StepError(path, 'the window step does nothing', { hint: `one of ${windowActs.join(', ')}` });
}

function fileDialogOf({ open, save, window, overwrite }: Ready<'fileDialog'>, path: string): Deeds {
  const file = open ?? save;
  if (file === undefined || !isAbsolutePath(file))
    throw new StepError(path, `“${file ?? ''}” is no absolute path`, { hint: absoluteHint });
  return withoutUndefined<Deeds>({
    verb: 'fileDialog',
    act: open === undefined ? 'save' : 'open',
    file,
    window,
    overwrite: overwrite ?? false,
  });
}

function runOf(written: unknown, { path, id, scope }: Place): Deeds {
  if (typeof written === 'string') {
    const words = splitCommand(written).map((word) => evaluateAt(word, scope, path, false));
    const [command = '', ...args] = words.map((word) => fitted(ready.text(), word, path));
    return withoutUndefined<Deeds>({
      verb: 'run',
      command,
      args,
      shell: false,
      runMs: RUN_MS,
      as: id,
    });
  }
  const input = fitted(readyVerbs.run, evaluateAll(written, scope, path, 'run'), path);
  if (typeof input === 'string') throw new StepError(path, 'expected a map with command');
  const { command, args, cwd, env, shell, timeout, mayFail, as } = input;
  return withoutUndefined<Deeds>({
    verb: 'run',
    command,
    args: args ?? [],
    cwd,
    env,
    shell: shell ?? false,
    mayFail: mayFail || undefined,
    runMs: readDuration(timeout) ?? RUN_MS,
    as: as ?? id,
  });
}

function askOf(input: Ready<'ask'>, { id }: Place): Deeds {
  const { question, as } = typeof input === 'string' ? { question: input, as: undefined } : input;
  return withoutUndefined<Deeds>({ verb: 'ask', question, as: as ?? id });
}
