import { deeds } from '../actions/index.js';
import { offlinePilot } from '../pilots/offline/offline-pilot.js';
import { scriptPilot } from '../pilots/script/script-pilot.js';
import type { Eyes, Journal, Pilot } from '../ports.js';
import type { Task } from '../task/index.js';
import { systemClock } from './clock.js';
import type { LoadedTask } from './load-tasks.js';

/** Who reaches goals in words, and with which model. */
export interface GoalChoice {
  readonly pilot: 'auto' | 'qwen' | 'offline';
  readonly model?: string;
  readonly baseUrl?: string;
}

/** The pilot of a task: its steps, and for its goals in words the one that was chosen. */
export async function pilotOfTask(
  { task, params }: LoadedTask,
  eyes: Eyes,
  journal: Journal,
  choice: GoalChoice,
): Promise<Pilot> {
  const goals = hasGoals(task) ? await goalPilots(task, eyes, journal, choice) : undefined;
  const script = scriptPilot({
    task,
    params,
    eyes,
    clock: systemClock,
    ...(goals && { openGoal: goals.open }),
  });
  return {
    ...script,
    name: goals?.name ?? script.name,
    ...(goals?.model !== undefined && { model: goals.model }),
  };
}

function hasGoals(task: Task): boolean {
  const steps = [...task.before, ...task.steps, ...task.onFailure, ...task.after];
  return task.goal !== undefined || steps.some(({ verb }) => verb === 'do');
}

interface GoalPilots {
  readonly name: string;
  readonly model?: string;
  readonly open: (goal: string) => Pilot;
}

async function goalPilots(task: Task, eyes: Eyes, journal: Journal, choice: GoalChoice): Promise<GoalPilots> {
  if (choice.pilot === 'offline') return offline(eyes);
  const { findKey, openQwen } = await import('../model/index.js');
  const { homedir } = await import('node:os');
  const own = task.model;
  const env =
    own?.api_key_env === undefined
      ? process.env
      : { ...process.env, DASHSCOPE_API_KEY: process.env[own.api_key_env] };
  const named = choice.baseUrl !== undefined || own?.base_url !== undefined;
  if (choice.pilot === 'auto' && !named && findKey(env, homedir()) === undefined) return offline(eyes);
  const model = choice.model ?? own?.name;
  const baseUrl = choice.baseUrl ?? own?.base_url;
  const { chat, profile, notices } = openQwen({
    env,
    clock: systemClock,
    ...(model !== undefined && { model }),
    ...(baseUrl !== undefined && { baseUrl }),
  });
  for (const notice of notices) process.stderr.write(`deskhand: ${notice}\n`);
  const { qwenPilot } = await import('../pilots/qwen/qwen-pilot.js');
  const tools = deeds
    .filter(({ offered }) => offered)
    .map(({ name, description, input }) => ({ name, description, schema: input }));
  const keep = (name: string, text: string) => journal.keep(name, text);
  return {
    name: 'qwen',
    model: profile.model,
    open: (goal) => qwenPilot({ goal, chat, tools, keep, clock: systemClock }),
  };
}

function offline(eyes: Eyes): GoalPilots {
  return { name: 'offline', open: (goal) => offlinePilot(goal, { eyes, clock: systemClock }) };
}
