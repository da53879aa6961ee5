import type { Usage } from '../../core/action.js';
import type { Chat, ChatAnswer, Conversation, OfferedTool, ReplyReading, Turn } from '../../core/chat.js';
import { DeskhandError } from '../../core/errors.js';
import type { Answer, Clock, Pilot, Situation } from '../../ports.js';
import { pictureOf, withOutcome } from './turns.js';

export interface QwenPilotOptions {
  readonly goal: string;
  readonly chat: Chat;
  /** The deeds that the model may choose. */
  readonly tools: readonly OfferedTool[];
  /** Keeps a file beside the recording and answers its path there. */
  readonly keep: (name: string, text: string) => Promise<string>;
  readonly clock: Clock;
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
      const asked = await askAndRepair(chat, conversation, signal);
      const exchange = await keepExchange(options, situation, asked);
      const { reading } = asked;
      if (reading.outcome !== 'decision') throw unusable(reading, chat.model, exchange);
      turns = [...turns, { ...turn, said: reading.said, summary: summaryOf(reading) }];
      actsAtDecision = situation.acts.length;
      return { kind: 'act', decision: reading.decision, usage: asked.usage, exchange } satisfies Answer;
    },
  };
}

/** All answers to one question, the last of which counts. */
interface Asked {
  readonly reading: ReplyReading;
  readonly answers: readonly ChatAnswer[];
  readonly usage: Usage;
}

async function askAndRepair(chat: Chat, conversation: Conversation, signal: AbortSignal): Promise<Asked> {
  const first = await chat.next(conversation, signal);
  const { reading } = first;
  if (reading.outcome === 'decision' || !canRepair(reading)) {
    return { reading, answers: [first], usage: first.usage };
  }
  const repair = { said: reading.said, reason: reading.reason };
  const second = await chat.next({ ...conversation, repair }, signal);
  return { reading: second.reading, answers: [first, second], usage: sum(first.usage, second.usage) };
}

/** Asking again helps against mistakes, not against a model that must not or a profile that cannot. */
function canRepair({ outcome }: ReplyReading): boolean {
  return outcome !== 'unknown-space' && outcome !== 'server-error';
}

/** The name comes from the frame, so that several goals of one run cannot write over each other. */
async function keepExchange(
  { keep }: QwenPilotOptions,
  { view, acts }: Situation,
  { answers }: Asked,
): Promise<string> {
  const exchanges = answers.map(({ exchange }) => exchange);
  return keep(`model/${view.frame.id}-${acts.length}.json`, `${JSON.stringify(exchanges, null, 1)}\n`);
}

function unusable(
  { outcome, reason }: Exclude<ReplyReading, { outcome: 'decision' }>,
  model: string,
  exchange: string,
): DeskhandError {
  return new DeskhandError(
    'failed',
    `reply-${outcome}`,
    `${model} was asked twice and its reply cannot be used: ${reason}`,
    {
      hint: `Nothing was done with it. ${exchange} in the recording holds what was sent and what came back.`,
    },
  );
}

/** The action in one line, for when the turn is no longer sent whole. */
function summaryOf({ decision }: Extract<ReplyReading, { outcome: 'decision' }>): string {
  const { thought, action } = decision;
  const said = thought === undefined ? '' : ` (${thought.replaceAll(/\s+/g, ' ').slice(0, 120)})`;
  return `${action.name}${said}`;
}

function sum(a: Usage, b: Usage): Usage {
  const add = (x = 0, y = 0): number => x + y;
  const currency = b.currency ?? a.currency;
  return {
    calls: a.calls + b.calls,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cachedTokens: add(a.cachedTokens, b.cachedTokens),
    imageTokens: add(a.imageTokens, b.imageTokens),
    ...(currency !== undefined && { cost: add(a.cost, b.cost), currency }),
  };
}
