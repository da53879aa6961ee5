import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { type AskForProof, type Chat, type ChatAnswer, type LookAgain, Unanswered } from '../core/chat.js';
import { DeskhandError } from '../core/errors.js';
import { formsWithBoxes } from '../core/forms.js';
import type { Waiting } from '../model/index.js';
import type { ModelEyes } from '../ports.js';
import { timedFrames } from '../recording/index.js';
import type { AskModel } from '../sight/ladder.js';
import type { Task } from '../task/index.js';
import { admitServer } from '../task/index.js';
import { describesRisk } from './may-ask.js';
import { type NeedsModel, stepsForModel } from './needs-model.js';
import type { RunRequest } from './run-request.js';
import { openSecrets } from './secrets.js';
import type { Environment, Services } from './services.js';
import { stepsOf } from './task-words.js';
import { waitWords } from './wait-words.js';

/** The model of a run: it decides for goals and points at what is only described. */
export interface TaskModel {
  readonly name: string;
  readonly chat: Chat;
  readonly point: AskModel;
  /** The second look at what it wants to click for a goal. */
  readonly lookAgain: LookAgain;
  /** The question for what shows that a goal is reached. */
  readonly askForProof: AskForProof;
  /** Whether a click on what is described so would be risky by the rules. */
  readonly risky: (description: string) => boolean;
  /** Reads and compares; what it uses is told to whom it is lent. */
  readonly eyes: ModelEyes;
  /** The questions of pointing since the last time. */
  takeAsked(): readonly Asked[];
}

/** A question to the model, besides those for decisions. */
export type Asked = Pick<ChatAnswer, 'usage' | 'exchange'>;

/**
 * Opens the model that a task needs; undefined when it needs none, or when the offline pilot plays its goals.
 *
 * @param services tell which servers pictures may be sent to, and where keys are
 * @throws DeskhandError `model-host` for a server that these forbid, `no-model` when a step has to be read or judged by a model and there is none
 */
export async function modelOfTask(
  task: Task,
  choice: RunRequest['model'],
  { env: given, sites, clock, tell }: Services,
): Promise<TaskModel | undefined> {
  const [reading] = stepsForModel(task);
  if (choice.pilot === 'offline') {
    if (reading !== undefined) throw noModel(task, reading, 'the offline pilot uses none');
    return undefined;
  }
  if (reading === undefined && !needsModel(task)) return undefined;
  const { askModelToPoint, Budget, findKey, modelEyes, openQwen } = await import('../model/index.js');
  const own = task.model;
  const env = own?.api_key_env === undefined ? given : withKey(given, own.api_key_env);
  const model = choice.name ?? own?.name;
  const baseUrl = choice.baseUrl ?? own?.base_url;
  if (choice.pilot === 'auto' && baseUrl === undefined && findKey(env, homedir()) === undefined) {
    if (reading !== undefined) throw noModel(task, reading, 'there is no key for one');
    return undefined;
  }
  const options = {
    env,
    clock,
    onWait: (waiting: Waiting) => tell(waitWords(waiting), 'wait'),
    points: needsPoints(task),
    budget: new Budget(task.limits),
    admit: (url: string) => admitServer(url, sites),
    redact: openSecrets(task, dirname(resolve(task.file)), given, false).redact,
    ...(model !== undefined && { model }),
    ...(baseUrl !== undefined && { baseUrl }),
    ...(choice.profiles !== undefined && { profiles: choice.profiles }),
  };
  const { chat, client, lookAgain, askForProof, profile, notices } = openQwen(options);
  const risky = (description: string): boolean => describesRisk(description, task);
  for (const notice of notices) tell(notice);
  let asked: Asked[] = [];
  const keep = (each: Asked): void => {
    asked.push(each);
  };
  return {
    name: profile.model,
    chat,
    lookAgain,
    askForProof,
    risky,
    eyes: modelEyes(client, timedFrames),
    point: keptToo(
      askModelToPoint(client, {
        onAsked: keep,
        risky,
      }),
      keep,
    ),
    takeAsked() {
      const taken = asked;
      asked = [];
      return taken;
    },
  };
}

/** A question that no reply came to is kept as well. */
function keptToo(point: AskModel, keep: (asked: Asked) => void): AskModel {
  return async (...question) => {
    try {
      return await point(...question);
    } catch (error) {
      const nothing = { calls: 0, inputTokens: 0, outputTokens: 0 };
      if (error instanceof Unanswered) keep({ usage: nothing, exchange: error.exchange });
      throw error;
    }
  };
}

function noModel({ file }: Task, { line, name, what }: NeedsModel, why: string): DeskhandError {
  return new DeskhandError(
    'environment',
    'no-model',
    `${file}:${line}: “${name}” needs a model ${what}, and ${why}.`,
    {
      hint: 'Set DASHSCOPE_API_KEY, or name a server with --base-url or with model: {name: …, base_url: …} in the task.',
    },
  );
}

function withKey(env: Environment, name: string): Environment {
  return { ...env, DASHSCOPE_API_KEY: env[name] };
}

/** Whether points are read from the model's answers: for goals and descriptions, and where texts are read with their boxes. */
function needsPoints(task: Task): boolean {
  return needsModel(task) || stepsOf(task).some(({ verb, input }) => verb === 'read' && hasBoxes(input));
}

function hasBoxes(input: unknown): boolean {
  return (
    typeof input === 'object' &&
    input !== null &&
    'format' in input &&
    (formsWithBoxes as readonly unknown[]).includes(input.format)
  );
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
