import * as z from 'zod';
import type { Usage } from '../core/action.js';
import { type AnswerSchema, schemaCheck } from '../core/answer-schema.js';
import { DeskhandError, messageOf } from '../core/errors.js';
import type { Client, Inquiry, Replied } from './client.js';
import type { ReadyImage, ReadyPart } from './inputs/ready.js';
import type { InputReference } from './inputs/source.js';
import { type Image, type ImageSettings, loadImages } from './pictures/load.js';
import { promptNamed } from './prompts.js';
import { type AnswerText, answerText } from './reply/answer-text.js';
import { readJson } from './reply/json-text.js';
import { readMessage } from './reply/message.js';
import { splitThought } from './reply/thought.js';
import type { EarlierMessage } from './request/chat-request.js';
import type { Message, Part } from './request/messages.js';
import { sumUsage } from './usage.js';
import { loadVideo, type VideoFrame, type VideoSettings } from './video/load.js';
import type { OnText } from './wire/stream.js';

/** One question about pictures. */
export interface Question extends ImageSettings {
  readonly prompt: string;
  readonly images: readonly Image[];
  readonly video?: string | readonly VideoFrame[];
  readonly fps?: number;
  readonly recorded?: VideoSettings['recorded'];
  /** Instructions in place of the usual ones. */
  readonly system?: string;
  /** What was said before. */
  readonly messages?: readonly EarlierMessage[];
  /** Most tokens of the answer: a longer one is an error. */
  readonly max_tokens?: number;
  /** Tokens of the answer where nobody says: a longer one is asked for again with more. */
  readonly usual_tokens?: number;
  readonly temperature?: number;
  /** The answer must be JSON. */
  readonly json?: boolean;
  /** JSON Schema that the answer must fit. */
  readonly schema?: AnswerSchema;
  /** Reads the answer in place of the schema, which the model is told: other words for the same are understood. */
  readonly shape?: z.ZodType;
  /** How often an answer that does not fit is asked for again (default 1). */
  readonly retries?: number;
  /** So many pictures are read; a PDF with more pages is a mistake, since an answer would not say which it means. */
  readonly pictures?: number;
  /** Points are read from the answer, so the pictures must have been taken as they were sent. */
  readonly points?: boolean;
  /** What the whole question may take. */
  readonly within?: Parameters<Client['inquire']>[2];
  /** Told of the text while it comes. */
  readonly onText?: OnText;
  /** Told of each call, also of those whose answer did not fit. */
  readonly onAsked?: (call: Pick<Replied, 'usage' | 'exchange'>) => void;
  /** Told of the inputs once they are ready, before anything is sent. */
  readonly onInputs?: (inputs: readonly InputReference[]) => void;
}

/** How a question about one picture may be asked. */
export type AskOptions = Omit<
  Question,
  'prompt' | 'images' | 'video' | 'json' | 'schema' | 'shape' | 'points'
>;

/** The answer to a question. */
export interface PictureAnswer {
  /** As the model wrote it, without its reasoning. */
  readonly text: string;
  /** The model that the server says has answered. */
  readonly model: string;
  readonly usage: Usage;
  /** The number of the request in the server's log, where it tells. */
  readonly request_id?: string;
  /** What the model thought, where the server tells. */
  readonly reasoning?: string;
  /** The JSON value, when one was asked for. */
  readonly value?: unknown;
  /** Each request without pixels, and its reply as it came. */
  readonly exchanges: readonly Readonly<Record<string, unknown>>[];
  readonly images: readonly ReadyImage[];
  readonly inputs: readonly InputReference[];
}

const ANSWER_TOKENS = 512;
/** An answer that was cut is asked for again with so many times the tokens. */
const MORE_TOKENS = 8;

/**
 * Asks one question about pictures and checks the answer.
 *
 * @throws DeskhandError `no-question`; `answer-…` when no answer fits after the retries; what the line throws
 */
