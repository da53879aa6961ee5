import type { Form } from '../../core/forms.js';
import { type AskOptions, askPicture, type PictureAnswer, type Question } from '../ask.js';
import type { Client } from '../client.js';
import { promptNamed } from '../prompts.js';
import { comparePictures, readText } from '../read.js';
import { type Located, locateText, locateThings } from './boxes.js';
import { documentHtml, documentMarkdown } from './document.js';
import { readOcr } from './ocr.js';
import { csvOf, readTable } from './table.js';

/** An answer that was read as something. */
export interface FormAnswer {
  readonly answer: PictureAnswer;
  /** What programs get. */
  readonly value?: unknown;
  /** What people get, where that is not the value itself. */
  readonly words?: string;
  /** What can be drawn on the picture. */
  readonly located?: readonly Located[];
  /** Places that were left out because they lie outside the picture. */
  readonly dropped?: number;
}

/** Asks for what a picture is read as. */
export async function askAs(
  client: Client,
  form: Form,
  { prompt, images, video, ...settings }: Question,
  signal: AbortSignal,
): Promise<FormAnswer> {
  const [first = '', second = ''] = images;
  if (form === 'caption') {
    const asked = {
      ...settings,
      images,
      prompt: promptNamed('read/caption'),
      ...(video !== undefined && { video }),
    };
    return { answer: await askPicture(client, asked, signal) };
  }
  const options = { ...settings, pictures: images.length };
  if (form === 'changes') {
    const { answer, result, reason } = await comparePictures(
      client,
      { before: first, after: second },
      prompt,
      signal,
      options,
    );
    return { answer, value: { result, reason } };
  }
  return readAs[form](client, first, prompt.trim(), options, signal);
}

type Read = (
  client: Client,
  image: Question['images'][number],
  asked: string,
  options: AskOptions,
  signal: AbortSignal,
) => Promise<FormAnswer>;

const readAs: Readonly<Record<Exclude<Form, 'caption' | 'changes'>, Read>> = {
  text: async (client, image, _asked, options, signal) => ({
    answer: await readText(client, image, signal, options),
  }),
  ocr: async (client, image, _asked, options, signal) => {
    const { ocr, answer } = await readOcr(client, image, signal, options);
    return { answer, value: ocr };
  },
  located: async (client, image, _asked, options, signal) => {
    const { texts, dropped, answer } = await locateText(client, image, signal, options);
    return { answer, value: texts, located: texts.map(({ text, box }) => ({ label: text, box })), dropped };
  },
  boxes: async (client, image, asked, options, signal) => {
    const what = asked === '' ? promptNamed('read/things') : asked;
    const { found, dropped, answer } = await locateThings(client, image, what, signal, options);
    return { answer, value: found, located: found, dropped };
  },
  table: async (client, image, asked, options, signal) => {
    const { table, answer } = await readTable(
      client,
      image,
      asked === '' ? undefined : asked,
      signal,
      options,
    );
    return { answer, value: table, words: csvOf(table) };
  },
  html: async (client, image, _asked, options, signal) => {
    const { text, dropped, answer } = await documentHtml(client, image, signal, options);
    return { answer, value: text, dropped };
  },
  markdown: async (client, image, _asked, options, signal) => {
    const { text, dropped, answer } = await documentMarkdown(client, image, signal, options);
    return { answer, value: text, dropped };
  },
};
