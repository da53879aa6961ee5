import { encloses, type FrameBox, frameBox, grow, overlaps, union } from '../../core/geometry.js';
import type { Spot } from './engine.js';
import type { Raster } from './raster.js';

/** Grey levels between neighbours from which a px is an edge, and from which it continues one. */
const EDGE = 26;
const FAINT = 10;
/** A shape that goes on faintly for more than this, px, is larger than its edges: the rounded border of a key. */
const HALO = 3;
/** The largest lone text worth a look, in px: a key's caption on a 2x screen. */
const TALLEST = 52;
const WIDEST = 72;
/** A line from this length on, in px, and this many times as long as thick, is a rule. */
const RULE = 24;
const RULE_THIN = 8;
/** A shape lower than this share of its row's letters is a sign ("-", ".") that only its row can place. */
const LOW = 0.72;
/** How far, in px, letters of the same row may be away. */
const ROW_REACH = 320;
/** A dot or an accent is at most so high, as a share of its letter; a small number above a large letter is higher. */
const MARK = 0.42;
/** Empty room above and below the letters in a box, as a share of their height: what the recogniser was trained with. */
export const AIR = 0.3;

/**
 * Lone shapes that may be one to three characters: captions of keys and small buttons, which text detectors miss.
 * Returned boxes have the height of a whole line, so that a dash looks like a dash and not like a block.
 *
 * @param texts spots whose px are known to be text and are left out
 */
export function loneShapes(raster: Raster, region: FrameBox, texts: readonly Spot[]): FrameBox[] {
  const taken = texts.map((t) => t.box);
  const parts = components(raster, region).filter((c) => !taken.some((t) => overlaps(c, t)));
  const small = parts.filter((c) => !parts.some((other) => frames(c, other)));
  const groups = groupsOf(small).filter(
    (g) => g.width <= WIDEST && g.height <= TALLEST && g.width * g.height >= 12,
  );
  const lone = groups.filter((g) => !groups.some((other) => other !== g && beside(g, other)));
  // What the region cuts, the border of a key at most, says nothing of how high letters are.
  const uncut = lone.filter((g) => encloses(grow(region, -1), g));
  return lone.flatMap((g) => lineAround(g, uncut, raster) ?? []);
}

/** Bounding boxes of the 8-connected edges of the region, without the large ones (borders, pictures). */
function components(raster: Raster, region: FrameBox): FrameBox[] {
  const mask = edges(raster, region);
  const found: FrameBox[] = [];
  for (let start = 0; start < mask.length; start++) {
    const shape = mask[start] ? shapeFrom(mask, region.width, start) : undefined;
    if (shape === undefined) continue;
    const { x, y, width, height } = shape;
    if (width <= WIDEST && height <= TALLEST && !isRule(width, height))
      found.push(frameBox(region.x + x, region.y + y, width, height));
  }
  return found;
}

/**
 * Takes the edges that hang together with `start` out of the mask; answers the box around the clear ones, or
 * around all when the faint ones reach much further. Undefined when none is clear.
 */
function shapeFrom(mask: Uint8Array, width: number, start: number): FrameBox | undefined {
  const clear = new Extent();
  const all = new Extent();
  const open = [start];
  const take = (at: number): void => {
    const [x, y] = [at % width, Math.floor(at / width)];
    all.add(x, y);
    if (mask[at] === CLEAR) clear.add(x, y);
    mask[at] = 0;
  };
  take(start);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const x = at % width;
    for (let dy = -width; dy <= width; dy += width) {
      for (let dx = x > 0 ? -1 : 0; dx <= (x < width - 1 ? 1 : 0); dx++) {
        if (!mask[at + dy + dx]) continue;
        take(at + dy + dx);
        open.push(at + dy + dx);
      }
    }
  }
  if (clear.empty) return undefined;
  return all.reaches(clear, HALO) ? all.box : clear.box;
}

/** The box around px. */
class Extent {
  #left = Number.POSITIVE_INFINITY;
  #top = Number.POSITIVE_INFINITY;
  #right = -1;
  #bottom = -1;

