import { readAction } from '../actions/index.js';
import type { Act, Action } from '../core/action.js';
import type { FramePoint } from '../core/geometry.js';
import type { View } from '../ports.js';
import { CHECK_MS } from './check.js';

/** A text that was typed, until somebody has looked whether it shows. */
export interface TypedAct {
  readonly act: number;
  /** Undefined for a secret: it is never read back. */
  readonly text: string | undefined;
  readonly secret: string | undefined;
  /** The frame that the act was decided on. */
  readonly before: View;
  /** Where a field was clicked for it, frame px. */
  readonly clicked: FramePoint | undefined;
  /** How long it may take to show, ms. */
  readonly within: number;
  /** What became of the promises of the step; without any the text has to show. */
  readonly promises: 'none' | 'held' | 'broken';
}

/** What is to be seen after the last of the acts; undefined when it typed nothing that has to show. */
export function typedBy(acts: readonly Act[], before: View): TypedAct | undefined {
  const act = acts.at(-1);
  if (act?.outcome !== 'done') return undefined;
  const typing = typingOf(act.decision.action);
  if (typing === undefined) return undefined;
  const held = act.checks.every(({ result }) => result === 'holds');
  const promises = act.checks.length === 0 ? 'none' : held ? 'held' : 'broken';
  // Like any promise that does not say how long.
  const within = act.decision.within ?? CHECK_MS;
  return { act: act.number, ...typing, before, clicked: clickedBefore(acts), within, promises };
}

function typingOf(action: Action): Pick<TypedAct, 'text' | 'secret'> | undefined {
  const read = action.name === 'type' ? readAction(action) : undefined;
  if (!read?.ok) return undefined;
  const { text, secret, unseen } = read.input as { text?: string; secret?: string; unseen?: boolean };
  if (unseen === true) return undefined;
  if (secret !== undefined) return { text: undefined, secret };
  return visibleLetters(text ?? '') > 0 ? { text, secret } : undefined;
}

/** Chords that stay in the field, such as those that empty it. */
const STAYING = new Set(['ctrl+a', 'shift+end', 'home', 'end', 'delete', 'backspace']);

/** Where the field was clicked that the last act typed into; undefined when something else happened in between. */
function clickedBefore(acts: readonly Act[]): FramePoint | undefined {
  for (const { decision, outcome } of acts.slice(0, -1).reverse()) {
    const read = readAction(decision.action);
    if (!read.ok || outcome !== 'done') return undefined;
    const { points, touch, chords, typed, secret } = read.deed.traits(read.input);
    if (touch === 'press') return points.at(-1);
    const stays = chords.every((chord) => STAYING.has(chord.join('+')));
    if (points.length > 0 || typed !== undefined || secret !== undefined || !stays) return undefined;
  }
  return undefined;
}

/** How many characters of a text can be seen. */
export function visibleLetters(text: string): number {
  return [...text.replace(/[\s\p{Cf}]/gu, '')].length;
}
