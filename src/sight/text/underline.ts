import type { FrameBox } from '../../core/geometry.js';
import { type Ink, inkOf } from './ink.js';
import { crop, type Raster } from './raster.js';

/**
 * Share of a line's height from which a rule lies below the letters where no baseline tells; above it may be the bar of
 * "=" or "e".
 */
const BELOW = 0.66;
/** The thickest underline, as a share of the line's height. */
const THICKEST = 0.13;
/** Share of a rule that its second row has: below etched letters, as Qt greys them, it stands one px aside. */
const THICK = 0.7;
/** The shortest underline (below one letter), px, and as a share of the height of the line, or of its letters. */
const SHORTEST_PX = 4;
const SHORTEST = 0.22;
/** Share of a row that a bar takes; letters take less. */
const BAR = 0.75;
/** So many letters that end on one row tell where the baseline is. */
const LEVEL_LETTERS = 3;
/** Share of an underline that descenders may cross. */
const CROSSED = 0.2;

interface Rule {
  top: number;
  bottom: number;
  left: number;
  right: number;
  /** Whether it lies right below the baseline of the line's letters, so that they stand on it. */
  below: boolean;
}

/**
 * The px of `box` without underlines. The line below a menu's access key turns an F into an E, and that of a link
 * turns spaces into underscores. Rules with nothing above them (a real underscore) stay.
 */
export function withoutUnderlines(raster: Raster, box: FrameBox): Raster {
  const part = crop(raster, box);
  const ink = inkOf(raster, box);
  if (!ink.any) return part;
  for (const rule of rulesOf(ink)) erase(part, ink, rule);
  return part;
}

function rulesOf(ink: Ink): Rule[] {
  const { width, height } = ink.box;
  const rules: Rule[] = [];
  const baseline = baselineOf(ink);
  const from = Math.min(Math.floor(height * BELOW), baseline === undefined ? height : baseline + 1);
  const letters = baseline === undefined ? height : baseline + 1 - topOf(ink);
  for (let y = from; y < height; y++) {
    for (const [left, right] of runs(ink, y, Math.max(SHORTEST_PX, SHORTEST * letters))) {
      if (rules.some((r) => y <= r.bottom && left <= r.right && right >= r.left)) continue;
      const below = baseline !== undefined && y === baseline + 1;
      const rule = thicken(ink, { top: y, bottom: y, left, right, below });
      if (isUnderline(ink, rule)) rules.push(rule);
    }
  }
  return rules.filter((r) => r.right - r.left < width);
}

/** The first row with ink. */
const topOf = ({ box, set }: Ink): number => Math.floor(Math.max(0, set.indexOf(1)) / box.width);

/** Runs of ink in a row, [left, right] inclusive, of at least `shortest` px. */
function runs(ink: Ink, y: number, shortest: number): [number, number][] {
  const { width } = ink.box;
  const found: [number, number][] = [];
  let left = -1;
  for (let x = 0; x <= width; x++) {
    const set = x < width && ink.set[y * width + x] === 1;
    if (set && left < 0) left = x;
    if (set || left < 0) continue;
    if (x - left >= shortest) found.push([left, x - 1]);
    left = -1;
  }
  return found;
}

function thicken(ink: Ink, rule: Rule): Rule {
  let bottom = rule.bottom;
  while (bottom + 1 < ink.box.height && share(ink, bottom + 1, rule) >= THICK) bottom++;
  return { ...rule, bottom };
}

/** The row on which most letters of the line end; undefined when too few of them do. */
function baselineOf({ box, set }: Ink): number | undefined {
  const ends: number[] = [];
  let [open, bottom] = [false, -1];
  for (let x = 0; x <= box.width; x++) {
    let lowest = -1;
    if (x < box.width)
      for (let y = box.height - 1; y >= 0 && lowest < 0; y--) if (set[y * box.width + x] === 1) lowest = y;
    if (lowest < 0 && open) ends.push(bottom);
    open = lowest >= 0;
    bottom = open ? Math.max(bottom, lowest) : -1;
  }
  const [end, count] = ends.reduce<[number, number]>(
    (best, each) => {
      const same = ends.filter((other) => other === each).length;
      return same > best[1] ? [each, same] : best;
    },
    [-1, 0],
  );
  return count >= LEVEL_LETTERS ? end : undefined;
}

function isUnderline(ink: Ink, rule: Rule): boolean {
  const length = rule.right - rule.left + 1;
  if (rule.bottom - rule.top + 1 > Math.max(1, THICKEST * ink.box.height)) return false;
  // Below a single letter nothing may touch the rule: the bar of an E hangs on its stem. Where the other letters end
  // above it, it is no part of a letter: toolkits draw it right below the baseline, so that a T stands on it.
  const crossed = rule.below ? 1 : length > 1.2 * ink.box.height ? CROSSED : 0;
  if (share(ink, rule.top - 1, rule) > crossed || share(ink, rule.bottom + 1, rule) > CROSSED) return false;
  let above = 0;
  for (let x = rule.left; x <= rule.right; x++) if (inkAbove(ink, x, rule.top - 1)) above++;
  return above >= Math.max(1, 0.15 * length) && !isBarAbove(ink, rule);
}

/** Whether all that stands above is another bar of this length: both are one sign, "=". */
function isBarAbove(ink: Ink, rule: Rule): boolean {
  for (let y = rule.top - 1; y > rule.top - ink.box.height / 2 && y >= 0; y--) {
    const covered = share(ink, y, rule);
    if (covered > 0 && covered < BAR) return false;
  }
  return true;
}

function inkAbove(ink: Ink, x: number, from: number): boolean {
  for (let y = from; y > from - ink.box.height / 2 && y >= 0; y--)
    if (ink.set[y * ink.box.width + x]) return true;
  return false;
}

const inkAt = ({ box, set }: Ink, x: number, y: number): boolean =>
  y >= 0 && y < box.height && set[y * box.width + x] === 1;

/** Share of the rule's columns that have ink in row `y`; rows outside the box are empty. */
function share(ink: Ink, y: number, rule: Rule): number {
  if (y < 0 || y >= ink.box.height) return 0;
  const row = ink.set.subarray(y * ink.box.width + rule.left, y * ink.box.width + rule.right + 1);
  return row.reduce((sum, v) => sum + v, 0) / row.length;
}

/** Paints the rule with the background, but for the columns where a letter crosses it. */
function erase(part: Raster, ink: Ink, rule: Rule): void {
  for (let x = Math.max(0, rule.left - 1); x <= Math.min(part.width - 1, rule.right + 1); x++) {
    const [over, under] = [inkAt(ink, x, rule.top - 1), inkAt(ink, x, rule.bottom + 1)];
    // What only stands on a rule below the baseline ends there: the stem of a T.
    const crossing = over && (under || !rule.below);
    if (crossing) continue;
    for (let y = rule.top; y <= rule.bottom; y++) part.data[y * part.width + x] = ink.background;
  }
}
