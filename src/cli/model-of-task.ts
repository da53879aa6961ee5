import { homedir } from 'node:os';
import type { Usage } from '../core/action.js';
import type { Chat } from '../core/chat.js';
import type { AskModel } from '../sight/ladder.js';
import type { Task } from '../task/index.js';
import { systemClock } from './clock.js';
import { stepsOf } from './task-words.js';

/** Who reaches goals in words, and with which model. */
export interface GoalChoice {
  readonly pilot: 'auto' | 'qwen' | 'offline';
  readonly model?: string;
  readonly baseUrl?: string;
  /** JSON file with profiles of the user's own. */
  readonly profiles?: string;
}

/** The model of a run: it decides for goals and points at what is only described. */
export interface TaskModel {
  readonly name: string;
  readonly chat: Chat;
  readonly point: AskModel;
  /** What pointing has used since the last time; it is added to the next act. */
  takeUsage(): Usage | undefined;
}

/** Opens the model that a task needs; undefined when it needs none, or when the offline pilot plays its goals. */
export async function modelOfTask(task: Task, choice: GoalChoice): Promise<TaskModel | undefined> {
  if (choice.pilot === 'offline' || !needsModel(task)) return undefined;
  const { askModelToPoint, clientSettings, findKey, openClient, openQwen } = await import(
    '../model/index.js'
  );
  const { addUsage } = await import('../run/context.js');
  const own = task.model;
  const env = own?.api_key_env === undefined ? process.env : withKey(own.api_key_env);
  const model = choice.model ?? own?.name;
  const baseUrl = choice.baseUrl ?? own?.base_url;
  if (choice.pilot === 'auto' && baseUrl === undefined && findKey(env, homedir()) === undefined)
    return undefined;
  const options = {
    env,
    clock: systemClock,
    ...(model !== undefined && { model }),
    ...(baseUrl !== undefined && { baseUrl }),
    ...(choice.profiles !== undefined && { profiles: choice.profiles }),
  };
  const { chat, profile, notices } = openQwen(options);
  for (const notice of notices) process.stderr.write(`deskhand: ${notice}\n`);
  let used: Usage | undefined;
  const onAsked = ({ usage }: { usage: Usage }) => {
    used = used ? addUsage(used, usage) : usage;
  };
  return {
    name: profile.model,
    chat,
    point: askModelToPoint(openClient({ ...clientSettings(options), profile }), { onAsked }),
    takeUsage() {
      const taken = used;
      used = undefined;
      return taken;
    },
  };
}

function withKey(name: string): Readonly<Record<string, string | undefined>> {
  return { ...process.env, DASHSCOPE_API_KEY: process.env[name] };
}

/** Whether the task holds a goal in words, or a target that is only described. */
export function needsModel(task: Task): boolean {
  return hasGoals(task) || stepsOf(task).some(({ input, common }) => describes(input) || describes(common));
}

export function hasGoals(task: Task): boolean {
  return task.goal !== undefined || stepsOf(task).some(({ verb }) => verb === 'do');
}

function describes(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(describes);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, entry]) => key === 'describe' || describes(entry));
}
