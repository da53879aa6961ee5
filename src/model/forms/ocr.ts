import * as z from 'zod';
import { type AskOptions, askPicture, type PictureAnswer } from '../ask.js';
import type { Client } from '../client.js';
import type { Image } from '../pictures/load.js';
import { promptNamed } from '../prompts.js';
import { PAGE_TOKENS } from '../read.js';

/** Stands in a line for what could not be read. */
export const UNRESOLVED = '[unresolved]';

const Told = z.object({
  lines: z.array(
    z.object({
      text: z.string(),
      confidence: z.enum(['high', 'medium', 'low']),
      note: z.string().nullish(),
    }),
  ),
});

/** The text of a picture with how sure the model is of each line. */
export interface OcrText {
  readonly text: string;
  readonly lines: z.infer<typeof Told>['lines'];
  /** Numbers of the lines, from 1, in which something could not be read. */
  readonly unresolved: readonly number[];
}

/** All text of a picture, line by line, with confidence and notes; what cannot be read is marked and never guessed. */
export async function readOcr(
  client: Client,
  image: Image,
  signal: AbortSignal,
  options: AskOptions = {},
): Promise<{ readonly ocr: OcrText; readonly answer: PictureAnswer }> {
  const prompt = promptNamed('read/ocr', { unresolved: UNRESOLVED });
  const asked = {
    usual_tokens: PAGE_TOKENS,
    ...options,
    prompt,
    images: [image],
    schema: z.toJSONSchema(Told),
  };
  const answer = await askPicture(client, { ...asked, shape: Told }, signal);
  const { lines } = Told.parse(answer.value);
  return {
    ocr: {
      text: lines.map(({ text }) => text).join('\n'),
      lines: lines.map(({ note, ...line }) => (note ? { ...line, note } : line)),
      unresolved: lines.flatMap(({ text }, at) => (text.includes(UNRESOLVED) ? [at + 1] : [])),
    },
    answer,
  };
}
