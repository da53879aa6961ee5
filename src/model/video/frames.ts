/** A frame of a session and when it was on the screen. */
export interface TimedFrame {
  readonly path: string;
  /** Stands for it in what is kept. */
  readonly name: string;
  /** ms since the session began. */
  readonly at: number;
}

/** Most frames that the servers take as one video. */
export const MOST_FRAMES = 512;
/** A video needs at least so many frames. */
export const LEAST_FRAMES = 4;

/**
 * The frames that were on the screen at each tick of `fps`, oldest first: a screen that did not change comes again.
 *
 * @param seconds only the last so many seconds
 */
export function framesAt(
  frames: readonly TimedFrame[],
  fps: number,
  seconds: number | undefined = undefined,
): readonly TimedFrame[] {
  const [first] = frames;
  const last = frames.at(-1);
  if (first === undefined || last === undefined) return [];
  const from = seconds === undefined ? first.at : Math.max(first.at, last.at - seconds * 1000);
  const ticks = Math.max(Math.floor(((last.at - from) / 1000) * fps), LEAST_FRAMES - 1);
  return Array.from({ length: ticks + 1 }, (_, back) => {
    const tick = last.at - ((ticks - back) * 1000) / fps;
    return frames.findLast(({ at }) => at <= tick) ?? first;
  });
}
