import { type FrameBox, frameBox } from '../../../core/geometry.js';
import { strideOfTile, type TilePicture, type TileStore, tilePlace, tileSide } from './tiles.js';

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

/** The smallest box around the pixels of a tile that differ; undefined when none does. Coordinates inside the tile. */
export function changedBounds(
  before: Uint32Array,
  after: Uint32Array,
  width: number,
  height: number,
): { left: number; top: number; right: number; bottom: number } | undefined {
  const rowDiffers = (y: number): boolean => {
    for (let at = y * tileSide, end = at + width; at < end; at++) if (differ(before, after, at)) return true;
    return false;
  };
  let top = 0;
  while (top < height && !rowDiffers(top)) top++;
  if (top === height) return undefined;
  let bottom = height - 1;
  while (!rowDiffers(bottom)) bottom--;
  let left = width;
  let right = -1;
  for (let y = top; y <= bottom; y++) {
    const row = y * tileSide;
    for (let x = 0; x < left; x++) if (differ(before, after, row + x)) left = x;
    for (let x = width - 1; x > right; x--) if (differ(before, after, row + x)) right = x;
  }
  return { left, top, right, bottom };
}

function differ(a: Uint32Array, b: Uint32Array, at: number): boolean {
  return (((a[at] ?? 0) ^ (b[at] ?? 0)) & colour) !== 0;
}

/** The change of one tile between two pictures of the same size; undefined when its pixels are equal. */
export function tileChange(
  store: TileStore,
  before: TilePicture,
  after: TilePicture,
  tile: number,
): TileChange | undefined {
  const from = before.tiles[tile] ?? 0;
  const to = after.tiles[tile] ?? 0;
  if (from === to) return undefined;
  const place = tilePlace(before, tile);
  if (!store.loops.differs(from, strideOfTile, to, strideOfTile, place.width, place.height)) return undefined;
  const bounds = changedBounds(store.words(from), store.words(to), place.width, place.height);
  if (bounds === undefined) return undefined;
  const { left, top, right, bottom } = bounds;
  return {
    tile,
    box: frameBox(place.x + left, place.y + top, right - left + 1, bottom - top + 1),
    before: from,
    after: to,
  };
}

/** Indices of the tiles that `area` touches, or of all tiles. */
export function* tilesIn(picture: TilePicture, area: FrameBox | undefined): Generator<number> {
  const span = tileSpan(picture, area);
  for (let row = span.top; row < span.bottom; row++)
    for (let column = span.left; column < span.right; column++) yield row * picture.columns + column;
}

/** The tiles that `area` touches as columns and rows; right and bottom are outside. */
export function tileSpan(
  picture: TilePicture,
  area: FrameBox | undefined,
): { left: number; top: number; right: number; bottom: number } {
  if (area === undefined) return { left: 0, top: 0, right: picture.columns, bottom: picture.rows };
  return {
    left: Math.max(0, Math.floor(area.x / tileSide)),
    top: Math.max(0, Math.floor(area.y / tileSide)),
    right: Math.min(picture.columns, Math.ceil((area.x + area.width) / tileSide)),
    bottom: Math.min(picture.rows, Math.ceil((area.y + area.height) / tileSide)),
  };
}

/** All tiles in `area` that differ between two pictures. */
export function changesBetween(
  store: TileStore,
  before: TilePicture,
  after: TilePicture,
  area: FrameBox | undefined,
): TileChange[] {
  const changes: TileChange[] = [];
  for (const tile of tilesIn(after, area)) {
    const change = tileChange(store, before, after, tile);
    if (change !== undefined) changes.push(change);
  }
  return changes;
}

/** Boxes merged into the smallest boxes around those that touch or overlap, until none do. */
export function mergeTouching(boxes: readonly FrameBox[]): FrameBox[] {
  const merged: FrameBox[] = [];
  for (const box of boxes) {
    let grown = box;
    for (let at = merged.length - 1; at >= 0; at--) {
      const other = merged[at];
      if (other === undefined || !touches(grown, other)) continue;
      grown = around(grown, other);
      merged.splice(at, 1);
      at = merged.length;
    }
    merged.push(grown);
  }
  return merged;
}

function touches(a: FrameBox, b: FrameBox): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}

/** The smallest box around both. */
export function around(a: FrameBox, b: FrameBox): FrameBox {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return frameBox(
    x,
    y,
    Math.max(a.x + a.width, b.x + b.width) - x,
    Math.max(a.y + a.height, b.y + b.height) - y,
  );
}
