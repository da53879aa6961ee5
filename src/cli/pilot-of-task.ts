import { deeds } from '../actions/index.js';
import type { Usage } from '../core/action.js';
import { offlinePilot } from '../pilots/offline/offline-pilot.js';
import { qwenPilot } from '../pilots/qwen/qwen-pilot.js';
import { scriptPilot } from '../pilots/script/script-pilot.js';
import type { Answer, Eyes, Journal, Pilot } from '../ports.js';
import { addUsage } from '../run/context.js';
import { systemClock } from './clock.js';
import type { LoadedTask } from './load-tasks.js';
import { hasGoals, type TaskModel } from './model-of-task.js';

/** The pilot of a task: its steps, and for its goals in words the model, or the offline pilot without one. */
export function pilotOfTask(
  { task, params }: LoadedTask,
  eyes: Eyes,
  journal: Journal,
  model: TaskModel | undefined,
): Pilot {
  const openGoal = model
    ? qwen(model, journal)
    : (goal: string) => offlinePilot(goal, { eyes, clock: systemClock });
  const script = scriptPilot({ task, params, eyes, clock: systemClock, openGoal });
  const goals = hasGoals(task);
  return {
    name: goals ? (model ? 'qwen' : 'offline') : script.name,
    ...(model && { model: model.name }),
    decide: async (situation, signal) => {
      const answer = await script.decide(situation, signal);
      return answer.kind === 'act' ? withUsage(answer, model?.takeUsage()) : answer;
    },
  };
}

function qwen(model: TaskModel, journal: Journal): (goal: string) => Pilot {
  const tools = deeds
    .filter(({ offered }) => offered)
    .map(({ name, description, input }) => ({ name, description, schema: input }));
  const keep = (name: string, text: string) => journal.keep(name, text);
  return (goal) => qwenPilot({ goal, chat: model.chat, tools, keep, clock: systemClock });
}

function withUsage(answer: Extract<Answer, { kind: 'act' }>, pointing: Usage | undefined): Answer {
  if (pointing === undefined) return answer;
  return { ...answer, usage: answer.usage ? addUsage(answer.usage, pointing) : pointing };
}
