import { type FrameBox, frameBox } from '../../core/geometry.js';
import { type AskOptions, askPicture, type PictureAnswer } from '../ask.js';
import type { Client } from '../client.js';
import type { Image } from '../pictures/load.js';
import { promptNamed } from '../prompts.js';
import { PAGE_TOKENS } from '../read.js';
import { boxIn, knowPoints, seenIn } from './boxes.js';

/** A document as HTML or Markdown. */
export interface ReadDocument {
  /**
   * HTML: its text in tags that carry `data-bbox="left top right bottom"`. Markdown: its text, with comments such as
   * `<!-- Table (left, top, right, bottom) -->`. All in px of the picture as it was given.
   */
  readonly text: string;
  /** Boxes that were taken out because they lie outside the picture. */
  readonly dropped: number;
  readonly answer: PictureAnswer;
}

/** Of a picture that is a part of a larger one. */
interface Within {
  /** Where its top left corner lies in the larger one, in whose px boxes are told. */
  readonly corner?: { readonly x: number; readonly y: number } | undefined;
}

/** The document on a picture as QwenVL HTML. */
export function documentHtml(
  client: Client,
  image: Image,
  signal: AbortSignal,
  options: AskOptions & Within = {},
): Promise<ReadDocument> {
  const boxes = /\s*\bdata-bbox\s*=\s*(["'])(?<box>.*?)\1/gis;
  const write = (box: FrameBox): string => ` data-bbox="${cornersOf(box).join(' ')}"`;
  return documentAs(
    client,
    image,
    { prompt: 'read/html', boxes, write: ({ box }) => (box ? write(box) : '') },
    options,
    signal,
  );
}

/** The document on a picture as QwenVL Markdown. */
export function documentMarkdown(
  client: Client,
  image: Image,
  signal: AbortSignal,
  options: AskOptions & Within = {},
): Promise<ReadDocument> {
  const boxes = /<!--\s*(?<what>[\w ]*?)\s*\(?(?<box>\s*\[?\d[\d\s,.]*\]?)\)?\s*-->/g;
  const write = ({ what, box }: Written): string =>
    box === undefined ? `<!-- ${what} -->` : `<!-- ${what} (${cornersOf(box).join(', ')}) -->`;
  return documentAs(client, image, { prompt: 'read/markdown', boxes, write }, options, signal);
}

/** A box as it stood in the document, and its words. */
interface Written {
  readonly what: string;
  readonly box: FrameBox | undefined;
}

async function documentAs(
  client: Client,
  image: Image,
  form: { readonly prompt: string; readonly boxes: RegExp; readonly write: (written: Written) => string },
  { corner, ...options }: AskOptions & Within,
  signal: AbortSignal,
): Promise<ReadDocument> {
  knowPoints(client);
  const prompt = promptNamed(form.prompt);
  const asked = { usual_tokens: PAGE_TOKENS, ...options, prompt, images: [image], points: true };
  const answer = await askPicture(client, asked, signal);
  const seen = seenIn(answer);
  let dropped = 0;
  const text = withoutFence(answer.text).replaceAll(form.boxes, (...found) => {
    const { what = '', box: written = '' } = found.at(-1) as { what?: string; box?: string };
    const box = boxIn(written, client, seen);
    if (box === undefined) dropped += 1;
    return form.write({ what, box: box && movedBy(box, corner) });
  });
  return { text, dropped, answer };
}

function movedBy({ x, y, width, height }: FrameBox, corner: Within['corner']): FrameBox {
  return frameBox(x + (corner?.x ?? 0), y + (corner?.y ?? 0), width, height);
}

function withoutFence(text: string): string {
  return /^```(?:html|markdown|md)?\s*\n([\s\S]*?)\n?```$/i.exec(text.trim())?.[1] ?? text;
}

function cornersOf({ x, y, width, height }: FrameBox): number[] {
  return [x, y, x + width, y + height].map(Math.round);
}
