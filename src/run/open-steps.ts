import type { RecordingEvent } from '../core/events.js';
import type { Clock, Journal } from '../ports.js';
import type { RunEnding } from './contract.js';
import { heard } from './heard.js';

type End = Extract<RecordingEvent, { type: 'step-end' }>;

/** Knows which steps have begun and not ended, so that a run that ends in the middle of one can say so. */
export class OpenSteps {
  readonly #clock: Clock;
  readonly #open: { readonly step: string; readonly since: number }[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The journal, with every step noted that begins or ends in it. */
  noted(journal: Journal): Journal {
    return heard(journal, (event) => this.#note(event));
  }

  /** The lines that end what is still open, the innermost first. */
  ends({ ending, reason }: RunEnding): End[] {
    const words = `The run ended in the middle of this step: ${ending}: ${reason}`;
    return this.#open.toReversed().map(({ step, since }) => {
      const status = ending === 'passed' ? ('passed' as const) : ('failed' as const);
      const why = status === 'failed' && { reason: words };
      return { type: 'step-end', step, status, ...why, ms: this.#clock.now() - since };
    });
  }

  #note(event: RecordingEvent): void {
    if (event.type === 'step-start') this.#open.push({ step: event.step, since: this.#clock.now() });
    if (event.type !== 'step-end') return;
    const at = this.#open.findLastIndex(({ step }) => step === event.step);
    // What was still open inside a step ends with it.
    if (at >= 0) this.#open.splice(at);
  }
}
