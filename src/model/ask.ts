import { z } from 'zod';
import type { Usage } from '../core/action.js';
import { type AnswerSchema, schemaCheck } from '../core/answer-schema.js';
import { DeskhandError, messageOf } from '../core/errors.js';
import type { Client, Inquiry, Replied } from './client.js';
import { type Detail, type Image, loadImages, type ReadyImage } from './pictures/load.js';
import { promptNamed } from './prompts.js';
import { type AnswerText, answerText } from './reply/answer-text.js';
import { readJson } from './reply/json-text.js';
import { modelOf } from './reply/message.js';
import type { Message, Part } from './request/messages.js';
import { sumUsage } from './usage.js';

/** One question about pictures. */
export interface Question {
  readonly prompt: string;
  readonly images: readonly Image[];
  readonly max_tokens?: number;
  readonly temperature?: number;
  /** How many pixels the pictures are sent with. */
  readonly detail?: Detail;
  /** The answer must be JSON. */
  readonly json?: boolean;
  /** JSON Schema that the answer must fit. */
  readonly schema?: AnswerSchema;
  /** How often an answer that does not fit is asked for again (default 1). */
  readonly retries?: number;
}

/** What deskhand itself wants of the answer to a question of its own. */
export interface Expectation {
  /** Points are read from the answer: the pictures must have cost what the profile says. */
  readonly points?: boolean;
  /** What the JSON value must be, with more than one way of writing it. */
  readonly shape?: z.ZodType;
}

/** How a question about one picture may be asked. */
export type AskOptions = Omit<Question, 'prompt' | 'images' | 'json' | 'schema'> & {
  /** Told of each call, also of those whose answer did not fit. */
  readonly onAsked?: (call: Pick<Replied, 'usage' | 'exchange'>) => void;
};

/** The answer to a question. */
export interface PictureAnswer {
  /** As the model wrote it, without its reasoning. */
  readonly text: string;
  /** The model that has answered, as the server names it; the name that was asked for where it does not. */
  readonly model: string;
  readonly usage: Usage;
  /** The JSON value, when one was asked for. */
  readonly value?: unknown;
  /** Each request without pixels, and its reply as it came. */
  readonly exchanges: readonly Readonly<Record<string, unknown>>[];
  readonly images: readonly ReadyImage[];
}

const ANSWER_TOKENS = 2000;

/**
 * Asks one question about pictures and checks the answer.
 *
 * @throws DeskhandError `no-question`; `answer-…` when no answer fits after the retries; what the line throws
 */
export async function askPicture(
  client: Client,
  question: Question & Expectation & Pick<AskOptions, 'onAsked'>,
  signal: AbortSignal,
): Promise<PictureAnswer> {
  if (question.prompt.trim() === '') throw noQuestion();
  const check = checkOf(question);
  const images = await loadImages(client, question.images, question.detail ?? 'auto', signal);
  const replies: Replied[] = [];
  const corrections: Message[] = [];
  let limit = question.max_tokens ?? ANSWER_TOKENS;
  for (let left = question.retries ?? 1; ; left--) {
    const asked = { ...question, max_tokens: limit };
    const replied = await client.inquire(() => inquiryOf(client, asked, images, corrections), signal);
    replies.push(replied);
    question.onAsked?.(replied);
    const read = check(answerText(replied.reply, replied.partial));
    if (read.ok) {
      return {
        text: read.text,
        model: modelOf(replied.reply) ?? client.profile.model,
        usage: sumUsage(replies.map(({ usage }) => usage)),
        ...(read.value !== undefined && { value: read.value }),
        exchanges: replies.map(({ exchange }) => exchange),
        images,
      };
    }
    const cut = read.name === 'truncated';
    // The same limit would cut the next answer, too; one that was given is not exceeded.
    if (left <= 0 || (cut && question.max_tokens !== undefined))
      throw unfit(client.profile.model, question, read, limit);
    if (cut) {
      limit *= 2;
      continue;
    }
    corrections.push(
      { role: 'assistant', content: read.text.trim() === '' ? '(no answer)' : read.text },
      { role: 'user', content: promptNamed('ask/repair', { reason: read.reason }) },
    );
  }
}

