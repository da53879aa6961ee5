import { type Chat, type ChatAnswer, Unanswered } from '../core/chat.js';
import { DeskhandError } from '../core/errors.js';

/** Failures after which another model may still answer. */
const othersMayAnswer: readonly string[] = [
  'model-missing',
  'model-denied',
  'model-quota',
  'model-server',
  'model-no-tools',
  'model-no-pictures',
  'model-memory',
  'model-timeout',
];

/**
 * Several models as one: the first answers; when it is not there, the next takes over for good. A reply that
 * could not be used is repaired by the second model, which is the more careful one of such a list.
 */
export function fallbackChat(chats: readonly [Chat, ...Chat[]]): Chat {
  let from = 0;
  const [first] = chats;
  if (chats.length === 1) return first;
  return {
    model: first.model,
    async next(conversation, signal) {
      const unsure = conversation.repair === undefined ? 0 : 1;
      const before: Unanswered['exchange'][] = [];
      for (let at = Math.min(from + unsure, chats.length - 1); ; at++) {
        const chat = chats[at] ?? first;
        try {
          return withBefore(await chat.next(conversation, signal), before);
        } catch (error) {
          const another = error instanceof DeskhandError && othersMayAnswer.includes(error.code);
          if (!another || at >= chats.length - 1) throw error;
          from = Math.max(from, at + 1);
          if (error instanceof Unanswered) before.push(error.exchange);
        }
      }
    },
  };
}

/** What the models before this one were asked is kept with its exchange. */
function withBefore(answer: ChatAnswer, before: readonly Unanswered['exchange'][]): ChatAnswer {
  return before.length === 0 ? answer : { ...answer, exchange: { ...answer.exchange, before } };
}

/** Asks the first of several, and for good the next one where one is not there. */
export function takingOver<Each>(
  all: readonly [Each, ...Each[]],
): <Answer>(ask: (one: Each) => Promise<Answer>) => Promise<Answer> {
  let from = 0;
  return async (ask) => {
    for (;;) {
      try {
        return await ask(all[from] ?? all[0]);
      } catch (error) {
        const another = error instanceof DeskhandError && othersMayAnswer.includes(error.code);
        if (!another || from >= all.length - 1) throw error;
        from += 1;
      }
    }
  };
}
