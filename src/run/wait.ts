import type { View } from '../ports.js';
import type { RunPorts } from './run-ports.js';

/** Waits until the screen differs from the frame, or for the time the pilot named. */
export async function waitForChange(
  ports: RunPorts,
  input: { view: View; reason: string; step: string | undefined; withinMs: number },
  signal: AbortSignal,
): Promise<void> {
  await ports.journal.line({
    type: 'look-again',
    reason: input.reason,
    ...(input.step !== undefined && { step: input.step }),
  });
  await ports.screen.nextChange(input.view.key, { withinMs: input.withinMs }, signal);
}
