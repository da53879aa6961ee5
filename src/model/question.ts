import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Usage } from '../core/action.js';
import type { AnswerSchema } from '../core/answer-schema.js';
import { DeskhandError, messageOf } from '../core/errors.js';
import type { Form } from '../core/forms.js';
import type { Clock } from '../ports.js';
import { askPicture, type PictureAnswer, type Question } from './ask.js';
import { type Client, openClient } from './client.js';
import { askAs, type FormAnswer } from './forms/answer.js';
import { hostTraits } from './hosts.js';
import { clientSettings } from './open-qwen.js';
import { DEFAULT_MODEL, type Profile, profileForQuestions } from './profiles/index.js';
import { PAGE_TOKENS } from './read.js';
import {
  type ChatRequest,
  type ChatRequestInput,
  imagesOf,
  readChatRequest,
} from './request/chat-request.js';
import type { Pause, Waiting } from './wire/exchange.js';

/** Where a request goes, and what surrounds it. */
export interface ChatSettings extends Pick<Question, 'recorded' | 'onText' | 'onAsked' | 'onInputs'> {
  /** OpenAI-compatible server (default: as the environment says, else DashScope in Singapore). */
  readonly base_url?: string;
  /** JSON file with profiles of one's own. */
  readonly profiles?: string;
  /** Where keys are looked for (default: the environment of the process). */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  /** Throws for the address of a server that nothing may be sent to. */
  readonly admit?: (url: string) => void;
  readonly clock?: Clock;
  /** Waits for the server's limit of requests together with others of the same key. */
  readonly pause?: Pause;
  /** ms for a whole answer, with all tries (default: by the tokens of the answer, at least two minutes). */
  readonly deadlineMs?: number;
  /** Told what is to be known of the model. */
  readonly onProfile?: (profile: Profile) => void;
  /** Told before each wait for the server. */
  readonly onWait?: (wait: Waiting) => void;
}

/** What the model has answered. */
export interface ModelAnswer {
  /** As the model wrote it, without its reasoning. */
  readonly text: string;
  /** The model that the server says has answered. */
  readonly model: string;
  readonly usage: Usage;
  /** The number of the request in the server's log, where it tells. */
  readonly request_id?: string;
  /** What the model thought, where the server tells. */
  readonly reasoning?: string;
  /** What was asked for: the JSON value, the boxes, the table, the document. */
  readonly value?: unknown;
  /** Places that were left out because they lie outside the picture. */
  readonly dropped?: number;
}

/** An answer with all that proves it. */
export interface Answered extends FormAnswer {
  readonly shown: ModelAnswer;
  /** The request as it was asked, defaults filled in. */
  readonly request: ChatRequest;
}

/** Tokens of an answer and its settings where nobody says. */
const USUAL = { max_tokens: 512, temperature: 0.2, max_retries: 2 } as const;
/** A slow server writes a token in so many ms. */
const TOKEN_MS = 60;
const LEAST_TRY_MS = 60_000;

/**
 * Asks a model what a request says.
 *
 * @throws DeskhandError `bad-request`, `no-key`, `no-picture`, `answer-…` when no answer fits, or what the server's fault is called
 */
export async function answerRequest(given: ChatRequestInput, settings: ChatSettings): Promise<Answered> {
  const request = readChatRequest(given);
  const { signal = new AbortController().signal, profiles } = settings;
  const profile = adjusted(
    profileForQuestions(request.model ?? DEFAULT_MODEL, profiles === undefined ? {} : { file: profiles }),
    request,
  );
  settings.onProfile?.(profile);
  const client = clientFor(profile, request, settings);
  const question = questionOf(request, settings);
  const { as } = request;
  const answered: FormAnswer =
    as === undefined
      ? plain(await askPicture(client, question, signal))
      : await askAs(client, as, question, signal);
  return { ...answered, request: filledIn(request, profile), shown: shownOf(answered) };
}

/** The request with what was used where it said nothing. */
function filledIn(request: ChatRequest, { model, temperature }: Profile): ChatRequest {
  const { as, max_tokens, max_retries } = request;
  const page = as !== undefined && !short.includes(as);
  return {
    ...request,
    model,
    max_tokens: max_tokens ?? (page ? PAGE_TOKENS : USUAL.max_tokens),
    temperature: request.temperature ?? (isWarm(request) ? USUAL.temperature : temperature),
    max_retries: max_retries ?? USUAL.max_retries,
  };
}

/** Forms whose answers are a few lines. */
const short: readonly Form[] = ['caption', 'changes'];

/** What is read is read the same way each time; a free answer may vary. */
function isWarm({ as }: ChatRequest): boolean {
  return as === undefined || as === 'caption';
}

function plain(answer: PictureAnswer): FormAnswer {
  return { answer, ...(answer.value !== undefined && { value: answer.value }) };
}

function shownOf({ answer, value, dropped = 0 }: FormAnswer): ModelAnswer {
  const { text, model, usage, request_id, reasoning } = answer;
  return {
    text,
    model,
    usage,
    ...(request_id !== undefined && { request_id }),
    ...(reasoning !== undefined && { reasoning }),
    ...(value !== undefined && { value }),
    ...(dropped > 0 && { dropped }),
  };
}

