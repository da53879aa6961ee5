import { dirname, resolve } from 'node:path';
import { deeds } from '../actions/index.js';
import { offlinePilot } from '../pilots/offline/offline-pilot.js';
import { qwenPilot } from '../pilots/qwen/qwen-pilot.js';
import { scriptPilot } from '../pilots/script/script-pilot.js';
import type { OpenGoal } from '../pilots/script/stage.js';
import type { Answer, Clock, Eyes, Journal, Pilot, Situation } from '../ports.js';
import { filesIn } from './files.js';
import { type LoadedTask, textBeside } from './load-tasks.js';
import { hasGoals, type TaskModel } from './model-of-task.js';

/** The pilot of a task: its steps, and for its goals in words the model, or the offline pilot without one. */
export function pilotOfTask(
  { task, params }: LoadedTask,
  eyes: Eyes,
  journal: Journal,
  model: TaskModel | undefined,
  clock: Clock,
): Pilot {
  const files = filesIn(dirname(resolve(task.file)));
  const openGoal = model
    ? qwen(model, eyes, journal, clock)
    : (goal: string) => offlinePilot(goal, { eyes, clock, files });
  const script = scriptPilot({
    task,
    params,
    eyes,
    clock,
    files,
    openGoal,
    fileText: textBeside(task.file),
  });
  const goals = hasGoals(task);
  return {
    name: goals ? (model ? 'qwen' : 'offline') : script.name,
    ...(model && { model: model.name }),
    decide: async (situation, signal) => {
      let answer: Answer | undefined;
      try {
        answer = await script.decide(situation, signal);
        return answer;
      } finally {
        if (model) await tellAsked(model, journal, situation, answer);
      }
    },
  };
}

function qwen(model: TaskModel, eyes: Eyes, journal: Journal, clock: Clock): OpenGoal {
  const tools = deeds
    .filter(({ offered }) => offered)
    .map(({ name, description, input }) => ({ name, description, schema: input }));
  const keep = (name: string, text: string) => journal.keep(name, text);
  const { chat, lookAgain: look, askForProof, risky } = model;
  const secondLooks = { look, eyes, risky };
  return (goal, limits, end) =>
    qwenPilot({ goal, end, chat, tools, keep, clock, secondLooks, askForProof, limits });
}

/** Writes down what was asked of the model on the way to the answer, under the step that asked. */
async function tellAsked(
  model: TaskModel,
  journal: Journal,
  { view, tell }: Situation,
  answer: Answer | undefined,
): Promise<void> {
  const step = answer?.kind === 'act' ? answer.decision.step : answer?.step;
  for (const { usage, exchange } of model.takeAsked()) {
    const file = await journal.keep(
      `model/${view.frame.id}-pointing.json`,
      `${JSON.stringify(exchange, null, 1)}\n`,
    );
    await tell({ type: 'asked', ...(step !== undefined && { step }), usage, exchange: file });
  }
}
