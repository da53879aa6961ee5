import * as z from 'zod';
import { DeskhandError } from '../../core/errors.js';
import { type FrameBox, screenPoint } from '../../core/geometry.js';
import { type AskOptions, askPicture, type PictureAnswer } from '../ask.js';
import type { Client } from '../client.js';
import type { ReadyImage } from '../inputs/ready.js';
import type { Image } from '../pictures/load.js';
import { unknownSpace } from '../profiles/index.js';
import { promptNamed } from '../prompts.js';
import { PAGE_TOKENS } from '../read.js';
import { boxBetween, tracePoint } from '../reply/geometry.js';
import { isRecord } from '../reply/message.js';
import { Misread } from '../reply/misread.js';
import { readBox } from '../reply/points.js';
import { pointWords } from '../request/computer-use.js';

/** Something on a picture, or a piece of its text. */
export interface Located {
  readonly label: string;
  /** px of the picture as it was given. */
  readonly box: FrameBox;
}

/** A piece of text on a picture. */
export interface LocatedText {
  readonly text: string;
  /** px of the picture as it was given. */
  readonly box: FrameBox;
}

/** What was located; `dropped` boxes were left out because they lie outside the picture or are none. */
interface AllLocated {
  readonly found: readonly Located[];
  readonly dropped: number;
  readonly answer: PictureAnswer;
}

const Pieces = z.array(z.object({ text: z.string(), bbox_2d: z.array(z.number()).length(4) }));
const Things = z.array(z.object({ label: z.string(), bbox_2d: z.array(z.number()).length(4) }));

/** Every piece of text with its box. */
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
  const points = pointWords(client.profile.space);
  const prompt = promptNamed('read/located', { points });
  const { found, ...rest } = await located(client, image, prompt, Pieces, options, signal);
  return { ...rest, texts: found.map(({ label, box }) => ({ text: label, box })) };
}

/** Every thing of a kind with its label and box. */
export function locateThings(
  client: Client,
  image: Image,
  what: string,
  signal: AbortSignal,
  options: AskOptions = {},
): Promise<AllLocated> {
  const points = pointWords(client.profile.space);
  return located(client, image, promptNamed('read/boxes', { points, what }), Things, options, signal);
}

async function located(
  client: Client,
  image: Image,
  prompt: string,
  told: z.ZodType,
  options: AskOptions,
  signal: AbortSignal,
): Promise<AllLocated> {
  knowPoints(client);
  const asked = { usual_tokens: PAGE_TOKENS, ...options, prompt, images: [image], points: true };
  const answer = await askPicture(client, { ...asked, schema: z.toJSONSchema(told), shape: Written }, signal);
  const shown = seenIn(answer);
  const pieces = Read.parse(answer.value);
  const found = pieces.flatMap(({ label, place }) => {
    const box = boxIn(place, client, shown);
    return box === undefined ? [] : [{ label, box }];
  });
  return { found, dropped: pieces.length - found.length, answer };
}

/** What models call the words of a piece, and its box: the makers' own examples differ. */
const wordNames = ['label', 'text', 'text_content', 'name', 'content'] as const;
const placeNames = ['bbox_2d', 'bbox', 'box_2d', 'box', 'point_2d'] as const;

/** A list of places in any of the forms that models write. */
const Written = z.preprocess(
  listIn,
  z.array(
    z.looseObject({}).transform((piece, context) => {
      const label = wordNames.map((name) => piece[name]).find((each) => typeof each === 'string');
      const place = placeNames.map((name) => piece[name]).find((each) => each !== undefined);
      if (typeof label === 'string' && place !== undefined) return { label, place };
      const missing = place === undefined ? 'bbox_2d' : 'its words';
      context.addIssue({ code: 'custom', message: `each place needs ${missing}` });
      return z.NEVER;
    }),
  ),
);

/** What `Written` makes of them. */
const Read = z.array(z.object({ label: z.string(), place: z.unknown() }));

/** Some answer with an object around the list, or with the one place alone. */
function listIn(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const lists = Object.values(value).filter((each) => Array.isArray(each) && each.some(isRecord));
  if (lists.length === 1) return lists[0];
  return placeNames.some((name) => name in value) ? [value] : Object.keys(value).length === 0 ? [] : value;
}

/**
 * Refuses a model of which nobody knows how it writes points, before it is paid for an answer that cannot be read.
 *
 * @throws DeskhandError `unknown-space`
 */
export function knowPoints({ profile }: Client): void {
  if (profile.space === 'unknown') throw unknownSpace(profile);
}

/** The picture that was shown. */
export function seenIn({ images }: PictureAnswer): NonNullable<ReadyImage['seen']> {
  const seen = images[0]?.seen;
  if (seen !== undefined) return seen;
  throw new DeskhandError(
    'usage',
    'no-size',
    'The size of a picture that only the server opens is not known here, so its places mean nothing.',
    {
      hint: 'Give the file itself, with --upload if it should go through the store.',
    },
  );
}

/** The box in px of the picture; undefined for one that lies outside, or is none. */
export function boxIn(
  written: unknown,
  { profile }: Client,
  { size, sent }: NonNullable<ReadyImage['seen']>,
): FrameBox | undefined {
  const box = readBox(written);
  if (!box.ok || profile.space === 'unknown') return undefined;
  const shown = { space: profile.space, sent, frame: size, scale: 1, origin: screenPoint(0, 0) };
  try {
    return boxBetween(tracePoint(box.from, shown).frame, tracePoint(box.to, shown).frame);
  } catch (error) {
    if (error instanceof Misread) return undefined;
    throw error;
  }
}
