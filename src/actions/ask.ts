import * as z from 'zod';
import { DeskhandError } from '../core/errors.js';
import { deed, untouched } from './deed.js';
import { quoted, words } from './parts.js';

export const ask = deed({
  name: 'ask',
  description: 'Asks the operator a question in words, when only a person can know the answer.',
  input: z.strictObject({ question: words.describe('the question') }),
  kind: 'say',
  offered: true,
  patience: 'none',
  traits: () => untouched,
  summary: (input) => `ask ${quoted(input.question)}`,
  async perform(input, world, signal) {
    const answer = await world.operator.ask(input.question, signal);
    if (answer !== undefined) return answer;
    throw new DeskhandError('failed', 'nobody-answers', 'Nobody is there to answer the question.', {
      hint: 'Go on without the answer, or give up and say what is missing.',
    });
  },
});
