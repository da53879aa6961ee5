import type { Brain, Question, Reply } from './brain.js';
import { type ClosableBrain, goalBrain } from './goal-brain.js';
import { goalOf } from './goal-text.js';
import { markerBrain } from './marker-brain.js';
import { Sight } from './sight.js';

/** Plays goals, clicks a marker when it is asked for one, and answers other questions by reading the picture. */
export function defaultBrain(): ClosableBrain {
  const goals = goalBrain();
  const markers = markerBrain();
  const sight = new Sight();
  const brain: Brain = (question) => {
    if (/\bmarker\b/iu.test(goalOf(question.messages))) return markers(question);
    return question.tools.length > 0 ? goals(question) : reading(question, sight);
  };
  return Object.assign(brain, {
    async close() {
      await Promise.all([goals.close(), sight.close()]);
    },
  });
}

/** All that can be read on the current picture, line by line. */
async function reading({ pictures }: Question, sight: Sight): Promise<Reply> {
  const lines = pictures.length === 0 ? [] : await sight.read(pictures.at(-1));
  return { content: lines.map(({ text }) => text).join('\n') || 'I can read nothing.', calls: [] };
}
