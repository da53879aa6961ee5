import { systemClock } from '../../app/clock.js';
import { DeskhandError, messageOf } from '../../core/errors.js';
import { type Redact, redactedValue } from '../../core/secrets/redact.js';
import type { Answered, ChatSettings, InputReference } from '../../model/index.js';
import { writePrivate } from './private-file.js';
import type { Written } from './request-options.js';

/** Gathers what proves an answer, or why there is none, while it is asked for. */
export class Evidence {
  readonly #began = systemClock.wall();
  readonly #exchanges: unknown[] = [];
  #inputs: readonly InputReference[] = [];

  /** Listens to the asking. */
  readonly heard: Required<Pick<ChatSettings, 'onAsked' | 'onInputs'>> = {
    onAsked: ({ exchange }) => this.#exchanges.push(exchange),
    onInputs: (inputs) => {
      this.#inputs = inputs;
    },
  };

  /**
   * Writes the file of `--output`: the request with its defaults, the prompt, a reference of each input, the answer
   * or the error, and each request and reply as they were, without pixels and without the key.
   */
  async write(
    file: string,
    redact: Redact,
    written: Written,
    outcome: Answered | { readonly error: unknown },
  ): Promise<void> {
    const failed = 'error' in outcome ? outcome.error : undefined;
    const request = 'request' in outcome ? outcome.request : written;
    const kept = {
      asked: this.#began,
      request: withoutData(request),
      prompt: request.prompt ?? null,
      inputs: this.#inputs,
      ...('shown' in outcome ? { answer: outcome.shown } : { error: errorOf(failed) }),
      exchanges: [...this.#exchanges, ...exchangeOf(failed)],
    };
    await writePrivate(file, `${JSON.stringify(redactedValue(kept, redact), null, 2)}\n`);
  }
}

/** What went wrong, for programs. */
export function errorOf(error: unknown): { code: string; message: string; hint?: string } {
  if (!(error instanceof DeskhandError)) return { code: 'unexpected', message: messageOf(error) };
  const { code, message, hint } = error;
  return { code, message, ...(hint !== undefined && { hint }) };
}

/** A request that got no answer carries what was sent. */
function exchangeOf(error: unknown): readonly unknown[] {
  return error instanceof DeskhandError && 'exchange' in error ? [error.exchange] : [];
}

/** The same request with a word in place of pictures and videos that stand in it whole. */
function withoutData(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('data:') ? 'data' : value;
  if (value instanceof Uint8Array) return 'bytes';
  if (Array.isArray(value)) return value.map(withoutData);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutData(each)]));
}
