import { contains, type FrameBox } from '../../../core/geometry.js';
import { mergeNear, type TileChange } from '../pixels/difference.js';
import { type TileStore, tileSide } from '../pixels/tiles.js';

/** Text carets are bars of one colour, at most this wide and this many rows high, px. */
const caret = { width: 4, rows: { least: 8, most: 40 } };
/** Scrollbars that fade are at most this thick, px, and change by at most this much of 255 between two samples. */
const fade = { thickness: 20, step: 24 };

/** Whether the change is a small thing that blinks or turns at one place: at most one tile and 40 rows. */
export function isTiny(box: FrameBox): boolean {
  return box.width <= tileSide && box.height <= caret.rows.most;
}

/** Changes of neighbouring tiles that touch, and the box around them: one thing that changed. */
export interface ChangeGroup {
  readonly box: FrameBox;
  readonly parts: readonly TileChange[];
}

/** The things that changed. */
export function groupsOf(changes: readonly TileChange[]): ChangeGroup[] {
  const groups = mergeNear(
    changes.map((change) => change.box),
    0,
  ).map((box) => ({ box, parts: [] as TileChange[] }));
  for (const change of changes) groups.find(({ box }) => contains(box, change.box))?.parts.push(change);
  return groups;
}

/** Whether a caret appeared or went: a thin upright bar, of one colour before or after. */
export function looksLikeCaret(store: TileStore, { box, parts }: ChangeGroup): boolean {
  if (box.width > caret.width || box.height < caret.rows.least || box.height > caret.rows.most) return false;
  return (
    parts.every((part) => isPlain(store.words(part.before), part.box)) ||
    parts.every((part) => isPlain(store.words(part.after), part.box))
  );
}

function isPlain(words: Uint32Array, box: FrameBox): boolean {
  let first: number | undefined;
  for (const at of placesOf(box)) {
    const colour = (words[at] ?? 0) & 0xffffff;
    first ??= colour;
    if (colour !== first) return false;
  }
  return true;
}

/** Whether the change is one small step of a thin thing that fades in or out, such as a scrollbar. */
export function looksLikeFade(store: TileStore, { box, parts }: ChangeGroup): boolean {
  if (box.width > fade.thickness && box.height > fade.thickness) return false;
  return parts.every((part) => isFaint(store.words(part.before), store.words(part.after), part.box));
}

function isFaint(before: Uint32Array, after: Uint32Array, box: FrameBox): boolean {
  for (const at of placesOf(box)) {
    const a = before[at] ?? 0;
    const b = after[at] ?? 0;
    for (const shift of [0, 8, 16])
      if (Math.abs(((a >> shift) & 0xff) - ((b >> shift) & 0xff)) > fade.step) return false;
  }
  return true;
}

/** Indices into the words of a tile of all pixels of a box inside it. */
function* placesOf(box: FrameBox): Generator<number> {
  const left = box.x % tileSide;
  const top = box.y % tileSide;
  for (let y = top; y < top + box.height; y++)
    for (let x = left; x < left + box.width; x++) yield y * tileSide + x;
}
