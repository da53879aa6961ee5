import type { RawPicture } from '../picture.js';
import type { Span } from './result.js';

/** More equal places than these are not counted: it is ambiguous anyway. */
const MOST = 12;

/**
 * Finds every place where the picture has exactly the bytes of the patch, by searching one telling row and
 * comparing the others only there. Both pictures have three channels.
 *
 * @param mask one byte a px of the patch; px with 0 do not count
 */
export function findExact(
  picture: RawPicture,
  patch: RawPicture,
  span: Span,
  mask: Uint8Array | undefined,
): { x: number; y: number }[] {
  const key = tellingRun(patch, mask);
  if (key === undefined) return [];
  const start = (key.y * patch.width + key.x) * 3;
  const needle = Buffer.from(patch.data.buffer, patch.data.byteOffset + start, key.length * 3);
  const line = picture.width * 3;
  const last = (span.bottom + key.y) * line + (span.right + key.x) * 3;
  const haystack = Buffer.from(picture.data.buffer, picture.data.byteOffset, last + key.length * 3);
  const places: { x: number; y: number }[] = [];
  let at = (span.top + key.y) * line + (span.left + key.x) * 3;
  while (places.length < MOST) {
    at = haystack.indexOf(needle, at);
    if (at < 0) break;
    const x = (at % line) / 3 - key.x;
    const y = Math.floor(at / line) - key.y;
    const fits = Number.isInteger(x) && x >= span.left && x <= span.right;
    if (fits && equalAt(picture, patch, x, y, mask)) places.push({ x, y });
    at++;
  }
  return places;
}

/** Whether every px of the patch that counts is equal to the picture's at this place. */
export function equalAt(
  picture: RawPicture,
  patch: RawPicture,
  x: number,
  y: number,
  mask: Uint8Array | undefined,
): boolean {
  const { width, height } = patch;
  if (x < 0 || y < 0 || x + width > picture.width || y + height > picture.height) return false;
  const seen = Buffer.from(picture.data.buffer, picture.data.byteOffset, picture.data.byteLength);
  const wanted = Buffer.from(patch.data.buffer, patch.data.byteOffset, patch.data.byteLength);
  for (let row = 0; row < height; row++) {
    const at = ((y + row) * picture.width + x) * 3;
    const from = row * width * 3;
    if (mask === undefined) {
      if (wanted.compare(seen, at, at + width * 3, from, from + width * 3) !== 0) return false;
      continue;
    }
    for (let i = 0; i < width; i++) {
      if (mask[row * width + i] === 0) continue;
      for (let c = 0; c < 3; c++) if (seen[at + i * 3 + c] !== wanted[from + i * 3 + c]) return false;
    }
  }
  return true;
}

/** Px that are searched for at once: a longer key is faster to search until it ends in plain background. */
const RUN = 400;

/** A run of px within one row of the patch. */
interface Run {
  readonly x: number;
  readonly y: number;
  readonly length: number;
}

/** The run of px that count, at most RUN of them, whose colour changes most often. */
function tellingRun(patch: RawPicture, mask: Uint8Array | undefined): Run | undefined {
  let best: Run | undefined;
  let most = 0;
  for (let y = 0; y < patch.height; y++) {
    for (const run of runsOf(patch.width, y, mask)) {
      const { x, changes } = busiestWindow(patch, run);
      if (changes <= most) continue;
      most = changes;
      best = { x, y, length: Math.min(RUN, run.length) };
    }
  }
  return best;
}

function busiestWindow(patch: RawPicture, run: Run): { x: number; changes: number } {
  const first = run.y * patch.width + run.x;
  const length = Math.min(RUN, run.length);
  let changes = 0;
  let best = { x: run.x, changes: 0 };
  for (let i = 1; i < run.length; i++) {
    changes += changesAt(patch, first + i);
    if (i >= length) changes -= changesAt(patch, first + i - length + 1);
    if (changes > best.changes) best = { x: Math.max(run.x, run.x + i - length + 1), changes };
  }
  return best;
}

function* runsOf(width: number, y: number, mask: Uint8Array | undefined): Generator<Run> {
  if (mask === undefined) {
    yield { x: 0, y, length: width };
    return;
  }
  let from = -1;
  for (let x = 0; x <= width; x++) {
    const counts = x < width && mask[y * width + x] !== 0;
    if (counts && from < 0) from = x;
    if (!counts && from >= 0) {
      yield { x: from, y, length: x - from };
      from = -1;
    }
  }
}

/** 1 when the px has another colour than the one before it. */
function changesAt({ data }: RawPicture, px: number): number {
  const at = px * 3;
  return data[at] !== data[at - 3] || data[at + 1] !== data[at - 2] || data[at + 2] !== data[at - 1] ? 1 : 0;
}
