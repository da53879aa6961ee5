import { setTimeout as delay } from 'node:timers/promises';
import type { Usage } from '../core/action.js';
import { DeskhandError } from '../core/errors.js';
import type { Clock } from '../ports.js';
import { askPicture, type Question } from './ask.js';
import { openClient } from './client.js';
import { clientSettings } from './open-qwen.js';
import type { Image } from './pictures/load.js';
import { DEFAULT_MODEL, profileForQuestions } from './profiles/index.js';

/** One question about pictures, with all that is needed to ask it. */
export interface ModelQuestion extends Omit<Question, 'images'> {
  /** One picture, or several as `images`. */
  readonly image?: Image;
  readonly images?: readonly Image[];
  /** Name of the model (default: a pinned qwen3-vl-plus). */
  readonly model?: string;
  /** OpenAI-compatible server (default: as the environment says, else DashScope in Singapore). */
  readonly base_url?: string;
  /** JSON file with profiles of one's own. */
  readonly profiles?: string;
  /** Where keys are looked for (default: the environment of the process). */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

/** What the model has answered. */
export interface ModelAnswer {
  /** As the model wrote it, without its reasoning. */
  readonly text: string;
  readonly model: string;
  readonly usage: Usage;
  /** The JSON value, when one was asked for. */
  readonly value?: unknown;
}

/**
 * Asks a model one question about pictures.
 *
 * @throws DeskhandError `no-key`, `no-picture`, `answer-…` when no answer fits, or what the server's fault is called
 */
export async function ask(question: ModelQuestion): Promise<ModelAnswer> {
  const { image, images, model: named, base_url, profiles, env, signal, ...rest } = question;
  const pictures = [...(image === undefined ? [] : [image]), ...(images ?? [])];
  if (pictures.length === 0)
    throw new DeskhandError('usage', 'no-picture', 'A question needs a picture.', {
      hint: 'Give image or images: a path, an https URL, a data URL or the bytes.',
    });
  const profile = profileForQuestions(
    named ?? DEFAULT_MODEL,
    profiles === undefined ? {} : { file: profiles },
  );
  const settings = clientSettings({
    env: env ?? process.env,
    clock,
    ...(base_url !== undefined && { baseUrl: base_url }),
  });
  const client = openClient({ ...settings, profile });
  const asked = { ...rest, images: pictures };
  const { text, model, usage, value } = await askPicture(
    client,
    asked,
    signal ?? new AbortController().signal,
  );
  return { text, model, usage, ...(value !== undefined && { value }) };
}

const clock: Clock = {
  now: () => performance.now(),
  wall: () => new Date().toISOString(),
  sleep: (ms, during) => delay(ms, undefined, { signal: during }),
};