function noQuestion(): DeskhandError {
  return new DeskhandError('usage', 'no-question', 'There is no question, so nothing was asked.', {
    hint: 'Say what the answer shall tell, such as "What is the total?".',
  });
}

/** No answer fits, with what of it came and what helps against just that. */
function unfit(
  model: string,
  { schema, json }: Question,
  { name, reason, text }: Extract<Checked, { ok: false }>,
  limit: number,
): DeskhandError {
  const came = text.trim() === '' ? '' : ` What came: ${text.trim()}`;
  return new DeskhandError('failed', `answer-${name}`, `${model}: ${reason}.${came}`, {
    hint: helpAgainst(name, limit, schema !== undefined, json === true),
  });
}

function helpAgainst(name: string, limit: number, schema: boolean, json: boolean): string {
  if (name === 'truncated') return `Allow more than ${limit} tokens (--max-tokens), or ask for less.`;
  if (name === 'refused') return 'Ask in other words, or another model.';
  if (schema) return 'Ask more plainly, or loosen the schema.';
  return json ? 'Ask more plainly, or without JSON.' : 'Ask again, more plainly, or another model.';
}

function inquiryOf(
  { profile }: Pick<Client, 'profile'>,
  question: Question & Expectation,
  images: readonly ReadyImage[],
  corrections: readonly Message[],
): Inquiry {
  const told = promptNamed('ask/system');
  const apart = profile.instructions === 'system';
  const words: Part[] = (apart ? [] : [told])
    .concat(wordsOf(question))
    .map((text) => ({ type: 'text', text }));
  const build = (show: (image: ReadyImage) => Part): Message[] => [
    ...(apart ? [{ role: 'system' as const, content: told }] : []),
    { role: 'user', content: [...images.map(show), ...words] },
    ...corrections,
  ];
  return {
    messages: build(({ part }) => part),
    kept: build(({ name }) => ({ type: 'image_url', image_url: { url: name } })),
    pictures: images.map(({ expected }) => expected),
    points: question.points === true,
    answerTokens: question.max_tokens ?? ANSWER_TOKENS,
    ...(question.detail === 'high' && { highResolution: true }),
    ...(question.temperature !== undefined && { temperature: question.temperature }),
    json: isObject(question.schema),
  };
}

/** Servers can hold an answer to being a JSON object, not to being other JSON. */
function isObject(schema: AnswerSchema | undefined): boolean {
  return schema !== undefined && (schema.type === 'object' || schema.properties !== undefined);
}

function wordsOf({ prompt, schema, json }: Question): string {
  if (schema !== undefined)
    return `${prompt}\n\n${promptNamed('ask/schema', { schema: JSON.stringify(schema) })}`;
  return json === true ? `${prompt}\n\n${promptNamed('ask/json')}` : prompt;
}

type Checked = AnswerText & { readonly value?: unknown };

/** What the text of a reply must be. */
function checkOf({ schema, json, shape: own }: Question & Expectation): (reply: AnswerText) => Checked {
  if (schema === undefined && own === undefined && json !== true) return (reply) => reply;
  const shape = own ?? (schema === undefined ? z.json() : schemaOf(schema));
  return (reply) => {
    if (!reply.ok) return reply;
    const { text } = reply;
    const read = readJson(text, 'said');
    if (!read.ok) return { ok: false, text, name: 'no-json', reason: `this is no JSON: ${read.reason}` };
    const fits = shape.safeParse(read.value);
    return fits.success
      ? { ok: true, text, value: read.value }
      : { ok: false, text, name: 'misfit', reason: z.prettifyError(fits.error).replaceAll('\n', ' ') };
  };
}

function schemaOf(schema: AnswerSchema): z.ZodType {
  try {
    return schemaCheck(schema);
  } catch (cause) {
    throw new DeskhandError(
      'usage',
      'bad-schema',
      `The JSON Schema of the answer cannot be used: ${messageOf(cause)}.`,
      { cause },
    );
  }
}
