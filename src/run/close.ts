import { messageOf } from '../core/errors.js';
import type { CloseInput, RunEnding } from './contract.js';
import type { OpenSteps } from './open-steps.js';
import type { RunPorts } from './run-ports.js';

/** How long an act that was cut off may take to write its outcome, ms. */
const GRACE_MS = 2000;

/** What may still be under way when a run ends. */
interface Unfinished {
  readonly steps: OpenSteps;
  readonly inFlight: Promise<unknown>;
  /** Why a person has stopped the run, however it had ended until then; to be asked when the ending is written. */
  stopped(): string | undefined;
}

/**
 * Releases every key and button, lets an act that was cut off write its outcome, and writes the ending and
 * before it the end of every step that it cut off. A driver that cannot be reached any more has already
 * released everything on its own. A stop that comes before the ending is written is the ending.
 *
 * @returns the ending where a stop took the place of the given one
 */
export async function close(
  ports: RunPorts,
  input: CloseInput,
  { steps, inFlight, stopped }: Unfinished,
  runMs: number,
): Promise<RunEnding | undefined> {
  const problem = await ports.hand.release().then(
    () => undefined,
    (error: unknown) => `Keys could not be released by request: ${messageOf(error)}`,
  );
  await withGrace(ports, inFlight);
  if (problem !== undefined) await ports.journal.line({ type: 'note', text: problem });
  const why = stopped();
  const stop: RunEnding | undefined = why === undefined ? undefined : { ending: 'stopped', reason: why };
  const ending = stop ?? input;
  for (const end of steps.ends(ending)) await ports.journal.line(end);
  await ports.journal.line({
    type: 'ending',
    ending: ending.ending,
    reason: ending.reason,
    acts: input.acts,
    usage: input.usage,
    outputs: ending.outputs ?? input.values,
    ms: runMs,
  });
  return stop;
}

async function withGrace(ports: RunPorts, inFlight: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const grace = ports.clock.sleep(GRACE_MS, over.signal).catch(() => 'the timer was no longer needed');
  await Promise.race([inFlight, grace]);
  over.abort();
}
