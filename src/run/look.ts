import { DeskhandError } from '../core/errors.js';
import type { FrameBox } from '../core/geometry.js';
import type { Patience, Screen, View } from '../ports.js';
import type { RunPorts } from './run-ports.js';

/** Takes the first calm frame; it is on disk before anything depends on it. */
export async function look(
  ports: RunPorts,
  input: { patience: Patience },
  signal: AbortSignal,
): Promise<View> {
  const seen = await ports.screen.look(input.patience, signal);
  signal.throwIfAborted();
  return ports.journal.frame(seen);
}

/** Upper limit of one watch; far beyond any deadline, ms. */
export const WATCH_MS = 3_600_000;

/** Resolves once the screen differs from the view, in the area or anywhere; at once when nobody can tell any more. */
export async function changedSince(
  screen: Screen,
  { key }: View,
  area: FrameBox | undefined,
  signal: AbortSignal,
): Promise<void> {
  try {
    await screen.nextChange(key, { ...(area && { area }), withinMs: WATCH_MS }, signal);
  } catch (error) {
    // The driver keeps the last frames only: this one is old.
    if (!(error instanceof DeskhandError && error.code === 'frame-gone')) throw error;
  }
}
