import { readAction } from '../actions/index.js';
import type { Act, Action } from '../core/action.js';
import { focusedPoint } from '../core/focus.js';
import type { FramePoint } from '../core/geometry.js';

/** Where the field was clicked that has the focus now, frame px. */
export function clickedField(acts: readonly Act[]): FramePoint | undefined {
  const done = acts.filter(({ outcome }) => outcome === 'done' || outcome === 'unknown');
  return focusedPoint(done.map(({ decision }) => decision.action));
}

/**
 * The text of an action that has to show once it was done; undefined when it typed none, when none of it can be seen,
 * or when it was looked for already before the Return or tab at its end.
 */
export function textToSee(action: Action): { text: string } | { secret: string } | undefined {
  const read = action.name === 'type' ? readAction(action) : undefined;
  if (!read?.ok) return undefined;
  const { text = '', secret, unseen, enter, paste } = read.input as unknown as Typing;
  if (unseen === true) return undefined;
  if (secret !== undefined) return enter ? undefined : { secret };
  const seenBefore = enter || (!paste && /[\n\t]$/u.test(text));
  return seenBefore || visibleLetters(text) === 0 ? undefined : { text };
}

interface Typing {
  readonly text?: string;
  readonly secret?: string;
  readonly unseen?: boolean;
  readonly enter: boolean;
  readonly paste?: unknown;
}

/** How many characters of a text can be seen. */
export function visibleLetters(text: string): number {
  return [...text.replace(/[\s\p{Cf}]/gu, '')].length;
}
