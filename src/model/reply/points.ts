import { type ModelPoint, modelPoint } from '../../core/geometry.js';
import { isRecord } from './message.js';

/** A point as the model wrote it, or why it is none. */
export type PointReading =
  | { readonly ok: true; readonly point: ModelPoint }
  | { readonly ok: false; readonly outcome: 'not-a-number' | 'bad-input'; readonly reason: string };

/** Two corners as the model wrote them. */
export type BoxReading =
  | { readonly ok: true; readonly from: ModelPoint; readonly to: ModelPoint }
  | Extract<PointReading, { ok: false }>;

/**
 * Reads a point in any shape models write it: a pair, four numbers of a box (its middle), a list of points
 * (the first), an object, or text such as `(500, 500)`, `500 500` or `<|box_start|>(500,500)<|box_end|>`.
 */
export function readPoint(value: unknown): PointReading {
  const numbers = numbersOf(value);
  if (!numbers.ok) return numbers;
  const [x, y, right, bottom, ...more] = numbers.list;
  if (x === undefined || y === undefined || more.length > 0) return badPoint(value);
  if (right === undefined) return { ok: true, point: modelPoint(x, y) };
  if (bottom === undefined) return badPoint(value);
  return { ok: true, point: modelPoint((x + right) / 2, (y + bottom) / 2) };
}

/** Reads a box as two corners, in any order. */
export function readBox(value: unknown): BoxReading {
  const numbers = numbersOf(value);
  if (!numbers.ok) return numbers;
  const [x, y, right, bottom, ...more] = numbers.list;
  if (x === undefined || y === undefined || right === undefined || bottom === undefined || more.length > 0)
    return badPoint(value);
  return {
    ok: true,
    from: modelPoint(Math.min(x, right), Math.min(y, bottom)),
    to: modelPoint(Math.max(x, right), Math.max(y, bottom)),
  };
}

/** Reads a list of points: `[[x,y],[x,y]]`, `[{x,y},…]` or one of their texts. */
export function readPath(value: unknown): readonly PointReading[] | undefined {
  const list = typeof value === 'string' ? parsed(value) : value;
  if (!Array.isArray(list) || list.length < 2 || list.some((each) => !isRecord(each) && !Array.isArray(each)))
    return undefined;
  return list.map(readPoint);
}

type Numbers = { ok: true; list: readonly number[] } | Extract<PointReading, { ok: false }>;

function numbersOf(value: unknown): Numbers {
  if (typeof value === 'string') return numbersInText(value);
  if (Array.isArray(value)) return numbersInList(value);
  if (!isRecord(value)) return badPoint(value);
  if ('x' in value && 'y' in value && 'width' in value && 'height' in value) return cornersOf(value);
  for (const keys of [
    ['x', 'y'],
    ['x1', 'y1', 'x2', 'y2'],
    ['left', 'top', 'right', 'bottom'],
  ]) {
    if (keys.every((key) => key in value)) return eachNumber(keys.map((key) => value[key]));
  }
  const inner = value.point_2d ?? value.bbox_2d ?? value.coordinate ?? value.point;
  return inner === undefined ? badPoint(value) : numbersOf(inner);
}

function cornersOf(value: Record<string, unknown>): Numbers {
  const numbers = eachNumber([value.x, value.y, value.width, value.height]);
  if (!numbers.ok) return numbers;
  const [x = 0, y = 0, width = 0, height = 0] = numbers.list;
  return { ok: true, list: [x, y, x + width, y + height] };
}

function numbersInList(list: readonly unknown[]): Numbers {
  const [first] = list;
  if (Array.isArray(first) || isRecord(first)) return numbersOf(first);
  if (list.length === 1 && typeof first === 'string') return numbersInText(first);
  return eachNumber(list);
}

function eachNumber(list: readonly unknown[]): Numbers {
  const numbers: number[] = [];
  for (const each of list) {
    const number = typeof each === 'string' && each.trim() !== '' ? Number(each) : each;
    if (typeof number !== 'number') return badPoint(list);
    if (!Number.isFinite(number)) return notANumber(list);
    numbers.push(number);
  }
  return { ok: true, list: numbers };
}

function numbersInText(text: string): Numbers {
  const json = parsed(text);
  if (json !== undefined && typeof json !== 'string' && typeof json !== 'number') return numbersOf(json);
  if (/nan|inf/i.test(text)) return notANumber(text);
  const bare = text.replace(/<\/?\|?[a-z_0-9]+\|?>/gi, ' ').replace(/\b[xy]\s*[=:]/gi, ' ');
  const balanced = count(bare, '(') === count(bare, ')') && count(bare, '[') === count(bare, ']');
  if (!balanced || !/^[\s()[\],;\d.eE+-]+$/.test(bare)) return badPoint(text);
  return eachNumber(bare.split(/[\s()[\],;]+/).filter((part) => part !== ''));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the caller reads it as plain text.
    return undefined;
  }
}

function count(text: string, letter: string): number {
  return text.split(letter).length - 1;
}

function badPoint(value: unknown): Extract<PointReading, { ok: false }> {
  return { ok: false, outcome: 'bad-input', reason: `${brief(value)} is no point; expected [x, y]` };
}

function notANumber(value: unknown): Extract<PointReading, { ok: false }> {
  return { ok: false, outcome: 'not-a-number', reason: `${brief(value)} holds something that is no number` };
}

function brief(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
