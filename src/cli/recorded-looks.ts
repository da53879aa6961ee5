import type { RecordedFrame, Recording } from '../core/recording.js';

/**
 * The frames of a recording that a dry replay looks at, in their order. A typed text may have been waited for in
 * several looks; on recorded frames nothing has to be waited for, so only the last of them counts.
 */
export function looksOf({ lines, frames }: Pick<Recording, 'lines' | 'frames'>): RecordedFrame[] {
  const looks: RecordedFrame[] = [];
  let action: string | undefined;
  let state: 'other' | 'typed' | 'waiting' = 'other';
  for (const line of lines) {
    if (line.type === 'intent') action = line.action.name;
    if (line.type !== 'frame') {
      state = line.type === 'outcome' && action === 'type' ? 'typed' : 'other';
      continue;
    }
    const frame = frames.get(line.frame.id);
    if (frame === undefined) continue;
    if (state === 'waiting') looks.pop();
    looks.push(frame);
    if (state === 'typed') state = 'waiting';
  }
  return looks;
}
