import type { Limits, Usage } from '../../core/action.js';
import {
  type Chat,
  type ChatAnswer,
  type Conversation,
  type ReplyReading,
  Unanswered,
} from '../../core/chat.js';
import { sumUsages } from '../../core/usage.js';

/** All that one question to the model brought, the repair included. */
export interface Asked {
  /** The last reading, or why no reply came. */
  readonly reading: ReplyReading | Unanswered;
  /** Undefined when nothing was answered. */
  readonly usage: Usage | undefined;
  readonly exchanges: readonly ChatAnswer['exchange'][];
}

type Most = Pick<Limits, 'tokens' | 'cost'>;

/** What a goal may still use up of its own limits. */
export class Allowance {
  readonly #limits: Most;
  #tokens = 0;
  #cost = 0;

  constructor(limits: Most = {}) {
    this.#limits = limits;
  }

  get left(): Most {
    const { tokens, cost } = this.#limits;
    return {
      ...(tokens !== undefined && { tokens: Math.max(0, tokens - this.#tokens) }),
      ...(cost !== undefined && { cost: Math.max(0, cost - this.#cost) }),
    };
  }

  spend({ inputTokens, outputTokens, cost }: Usage): void {
    this.#tokens += inputTokens + outputTokens;
    this.#cost += cost ?? 0;
  }
}

/**
 * Asks, and once more with the reason when the reply cannot be used. Never rejects because no reply came; rejects
 * with the reason of the signal.
 */
export async function askAndRepair(
  chat: Chat,
  conversation: Conversation,
  allowance: Allowance,
  signal: AbortSignal,
): Promise<Asked> {
  const answers: ChatAnswer[] = [];
  const ask = async (repair?: Conversation['repair']): Promise<ReplyReading> => {
    const { left } = allowance;
    const answer = await chat.next({ ...conversation, left, ...(repair && { repair }) }, signal);
    answers.push(answer);
    allowance.spend(answer.usage);
    return answer.reading;
  };
  const exchanges = () => answers.map(({ exchange }) => exchange);
  try {
    const first = await ask();
    const reading = canRepair(first) ? await ask(repairOf(first)) : first;
    return { reading, usage: usageOf(answers), exchanges: exchanges() };
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    return { reading: error, usage: usageOf(answers), exchanges: [...exchanges(), error.exchange] };
  }
}

function repairOf({
  outcome,
  said,
  reason,
}: Exclude<ReplyReading, { readonly outcome: 'decision' }>): Conversation['repair'] {
  return { outcome, said, reason };
}

/** Asking again helps against mistakes, not against a model that must not or a profile that cannot. */
function canRepair(
  reading: ReplyReading,
): reading is Exclude<ReplyReading, { readonly outcome: 'decision' }> {
  return (
    reading.outcome !== 'decision' &&
    reading.outcome !== 'unknown-space' &&
    reading.outcome !== 'server-error'
  );
}

function usageOf(answers: readonly ChatAnswer[]): Usage | undefined {
  return sumUsages(answers.map(({ usage }) => usage));
}
