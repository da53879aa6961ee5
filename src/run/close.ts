import { messageOf } from '../core/errors.js';
import type { CloseInput } from './machine.js';
import type { OpenSteps } from './open-steps.js';
import type { RunPorts } from './run-ports.js';

/** How long an act that was cut off may take to write its outcome, ms. */
const GRACE_MS = 2000;

/** What may still be under way when a run ends. */
interface Unfinished {
  readonly steps: OpenSteps;
  readonly inFlight: Promise<unknown>;
}

/**
 * Releases every key and button, lets an act that was cut off write its outcome, and writes the ending and
 * before it the end of every step that it cut off. A driver that cannot be reached any more has already
 * released everything on its own.
 */
export async function close(
  ports: RunPorts,
  input: CloseInput,
  { steps, inFlight }: Unfinished,
  runMs: number,
): Promise<void> {
  const problem = await ports.hand.release().then(
    () => undefined,
    (error: unknown) => `Keys could not be released by request: ${messageOf(error)}`,
  );
  await withGrace(ports, inFlight);
  if (problem !== undefined) await ports.journal.line({ type: 'note', text: problem });
  for (const end of steps.ends(input)) await ports.journal.line(end);
  await ports.journal.line({
    type: 'ending',
    ending: input.ending,
    reason: input.reason,
    acts: input.acts,
    usage: input.usage,
    outputs: input.outputs ?? input.values,
    ms: runMs,
  });
}

async function withGrace(ports: RunPorts, inFlight: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const grace = ports.clock.sleep(GRACE_MS, over.signal).catch(() => 'the timer was no longer needed');
  await Promise.race([inFlight, grace]);
  over.abort();
}
