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
  const key = tellingRow(patch, mask);
  if (key === undefined) return [];
  const haystack = Buffer.from(picture.data.buffer, picture.data.byteOffset, picture.data.byteLength);
  const start = (key.y * patch.width + key.x) * 3;
  const needle = Buffer.from(patch.data.buffer, patch.data.byteOffset + start, key.length * 3);
  const line = picture.width * 3;
  const last = (span.bottom + key.y) * line + (span.right + key.x) * 3;
  const places: { x: number; y: number }[] = [];
  let at = (span.top + key.y) * line + (span.left + key.x) * 3;
  while (places.length < MOST) {
    at = haystack.indexOf(needle, at);
    if (at < 0 || at > last) break;
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

/** The run of px that count, within one row, whose colour changes most often. */
function tellingRow(
  patch: RawPicture,
  mask: Uint8Array | undefined,
): { x: number; y: number; length: number } | undefined {
  let best: { x: number; y: number; length: number } | undefined;
  let most = 0;
  for (let y = 0; y < patch.height; y++) {
    for (const run of runsOf(patch.width, y, mask)) {
      const changes = changesIn(patch, run);
      if (changes <= most) continue;
      most = changes;
      best = run;
    }
  }
  return best;
}

function* runsOf(
  width: number,
  y: number,
  mask: Uint8Array | undefined,
): Generator<{ x: number; y: number; length: number }> {
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

function changesIn(patch: RawPicture, run: { x: number; y: number; length: number }): number {
  const { data, width } = patch;
  const first = (run.y * width + run.x) * 3;
  let changes = 0;
  for (let at = first + 3; at < first + run.length * 3; at += 3) {
    if (data[at] !== data[at - 3] || data[at + 1] !== data[at - 2] || data[at + 2] !== data[at - 1])
      changes++;
  }
  return changes;
}
