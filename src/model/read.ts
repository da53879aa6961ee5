import { z } from 'zod';
import { type FrameBox, screenPoint } from '../core/geometry.js';
import { type AskOptions, askPicture, type PictureAnswer } from './ask.js';
import type { Client } from './client.js';
import type { Image, ReadyImage } from './pictures/load.js';
import { unknownSpace } from './profiles/index.js';
import { promptNamed } from './prompts.js';
import { boxBetween, tracePoint } from './reply/geometry.js';
import { Misread } from './reply/misread.js';
import { readBox } from './reply/points.js';
import { pointWords } from './request/computer-use.js';

/** A piece of text on a picture. */
export interface LocatedText {
  readonly text: string;
  /** px of the picture as it was given. */
  readonly box: FrameBox;
}

/** Tokens of a page of text. */
const PAGE_TOKENS = 4000;

/** All text of a picture, line by line. */
export function readText(
  client: Client,
  image: Image,
  signal: AbortSignal,
  options: AskOptions = {},
): Promise<PictureAnswer> {
  const prompt = promptNamed('read/text');
  return askPicture(client, { max_tokens: PAGE_TOKENS, ...options, prompt, images: [image] }, signal);
}

/** A document as HTML. */
export interface DocumentHtml {
  /** Its text in tags that carry `data-bbox="left top right bottom"`, px of the picture as it was given. */
  readonly html: string;
  /** Boxes that were taken out because they lie outside the picture. */
  readonly dropped: number;
  readonly answer: PictureAnswer;
}

/** The document on a picture as QwenVL HTML. */
export async function documentHtml(
  client: Client,
  image: Image,
  signal: AbortSignal,
  options: AskOptions = {},
): Promise<DocumentHtml> {
  const prompt = promptNamed('read/html');
  mustKnowSpace(client);
  const question = { max_tokens: PAGE_TOKENS, ...options, prompt, images: [image], points: true };
  const answer = await askPicture(client, question, signal);
  const [shown] = answer.images;
  let dropped = 0;
  const html = withoutFence(answer.text).replaceAll(
    /\s*\bdata-bbox\s*=\s*(["'])(.*?)\1/gis,
    (_all, _quote, written: string) => {
      const box = shown && boxIn(written, client, shown);
      if (box === undefined) dropped += 1;
      return box === undefined ? '' : ` data-bbox="${cornersOf(box).join(' ')}"`;
    },
  );
  return { html, dropped, answer };
}

function withoutFence(text: string): string {
  return /^```(?:html)?\s*\n([\s\S]*?)\n?```$/i.exec(text.trim())?.[1] ?? text;
}

function cornersOf({ x, y, width, height }: FrameBox): number[] {
  return [x, y, x + width, y + height].map(Math.round);
}

/** Every piece of text with its box. Pieces whose box lies outside the picture are left out and counted. */
export async function locateText(
  client: Client,
  image: Image,
  signal: AbortSignal,
  options: AskOptions = {},
): Promise<{
  readonly texts: readonly LocatedText[];
  readonly dropped: number;
  readonly answer: PictureAnswer;
}> {
  mustKnowSpace(client);
  const prompt = promptNamed('read/located', {
    points: pointWords(client.profile.space),
  });
  const question = { max_tokens: PAGE_TOKENS, ...options, prompt, images: [image], points: true };
  const answer = await askPicture(client, { ...question, shape: Pieces }, signal);
  const [shown] = answer.images;
  const pieces = Pieces.parse(answer.value);
  const texts = pieces.flatMap(({ text, bbox_2d }) => {
    const box = shown && boxIn(bbox_2d, client, shown);
    return box ? [{ text, box }] : [];
  });
  return { texts, dropped: pieces.length - texts.length, answer };
}

/** The makers' own examples call the text `text_content`; the models write it so, whatever they were asked for. */
const textNames = ['text', 'text_content', 'content', 'label'] as const;
const boxNames = ['bbox_2d', 'bbox', 'box'] as const;

const Pieces = z.array(
  z.looseObject({}).transform((piece, context) => {
    const text = textNames.map((name) => piece[name]).find((value) => typeof value === 'string');
    const box = boxNames.map((name) => piece[name]).find((value) => value !== undefined);
    if (text !== undefined && box !== undefined) return { text, bbox_2d: box };
    const missing = text === undefined ? 'text' : 'bbox_2d';
    context.addIssue({ code: 'custom', message: `a piece of text needs ${missing}` });
    return z.NEVER;
  }),
);

/**
 * Boxes of a model of which nobody knows how it writes points would all be left out, in silence.
 *
 * @throws DeskhandError `unknown-space`
 */
function mustKnowSpace({ profile }: Client): void {
  if (profile.space === 'unknown') throw unknownSpace(profile);
}

function boxIn(written: unknown, { profile }: Client, { expected, size }: ReadyImage): FrameBox | undefined {
  const box = readBox(written);
  if (!box.ok || profile.space === 'unknown') return undefined;
  const { sent } = expected;
  const shown = { space: profile.space, sent, frame: size, scale: 1, origin: screenPoint(0, 0) };
  try {
    return boxBetween(tracePoint(box.from, shown).frame, tracePoint(box.to, shown).frame);
  } catch (error) {
    if (error instanceof Misread) return undefined;
    throw error;
  }
}

/** What a comparison of two screens says; unknown never passes a check. */
export interface Comparison {
  readonly result: 'holds' | 'fails' | 'unknown';
  readonly reason: string;
  readonly answer: PictureAnswer;
}

const Compared = z.object({ result: z.enum(['holds', 'fails', 'unknown']), reason: z.string() });

/** Compares the screen before and after an act. */
export async function comparePictures(
  client: Client,
  pictures: { readonly before: Image; readonly after: Image },
  question: string,
  signal: AbortSignal,
  options: AskOptions = {},
): Promise<Comparison> {
  const answer = await askPicture(
    client,
    {
      ...options,
      prompt: promptNamed('read/compare', { question }),
      images: [pictures.before, pictures.after],
      schema: z.toJSONSchema(Compared),
    },
    signal,
  );
  return { ...Compared.parse(answer.value), answer };
}
