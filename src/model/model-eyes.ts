import { dirname } from 'node:path';
import sharp from 'sharp';
import { DeskhandError } from '../core/errors.js';
import { type FrameBox, frameBox } from '../core/geometry.js';
import type { AskedCall, ModelEyes, ModelRequest, View } from '../ports.js';
import { type AskOptions, askPicture, type Question } from './ask.js';
import type { Client } from './client.js';
import { locateText, locateThings } from './forms/boxes.js';
import { documentHtml, documentMarkdown } from './forms/document.js';
import { readOcr } from './forms/ocr.js';
import { readTable } from './forms/table.js';
import type { Image } from './pictures/load.js';
import { promptNamed } from './prompts.js';
import { comparePictures, readText } from './read.js';
import { framesAt } from './video/frames.js';
import { asFrame, type VideoSettings } from './video/load.js';

/** Tokens of an answer that fills a schema: lists of rows are long. */
const VALUE_TOKENS = 4000;

/**
 * Eyes of a run that read and compare with a model: one question, temperature 0, no thinking where that can be
 * switched off, and one repair turn for an answer that does not fit.
 *
 * @param recorded the frames of a recording, for what asks about the last seconds of its own run
 */
export function modelEyes(client: Client, recorded: NonNullable<VideoSettings['recorded']>): ModelEyes {
  return {
    model: client.profile.model,
    async read(view, request, onAsked, signal) {
      const options = settings(onAsked);
      if (request.video !== undefined) {
        const video = await lastFrames(view, request.video, recorded);
        return ask(client, request, { ...options, images: [], video, fps: request.video.fps }, signal);
      }
      const image = await imageOf(view, request.area);
      if (request.format === undefined) return ask(client, request, { ...options, images: [image] }, signal);
      return readAs[request.format](client, image, request, options, signal);
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

/** The value that fits the schema, the answer to the question, or all text. */
async function ask(
  client: Client,
  { question, schema }: ModelRequest,
  options: Omit<Question, 'prompt'>,
  signal: AbortSignal,
): Promise<unknown> {
  const [image] = options.images;
  if (schema === undefined && question === undefined && image !== undefined)
    return (await readText(client, image, signal, options)).text;
  const prompt = question ?? promptNamed('read/values');
  const asked = { ...options, prompt, usual_tokens: VALUE_TOKENS, ...(schema && { schema }) };
  const { text, value } = await askPicture(client, asked, signal);
  return schema === undefined ? text : value;
}

type Read = (
  client: Client,
  image: Image,
  request: ModelRequest,
  options: AskOptions,
  signal: AbortSignal,
) => Promise<unknown>;

const readAs: Readonly<Record<NonNullable<ModelRequest['format']>, Read>> = {
  text: async (client, image, _request, options, signal) =>
    (await readText(client, image, signal, options)).text,
  ocr: async (client, image, _request, options, signal) =>
    (await readOcr(client, image, signal, options)).ocr,
  located: async (client, image, { area }, options, signal) => {
    const { texts } = await locateText(client, image, signal, options);
    return texts.map(({ text, box }) => ({ text, box: onFrame(box, area) }));
  },
  boxes: async (client, image, { area, question }, options, signal) => {
    const what = question ?? promptNamed('read/things');
    const { found } = await locateThings(client, image, what, signal, options);
    return found.map(({ label, box }) => ({ label, box: onFrame(box, area) }));
  },
  table: async (client, image, { question }, options, signal) =>
    (await readTable(client, image, question, signal, options)).table,
  html: async (client, image, { area }, options, signal) =>
    (await documentHtml(client, image, signal, { ...options, corner: area })).text,
  markdown: async (client, image, { area }, options, signal) =>
    (await documentMarkdown(client, image, signal, { ...options, corner: area })).text,
};

/** The frames of the last seconds of the run that the view belongs to. */
async function lastFrames(
  { path, frame }: View,
  { seconds, fps }: NonNullable<ModelRequest['video']>,
  recorded: NonNullable<VideoSettings['recorded']>,
): Promise<NonNullable<Question['video']>> {
  const folder = frame.file.split('/').reduce(dirname, path);
  const frames = await recorded(folder);
  if (frames === undefined)
    throw new DeskhandError('failed', 'no-video', `${folder} holds no frames of this run.`);
  return framesAt(frames, fps, seconds).map(asFrame);
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
