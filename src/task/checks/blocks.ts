import { ROW_FILE, readRows } from '../rows.js';
import type { Path } from '../yaml/source.js';
import { checkChecks } from './fields.js';
import { type Declared, NAME, taken } from './names.js';
import { asList, asMap, hasExpression, type Plain, type Report } from './report.js';

/** The lists of steps that a step holds: where each stands, and which names its steps may use besides. */
export function nestedLists(
  step: Plain,
  path: Path,
): { list: readonly unknown[]; path: Path; locals: string[] }[] {
  const inLoop = (verb: 'repeat' | 'forEach') => {
    const block = asMap(step[verb]);
    if (block === undefined) return [];
    return [{ list: asList(block.steps), path: [...path, verb, 'steps'], locals: namesOf(verb, block) }];
  };
  return [
    ...inLoop('repeat'),
    ...inLoop('forEach'),
    ...(Array.isArray(step.steps)
      ? [{ list: asList(step.steps), path: [...path, 'steps'], locals: [] }]
      : []),
    ...(Array.isArray(step.else) ? [{ list: asList(step.else), path: [...path, 'else'], locals: [] }] : []),
  ];
}

function namesOf(verb: 'repeat' | 'forEach', block: Plain): string[] {
  const entry = verb === 'forEach' ? [block.as ?? 'row'] : [];
  return [...entry, block.number].filter((name): name is string => typeof name === 'string');
}

/** A step without the steps in it, and without the `until` that may use what they set. */
export function withoutNested(step: Plain): Plain {
  const { steps: _, else: __, ...rest } = step;
  for (const verb of ['repeat', 'forEach']) {
    const block = asMap(rest[verb]);
    if (block === undefined) continue;
    const { steps: ___, until: ____, ...head } = block;
    Object.assign(rest, { [verb]: head });
  }
  return rest;
}

/** What a repeat needs to come to an end. */
export function repeatRule(
  input: unknown,
  path: Path,
  report: Report,
  declared: Pick<Declared, 'apps'>,
): void {
  const map = asMap(input);
  if (map === undefined) return;
  for (const name of ['while', 'until'])
    if (asMap(map[name]) !== undefined) checkChecks(map[name], [...path, name], report, declared);
  if (!['times', 'while', 'until'].some((name) => name in map))
    report(
      path,
      { code: 'repeat', message: 'nothing says how often', expected: 'times, while or until' },
      { at: 'key' },
    );
  if ('max' in map && !('while' in map) && !('until' in map))
    report([...path, 'max'], { code: 'repeat', message: 'max belongs to while or until' }, { at: 'key' });
  checkLocal(map.number, [...path, 'number'], report);
}

/** What is gone through is a list, an expression, or a file that can be read. */
export function forEachRule(
  input: unknown,
  path: Path,
  report: Report,
  { fileText }: Pick<Declared, 'fileText'>,
): void {
  const map = asMap(input);
  if (map === undefined) return;
  checkLocal(map.as, [...path, 'as'], report);
  checkLocal(map.number, [...path, 'number'], report);
  const { in: list } = map;
  if (typeof list !== 'string' || hasExpression(list)) return;
  const here = [...path, 'in'];
  if (!ROW_FILE.test(list)) {
    const expected = 'a list, an expression that gives one, or a .csv, .tsv or .json file';
    report(here, { code: 'rows', message: `“${list}” is nothing to go through`, expected });
    return;
  }
  if (fileText === undefined) return;
  const text = fileText(list);
  if (text === undefined) {
    report(here, { code: 'rows', message: `the file ${list} cannot be read` });
    return;
  }
  const read = readRows(text, list);
  if ('reason' in read) report(here, { code: 'rows', message: read.reason });
}

function checkLocal(name: unknown, path: Path, report: Report): void {
  if (typeof name !== 'string' || (NAME.test(name) && !taken.has(name))) return;
  report(path, {
    code: 'name',
    message: `“${name}” cannot name a value`,
    expected: 'letters, digits and _, not beginning with a digit',
  });
}

/** `else` is the other way of an `if`; a block does nothing itself that could be approved or time out. */
export function checkBlockKeys(step: Plain, isBlock: boolean, path: Path, report: Report): void {
  if ('else' in step && !('if' in step))
    report([...path, 'else'], { code: 'else', message: 'else belongs to an if' }, { at: 'key' });
  if (!isBlock) return;
  for (const name of ['approve', 'timeout', 'expect'])
    if (name in step)
      report(
        [...path, name],
        {
          code: 'block',
          message: `${name} belongs to the steps inside`,
          expected: `${name} on each of them`,
        },
        { at: 'key' },
      );
}
