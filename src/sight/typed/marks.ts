import { clip, type FrameBox } from '../../core/geometry.js';
import type { RawPicture } from '../picture.js';

/** Channels differ by at least so much where something is drawn, of 255. */
const INK = 48;
/** The marks of a hidden text are so wide and high at least and at most, px. */
const SIZE = { least: 2, most: 32 };
/** Marks and the gaps between them may differ by so much, px: edges are smoothed. */
const SLACK = 2;

interface Run {
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * Counts the marks that stand for the letters of a hidden text, such as dots or asterisks: the longest row of shapes
 * of one size and distance in a part of the picture. Returns 0 where there is none.
 */
export function marksIn(picture: RawPicture, area: FrameBox): number {
  const inside = clip(area, picture);
  if (inside === undefined) return 0;
  const back = background(picture, inside);
  const runs = runsIn(picture, inside, back);
  let longest = 0;
  for (let first = 0; first < runs.length; first++) {
    let count = 1;
    const distance = startOf(runs, first + 1) - startOf(runs, first);
    while (
      first + count < runs.length &&
      alike(runs[first], runs[first + count]) &&
      Math.abs(startOf(runs, first + count) - startOf(runs, first + count - 1) - distance) <= SLACK
    )
      count++;
    longest = Math.max(longest, count);
  }
  return longest;
}

function startOf(runs: readonly Run[], at: number): number {
  return runs[at]?.from ?? 0;
}

function alike(a: Run | undefined, b: Run | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  const near = (one: number, other: number): boolean => Math.abs(one - other) <= SLACK;
  return near(a.to - a.from, b.to - b.from) && near(a.top, b.top) && near(a.bottom, b.bottom);
}

/** Shapes side by side, each of inked columns that touch. */
function runsIn(picture: RawPicture, area: FrameBox, back: readonly number[]): Run[] {
  const runs: Run[] = [];
  let open: Run | undefined;
  for (let x = area.x; x <= area.x + area.width; x++) {
    const rows = x < area.x + area.width ? inkedRows(picture, area, x, back) : undefined;
    if (rows !== undefined)
      open = {
        from: open?.from ?? x,
        to: x,
        top: Math.min(open?.top ?? rows.top, rows.top),
        bottom: Math.max(open?.bottom ?? rows.bottom, rows.bottom),
      };
    else if (open !== undefined) {
      const [width, height] = [open.to - open.from + 1, open.bottom - open.top + 1];
      const fits = (size: number): boolean => size >= SIZE.least && size <= SIZE.most;
      if (fits(width) && fits(height)) runs.push(open);
      open = undefined;
    }
  }
  return runs;
}

function inkedRows(
  picture: RawPicture,
  area: FrameBox,
  x: number,
  back: readonly number[],
): { top: number; bottom: number } | undefined {
  let top: number | undefined;
  let bottom = 0;
  for (let y = area.y; y < area.y + area.height; y++) {
    if (!isInk(picture, x, y, back)) continue;
    top ??= y;
    bottom = y;
  }
  return top === undefined ? undefined : { top, bottom };
}

function isInk(
  { width, channels, data }: RawPicture,
  x: number,
  y: number,
  back: readonly number[],
): boolean {
  const at = (y * width + x) * channels;
  return back.some((value, channel) => Math.abs((data[at + channel] ?? 0) - value) >= INK);
}

/** The colour that most of the area has. */
function background({ width, channels, data }: RawPicture, area: FrameBox): number[] {
  const counts = new Map<string, number>();
  for (let y = area.y; y < area.y + area.height; y++)
    for (let x = area.x; x < area.x + area.width; x++) {
      const at = (y * width + x) * channels;
      const key = [0, 1, 2].map((channel) => data[at + channel] ?? 0).join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  const [most = '0,0,0'] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  return most.split(',').map(Number);
}
