import type { Brain, Question, Reply } from './brain.js';
import { callFor, countsPresses } from './calls.js';
import { goalOf } from './goal-text.js';
import type { Intent } from './intent.js';
import type { SeenPicture } from './pictures.js';
import { planOf, type Task } from './plan.js';
import { markOf, progressOf, WAITING } from './progress.js';
import { proofOf } from './proving.js';
import { Sight } from './sight.js';

/** How often it looks again for a target, and tries an action that was not carried out. */
const PATIENCE = { look: 6, miss: 4 };

/** What to do now, or that the task needs nothing, or that the screen does not show it yet. */
type Next =
  | { readonly now: Intent; readonly words: string }
  | { readonly now: 'nothing' }
  | { readonly now: 'wait'; readonly for: string; readonly patience: number };

/** A brain that holds on to something until it is closed. */
export type ClosableBrain = Brain & { close(): Promise<void> };

/**
 * Plays the model for a goal in plain words: reads the goal and how far it has come from the conversation,
 * finds the next target's text in the px it received, and answers in whatever functions the request declares.
 */
export function goalBrain(): ClosableBrain {
  const sight = new Sight();
  // One picture at a time: the file it is read from is used again.
  let turn: Promise<unknown> = Promise.resolve();
  const brain = (question: Question): Promise<Reply> => {
    const reply = turn.then(() => play(question, sight));
    turn = reply.catch(() => undefined);
    return reply;
  };
  return Object.assign(brain, { close: () => sight.close() });
}

async function play(question: Question, sight: Sight): Promise<Reply> {
  const plan = planOf(goalOf(question.messages), !countsPresses(question));
  if (!plan.ok) return give(question, { kind: 'fail', reason: plan.reason }, plan.reason);
  const { done, waited, missed, refused } = progressOf(question);
  if (refused !== undefined) return fail(question, `I was not allowed to go on: ${refused}`);
  if (missed >= PATIENCE.miss) return fail(question, 'The action was not carried out, time and again.');
  const { pictures } = question;
  if (pictures.length === 0) return fail(question, 'There is no picture.');
  for (let at = done; at < plan.tasks.length; at += 1) {
    const task = plan.tasks[at];
    const next = task && (await nextOf(task, pictures, sight));
    if (next === undefined || next.now === 'nothing') continue;
    if (next.now === 'wait') {
      // A round of waiting counts for the task that it was spent on, which is the first that is not behind.
      if (waited >= next.patience) return fail(question, `The screen does not show ${next.for}.`);
      return give(question, { kind: 'wait', seconds: 1 }, `${WAITING} for ${next.for}.`);
    }
    return give(question, next.now, `${next.words} ${markOf(at, plan.tasks.length)}`);
  }
  const summary = `All ${plan.tasks.length} things that were asked for are done.`;
  return give(question, { kind: 'done', summary, proof: proofOf(plan.tasks) }, summary);
}

function give(question: Question, intent: Intent, words: string): Reply {
  return { thought: `Action: ${words}`, calls: [callFor(question, intent)] };
}

function fail(question: Question, reason: string): Reply {
  return give(question, { kind: 'fail', reason }, reason);
}

async function nextOf(task: Task, pictures: readonly SeenPicture[], sight: Sight): Promise<Next> {
  switch (task.do) {
    case 'click': {
      const { button, count } = task;
      return pointed(await sight.find(pictures, task.on), task.on, 'Click', ({ point: at }) => ({
        kind: 'click',
        at,
        button,
        count,
      }));
    }
    case 'enter':
      return pointed(
        await sight.findField(pictures, task.into),
        task.into,
        'Click into',
        ({ point: at }) => ({
          kind: 'click',
          at,
          button: 'left',
          count: 3,
        }),
      );
    case 'move':
      return pointed(await sight.find(pictures, task.to), task.to, 'Point at', ({ point: at }) => ({
        kind: 'move',
        at,
      }));
    case 'drag': {
      const from = await sight.find(pictures, task.from);
      return pointed(from && (await sight.find(pictures, task.to)), task.to, 'Drag to', ({ point: to }) => ({
        kind: 'drag',
        from: from?.point ?? to,
        to,
      }));
    }
    case 'scroll': {
      const { direction, notches, at } = task;
      const intent = { kind: 'scroll', direction, notches } as const;
      if (at === undefined) return { now: intent, words: `Scroll ${direction}.` };
      return pointed(await sight.find(pictures, at), at, 'Scroll at', ({ point }) => ({
        ...intent,
        at: point,
      }));
    }
    case 'type':
      return { now: { kind: 'type', text: task.text }, words: 'Type the text.' };
    case 'press':
      return {
        now: { kind: 'press', keys: task.keys, count: task.count },
        words: `Press ${task.keys.join('+')}.`,
      };
    case 'pause':
      return { now: { kind: 'wait', seconds: task.seconds }, words: `Wait ${task.seconds} seconds.` };
    case 'see': {
      const seen = await sight.find(pictures, task.what);
      if ((seen === undefined) === task.gone) return { now: 'nothing' };
      const what = `${wordsOf(task.what)}${task.gone ? ' to go' : ''}`;
      return { now: 'wait', for: what, patience: task.patience };
    }
  }
}

type Seen = NonNullable<Awaited<ReturnType<Sight['find']>>>;
type Target = Extract<Task, { do: 'click' }>['on'];

function pointed(seen: Seen | undefined, target: Target, verb: string, intent: (seen: Seen) => Intent): Next {
  if (seen === undefined) return { now: 'wait', for: wordsOf(target), patience: PATIENCE.look };
  return { now: intent(seen), words: `${verb} ${wordsOf(target)}.` };
}

function wordsOf({ text }: Target): string {
  return `“${typeof text === 'string' ? text : JSON.stringify(text)}”`;
}
