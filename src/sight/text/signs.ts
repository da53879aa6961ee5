import type { FrameBox } from '../../core/geometry.js';
import { type Ink, inkOf } from './ink.js';
import type { Raster } from './raster.js';

/** Share of a line's box above and below its letters (see AIR in shapes.ts: 0.3 of the letters on either side). */
const ABOVE = 0.19;

interface Bar {
  top: number;
  bottom: number;
  left: number;
  right: number;
  count: number;
}

/**
 * The sign drawn in a lone box, told by its shape alone: dash, underscore, equals, dot, colon, slash, ÷ and ±. A recogniser that
 * was trained on words guesses at these. Undefined for everything else.
 */
export function signIn(raster: Raster, box: FrameBox): string | undefined {
  const ink = inkOf(raster, box);
  if (!ink.any) return undefined;
  const bars = barsOf(ink);
  const height = box.height * (1 - 2 * ABOVE);
  if (bars.some((b) => b.top === 0 || b.bottom === box.height - 1)) return undefined;
  const [first, second] = bars;
  if (!first) return undefined;
  if (bars.length === 3) return divided(bars);
  if (bars.length === 2 && second) return pair(first, second, height);
  return bars.length === 1 ? single(first, ink, height) : undefined;
}

function single(bar: Bar, ink: Ink, letters: number): string | undefined {
  const [width, height] = [bar.right - bar.left + 1, bar.bottom - bar.top + 1];
  const place = ((bar.top + bar.bottom + 1) / 2 - ink.box.height * ABOVE) / letters;
  if (isDash(bar)) return place > 0.9 ? '_' : place > 0.3 && place < 0.85 ? '-' : undefined;
  if (isDot(bar, letters)) return place > 0.7 ? '.' : undefined;
  return height > 0.7 * letters && width > 0.2 * height && width < 0.8 * height ? slash(bar, ink) : undefined;
}

function pair(upper: Bar, lower: Bar, letters: number): string | undefined {
  const sameWidth = Math.abs(upper.right - upper.left - lower.right + lower.left) <= 1;
  if (!sameWidth || Math.abs(upper.left - lower.left) > 1) return undefined;
  if (isDash(upper) && isDash(lower)) return '=';
  if (isPlus(upper) && isDash(lower)) return '±';
  return isDot(upper, letters) && isDot(lower, letters) ? ':' : undefined;
}

/** A dash between two dots. */
function divided(bars: readonly Bar[]): string | undefined {
  const [upper, dash, lower] = bars;
  if (!upper || !dash || !lower || !isDash(dash)) return undefined;
  const width = dash.right - dash.left + 1;
  const dots = [upper, lower].every((dot) => {
    const middle = (dot.left + dot.right) / 2;
    return 2 * (dot.right - dot.left + 1) <= width && Math.abs(middle - (dash.left + dash.right) / 2) <= 1;
  });
  return dots ? '÷' : undefined;
}

function isDash(bar: Bar): boolean {
  const [width, height] = [bar.right - bar.left + 1, bar.bottom - bar.top + 1];
  return width >= 2 * height && bar.count >= 0.8 * width * height;
}

function isDot(bar: Bar, letters: number): boolean {
  const [width, height] = [bar.right - bar.left + 1, bar.bottom - bar.top + 1];
  return Math.max(width, height) <= Math.max(3, 0.3 * letters) && Math.abs(width - height) <= 2;
}

/** Two strokes that cross in the middle: little ink for its outline, as high as wide. */
function isPlus(bar: Bar): boolean {
  const [width, height] = [bar.right - bar.left + 1, bar.bottom - bar.top + 1];
  return Math.abs(width - height) <= 0.25 * width && bar.count < 0.6 * width * height && width >= 5;
}

/** A slash leans evenly: the middle of its ink moves in one direction, and each row holds little of it. */
function slash(bar: Bar, ink: Ink): string | undefined {
  const { width } = ink.box;
  const middles: number[] = [];
  for (let y = bar.top; y <= bar.bottom; y++) {
    const row = ink.set.subarray(y * width, (y + 1) * width);
    const [left, right] = [row.indexOf(1), row.lastIndexOf(1)];
    if (left < 0 || right - left + 1 > 0.55 * (bar.right - bar.left + 1)) return undefined;
    middles.push((left + right) / 2);
  }
  const span = (middles.at(-1) ?? 0) - (middles[0] ?? 0);
  const steady = middles.every(
    (m, i) => i === 0 || (m - (middles[i - 1] as number)) * span >= -0.5 * Math.abs(span),
  );
  if (!steady || Math.abs(span) < 0.5 * (bar.right - bar.left)) return undefined;
  return span < 0 ? '/' : '\\';
}

/** Runs of rows with ink, each with the columns it covers. */
function barsOf(ink: Ink): Bar[] {
  const { width, height } = ink.box;
  const bars: Bar[] = [];
  let open: Bar | undefined;
  for (let y = 0; y < height; y++) {
    const row = ink.set.subarray(y * width, (y + 1) * width);
    const left = row.indexOf(1);
    if (left < 0) {
      open = undefined;
      continue;
    }
    const count = row.reduce((sum, v) => sum + v, 0);
    if (!open) {
      open = { top: y, bottom: y, left, right: row.lastIndexOf(1), count: 0 };
      bars.push(open);
    }
    open.bottom = y;
    open.left = Math.min(open.left, left);
    open.right = Math.max(open.right, row.lastIndexOf(1));
    open.count += count;
  }
  return bars;
}
