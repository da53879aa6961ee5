import { z } from 'zod';
import type { Usage } from '../core/action.js';
import { type AnswerSchema, schemaCheck } from '../core/answer-schema.js';
import { DeskhandError, messageOf } from '../core/errors.js';
import type { Client, Inquiry, Replied } from './client.js';
import { type Detail, type Image, loadImages, type ReadyImage } from './pictures/load.js';
import { promptNamed } from './prompts.js';
import { type AnswerText, answerText } from './reply/answer-text.js';
import { readJson } from './reply/json-text.js';
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

/** How a question about one picture may be asked. */
export type AskOptions = Omit<Question, 'prompt' | 'images' | 'json' | 'schema'> & {
  /** Told of each call, also of those whose answer did not fit. */
  readonly onAsked?: (call: Pick<Replied, 'usage' | 'exchange'>) => void;
};

/** The answer to a question. */
export interface PictureAnswer {
  /** As the model wrote it, without its reasoning. */
  readonly text: string;
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
 * @throws DeskhandError `answer-…` when no answer fits after the retries; what the line throws
 */
export async function askPicture(
  client: Client,
  question: Question & Pick<AskOptions, 'onAsked'>,
  signal: AbortSignal,
): Promise<PictureAnswer> {
  const check = checkOf(question);
  const images = await loadImages(client, question.images, question.detail ?? 'auto', signal);
  const replies: Replied[] = [];
  const corrections: Message[] = [];
  for (let left = question.retries ?? 1; ; left--) {
    const replied = await client.inquire(() => inquiryOf(question, images, corrections), signal);
    replies.push(replied);
    question.onAsked?.(replied);
    const read = check(answerText(replied.reply, replied.partial));
    if (read.ok) {
      return {
        text: read.text,
        model: client.profile.model,
        usage: sumUsage(replies.map(({ usage }) => usage)),
        ...(read.value !== undefined && { value: read.value }),
        exchanges: replies.map(({ exchange }) => exchange),
        images,
      };
    }
    if (left <= 0) {
      throw new DeskhandError('failed', `answer-${read.name}`, `${client.profile.model}: ${read.reason}`, {
        hint: 'Ask more plainly, allow more tokens (--max-tokens), or loosen the schema.',
      });
    }
    corrections.push(
      { role: 'assistant', content: read.text.trim() === '' ? '(no answer)' : read.text },
      { role: 'user', content: promptNamed('ask/repair', { reason: read.reason }) },
    );
  }
}

function inquiryOf(
  question: Question,
  images: readonly ReadyImage[],
  corrections: readonly Message[],
): Inquiry {
  const build = (show: (image: ReadyImage) => Part): Message[] => [
    { role: 'system', content: promptNamed('ask/system') },
    { role: 'user', content: [...images.map(show), { type: 'text', text: wordsOf(question) }] },
    ...corrections,
  ];
  return {
    messages: build(({ part }) => part),
    kept: build(({ name }) => ({ type: 'image_url', image_url: { url: name } })),
    pictures: images.map(({ expected }) => expected),
    answerTokens: question.max_tokens ?? ANSWER_TOKENS,
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
function checkOf({ schema, json }: Question): (reply: AnswerText) => Checked {
  if (schema === undefined && json !== true) return (reply) => reply;
  const shape = schema === undefined ? z.json() : schemaOf(schema);
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
