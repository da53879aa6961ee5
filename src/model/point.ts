import type { Usage } from '../core/action.js';
import {
  centreOf,
  type FrameBox,
  type FramePoint,
  frameBox,
  type Size,
  screenPoint,
} from '../core/geometry.js';
import type { Located, Sighting } from '../core/target.js';
import type { View } from '../ports.js';
import type { Client, Inquiry } from './client.js';
import { hostTraits } from './hosts.js';
import { Album, type SentPicture } from './pictures/album.js';
import { promptNamed } from './prompts.js';
import { answerText } from './reply/answer-text.js';
import { boxBetween, tracePoint } from './reply/geometry.js';
import { readJson } from './reply/json-text.js';
import { isRecord } from './reply/message.js';
import { Misread } from './reply/misread.js';
import { readBox } from './reply/points.js';
import { pointWords } from './request/computer-use.js';
import type { Message, Part } from './request/messages.js';

/** Things with a shorter side below this get a second look, frame px. */
const SMALL_SIDE = 32;
/** Screens with at least so many pixels (1440p) always get one. */
const BIG_SCREEN = 2560 * 1440;
/** The part of each side that the second look shows, and its least length, frame px. */
const CLOSE_PART = 0.5;
const CLOSE_LEAST = 768;
/** Two looks farther apart than this share of the frame's longer side mean different things. */
const APART = 0.02;
/** Two looks that are this close agree well. */
const AGREE = 0.01;
/** How sure one look, two looks and two looks that agree well are (measured rates of right points in the notes of others). */
const scores = { one: 0.8, two: 0.85, agreed: 0.93 } as const;

export interface PointOptions {
  /** Whether a click on what is described would be risky: then it gets a second look, whatever its size. */
  readonly risky?: (description: string) => boolean;
  /** Told of every question that was asked, for cost and the recording. */
  readonly onAsked?: (asked: { usage: Usage; exchange: Readonly<Record<string, unknown>> }) => void;
}

/**
 * The model's rung of the ladder: where the described thing is. Small things, big screens and risky
 * things get a second, enlarged look at half of each side around the first answer; two looks that disagree are ambiguous.
 */
export function askModelToPoint(
  client: Client,
  options: PointOptions = {},
): (view: View, description: string, signal: AbortSignal) => Promise<Located> {
  const album = new Album(client.profile, client.host);
  return async (view, description, signal) => {
    const began = client.clock.now();
    const ms = (): number => Math.max(0, client.clock.now() - began);
    const look = (region?: FrameBox): Promise<Seen> =>
      lookOnce(client, album, view, description, options, signal, region);
    const first = await look();
    if (first.found !== 'found') return notFound(first, ms());
    const { size } = view.frame;
    const small = Math.min(first.box.width, first.box.height) < SMALL_SIDE;
    const big = size.width * size.height >= BIG_SCREEN;
    if (!small && !big && options.risky?.(description) !== true) return found(first.box, scores.one, ms());
    const second = await look(closeAround(centreOf(first.box), size));
    if (second.found !== 'found') return doubt([first.box], `a closer look says ${second.found}`, ms());
    return compare(first.box, second.box, size, ms());
  };
}

/** What one look came to. */
type Seen =
  | { readonly found: 'found'; readonly box: FrameBox }
  | { readonly found: 'absent' | 'ambiguous' | 'unsure' };

function compare(first: FrameBox, second: FrameBox, size: Size, ms: number): Located {
  const [a, b] = [centreOf(first), centreOf(second)];
  const apart = Math.hypot(a.x - b.x, a.y - b.y) / Math.max(size.width, size.height);
  if (apart > APART)
    return doubt(
      [first, second],
      `two looks point ${Math.round(Math.hypot(a.x - b.x, a.y - b.y))} px apart`,
      ms,
    );
  return found(second, apart <= AGREE ? scores.agreed : scores.two, ms);
}

/** Half of each side around a point, shifted inside the frame. */
export function closeAround(point: FramePoint, size: Size): FrameBox {
  const width = Math.min(size.width, Math.max(CLOSE_LEAST, Math.round(size.width * CLOSE_PART)));
  const height = Math.min(size.height, Math.max(CLOSE_LEAST, Math.round(size.height * CLOSE_PART)));
  const x = Math.min(Math.max(0, Math.round(point.x - width / 2)), size.width - width);
  const y = Math.min(Math.max(0, Math.round(point.y - height / 2)), size.height - height);
  return frameBox(x, y, width, height);
}