export async function askPicture(
  client: Client,
  question: Question,
  signal: AbortSignal,
): Promise<PictureAnswer> {
  if (question.prompt.trim() === '') throw noQuestion();
  const check = checkOf(question);
  const shown = await show(client, question, signal);
  question.onInputs?.(shown.inputs);
  const replies: Replied[] = [];
  const corrections: Message[] = [];
  let tokens = question.max_tokens ?? question.usual_tokens ?? ANSWER_TOKENS;
  for (let left = question.retries ?? 1; ; left--) {
    const replied = await client.inquire(
      () => inquiryOf(client, question, shown, { corrections, tokens }),
      signal,
      question.within,
    );
    replies.push(replied);
    question.onAsked?.(replied);
    const read = check(answerText(replied.reply, replied.partial));
    if (read.ok) return answerFrom(read, replies, shown);
    const cut = read.name === 'truncated';
    // The same limit would cut it at the same place.
    if (left <= 0 || (cut && question.max_tokens !== undefined))
      throw unfit(client.profile.model, question, read, tokens);
    if (cut) tokens *= MORE_TOKENS;
    else
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

function answerFrom(
  { text, value }: { readonly text: string; readonly value?: unknown },
  replies: readonly Replied[],
  { images, inputs }: Shown,
): PictureAnswer {
  const last = replies.at(-1);
  const reasoning = reasoningIn(last?.reply);
  return {
    text,
    model: last?.model ?? '',
    usage: sumUsage(replies.map(({ usage }) => usage)),
    ...(last?.requestId !== undefined && { request_id: last.requestId }),
    ...(reasoning !== '' && { reasoning }),
    ...(value !== undefined && { value }),
    exchanges: replies.map(({ exchange }) => exchange),
    images,
    inputs,
  };
}

/** What the model thought: in its own field, or in marks within the text. */
function reasoningIn(reply: unknown): string {
  const { reasoning, text } = readMessage(reply);
  return reasoning.trim() === '' ? splitThought(text).thought : reasoning.trim();
}

/** Everything of a question that is shown, ready to be sent. */
interface Shown {
  readonly images: readonly ReadyImage[];
  /** Pictures and video of the question itself. */
  readonly parts: readonly ReadyPart[];
  readonly earlier: readonly ReadyMessage[];
  readonly inputs: readonly InputReference[];
}

interface ReadyMessage {
  readonly role: EarlierMessage['role'];
  readonly content: string | readonly ReadyPart[];
}

async function show(client: Client, question: Question, signal: AbortSignal): Promise<Shown> {
  const earlier: ReadyMessage[] = [];
  for (const message of question.messages ?? [])
    earlier.push(await readyMessage(client, message, question, signal));
  const images = await loadImages(client, question.images, question, signal);
  if (question.pictures !== undefined && images.length !== question.pictures)
    throw tooManyPages(images.length, question.pictures);
  const { video } = question;
  const videos = video === undefined ? [] : await loadVideo(client, video, question, signal);
  const parts = [...images, ...videos];
  const before = earlier.flatMap(({ content }) => (typeof content === 'string' ? [] : content));
  return { images, parts, earlier, inputs: [...before, ...parts].flatMap(({ references }) => references) };
}

function tooManyPages(there: number, wanted: number): DeskhandError {
  return new DeskhandError(
    'usage',
    'no-picture',
    `${wanted === 1 ? 'One picture is read' : `${wanted} pictures are read`} at a time, and the PDF has ${there} pages.`,
    { hint: 'Say which page with --pages, in a request as "pages".' },
  );
}

async function readyMessage(
  client: Client,
  { role, content }: EarlierMessage,
  settings: Question,
  signal: AbortSignal,
): Promise<ReadyMessage> {
  if (typeof content === 'string') return { role, content };
  const parts = await Promise.all(
    content.map(async (part): Promise<readonly ReadyPart[]> => {
      if (part.type === 'text') return [{ part, kept: part, expected: [], references: [] }];
      const { fps: _fps, pages: _pages, ...rest } = settings;
      if (part.type === 'image_url') {
        const { image_url, pages } = part;
        return loadImages(client, [image_url], { ...rest, ...(pages !== undefined && { pages }) }, signal);
      }
      const video = part.type === 'video' ? part.video : part.video_url;
      return loadVideo(client, video, { ...rest, ...(part.fps !== undefined && { fps: part.fps }) }, signal);
    }),
  );
  return { role, content: parts.flat() };
}

function inquiryOf(
  { profile }: Client,
  question: Question,
  shown: Shown,
  { corrections, tokens }: { readonly corrections: readonly Message[]; readonly tokens: number },
): Inquiry {
  const parts = [
    ...shown.earlier.flatMap(({ content }) => (typeof content === 'string' ? [] : content)),
    ...shown.parts,
  ];
  const { fps, onText, temperature, points } = question;
  const build = (of: (ready: ReadyPart) => Part): Message[] => [
    ...messagesFor(question, shown, profile.instructions === 'system', of),
    ...corrections,
  ];
  return {
    messages: build(({ part }) => part),
    kept: build(({ kept }) => kept),
    pictures: parts.flatMap(({ expected }) => expected),
    answerTokens: tokens,
    ...(temperature !== undefined && { temperature }),
    ...(fps !== undefined && { fps }),
    ...(onText && { onText }),
    points: points === true,
    ...(question.detail === 'high' && { highResolution: true }),
    json: question.schema === undefined ? question.json === true : isObject(question.schema),
  };
}

/** Instructions, what was said before, and the question; where a model knows no system message, they begin the question. */
function messagesFor(
  question: Question,
  shown: Shown,
  apart: boolean,
  of: (ready: ReadyPart) => Part,
): Message[] {
  const told = shown.earlier.flatMap(({ role, content }) => (role === 'system' ? [String(content)] : []));
  const instructions = [question.system ?? (told.length > 0 ? undefined : promptNamed('ask/system')), ...told]
    .filter((each) => each !== undefined)
    .join('\n\n');
  const said = shown.earlier.flatMap(({ role, content }): Message[] => {
    if (role === 'system') return [];
    if (role === 'assistant') return [{ role, content: String(content) }];
    return [{ role, content: typeof content === 'string' ? content : content.map(of) }];
  });
  const words: Part = { type: 'text', text: wordsOf(question) };
  const lead: Part[] = apart ? [] : [{ type: 'text', text: instructions }];
  return [
    ...(apart ? [{ role: 'system' as const, content: instructions }] : []),
    ...said,
    { role: 'user', content: [...lead, ...shown.parts.map(of), words] },
  ];
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
function checkOf({ schema, json, shape: own }: Question): (reply: AnswerText) => Checked {
  if (schema === undefined && own === undefined && json !== true) return (reply) => reply;
  const shape = own ?? (schema === undefined ? z.json() : schemaOf(schema));
  return (reply) => {
    if (!reply.ok) return reply;
    const { text } = reply;
    const read = readJson(text, 'said');
    if (!read.ok) return { ok: false, text, name: 'no-json', reason: `this is no JSON: ${read.reason}` };
    const fits = shape.safeParse(read.value);
    return fits.success
      ? { ok: true, text, value: own === undefined ? read.value : fits.data }
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
