import type { RawPicture } from '../picture.js';

/** The largest even change of brightness that a pointer over a control or a pressed look may make. */
const TINT = 28;

/** The second picture with the brightness of the first, when only one even tint lies between them. */
export function withoutTint(a: RawPicture, b: RawPicture): RawPicture | undefined {
  const shift = [0, 1, 2].map((channel) => commonShift(a, b, channel));
  if (shift.every((by) => by === 0) || shift.some((by) => Math.abs(by) > TINT)) return undefined;
  const data = new Uint8Array(b.data.length);
  for (let i = 0; i < data.length; i++) {
    const was = a.data[i] ?? 0;
    const is = b.data[i] ?? 0;
    // Only what was tinted is set back: the background around the control did not change.
    const back = is - (shift[i % 3] ?? 0);
    data[i] = Math.abs(back - was) < Math.abs(is - was) ? Math.max(0, Math.min(255, back)) : is;
  }
  return { ...b, data };
}

/** The most frequent difference of a channel among the px that differ. */
function commonShift(a: RawPicture, b: RawPicture, channel: number): number {
  const counts = new Map<number, number>();
  for (let i = channel; i < a.data.length; i += 3) {
    const shift = (b.data[i] ?? 0) - (a.data[i] ?? 0);
    if (shift !== 0) counts.set(shift, (counts.get(shift) ?? 0) + 1);
  }
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0] as const)[0];
}
