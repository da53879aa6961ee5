import { z } from 'zod';
import { type FrameBox, type Size, screenPoint } from '../core/geometry.js';
import { askPicture, type PictureAnswer } from './ask.js';
import type { Client } from './client.js';
import { promptNamed } from './prompts.js';
import { boxBetween, tracePoint } from './reply/geometry.js';
import { Misread } from './reply/misread.js';
import { readBox } from './reply/points.js';
import { pointWords } from './request/computer-use.js';

type Image = string | Uint8Array;

/** A piece of text on a picture. */
export interface LocatedText {
  readonly text: string;
  /** px of the picture as it was given. */
  readonly box: FrameBox;
}

/** Tokens of a page of text. */
const PAGE_TOKENS = 4000;

/** All text of a picture, line by line. */
export function readText(client: Client, image: Image, signal: AbortSignal): Promise<PictureAnswer> {
  return askPicture(
    client,
    { prompt: promptNamed('read/text'), images: [image], max_tokens: PAGE_TOKENS },
    signal,
  );
}

/** The document on a picture as QwenVL HTML: its text in tags that carry `data-bbox`. */
export function documentHtml(client: Client, image: Image, signal: AbortSignal): Promise<PictureAnswer> {
  return askPicture(
    client,
    { prompt: promptNamed('read/html'), images: [image], max_tokens: PAGE_TOKENS },
    signal,
  );
}

/** Every piece of text with its box. Pieces whose box lies outside the picture are left out and counted. */
export async function locateText(
  client: Client,
  image: Image,
  signal: AbortSignal,
): Promise<{
  readonly texts: readonly LocatedText[];
  readonly dropped: number;
  readonly answer: PictureAnswer;
}> {
  const prompt = promptNamed('read/located', {
    points: pointWords(client.profile.space),
  });
  const answer = await askPicture(
    client,
    { prompt, images: [image], json: true, max_tokens: PAGE_TOKENS },
    signal,
  );
  const [shown] = answer.images;
  const pieces = z
    .array(z.object({ text: z.string(), bbox_2d: z.unknown() }))
    .catch([])
    .parse(answer.value);
  const texts = pieces.flatMap(({ text, bbox_2d }) => {
    const box = shown?.expected && shown.size && boxIn(bbox_2d, client, shown.expected.sent, shown.size);
    return box ? [{ text, box }] : [];
  });
  return { texts, dropped: pieces.length - texts.length, answer };
}

function boxIn(written: unknown, { profile }: Client, sent: Size, frame: Size): FrameBox | undefined {
  const box = readBox(written);
  if (!box.ok || profile.space === 'unknown') return undefined;
  const shown = { space: profile.space, sent, frame, scale: 1, origin: screenPoint(0, 0) };
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

/** Compares the screen before and after an act. */
export async function comparePictures(
  client: Client,
  pictures: { readonly before: Image; readonly after: Image },
  question: string,
  signal: AbortSignal,
): Promise<Comparison> {
  const shape = z.object({ result: z.enum(['holds', 'fails', 'unknown']), reason: z.string() });
  const answer = await askPicture(
    client,
    {
      prompt: promptNamed('read/compare', { question }),
      images: [pictures.before, pictures.after],
      schema: z.toJSONSchema(shape),
    },
    signal,
  );
  return { ...shape.parse(answer.value), answer };
}
