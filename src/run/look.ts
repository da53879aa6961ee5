import type { Patience, View } from '../ports.js';
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
