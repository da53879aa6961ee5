import { readFileSync } from 'node:fs';
import { DeskhandError, exitCodes, messageOf } from '../../core/errors.js';
import { askPicture, clientSettings, openClient, profileFor, type Question } from '../../model/index.js';
import { systemClock } from '../clock.js';
import type { ModelOptions } from './models.js';

export interface AskOptions extends ModelOptions {
  readonly image: readonly string[];
  readonly schema?: string;
  readonly baseUrl?: string;
  readonly maxTokens?: string;
  readonly temperature?: string;
  readonly detail?: 'low' | 'high' | 'auto';
  readonly retries?: string;
  readonly json: boolean;
}

/** Asks a model one question about pictures and prints the answer: its text, or `{text, model, usage}`. */
export async function askCommand(prompt: string, options: AskOptions): Promise<number> {
  const question = questionOf(prompt, options);
  const { profiles: file } = options;
  const profile = profileFor(options.model, file === undefined ? {} : { file });
  const settings = clientSettings({
    env: { ...process.env, ...(options.host !== undefined && { DESKHAND_MODEL_HOST: options.host }) },
    clock: systemClock,
    ...(options.baseUrl !== undefined && { baseUrl: options.baseUrl }),
  });
  const stopped = new AbortController();
  process.once('SIGINT', () => stopped.abort());
  const answer = await askPicture(openClient({ ...settings, profile }), question, stopped.signal);
  const { text, model, usage, value } = answer;
  const shown = { text, model, usage, ...(value !== undefined && { value }) };
  process.stdout.write(options.json ? `${JSON.stringify(shown)}\n` : `${text}\n`);
  return exitCodes.passed;
}

function questionOf(prompt: string, options: AskOptions): Question {
  const tokens = wholeNumber('--max-tokens', options.maxTokens, 1);
  const retries = wholeNumber('--retries', options.retries, 0);
  return {
    prompt,
    images: options.image,
    ...(tokens !== undefined && { max_tokens: tokens }),
    ...(retries !== undefined && { retries }),
    ...(options.temperature !== undefined && { temperature: temperature(options.temperature) }),
    ...(options.detail !== undefined && { detail: options.detail }),
    ...(options.schema !== undefined && { schema: readSchema(options.schema) }),
  };
}

function wholeNumber(option: string, written: string | undefined, least: number): number | undefined {
  if (written === undefined) return undefined;
  const number = Number(written);
  if (Number.isInteger(number) && number >= least) return number;
  throw new DeskhandError('usage', 'bad-number', `${option} must be a whole number of at least ${least}.`);
}

function temperature(written: string): number {
  const number = Number(written);
  if (Number.isFinite(number) && number >= 0 && number < 2) return number;
  throw new DeskhandError('usage', 'bad-number', '--temperature must be a number from 0 to below 2.');
}

/** The schema is JSON itself or a file with JSON. */
function readSchema(written: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(
      written.trimStart().startsWith('{') ? written : readFileSync(written, 'utf8'),
    );
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
    throw new Error('it is no object');
  } catch (cause) {
    throw new DeskhandError('usage', 'bad-schema', `The schema cannot be read: ${messageOf(cause)}`, {
      cause,
    });
  }
}
