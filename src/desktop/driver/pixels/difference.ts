import { type FrameBox, frameBox, union } from '../../../core/geometry.js';
import {
  strideOfTile,
  type TilePicture,
  type TilePlace,
  type TileStore,
  tilePlace,
  tileSide,
} from './tiles.js';

const colour = 0xffffff;

/** What changed inside one tile. */
export interface TileChange {
  /** Index of the tile. */
  readonly tile: number;
  /** The smallest box around all pixels that differ, frame px. */
  readonly box: FrameBox;
  /** Byte offsets of the tile before and after. */
  readonly before: number;
  readonly after: number;
}

/** A range of columns and rows; right and bottom are outside. */
export interface TileSpan {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The smallest bounds around the pixels of a tile that differ inside `within`; undefined when none does. Right and bottom are outside. */
export function changedBounds(
  before: Uint32Array,
  after: Uint32Array,
  within: TileSpan,
): TileSpan | undefined {
  const rowDiffers = (y: number): boolean => {
    const end = y * tileSide + within.right;
    for (let at = y * tileSide + within.left; at < end; at++) if (differ(before, after, at)) return true;
    return false;
  };
  let { top, bottom } = within;
  while (top < bottom && !rowDiffers(top)) top++;
  if (top === bottom) return undefined;
  while (!rowDiffers(bottom - 1)) bottom--;
  let left = within.right;
  let right = within.left;
  for (let y = top; y < bottom; y++) {
    const row = y * tileSide;
    for (let x = within.left; x < left; x++) if (differ(before, after, row + x)) left = x;
    for (let x = within.right - 1; x >= right; x--) if (differ(before, after, row + x)) right = x + 1;
  }
  return { left, top, right, bottom };
}

function differ(a: Uint32Array, b: Uint32Array, at: number): boolean {
  return (((a[at] ?? 0) ^ (b[at] ?? 0)) & colour) !== 0;
}

/** The change of one tile between two pictures of the same size, inside `area`; undefined when no pixel differs there. */
export function tileChange(
  store: TileStore,
  before: TilePicture,
  after: TilePicture,
  tile: number,
  area: FrameBox | undefined,
): TileChange | undefined {
  const from = before.tiles[tile] ?? 0;
  const to = after.tiles[tile] ?? 0;
  if (from === to) return undefined;
  return changeOf(store, tilePlace(before, tile), tile, from, to, area);
}

/** As `tileChange`, for two tiles that lie at `place`. */
export function changeOf(
  store: TileStore,
  place: TilePlace,
  tile: number,
  before: number,
  after: number,
  area: FrameBox | undefined,
): TileChange | undefined {
  if (!store.loops.differs(before, strideOfTile, after, strideOfTile, place.width, place.height))
    return undefined;
  const bounds = changedBounds(store.words(before), store.words(after), insideTile(place, area));
  if (bounds === undefined) return undefined;
  const { left, top, right, bottom } = bounds;
  const box = frameBox(place.x + left, place.y + top, right - left, bottom - top);
  return { tile, box, before, after };
}

function insideTile(place: TilePlace, area: FrameBox | undefined): TileSpan {
  if (area === undefined) return { left: 0, top: 0, right: place.width, bottom: place.height };
  const bound = (value: number, limit: number): number => Math.min(Math.max(value, 0), limit);
  return {
    left: bound(area.x - place.x, place.width),
    top: bound(area.y - place.y, place.height),
    right: bound(area.x + area.width - place.x, place.width),
    bottom: bound(area.y + area.height - place.y, place.height),
  };
}

/** Indices of the tiles that `area` touches, or of all tiles. */
export function* tilesIn(picture: TilePicture, area: FrameBox | undefined): Generator<number> {
  const span = tileSpan(picture, area);
  for (let row = span.top; row < span.bottom; row++)
    for (let column = span.left; column < span.right; column++) yield row * picture.columns + column;
}

/** The tiles that `area` touches as columns and rows. */
export function tileSpan(picture: TilePicture, area: FrameBox | undefined): TileSpan {
  if (area === undefined) return { left: 0, top: 0, right: picture.columns, bottom: picture.rows };
  return {
    left: Math.max(0, Math.floor(area.x / tileSide)),
    top: Math.max(0, Math.floor(area.y / tileSide)),
    right: Math.min(picture.columns, Math.ceil((area.x + area.width) / tileSide)),
    bottom: Math.min(picture.rows, Math.ceil((area.y + area.height) / tileSide)),
  };
}

/** All changes inside `area` (whole px) between two pictures of the same size. */
export function changesBetween(
  store: TileStore,
  before: TilePicture,
  after: TilePicture,
  area: FrameBox | undefined,
): TileChange[] {
  const changes: TileChange[] = [];
  for (const tile of tilesIn(after, area)) {
    const change = tileChange(store, before, after, tile, area);
    if (change !== undefined) changes.push(change);
  }
  return changes;
}

/** Boxes merged into the smallest boxes around those that are at most `gap` px apart, until none are; 0 merges those that touch. */
export function mergeNear(boxes: readonly FrameBox[], gap: number): FrameBox[] {
  const merged: FrameBox[] = [];
  for (const box of boxes) {
    let grown = box;
    for (let at = merged.length - 1; at >= 0; at--) {
      const other = merged[at];
      if (other === undefined || !near(grown, other, gap)) continue;
      grown = union(grown, other);
      merged.splice(at, 1);
      at = merged.length;
    }
    merged.push(grown);
  }
  return merged;
}

function near(a: FrameBox, b: FrameBox, gap: number): boolean {
  return (
    a.x <= b.x + b.width + gap &&
    b.x <= a.x + a.width + gap &&
    a.y <= b.y + b.height + gap &&
    b.y <= a.y + a.height + gap
  );
}
