import type { PointTrace } from '../../core/chat.js';
import type { FrameBox, FramePoint } from '../../core/geometry.js';
import { readChord } from '../../core/keys.js';
import { boxBetween, type Shown, tracePoint } from './geometry.js';
import { isRecord } from './message.js';
import { Misread } from './misread.js';
import { type PointReading, readBox, readPath, readPoint } from './points.js';

/** The names under which models write the one point of an action. */
const pointNames = [
  'coordinate',
  'coordinates',
  'at',
  'point',
  'point_2d',
  'position',
  'location',
  'center',
  'start_box',
  'bbox_2d',
  'bbox',
  'box',
] as const;

/** Two ways of writing one point may differ by rounding, units of the model's space. */
const SAME_POINT = 1;

/** The arguments of a call, read field by field with the coercions that keep the meaning. */
export class Fields {
  readonly traces: PointTrace[] = [];
  readonly mended: string[] = [];
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #shown: Shown;

  constructor(values: Readonly<Record<string, unknown>>, shown: Shown) {
    this.#values = values;
    this.#shown = shown;
  }

  /** The first of the names that has a value. */
  raw(...names: readonly string[]): unknown {
    return names.map((name) => this.#values[name]).find((value) => value !== undefined && value !== null);
  }

  has(...names: readonly string[]): boolean {
    return this.raw(...names) !== undefined;
  }

  text(...names: readonly string[]): string | undefined {
    const value = this.raw(...names);
    if (value === undefined) return undefined;
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw new Misread('bad-input', `${names[0] ?? ''} must be text`);
  }

  number(...names: readonly string[]): number | undefined {
    const value = this.raw(...names);
    if (value === undefined) return undefined;
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number)) return number;
    throw new Misread('not-a-number', `${names[0] ?? ''} is no number: ${JSON.stringify(value)}`);
  }

  flag(...names: readonly string[]): boolean {
    const value = this.raw(...names);
    return (
      value === true || (typeof value === 'string' && /^(true|yes|1)$/i.test(value.trim())) || value === 1
    );
  }

  /** A list of words, also when it came as JSON text or with stray brackets and quotes. */
  list(...names: readonly string[]): string[] {
    const value = this.raw(...names);
    if (value === undefined) return [];
    const items: unknown[] = Array.isArray(value) ? value : [value];
    return items.flatMap((item) => {
      if (typeof item === 'number') return [String(item)];
      if (typeof item !== 'string')
        throw new Misread('bad-input', `${names[0] ?? ''} must be a list of words`);
      return splitList(item);
    });
  }

  chord(...names: readonly string[]): readonly string[] {
    const keys = this.list(...names);
    const reading = readChord(
      keys.some((key) => key.length > 1 && key.includes('+')) ? keys.join('+') : keys,
    );
    if (!reading.ok) throw new Misread('bad-input', `These keys cannot be pressed: ${reading.reason}.`);
    return reading.chord;
  }

  /** The action's point in frame px; undefined when none is given. Two points that differ are refused. */
  point(): FramePoint | undefined {
    const given = pointNames.filter((name) => this.has(name)).map((name) => this.#values[name]);
    if (this.has('x') || this.has('y')) given.push([this.raw('x'), this.raw('y')]);
    const [first, ...others] = given.map((value) => expectPoint(readPoint(value)));
    if (first === undefined) return undefined;
    for (const other of others) {
      if (Math.abs(other.x - first.x) > SAME_POINT || Math.abs(other.y - first.y) > SAME_POINT)
        throw new Misread('bad-input', 'The call names two different points.');
    }
    return this.#trace(first);
  }

  /** A point under exactly these names. */
  pointNamed(...names: readonly string[]): FramePoint | undefined {
    const value = this.raw(...names);
    return value === undefined ? undefined : this.#trace(expectPoint(readPoint(value)));
  }

  path(...names: readonly string[]): FramePoint[] | undefined {
    const value = this.raw(...names);
    const points = value === undefined ? undefined : readPath(value);
    return points?.map((point) => this.#trace(expectPoint(point)));
  }

  box(...names: readonly string[]): FrameBox | undefined {
    const value = this.raw(...names);
    if (value === undefined) return undefined;
    const read = readBox(value);
    if (!read.ok) throw new Misread(read.outcome, read.reason);
    return boxBetween(this.#trace(read.from), this.#trace(read.to));
  }

  record(name: string): Record<string, unknown> | undefined {
    const value = this.raw(name);
    const read: unknown = typeof value === 'string' ? tryJson(value) : value;
    return isRecord(read) ? read : undefined;
  }

  #trace(point: Parameters<typeof tracePoint>[0]): FramePoint {
    const trace = tracePoint(point, this.#shown);
    this.traces.push(trace);
    return trace.frame;
  }
}

function expectPoint(reading: PointReading): Parameters<typeof tracePoint>[0] {
  if (reading.ok) return reading.point;
  throw new Misread(reading.outcome, reading.reason);
}

/** `keys=['ctrl'`, `["ctrl","s"]` and `ctrl` all hold key names. */
function splitList(text: string): string[] {
  if (text.length === 1) return [text];
  const json = tryJson(text);
  if (Array.isArray(json)) return json.map(String);
  const bare = text
    .replace(/^\s*keys\s*=/, '')
    .replace(/^[\s[('"]+(?=.)/, '')
    .replace(/(?<=.)[\s\])'"]+$/, '');
  return bare.split(/['"]\s*,\s*['"]|,\s+/).filter((part) => part !== '');
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: it is a word.
    return undefined;
  }
}
