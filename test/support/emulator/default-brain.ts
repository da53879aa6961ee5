import { asksForAction } from './action-space.js';
import type { Brain, Question, Reply } from './brain.js';
import { type ClosableBrain, goalBrain } from './goal-brain.js';
import { goalOf } from './goal-text.js';
import { markerBrain } from './marker-brain.js';
import { proving, wantsProof } from './proving.js';
import { corners, reading, wantsAllText } from './reading-brain.js';
import { textOfMessage } from './request.js';
import { Sight } from './sight.js';

/**
 * Plays goals, clicks a magenta marker when it is asked for one, tells the box of a text when it is asked for
 * a `bbox_2d`, and answers other questions by reading the picture: also into a JSON Schema.
 */
export function defaultBrain(): ClosableBrain {
  const goals = goalBrain();
  const markers = markerBrain();
  const sight = new Sight();
  // One picture at a time: the file it is read from is used again.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = (answer: () => Promise<Reply>): Promise<Reply> => {
    const reply = turn.then(answer);
    turn = reply.catch(() => undefined);
    return reply;
  };
  const brain: Brain = (question) => {
    const asked = question.messages.map(textOfMessage).join('\n');
    if (wantsProof(question)) return proving(question);
    if (question.tools.length === 0 && !asksForAction(question))
      return inTurn(() =>
        asked.includes('bbox_2d') && !wantsAllText(asked)
          ? locating(question, sight)
          : reading(question, sight),
      );
    return /\b(?:marker|magenta)\b/iu.test(goalOf(question.messages)) ? markers(question) : goals(question);
  };
  return Object.assign(brain, {
    async close() {
      await Promise.all([goals.close(), sight.close()]);
    },
  });
}

/** The box of what is described, in the numbers of the family, as the cookbooks have it. */
async function locating(question: Question, sight: Sight): Promise<Reply> {
  const text = described(question);
  const asked = question.messages.map(textOfMessage).join('\n');
  const seen = /\bclick into\b/iu.test(asked)
    ? await sight.findField(question.pictures, { text })
    : await sight.find(question.pictures, { text });
  const box = seen && corners(question, seen.box);
  const found = box && { bbox_2d: box, label: text };
  const answer = /Find every one of these/u.test(asked)
    ? found
      ? [found]
      : []
    : (found ?? { found: 'absent' });
  return { content: JSON.stringify(answer), calls: [] };
}

/** What stands in quotes, else what follows the first colon, without the words for the kind of control. */
function described({ messages }: Question): string {
  const asked = textOfMessage(
    messages.findLast(({ role }) => role === 'user') ?? { role: 'user', content: '' },
  );
  const [first = ''] = asked.trim().split('\n');
  const quoted = /[“"]([^”"]+)[”"]/u.exec(first)?.[1];
  return (
    quoted ??
    first.replace(/^[^:]*:\s*/u, '').replace(/^the\s+|\s+(?:button|field|menu|link|tab|icon)$/giu, '')
  );
}
