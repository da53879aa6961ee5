import type { Limits } from '../../core/action.js';
import {
  type AskForProof,
  type Chat,
  type Conversation,
  type OfferedTool,
  type ReplyReading,
  type Turn,
  Unanswered,
} from '../../core/chat.js';
import { DeskhandError } from '../../core/errors.js';
import type { GoalEnd } from '../../core/proof.js';
import type { Answer, Clock, Pilot, Situation } from '../../ports.js';
import { withProof } from './proof.js';
import { Allowance, type Asked, askAndRepair } from './question.js';
import { askAgain, type SecondLooks } from './second-look.js';
import { pictureOf, withOutcome } from './turns.js';

export interface QwenPilotOptions {
  readonly goal: string;
  /** By what the goal will end (default: by what its author promised). */
  readonly end?: GoalEnd;
  readonly chat: Chat;
  /** The deeds that the model may choose. */
  readonly tools: readonly OfferedTool[];
  /** Keeps a file beside the recording and answers its path there. */
  readonly keep: (name: string, text: string) => Promise<string>;
  readonly clock: Clock;
  /** Looks twice at what the model wants to click, where that is worth it. */
  readonly secondLooks: SecondLooks;
  /** Asks what shows that the goal is reached, where the model did not say it. */
  readonly askForProof?: AskForProof;
  /** What this goal may use up, besides the limits of the run. */
  readonly limits?: Pick<Limits, 'tokens' | 'cost'>;
  /** ms for a whole decision, repair included. */
  readonly deadlineMs?: number;
}

const DECISION_MS = 120_000;
/** Clicks in a row whose target may be ambiguous before the goal is given up. */
const MOST_AMBIGUOUS = 3;

/**
 * Reaches a goal in plain words with a model that sees the screen. A reply that cannot be used is repaired
 * once; what cannot be used then either ends the run by name and never becomes an input event. A click whose
 * target two looks disagree about is not done: the model is told, and chooses again.
 */
export function qwenPilot(options: QwenPilotOptions): Pilot {
  const { chat, goal, end, tools, clock } = options;
  let turns: readonly Turn[] = [];
  let actsAtDecision = 0;
  let ambiguous = 0;
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
      const conversation: Conversation = {
        goal,
        ...(end && { end }),
        tools,
        turns: [...turns, turn],
        until,
      };
      const asked = await askAndRepair(chat, conversation, allowance, signal);
      const wanted = { view: situation.view, picture: turn.picture, goal };
      const within = { ...options, allowance, until };
      const proven = await withProof(within, turn, turns.at(-1), asked, signal);
      const { reading, looked, usage, exchanges } = await askAgain(within, wanted, proven, signal);
      const exchange = await keepExchange(options, situation, exchanges);
      const tellUsage = async (): Promise<void> => {
        if (usage) await situation.tell({ type: 'asked', usage, exchange });
      };
      if (reading instanceof Unanswered || reading.outcome !== 'decision') {
        await tellUsage();
        throw reading instanceof Unanswered
          ? unanswered(reading, exchange)
          : unusable(reading, chat.model, exchange);
      }
      const answered = { ...turn, said: reading.said, summary: summaryOf(reading) };
      if (looked?.kind === 'ambiguous') {
        turns = [...turns, { ...answered, result: ambiguousWords(looked.reason) }];
        await tellUsage();
        ambiguous += 1;
        if (ambiguous >= MOST_AMBIGUOUS) throw tooAmbiguous(looked.reason, chat.model, exchange);
        return { kind: 'look', reason: `ambiguous target: ${looked.reason}`, withinMs: 0 };
      }
      turns = [...turns, answered];
      actsAtDecision = situation.acts.length;
      ambiguous = 0;
      return {
        kind: 'act',
        decision: looked?.decision ?? reading.decision,
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
  exchanges: Asked['exchanges'],
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

/** What the model is told of a click that was not done. */
function ambiguousWords(reason: string): string {
  return `ambiguous, so it was not done: ${reason}. Choose again: name the thing by the exact text on it, or look closer first.`;
}

function tooAmbiguous(reason: string, model: string, exchange: string): DeskhandError {
  return new DeskhandError(
    'failed',
    'target-ambiguous',
    `${model} pointed ${MOST_AMBIGUOUS} times in a row at what a second look did not confirm: ${reason}.`,
    { hint: `Nothing was clicked. ${exchange} in the recording holds both looks.` },
  );
}

/** The action in one line, for when the turn is no longer sent whole. */
function summaryOf({ decision }: Extract<ReplyReading, { outcome: 'decision' }>): string {
  const { thought, action } = decision;
  const said = thought === undefined ? '' : ` (${thought.replaceAll(/\s+/g, ' ').slice(0, 120)})`;
  return `${action.name}${said}`;
}
