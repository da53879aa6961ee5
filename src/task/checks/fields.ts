import { keyName, modifierKeys, namedKeys, readChord } from '../../core/keys.js';
import { namesWindow, WINDOW_NAMED_BY } from '../../core/window.js';
import { nearest } from '../problem.js';
import type { Path } from '../yaml/source.js';
import { type Declared, unknownName } from './names.js';
import { asMap, hasExpression, oneOrMore, type Plain, type Report } from './report.js';

const pointers = ['text', 'image', 'describe', 'point'] as const;
const relations = ['near', 'below', 'above', 'left-of', 'right-of'] as const;
const promises = ['visible', 'gone', 'text', 'window', 'closed', 'changed', 'file', 'value', 'that'] as const;

/** A target in its map form must say what it points at; `loose` ones may be only a relation or a region. */
export function checkTarget(
  value: unknown,
  path: Path,
  report: Report,
  declared: Pick<Declared, 'apps'>,
  loose = false,
): void {
  const target = asMap(value);
  if (target === undefined) {
    if (typeof value === 'string') checkPattern(value, path, report);
    return;
  }
  const has = (names: readonly string[]) => names.some((name) => name in target);
  if (!has(pointers) && !(loose && has([...relations, 'region', 'window'])))
    report(
      path,
      {
        code: 'target',
        message: 'the target does not say what it points at',
        expected: `text, image, describe or point${loose ? ', or a place such as right-of or region' : ''}`,
      },
      { at: 'key' },
    );
  checkTextMatch(target.text, [...path, 'text'], report);
  for (const relation of relations) {
    const anchor = asMap(target[relation]);
    if (anchor === undefined) continue;
    if (!('text' in anchor) && !('image' in anchor))
      report(
        [...path, relation],
        { code: 'target', message: 'the anchor has neither text nor image' },
        { at: 'key' },
      );
    checkTextMatch(anchor.text, [...path, relation, 'text'], report);
  }
  checkWindow(target.window, [...path, 'window'], report, declared);
  checkPoint(target, path, report);
}

function checkPoint(target: Plain, path: Path, report: Report): void {
  const { point } = target;
  if (point === undefined) return;
  const here = [...path, 'point'];
  if (typeof point === 'string' && !hasExpression(point) && !/^\s*-?[\d.]+%\s*,\s*-?[\d.]+%\s*$/.test(point))
    report(here, {
      code: 'point',
      message: `“${point}” is not a point`,
      expected: '{x, y} in frame px, or two shares such as "50%,90%"',
    });
  if (!('text' in target) && !('image' in target) && !('describe' in target))
    report(here, {
      severity: 'warning',
      code: 'raw-point',
      message: 'a bare point misses as soon as something moves',
      expected: 'text, image or describe, with offset where it must be beside it',
    });
}

/** A text match: its pattern, if it is one, must be a regular expression. */
function checkTextMatch(value: unknown, path: Path, report: Report): void {
  if (typeof value === 'string') checkPattern(value, path, report);
  const match = asMap(value);
  if (match === undefined) return;
  if (!['is', 'has', 'matches'].some((name) => name in match))
    report(
      path,
      { code: 'text', message: 'the text match is empty', expected: 'is, has or matches' },
      { at: 'key' },
    );
  if (typeof match.matches === 'string') checkRegExp(match.matches, '', [...path, 'matches'], report);
}

function checkPattern(text: string, path: Path, report: Report): void {
  const [, pattern, flags] = /^\/(.+)\/([a-z]*)$/s.exec(text) ?? [];
  if (pattern !== undefined) checkRegExp(pattern, flags ?? '', path, report);
}

/** A regular expression must be one. */
export function checkRegExp(pattern: string, flags: string, path: Path, report: Report): void {
  if (hasExpression(pattern)) return;
  try {
    new RegExp(pattern, flags);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const reason = error.message.replace(/^Invalid regular expression: /, '');
    report(path, { code: 'pattern', message: `not a regular expression: ${reason}` });
  }
}

/** A window match names something, and an application that there is. */
export function checkWindow(
  value: unknown,
  path: Path,
  report: Report,
  { apps }: Pick<Declared, 'apps'>,
): void {
  const unnamed = (where: Path): void =>
    report(where, { code: 'window', message: 'the window is not named', expected: WINDOW_NAMED_BY });
  if (isBlank(value)) unnamed(path);
  const match = asMap(value);
  if (match === undefined) return;
  if (!namesWindow(match)) unnamed(path);
  for (const name of ['title', 'class', 'app']) if (isBlank(match[name])) unnamed([...path, name]);
  const { app } = match;
  if (typeof app === 'string' && !isBlank(app) && !hasExpression(app) && !apps.has(app))
    report([...path, 'app'], unknownName('application', app, apps, 'apps'));
}

function isBlank(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === '';
}

