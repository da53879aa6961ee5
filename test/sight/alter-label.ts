import type { FrameBox } from '../../src/core/geometry.js';
import type { RawPicture } from '../../src/sight/picture.js';

/** How far a px must be from the background to be ink, and how many must change for a person to see it. */
const INK = 40;
const VISIBLE = 8;

/** Numbers in 0..1 that are the same for every run. */
export function repeatable(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * A copy of a screen in which one letter of a label is replaced by another letter of the same label, as the
 * screen itself drew it. Undefined when the label has no two letters that stand apart and differ.
 */
export function alterLabel(picture: RawPicture, box: FrameBox, random: () => number): RawPicture | undefined {
  const paper = commonest(picture, box);
  const letters = lettersIn(picture, box, paper);
  for (let attempt = 0; attempt < 20; attempt++) {
    const old = letters[Math.floor(random() * letters.length)];
    const other = letters[Math.floor(random() * letters.length)];
    if (old === undefined || other === undefined || old === other || other.width > old.width + 1) continue;
    const altered = replace(picture, box, paper, old, other);
    if (altered !== undefined) return altered;
  }
  return undefined;
}

interface Run {
  readonly x: number;
  readonly width: number;
}
type Colour = readonly [number, number, number];

function replace(
  picture: RawPicture,
  box: FrameBox,
  paper: Colour,
  old: Run,
  other: Run,
): RawPicture | undefined {
  const data = new Uint8Array(picture.data);
  const shift = Math.floor((old.width - other.width) / 2);
  let changed = 0;
  for (let y = box.y + 2; y < box.y + box.height - 2; y++) {
    for (let i = 0; i < old.width; i++) {
      const from = i - shift;
      const colour = from >= 0 && from < other.width ? colourAt(picture, other.x + from, y) : paper;
      if (distance(colourAt(picture, old.x + i, y), colour) > INK) changed++;
      data.set(colour, (y * picture.width + old.x + i) * 3);
    }
  }
  return changed >= VISIBLE ? { ...picture, data } : undefined;
}

/** Columns with ink between columns without: letters that do not touch. */
function lettersIn(picture: RawPicture, box: FrameBox, paper: Colour): Run[] {
  const runs: Run[] = [];
  let from = -1;
  for (let x = box.x + 2; x <= box.x + box.width - 2; x++) {
    let ink = false;
    for (let y = box.y + 2; y < box.y + box.height - 2; y++)
      ink ||= distance(colourAt(picture, x, y), paper) > INK;
    if (ink && from < 0) from = x;
    if (ink || from < 0) continue;
    runs.push({ x: from, width: x - from });
    from = -1;
  }
  return runs.filter(({ width }) => width >= 3 && width <= box.height);
}

function commonest(picture: RawPicture, box: FrameBox): Colour {
  const counts = new Map<string, { colour: Colour; count: number }>();
  for (let y = box.y; y < box.y + box.height; y++)
    for (let x = box.x; x < box.x + box.width; x++) {
      const colour = colourAt(picture, x, y);
      const entry = counts.get(colour.join()) ?? { colour, count: 0 };
      counts.set(colour.join(), { colour, count: entry.count + 1 });
    }
  return [...counts.values()].reduce((best, entry) => (entry.count > best.count ? entry : best)).colour;
}

function colourAt(picture: RawPicture, x: number, y: number): Colour {
  const at = (y * picture.width + x) * 3;
  return [picture.data[at] ?? 0, picture.data[at + 1] ?? 0, picture.data[at + 2] ?? 0];
}

function distance(a: Colour, b: Colour): number {
  return Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1]), Math.abs(a[2] - b[2]));
}
