import { clip, type FrameBox, frameBox } from '../../core/geometry.js';
import type { RawPicture } from '../picture.js';

/** An area of one colour, found by flooding. */
export interface Flood {
  readonly box: FrameBox;
  /** Share of each side of the box that the area reaches, 0..1. */
  readonly sides: {
    readonly top: number;
    readonly bottom: number;
    readonly left: number;
    readonly right: number;
  };
  /** The least of the four. */
  readonly straight: number;
  /** Whether it ran into the limit, so that its true size is unknown. */
  readonly open: boolean;
  /** Whether a px belongs to the area. */
  has(x: number, y: number): boolean;
}

/** Largest difference of a channel between neighbours, and from the first px: gradients pass, borders do not. */
const STEP = 5;
const SPAN = 40;
/** Rounded corners and the reader's boxes leave a side some px short of the edge. */
const CORNER = 3;

/** Floods the colour at (x, y) inside `limit`, over neighbours left, right, above and below. */
export function flood(picture: RawPicture, x: number, y: number, limit: FrameBox): Flood | undefined {
  const area = clip(limit, picture);
  if (area === undefined || x < area.x || y < area.y || x >= area.x + area.width || y >= area.y + area.height)
    return undefined;
  const seen = spread(picture, Math.floor(x), Math.floor(y), area);
  const box = boundsOf(seen, area.width, area.height);
  const inside = (px: number, py: number): boolean =>
    px >= area.x &&
    py >= area.y &&
    px < area.x + area.width &&
    py < area.y + area.height &&
    seen[(py - area.y) * area.width + px - area.x] === 1;
  const placed = frameBox(box.x + area.x, box.y + area.y, box.width, box.height);
  const open =
    (box.x === 0 && limit.x > 0) ||
    (box.y === 0 && limit.y > 0) ||
    (box.x + box.width === area.width && area.x + area.width < picture.width) ||
    (box.y + box.height === area.height && area.y + area.height < picture.height);
  const sides = sidesOf(placed, inside);
  return { box: placed, straight: Math.min(...Object.values(sides)), sides, open, has: inside };
}

function spread(picture: RawPicture, x: number, y: number, area: FrameBox): Uint8Array {
  const { data, channels, width } = picture;
  const seen = new Uint8Array(area.width * area.height);
  const stack = new Int32Array(area.width * area.height);
  const second = channels === 1 ? 0 : 1;
  const seed = (y * width + x) * channels;
  const r = data[seed] ?? 0;
  const g = data[seed + second] ?? 0;
  const b = data[seed + 2 * second] ?? 0;
  const near = (a: number, c: number): boolean =>
    Math.abs((data[a] ?? 0) - (data[c] ?? 0)) <= STEP &&
    Math.abs((data[a + second] ?? 0) - (data[c + second] ?? 0)) <= STEP &&
    Math.abs((data[a + 2 * second] ?? 0) - (data[c + 2 * second] ?? 0)) <= STEP &&
    Math.abs((data[a] ?? 0) - r) <= SPAN &&
    Math.abs((data[a + second] ?? 0) - g) <= SPAN &&
    Math.abs((data[a + 2 * second] ?? 0) - b) <= SPAN;
  let depth = 0;
  const push = (to: number, px: number, py: number, from: number): void => {
    if (seen[to] === 1) return;
    const at = ((area.y + py) * width + area.x + px) * channels;
    if (!near(at, from)) return;
    seen[to] = 1;
    stack[depth++] = to;
  };
  push((y - area.y) * area.width + x - area.x, x - area.x, y - area.y, seed);
  while (depth > 0) {
    const cell = stack[--depth] ?? 0;
    const px = cell % area.width;
    const py = (cell - px) / area.width;
    const from = ((area.y + py) * width + area.x + px) * channels;
    if (px > 0) push(cell - 1, px - 1, py, from);
    if (px < area.width - 1) push(cell + 1, px + 1, py, from);
    if (py > 0) push(cell - area.width, px, py - 1, from);
    if (py < area.height - 1) push(cell + area.width, px, py + 1, from);
  }
  return seen;
}

function boundsOf(seen: Uint8Array, width: number, height: number): FrameBox {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const first = seen.subarray(row, row + width).indexOf(1);
    if (first < 0) continue;
    top = Math.min(top, y);
    bottom = y + 1;
    left = Math.min(left, first);
    right = Math.max(right, seen.subarray(row, row + width).lastIndexOf(1) + 1);
  }
  return frameBox(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
}

/** How much of each side of its box the area touches, 0..1. */
function sidesOf(box: FrameBox, has: (x: number, y: number) => boolean): Flood['sides'] {
  const across = (y: number, inward: number): number =>
    share(box.width, (i) => any((depth) => has(box.x + i, y + inward * depth)));
  const down = (x: number, inward: number): number =>
    share(box.height, (i) => any((depth) => has(x + inward * depth, box.y + i)));
  return {
    top: across(box.y, 1),
    bottom: across(box.y + box.height - 1, -1),
    left: down(box.x, 1),
    right: down(box.x + box.width - 1, -1),
  };
}

function any(test: (depth: number) => boolean): boolean {
  for (let depth = 0; depth < CORNER; depth++) if (test(depth)) return true;
  return false;
}

function share(length: number, test: (i: number) => boolean): number {
  let count = 0;
  for (let i = 0; i < length; i++) if (test(i)) count++;
  return length === 0 ? 0 : count / length;
}