async function lookOnce(
  client: Client,
  album: Album,
  { frame, path }: View,
  description: string,
  { onAsked }: PointOptions,
  signal: AbortSignal,
  region: FrameBox | undefined,
): Promise<Seen> {
  const picture = {
    path,
    sha256: frame.sha256,
    file: frame.file,
    size: frame.size,
    scale: frame.scale,
    origin: frame.origin,
    ...(region && { region }),
  };
  const sent = await album.encoded(picture);
  const name = `frame:${frame.file}${region === undefined ? '' : `#${Object.values(region).join(',')}`}`;
  const { reply, partial, usage, exchange } = await client.inquire(
    () => inquiryOf(client, description, sent, name),
    signal,
  );
  onAsked?.({ usage, exchange });
  const answer = answerText(reply, partial);
  return answer.ok ? seenIn(answer.text, client, sent, frame.size) : { found: 'unsure' };
}

/** One picture a question: models take points of a part for points of the whole otherwise. */
function inquiryOf({ profile, host }: Client, description: string, sent: SentPicture, name: string): Inquiry {
  const words = promptNamed('point/point', { description, points: pointWords(profile.space, sent.sent) });
  const { maxPixels } = hostTraits[host];
  const build = (url: string): Message[] => {
    const image: Part = {
      type: 'image_url',
      image_url: { url },
      ...(maxPixels && { max_pixels: sent.sent.width * sent.sent.height }),
    };
    return [{ role: 'user', content: [image, { type: 'text', text: words }] }];
  };
  return { messages: build(sent.url), kept: build(name), pictures: [sent], answerTokens: 300 };
}

/** Anything that is neither a clear box inside the picture nor a clear no is unsure: nothing may be concluded from it. */
function seenIn(text: string, { profile }: Client, { sent, region }: SentPicture, frame: Size): Seen {
  const read = readJson(text.replace(/^```(?:json)?\s*/, ''), 'said');
  if (!read.ok) return { found: 'unsure' };
  const values: unknown[] = Array.isArray(read.value) && !isNumbers(read.value) ? read.value : [read.value];
  if (values.length > 1) return { found: 'ambiguous' };
  if (values.length === 0) return { found: 'absent' };
  const [value] = values;
  const word = isRecord(value) ? value.found : undefined;
  if (word === 'ambiguous' || word === 'absent') return { found: word };
  const box = readBox(isRecord(value) ? (value.bbox_2d ?? value.bbox ?? value.box) : value);
  if (!box.ok || profile.space === 'unknown') return { found: 'unsure' };
  const shown = {
    space: profile.space,
    sent,
    frame,
    scale: 1,
    origin: screenPoint(0, 0),
    ...(region && { region }),
  };
  try {
    return {
      found: 'found',
      box: boxBetween(tracePoint(box.from, shown).frame, tracePoint(box.to, shown).frame),
    };
  } catch (error) {
    if (error instanceof Misread) return { found: 'unsure' };
    throw error;
  }
}

function isNumbers(list: readonly unknown[]): boolean {
  return list.length > 0 && list.every((each) => typeof each === 'number');
}

function sighting(box: FrameBox, score: number, ms: number): Sighting {
  return { rung: 'model', box, point: centreOf(box), score, ms };
}

function found(box: FrameBox, score: number, ms: number): Located {
  return { found: 'found', sighting: sighting(box, score, ms) };
}

function doubt(boxes: readonly FrameBox[], reason: string, ms: number): Located {
  return { found: 'ambiguous', reason, candidates: boxes.map((box) => sighting(box, 0.5, ms)), ms };
}

function notFound({ found: what }: Exclude<Seen, { found: 'found' }>, ms: number): Located {
  if (what === 'absent') return { found: 'absent', reason: 'the model does not see it', nearest: [], ms };
  const reason =
    what === 'unsure' ? 'the answer of the model cannot be used' : 'the model sees several that fit';
  return { found: 'ambiguous', reason, candidates: [], ms };
}
