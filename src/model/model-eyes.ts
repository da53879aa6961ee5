import sharp from 'sharp';
import { type FrameBox, frameBox } from '../core/geometry.js';
import type { AskedCall, ModelEyes, ModelRequest, View } from '../ports.js';
import { type AskOptions, askPicture } from './ask.js';
import type { Client } from './client.js';
import { locateText } from './forms/boxes.js';
import { documentHtml } from './forms/document.js';
import type { Image } from './pictures/load.js';
import { promptNamed } from './prompts.js';
import { comparePictures, readText } from './read.js';

/** Tokens of an answer that fills a schema: lists of rows are long. */
const VALUE_TOKENS = 4000;

/**
 * Eyes of a run that read and compare with a model: one question, temperature 0, no thinking where that can be
 * switched off, and one repair turn for an answer that does not fit.
 */
export function modelEyes(client: Client): ModelEyes {
  return {
    model: client.profile.model,
    async read(view, request, onAsked, signal) {
      const image = await imageOf(view, request.area);
      return answerTo(client, image, request, settings(onAsked), signal);
    },
    async compare({ before, after, area }, claim, onAsked, signal) {
      const [first, second] = await Promise.all([imageOf(before, area), imageOf(after, area)]);
      const pictures = { before: first, after: second };
      const { result, reason } = await comparePictures(client, pictures, claim, signal, settings(onAsked));
      return { result, reason };
    },
  };
}

function settings(onAsked: (call: AskedCall) => void): AskOptions {
  return { temperature: 0, retries: 1, onAsked: ({ usage, exchange }) => onAsked({ usage, exchange }) };
}

async function answerTo(
  client: Client,
  image: Image,
  { question, schema, format, area }: ModelRequest,
  options: AskOptions,
  signal: AbortSignal,
): Promise<unknown> {
  if (format === 'html') return (await documentHtml(client, image, signal, options)).text;
  if (format === 'located') {
    const { texts } = await locateText(client, image, signal, options);
    return texts.map(({ text, box }) => ({ text, box: onFrame(box, area) }));
  }
  if (schema === undefined && question === undefined)
    return (await readText(client, image, signal, options)).text;
  const prompt = question ?? promptNamed('read/values');
  const asked = { ...options, prompt, images: [image], usual_tokens: VALUE_TOKENS };
  const answer = await askPicture(client, { ...asked, ...(schema && { schema }) }, signal);
  return schema === undefined ? answer.text : answer.value;
}

/** The frame or its part; the recording names it instead of holding its pixels. */
async function imageOf({ path, frame }: View, area: FrameBox | undefined): Promise<Image> {
  if (area === undefined) return { picture: path, name: `frame:${frame.file}?sha256=${frame.sha256}` };
  const { x, y, width, height } = area;
  const picture = await sharp(path).extract({ left: x, top: y, width, height }).png().toBuffer();
  return { picture, name: `frame:${frame.file}#${x},${y},${width},${height}?sha256=${frame.sha256}` };
}

function onFrame({ x, y, width, height }: FrameBox, area: FrameBox | undefined): FrameBox {
  return frameBox(x + (area?.x ?? 0), y + (area?.y ?? 0), width, height);
}