/** One check, its shorthand, or a list: each makes exactly one promise. */
export function checkChecks(
  value: unknown,
  path: Path,
  report: Report,
  declared: Pick<Declared, 'apps'>,
): void {
  for (const entry of oneOrMore(value, path)) checkCheck(entry.value, entry.path, report, declared);
}

function checkCheck(value: unknown, path: Path, report: Report, declared: Pick<Declared, 'apps'>): void {
  if (typeof value === 'string') checkPattern(value, path, report);
  const check = asMap(value);
  if (check === undefined) return;
  const made = promises.filter((name) => name in check);
  if (made.length === 0)
    report(path, {
      code: 'check',
      message: 'the check promises nothing',
      expected: `one of ${promises.join(', ')}`,
    });
  else if (made.length > 1)
    report(
      [...path, made[1] ?? ''],
      {
        code: 'check',
        message: `one check promises one thing, not ${made.join(' and ')}`,
        expected: 'a list of checks',
      },
      { at: 'key' },
    );
  for (const name of ['visible', 'gone'] as const)
    checkTarget(check[name], [...path, name], report, declared);
  checkTextMatch(check.text, [...path, 'text'], report);
  checkClaim(check.changed, [...path, 'changed'], report);
  for (const name of ['window', 'closed'] as const)
    checkWindow(check[name], [...path, name], report, declared);
  const { matches } = asMap(check.file) ?? {};
  if (typeof matches === 'string') checkRegExp(matches, 'm', [...path, 'file', 'matches'], report);
  const compared = asMap(check.value);
  if (compared !== undefined) checkValue(compared, [...path, 'value'], report);
}

/** What has changed is a truth value, or a sentence that a model can hold against two pictures. */
function checkClaim(claim: unknown, path: Path, report: Report): void {
  if (typeof claim !== 'string' || hasExpression(claim) || /\S\s+\S/u.test(claim)) return;
  const truth = /^(yes|on|true|y)$/i.test(claim)
    ? 'true'
    : /^(no|off|false|n)$/i.test(claim)
      ? 'false'
      : undefined;
  report(path, {
    code: 'check',
    message: `“${claim}” does not say what has changed`,
    expected: 'true, false, or a sentence such as "the row Order 17 has disappeared"',
    ...(truth === undefined ? {} : { suggestion: truth }),
  });
}

function checkValue(compared: Plain, path: Path, report: Report): void {
  if (!['equals', 'contains', 'matches'].some((name) => name in compared))
    report(
      path,
      {
        code: 'check',
        message: 'the value is compared with nothing',
        expected: 'equals, contains or matches',
      },
      { at: 'key' },
    );
  if (!('actual' in compared))
    report(path, { code: 'missing-key', message: 'the key “actual” is missing' }, { at: 'key' });
  if (typeof compared.matches === 'string') checkRegExp(compared.matches, '', [...path, 'matches'], report);
}

/** A chord, written `ctrl+s` or as a list, must be made of keys that exist. */
export function checkChord(value: unknown, path: Path, report: Report): void {
  const parts = typeof value === 'string' ? value : Array.isArray(value) ? value.map(String) : undefined;
  if (parts === undefined || hasExpression(value) || (Array.isArray(value) && value.some(hasExpression)))
    return;
  const reading = readChord(parts);
  if (reading.ok) return;
  const wrong = (typeof parts === 'string' ? parts.split('+') : parts).find(
    (part) => part.trim() !== '' && keyName(part) === undefined,
  );
  const near = wrong === undefined ? undefined : nearest(wrong.trim(), namedKeys);
  report(
    path,
    {
      code: 'key',
      message: reading.reason,
      ...(wrong === undefined
        ? {}
        : { expected: 'a character, or a name such as enter, escape, pagedown, f5' }),
      ...(near === undefined ? {} : { suggestion: near }),
    },
    typeof value === 'string' && wrong !== undefined
      ? { offset: value.indexOf(wrong.trim()), length: wrong.trim().length }
      : {},
  );
}

/** Modifiers must be modifier keys. */
export function checkModifiers(value: unknown, path: Path, report: Report): void {
  if (value === undefined || hasExpression(value)) return;
  const entries =
    typeof value === 'string'
      ? value.split('+').map((part) => ({ part, path }))
      : oneOrMore(value, path).map((entry) => ({ part: entry.value, path: entry.path }));
  for (const { part, path: here } of entries) {
    if (typeof part !== 'string' || hasExpression(part)) continue;
    const name = keyName(part);
    if (name !== undefined && (modifierKeys as readonly string[]).includes(name)) continue;
    const near = nearest(part, modifierKeys);
    report(here, {
      code: 'key',
      message: `“${part}” is not a modifier key`,
      expected: `one of ${modifierKeys.join(', ')}`,
      ...(near === undefined ? {} : { suggestion: near }),
    });
  }
}
