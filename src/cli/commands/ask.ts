import { readFileSync } from 'node:fs';
import { DeskhandError, exitCodes, messageOf } from '../../core/errors.js';
import {
  askPicture,
  type Client,
  clientSettings,
  comparePictures,
  documentHtml,
  locateText,
  openClient,
  type PictureAnswer,
  profileForQuestions,
  type Question,
  readText,
} from '../../model/index.js';
import { profilesFile } from '../arguments.js';
import { systemClock } from '../clock.js';
import { admitServer, sitePolicies } from '../site-policies.js';
import { tellWait, tellWarning } from '../tell-notices.js';
import type { ModelOptions } from './models.js';

export interface AskOptions extends ModelOptions {
  readonly image: readonly string[];
  readonly schema?: string;
  readonly as?: 'text' | 'located' | 'html' | 'changes';
  readonly baseUrl?: string;
  readonly maxTokens?: string;
  readonly temperature?: string;
  readonly detail?: 'low' | 'high' | 'auto';
  readonly retries?: string;
  readonly json: boolean;
}

/** Asks a model one question about pictures and prints the answer: its text, or `{text, model, usage}`. */
export async function askCommand(prompt: string | undefined, options: AskOptions): Promise<number> {
  const question = questionOf(prompt ?? '', options);
  checkCombination(prompt, options);
  const profile = profileForQuestions(options.model, profilesFile(options.profiles));
  tellWarning(profile);
  const settings = clientSettings({
    env: { ...process.env, ...(options.host !== undefined && { DESKHAND_MODEL_HOST: options.host }) },
    clock: systemClock,
    onWait: tellWait,
    admit: (url) => admitServer(url, sitePolicies(process.env)),
    ...(options.baseUrl !== undefined && { baseUrl: options.baseUrl }),
  });
  const stopped = new AbortController();
  process.once('SIGINT', () => stopped.abort());
  const { answer, value } = await answerTo(
    openClient({ ...settings, profile }),
    question,
    options.as,
    stopped.signal,
  );
  const { text, model, usage } = answer;
  const shown = { text, model, usage, ...(value !== undefined && { value }) };
  process.stdout.write(`${options.json ? JSON.stringify(shown) : inWords(text, value)}\n`);
  return exitCodes.passed;
}

/** The value that was asked for, else the text: what a shell script can use. */
function inWords(text: string, value: unknown): string {
  if (value === undefined) return text;
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** What is asked for must make sense together: an option that would do nothing is a mistake. */
function checkCombination(prompt: string | undefined, { as, schema, image }: AskOptions): void {
  if (image.length === 0) throw noPicture('a question needs a picture');
  const asksInWords = as === undefined || as === 'changes';
  if ((prompt === undefined || prompt.trim() === '') && asksInWords)
    throw new DeskhandError('usage', 'no-question', 'There is no question.', {
      hint: 'deskhand ask --image screen.png "What is the total?", or --as text, located or html without one.',
    });
  if (prompt !== undefined && !asksInWords)
    throw new DeskhandError('usage', 'both', `--as ${as} reads the picture and takes no question.`, {
      hint: 'Leave out --as, or the question.',
    });
  if (as !== undefined && schema !== undefined)
    throw new DeskhandError('usage', 'both', '--as and --schema exclude each other.', {
      hint: 'Leave out --as: the schema says what the answer looks like.',
    });
  const wanted = as === 'changes' ? 2 : 1;
  if (as !== undefined && image.length !== wanted)
    throw noPicture(`--as ${as} needs ${wanted === 2 ? 'two pictures, before and after' : 'one picture'}`);
}

function noPicture(what: string): DeskhandError {
  return new DeskhandError('usage', 'no-picture', `${what[0]?.toUpperCase()}${what.slice(1)}.`, {
    hint: 'Name each with --image: a file, an https URL or a data URL.',
  });
}

/** The answer, and its value where it has one that a program can use. */
async function answerTo(
  client: Client,
  question: Question,
  as: AskOptions['as'],
  signal: AbortSignal,
): Promise<{ answer: PictureAnswer; value?: unknown }> {
  if (as === undefined) {
    const answer = await askPicture(client, question, signal);
    return { answer, value: answer.value };
  }
  const { prompt, images, ...settings } = question;
  const [first = '', second = ''] = images;
  if (as === 'text') return { answer: await readText(client, first, signal, settings) };
  if (as === 'html') {
    const { answer, html } = await documentHtml(client, first, signal, settings);
    return { answer, value: html };
  }
  if (as === 'located') {
    const { answer, texts } = await locateText(client, first, signal, settings);
    return { answer, value: texts };
  }
  const pictures = { before: first, after: second };
  const { answer, result, reason } = await comparePictures(client, pictures, prompt, signal, settings);
  return { answer, value: { result, reason } };
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
