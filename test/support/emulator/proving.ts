import { type Target, textOf } from '../../../src/core/target.js';
import type { Question, Reply } from './brain.js';
import { goalOf } from './goal-text.js';
import { planOf, type Task } from './plan.js';
import { textOfMessage } from './request.js';

/** Whether the request asks what shows that a task is done. */
export function wantsProof({ messages, tools }: Question): boolean {
  return (
    tools.length === 0 &&
    messages.some((message) => /State what shows that the task is done/u.test(textOfMessage(message)))
  );
}

/** States what the goal itself says has to be seen; nothing where it does not say. */
export function proving(question: Question): Reply {
  const plan = planOf(goalOf(question.messages), true);
  return { content: JSON.stringify((plan.ok && proofOf(plan.tasks)) || []), calls: [] };
}

/** What the goal says has to be seen, or gone, as a proof; undefined where it says nothing of the kind. */
export function proofOf(tasks: readonly Task[]): readonly object[] | undefined {
  const parts = tasks.flatMap((task) =>
    task.do === 'see' ? [{ [task.gone ? 'gone' : 'visible']: wordsOf(task.what) }] : [],
  );
  return parts.length === 0 ? undefined : parts.slice(-3);
}

function wordsOf({ text }: Target): string {
  return text === undefined ? '' : textOf(text);
}