function questionOf(request: ChatRequest, { recorded, onText, onAsked, onInputs }: ChatSettings): Question {
  const {
    prompt = '',
    as,
    schema,
    json_mode,
    high_resolution,
    image,
    images,
    model,
    temperature,
    ...rest
  } = request;
  const warm = temperature ?? (isWarm(request) ? USUAL.temperature : undefined);
  return {
    ...withoutGaps(rest),
    prompt,
    images: imagesOf(request),
    ...((as === undefined || short.includes(as)) && { usual_tokens: USUAL.max_tokens }),
    ...(warm !== undefined && { temperature: warm }),
    ...(json_mode && { json: true }),
    ...(high_resolution && { detail: 'high' }),
    ...(schema !== undefined && { schema: typeof schema === 'string' ? readSchema(schema) : schema }),
    ...withoutGaps({ recorded, onText, onAsked, onInputs }),
  };
}

/** The same without members that are undefined. */
function withoutGaps<T extends object>(value: T): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [Name in keyof T]: Exclude<T[Name], undefined>;
  };
}

function clientFor(profile: Profile, request: ChatRequest, settings: ChatSettings): Client {
  const { env = process.env, base_url, admit, clock = systemClock, pause, deadlineMs, onWait } = settings;
  const { max_tokens = PAGE_TOKENS } = filledIn(request, profile);
  const tokens = max_tokens + (request.thinking_budget ?? 0);
  const attemptMs = Math.max(LEAST_TRY_MS, tokens * TOKEN_MS);
  const client = openClient({
    ...clientSettings({
      env,
      clock,
      ...(base_url !== undefined && { baseUrl: base_url }),
      ...(admit && { admit }),
      ...(onWait && { onWait }),
    }),
    profile,
    attemptMs,
    deadlineMs: deadlineMs ?? 2 * attemptMs,
    retry: {
      firstMs: request.retry_backoff_s * 1000,
      ...(request.max_retries !== undefined && { most: request.max_retries }),
      ...(pause && { pause }),
    },
  });
  const { maxPixels, processorKwargs } = hostTraits[client.host];
  if (request.high_resolution && !maxPixels && !processorKwargs)
    throw new DeskhandError(
      'usage',
      'no-high-resolution',
      'Only DashScope and vLLM can be asked for high resolution.',
      {
        hint: 'Leave it out; max_pixels (--max-pixels) says how many pixels pictures are sent with.',
      },
    );
  return client;
}

/** The profile as this one request wants it: thinking, and the pixels of its pictures. */
function adjusted(profile: Profile, request: ChatRequest): Profile {
  const { min_pixels, max_pixels, high_resolution, detail } = request;
  if ((high_resolution || detail === 'high') && max_pixels !== undefined)
    throw new DeskhandError(
      'usage',
      'both',
      'high_resolution and max_pixels exclude each other: the server would ignore the second.',
      {
        hint: 'Leave out one of them.',
      },
    );
  const most = Math.max(profile.hardPixels ?? 0, profile.pixels.max);
  const pixels = {
    min: min_pixels ?? Math.min(profile.pixels.min, max_pixels ?? most),
    max: max_pixels ?? profile.pixels.max,
  };
  if (pixels.min > pixels.max || pixels.max > most)
    throw new DeskhandError(
      'usage',
      'pixels',
      `Pictures of ${pixels.min} to ${pixels.max} pixels cannot be sent to ${profile.model}: it takes up to ${most}.`,
      {
        hint: 'min_pixels must not be above max_pixels, and neither above what the model takes.',
      },
    );
  const own = min_pixels !== undefined || max_pixels !== undefined;
  return {
    ...profile,
    ...(own && { pixels, pixelsAt: {} }),
    think: thinkOf(profile, request),
  };
}

function thinkOf(profile: Profile, { enable_thinking, thinking_budget }: ChatRequest): Profile['think'] {
  const refuse = (what: string, hint: string): DeskhandError =>
    new DeskhandError('usage', 'thinking', `${profile.model} ${what}.`, { hint });
  if (profile.thinking === 'none' && (enable_thinking === true || thinking_budget !== undefined))
    throw refuse(
      'cannot think',
      'Leave out enable_thinking and thinking_budget, or name a model that can (deskhand models).',
    );
  if (profile.thinking === 'always' && enable_thinking === false)
    throw refuse('always thinks', 'Leave out enable_thinking, or name another model (deskhand models).');
  if (thinking_budget !== undefined && enable_thinking !== true && profile.thinking !== 'always')
    throw refuse(
      'thinks only when it is asked to',
      'A thinking_budget needs enable_thinking: true (--enable-thinking).',
    );
  if (enable_thinking === false) return false;
  return thinking_budget ?? enable_thinking ?? profile.think;
}

/** A schema in a file. */
function readSchema(file: string): AnswerSchema {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
    throw new Error('it is no object');
  } catch (cause) {
    throw new DeskhandError('usage', 'bad-schema', `The schema ${file} cannot be read: ${messageOf(cause)}`, {
      cause,
      hint: 'A schema is a JSON Schema: an object, or the path of a file with one.',
    });
  }
}

const systemClock: Clock = {
  now: () => performance.now(),
  wall: () => new Date().toISOString(),
  sleep: (ms, during) => delay(ms, undefined, { signal: during }),
};
