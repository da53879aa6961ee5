import type { Limits, Usage } from '../core/action.js';
import type { Glimpse, Picture } from '../core/chat.js';
import { type FrameBox, type Size, screenPoint } from '../core/geometry.js';
import type { Client, Inquiry } from './client.js';
import { hostTraits } from './hosts.js';
import type { Album, SentPicture } from './pictures/album.js';
import { promptNamed } from './prompts.js';
import { answerText } from './reply/answer-text.js';
import { boxBetween, tracePoint } from './reply/geometry.js';
import { readJson } from './reply/json-text.js';
import { isRecord } from './reply/message.js';
import { Misread } from './reply/misread.js';
import { readBox } from './reply/points.js';
import { pointWords } from './request/computer-use.js';
import type { Message, Part } from './request/messages.js';

/** What one look came to, and what asking took. */
export interface OneLook {
  readonly glimpse: Glimpse;
  readonly usage: Usage;
  readonly exchange: Readonly<Record<string, unknown>>;
}

/**
 * Asks where the described thing is on a picture, or on its `region` alone. Anything that is neither a clear box inside
 * the picture nor a clear no is unsure.
 *
 * @throws Unanswered when no reply comes
 */
export async function lookOnce(
  client: Client,
  album: Album,
  picture: Picture,
  description: string,
  signal: AbortSignal,
  within: { until?: number | undefined; left?: Pick<Limits, 'tokens' | 'cost'> | undefined } = {},
): Promise<OneLook> {
  const sent = await album.encoded(picture);
  const name = `frame:${picture.file}${partName(picture.region)}`;
  const { reply, partial, usage, exchange } = await client.inquire(
    () => inquiryOf(client, description, sent, name),
    signal,
    within,
  );
  const answer = answerText(reply, partial);
  const glimpse: Glimpse = answer.ok ? seenIn(answer.text, client, sent, picture.size) : { found: 'unsure' };
  return { glimpse, usage, exchange };
}

function partName(region: FrameBox | undefined): string {
  return region === undefined ? '' : `#${Object.values(region).join(',')}`;
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
  return { messages: build(sent.url), kept: build(name), pictures: [sent], points: true, answerTokens: 300 };
}

/** Anything that is neither a clear box inside the picture nor a clear no is unsure: nothing may be concluded from it. */
function seenIn(text: string, { profile }: Client, { sent, region }: SentPicture, frame: Size): Glimpse {
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
