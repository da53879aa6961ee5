import type { RecordedFrame, Recording } from '../core/recording.js';

/**
 * The frames of a recording that a dry replay looks at, in their order. Frames on which a typed text was looked for
 * are no part of them: on recorded frames it has arrived as it had.
 */
export function looksOf({ lines, frames }: Pick<Recording, 'lines' | 'frames'>): RecordedFrame[] {
  const looks: RecordedFrame[] = [];
  /** Frames since the last line of another kind. */
  let latest = 0;
  /** Frames that are left out once another one follows them. */
  let extra = 0;
  for (const line of lines) {
    if (line.type === 'frame') {
      const frame = frames.get(line.frame.id);
      if (frame === undefined) continue;
      looks.splice(looks.length - extra, extra, frame);
      extra = 0;
      latest += 1;
      continue;
    }
    if (line.type === 'check' && line.typed !== undefined) extra = latest;
    else if (line.type !== 'outcome') extra = 0;
    latest = 0;
  }
  return looks;
}
