/** A function of the expression language. `takes` is the least and the most number of arguments. */
export interface ExpressionFunction {
  readonly takes: readonly [number, number];
  readonly about: string;
  call(args: readonly unknown[], now: Date): unknown;
}

/** What went wrong inside a function, without its place. */
export class FunctionError extends Error {}

/** The functions that an expression may call, by name. */
export const functions: ReadonlyMap<string, ExpressionFunction> = new Map(
  Object.entries({
    length: fn(1, 1, 'characters of a text or entries of a list', ([value]) => lengthOf(value)),
    upper: fn(1, 1, 'in capitals', ([value]) => text(value).toUpperCase()),
    lower: fn(1, 1, 'in small letters', ([value]) => text(value).toLowerCase()),
    trim: fn(1, 1, 'without spaces at both ends', ([value]) => text(value).trim()),
    replace: fn(3, 3, 'replace(text, old, new): every old part replaced', ([value, old, by]) =>
      text(value).replaceAll(text(old), () => text(by)),
    ),
    contains: fn(2, 2, 'whether a text has a part or a list an entry', ([whole, part]) =>
      Array.isArray(whole) ? whole.includes(part) : text(whole).includes(text(part)),
    ),
    startsWith: fn(2, 2, 'whether a text begins with another', ([whole, part]) =>
      text(whole).startsWith(text(part)),
    ),
    endsWith: fn(2, 2, 'whether a text ends with another', ([whole, part]) =>
      text(whole).endsWith(text(part)),
    ),
    slice: fn(2, 3, 'slice(text or list, from, to): a part, from 0', ([value, from, to]) =>
      (Array.isArray(value) ? value : text(value)).slice(num(from), to === undefined ? undefined : num(to)),
    ),
    split: fn(2, 2, 'split(text, separator): a list', ([value, by]) => text(value).split(text(by))),
    join: fn(2, 2, 'join(list, separator): a text', ([list, by]) => items(list).map(text).join(text(by))),
    text: fn(1, 1, 'as text', ([value]) => text(value)),
    number: fn(
      1,
      2,
      'number(text, decimal mark): the number written there, such as 1,234.50 €',
      ([value, mark]) => readNumber(text(value), mark === undefined ? undefined : text(mark)),
    ),
    round: fn(1, 2, 'round(number, digits)', ([value, digits]) => round(num(value), digits)),
    floor: fn(1, 1, 'the whole number below', ([value]) => Math.floor(num(value))),
    ceil: fn(1, 1, 'the whole number above', ([value]) => Math.ceil(num(value))),
    abs: fn(1, 1, 'without its sign', ([value]) => Math.abs(num(value))),
    min: fn(1, 20, 'the smallest number', (values) => Math.min(...values.map(num))),
    max: fn(1, 20, 'the largest number', (values) => Math.max(...values.map(num))),
    today: fn(0, 1, 'today(days): the date as 2026-03-14, days later', ([days], now) =>
      localDate(now, days === undefined ? 0 : num(days)),
    ),
    now: fn(0, 0, 'date and time as ISO text in UTC', (_, now) => now.toISOString()),
  }),
);

function fn(
  least: number,
  most: number,
  about: string,
  call: ExpressionFunction['call'],
): ExpressionFunction {
  return { takes: [least, most], about, call };
}

/** How many values a function takes, in words. */
export function takesWords({ takes: [least, most] }: ExpressionFunction): string {
  const count = least === most ? String(least) : `${least} to ${most}`;
  return `takes ${count} ${count === '1' ? 'value' : 'values'}`;
}

/** A scalar as text; lists and maps have no text of their own. */
function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new FunctionError(`expected text, found ${kindOf(value)}`);
}

function num(value: unknown): number {
  if (typeof value === 'number') return value;
  throw new FunctionError(`expected a number, found ${kindOf(value)}${numberHint(value)}`);
}

function numberHint(value: unknown): string {
  return typeof value === 'string' ? '; number(…) makes a number of a text' : '';
}

function items(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new FunctionError(`expected a list, found ${kindOf(value)}`);
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : [...text(value)].length;
}

function round(value: number, digits: unknown): number {
  const places = digits === undefined ? 0 : num(digits);
  if (!Number.isInteger(places) || places < 0 || places > 12)
    throw new FunctionError('expected 0 to 12 digits');
  // Through decimal text, so that 1.005 rounds as it is written and not as it is stored.
  const rounded = Math.round(Number(`${value}e${places}`));
  return Number.isNaN(rounded) ? Number(value.toFixed(places)) : Number(`${rounded}e-${places}`);
}

function localDate(now: Date, days: number): string {
  const date = new Date(now.getFullYear(), now.getMonth(), now.getDate() + Math.trunc(days));
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/**
 * The one number in a text, with currency and grouping as people write them: `$ 1,234.50`, `1.234,50 €`,
 * `-7 %`. When one mark alone could mean either (`1,234` or `1.234`), a dot is the decimal mark and a comma
 * groups, unless `decimal` says otherwise. Throws a FunctionError when there is no number or more than one.
 */
export function readNumber(written: string, decimal?: string): number {
  const found =
    written.match(/[-+−]?\s?(?:\p{Sc}\s?)?\d(?:[\d.,'’\u00a0\u202f]|[ ](?=\d{3}(?!\d)))*/gu) ?? [];
  const first = found[0];
  if (first === undefined || found.length > 1)
    throw new FunctionError(`expected one number, found “${written.slice(0, 60)}”`);
  const negative = /^[-−]/.test(first) || /^\s*\(.*\)\s*$/.test(written);
  const digits = first.replaceAll(/[^\d.,]/g, '').replace(/[.,]$/, '');
  const mark = decimal ?? decimalMark(digits);
  const plain = digits
    .split('')
    .filter((character) => /\d/.test(character) || character === mark)
    .join('')
    .replace(mark, '.');
  const value = Number(plain);
  if (Number.isNaN(value)) throw new FunctionError(`expected one number, found “${written.slice(0, 60)}”`);
  return negative ? -value : value;
}

function decimalMark(digits: string): string {
  const dot = digits.lastIndexOf('.');
  const comma = digits.lastIndexOf(',');
  if (dot >= 0 && comma >= 0) return dot > comma ? '.' : ',';
  const mark = comma >= 0 ? ',' : '.';
  const groups = digits.split(mark);
  if (groups.length > 2) return mark === ',' ? '.' : ',';
  return mark === ',' && groups[1]?.length === 3 ? '.' : mark;
}

/** What a value is, for messages. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return `text “${value.length > 40 ? `${value.slice(0, 40)}…` : value}”`;
    case 'number':
      return `the number ${value}`;
    case 'boolean':
      return String(value);
    default:
      return 'a map';
  }
}
