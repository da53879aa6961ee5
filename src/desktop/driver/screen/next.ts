import type { FrameBox } from '../../../core/geometry.js';
import { mergeNear } from '../pixels/difference.js';
import type { Present } from '../settle/present.js';
import { isTiny } from '../settle/shapes.js';

/** A tiny change counts when it lasts this long, ms; the blinking caret of a text field does not. */
const lastingMs = 1200;
/** Changes this close to each other are one, px: the letters of a line. */
const nearPx = 24;
/** Without samples the question is asked again after this many ms. */
const recheckMs = 200;

/** Tells passing tiny changes from those that stay. */
export class Lasting {
  readonly #since = new Map<string, number>();

  /** The boxes that are large, or tiny and have been there for a while. */
  filter(boxes: readonly FrameBox[], now: number): FrameBox[] {
    const merged = mergeNear(boxes, nearPx);
    const tiny = new Map(merged.filter(isTiny).map((box) => [placeOf(box), box]));
    for (const place of this.#since.keys()) if (!tiny.has(place)) this.#since.delete(place);
    for (const place of tiny.keys()) if (!this.#since.has(place)) this.#since.set(place, now);
    return merged.filter((box) => !isTiny(box) || now - (this.#since.get(placeOf(box)) ?? now) >= lastingMs);
  }
}

function placeOf(box: FrameBox): string {
  return `${Math.floor(box.x / 64)},${Math.floor(box.y / 64)}`;
}

/** Asks `question` now and after every sample, until it has an answer or the time is over. */
export async function nextOf<Answer>(
  present: Present,
  until: number,
  signal: AbortSignal,
  question: () => Promise<Answer | undefined>,
): Promise<Answer | undefined> {
  for (;;) {
    const seen = present.samples;
    const answer = await question();
    if (answer !== undefined) return answer;
    const left = until - performance.now();
    if (left <= 0) return undefined;
    await present.sampleAfter(seen, Math.min(left, recheckMs), signal);
  }
}
