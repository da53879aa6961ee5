import type { Limits } from '../../core/action.js';
import {
  type Chat,
  type Conversation,
  type OfferedTool,
  type ReplyReading,
  type Turn,
  Unanswered,
} from '../../core/chat.js';
import { DeskhandError } from '../../core/errors.js';
import type { Answer, Clock, Pilot, Situation } from '../../ports.js';
import { Allowance, type Asked, askAndRepair } from './question.js';
import { pictureOf, withOutcome } from './turns.js';

export interface QwenPilotOptions {
  readonly goal: string;
  readonly chat: Chat;
  /** The deeds that the model may choose. */
  readonly tools: readonly OfferedTool[];
  /** Keeps a file beside the recording and answers its path there. */
  readonly keep: (name: string, text: string) => Promise<string>;
  readonly clock: Clock;
  /** What this goal may use up, besides the limits of the run. */
  readonly limits?: Pick<Limits, 'tokens' | 'cost'>;
  /** ms for a whole decision, repair included. */
  readonly deadlineMs?: number;
}

const DECISION_MS = 120_000;

/**
 * Reaches a goal in plain words with a model that sees the screen. A reply that cannot be used is repaired
 * once; what cannot be used then either ends the run by name and never becomes an input event.
 */
export function qwenPilot(options: QwenPilotOptions): Pilot {
  const { chat, goal, tools, clock } = options;
  let turns: readonly Turn[] = [];
  let actsAtDecision = 0;
  const allowance = new Allowance(options.limits);
  return {
    name: 'qwen',
    model: chat.model,
    async decide(situation, signal) {
      turns = withOutcome(turns, situation.acts, actsAtDecision);
      const turn: Turn = {
        number: turns.length + 1,
        picture: pictureOf(situation.view, situation.acts),
        hints: situation.hints,
      };
      const until = clock.now() + (options.deadlineMs ?? DECISION_MS);
      const conversation: Conversation = { goal, tools, turns: [...turns, turn], until };
      const asked = await askAndRepair(chat, conversation, allowance, signal);
      const exchange = await keepExchange(options, situation, asked);
      const { reading, usage } = asked;
      if (reading instanceof Unanswered || reading.outcome !== 'decision') {
        if (usage) await situation.tell({ type: 'asked', usage, exchange });
        throw reading instanceof Unanswered
          ? unanswered(reading, exchange)
          : unusable(reading, chat.model, exchange);
      }
      turns = [...turns, { ...turn, said: reading.said, summary: summaryOf(reading) }];
      actsAtDecision = situation.acts.length;
      return {
        kind: 'act',
        decision: reading.decision,
        ...(usage && { usage }),
        exchange,
      } satisfies Answer;
    },
  };
}

/** The name comes from the frame, so that several goals of one run cannot write over each other. */
async function keepExchange(
  { keep }: QwenPilotOptions,
  { view, acts }: Situation,
  { exchanges }: Asked,
): Promise<string> {
  return keep(`model/${view.frame.id}-${acts.length}.json`, `${JSON.stringify(exchanges, null, 1)}\n`);
}

/** What was sent is kept when no answer came, too, and the error says where. */
function unanswered({ kind, code, message, hint, cause }: Unanswered, exchange: string): DeskhandError {
  return new DeskhandError(kind, code, message, {
    cause,
    hint: `${hint ?? ''} ${exchange} in the recording holds what was sent, and each try.`.trim(),
  });
}

function unusable(
  { outcome, reason }: Exclude<ReplyReading, { outcome: 'decision' }>,
  model: string,
  exchange: string,
): DeskhandError {
  return new DeskhandError('failed', `reply-${outcome}`, `What ${model} replied cannot be used: ${reason}`, {
    hint: `Nothing was done with it. ${exchange} in the recording holds what was sent and what came back.`,
  });
}

/** The action in one line, for when the turn is no longer sent whole. */
function summaryOf({ decision }: Extract<ReplyReading, { outcome: 'decision' }>): string {
  const { thought, action } = decision;
  const said = thought === undefined ? '' : ` (${thought.replaceAll(/\s+/g, ' ').slice(0, 120)})`;
  return `${action.name}${said}`;
}