  add(x: number, y: number): void {
    if (x < this.#left) this.#left = x;
    if (x > this.#right) this.#right = x;
    if (y < this.#top) this.#top = y;
    if (y > this.#bottom) this.#bottom = y;
  }

  get empty(): boolean {
    return this.#right < 0;
  }

  get box(): FrameBox {
    return frameBox(this.#left, this.#top, this.#right - this.#left + 1, this.#bottom - this.#top + 1);
  }

  /** Whether it goes further than the other by more than `px` on some side. */
  reaches(other: Extent, px: number): boolean {
    return (
      other.#left - this.#left > px ||
      other.#top - this.#top > px ||
      this.#right - other.#right > px ||
      this.#bottom - other.#bottom > px
    );
  }
}

/** A part of the border of a button or a table; no stroke of a letter is so long and thin. */
function isRule(width: number, height: number): boolean {
  const [long, thin] = [Math.max(width, height), Math.min(width, height)];
  return long >= RULE && long >= RULE_THIN * thin;
}

/** What the mask of edges says of a px. */
const [WEAK, CLEAR] = [1, 2];

function edges(raster: Raster, region: FrameBox): Uint8Array {
  const { width } = region;
  const mask = new Uint8Array(width * region.height);
  const mark = (at: number, other: number, difference: number): void => {
    if (difference <= FAINT) return;
    const strength = difference > EDGE ? CLEAR : WEAK;
    if ((mask[at] as number) < strength) mask[at] = strength;
    if ((mask[other] as number) < strength) mask[other] = strength;
  };
  for (let y = 0; y < region.height - 1; y++) {
    const from = (region.y + y) * raster.width + region.x;
    for (let x = 0; x < width - 1; x++) {
      const value = raster.data[from + x] as number;
      const at = y * width + x;
      mark(at, at + 1, Math.abs(value - (raster.data[from + x + 1] as number)));
      mark(at, at + width, Math.abs(value - (raster.data[from + x + raster.width] as number)));
    }
  }
  return mask;
}

/** Whether one shape is the border of a small button around the other; the strokes of a "0" lie closer. */
function frames(outer: FrameBox, inner: FrameBox): boolean {
  const room = Math.max(4, 0.2 * outer.height);
  return (
    inner.x - outer.x >= room &&
    inner.y - outer.y >= room &&
    outer.x + outer.width - inner.x - inner.width >= room &&
    outer.y + outer.height - inner.y - inner.height >= room
  );
}

/** Joins parts of one caption: the bars of "=", the dot of an "i", the letters of "AC". */
function groupsOf(parts: readonly FrameBox[]): FrameBox[] {
  const open = [...parts];
  const done: FrameBox[] = [];
  for (let part = open.pop(); part; part = open.pop()) {
    const current = part;
    const partner = open.findIndex((other) => joined(current, other));
    if (partner < 0) done.push(current);
    else open.push(union(current, open.splice(partner, 1)[0] as FrameBox));
  }
  return done;
}

function joined(a: FrameBox, b: FrameBox): boolean {
  const height = Math.max(a.height, b.height);
  const gapX = Math.max(a.x, b.x) - Math.min(a.x + a.width, b.x + b.width);
  const gapY = Math.max(a.y, b.y) - Math.min(a.y + a.height, b.y + b.height);
  const both = union(a, b);
  if (both.width > WIDEST || both.height > TALLEST) return false;
  const near = gapX < 0 && gapY <= Math.max(4, Math.min(0.6 * Math.max(a.width, b.width), 14));
  // The dot of an "i" and the bars of "="; two letters one below the other are two rows, as in a calendar.
  const flat = ({ width, height: high }: FrameBox): boolean => width >= 1.5 * high;
  const stacked = near && (Math.min(a.height, b.height) <= MARK * height || (flat(a) && flat(b)));
  return stacked || (gapY <= 0 && gapX <= Math.max(3, 0.35 * height));
}

/** Whether another shape stands so close on the same row that both are parts of something longer. */
function beside(a: FrameBox, b: FrameBox): boolean {
  const gap = Math.max(a.x, b.x) - Math.min(a.x + a.width, b.x + b.width);
  const height = Math.max(a.height, b.height);
  return gap < 0.5 * height && overlaps({ ...a, x: 0, width: 1 }, { ...b, x: 0, width: 1 });
}

/** The box of the line that the shape would stand in; undefined for shapes that no line explains. */
function lineAround(shape: FrameBox, all: readonly FrameBox[], raster: Raster): FrameBox | undefined {
  const letters = all.filter((o) => o.height >= 6 && o.width <= 1.6 * o.height + 4 && sameRow(shape, o));
  const tallest = Math.max(0, ...letters.map((o) => o.height));
  const full = letters.filter(
    (o) => o.height >= 0.85 * tallest && o.height <= 4 * Math.max(shape.width, shape.height),
  );
  const nearest = [...full].sort((a, b) => Math.abs(a.x - shape.x) - Math.abs(b.x - shape.x))[0];
  const whole = shape.height >= LOW * (nearest?.height ?? 0) && shape.height >= 6;
  const row = whole ? shape : (nearest ?? imagined(shape));
  if (!row) return undefined;
  const air = Math.max(2, Math.round(AIR * row.height));
  const wanted = grow(frameBox(shape.x - air, row.y - air, shape.width + 2 * air, row.height + 2 * air), 0);
  const x = Math.max(0, wanted.x);
  const y = Math.max(0, wanted.y);
  const right = Math.min(raster.width, wanted.x + wanted.width);
  const bottom = Math.min(raster.height, wanted.y + wanted.height);
  return frameBox(x, y, right - x, bottom - y);
}

function sameRow(a: FrameBox, b: FrameBox): boolean {
  const middle = a.y + a.height / 2;
  const near = Math.abs(a.x - b.x) <= ROW_REACH;
  return near && middle > b.y - 0.35 * b.height && middle < b.y + 1.35 * b.height;
}

/** A row for a lone dash: letters are about twice as high as a dash is wide. A lone dot says nothing. */
function imagined(shape: FrameBox): FrameBox | undefined {
  if (shape.width < 4 || shape.width < 1.5 * shape.height) return undefined;
  const height = Math.round(shape.width * 1.9);
  return frameBox(shape.x, Math.round(shape.y + shape.height / 2 - height / 2), shape.width, height);
}
