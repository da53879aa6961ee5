import * as z from 'zod';
import { type AskOptions, askPicture, type PictureAnswer } from './ask.js';
import type { Client } from './client.js';
import type { Image } from './pictures/load.js';
import { promptNamed } from './prompts.js';

/** Tokens of a page of text. */
export const PAGE_TOKENS = 4000;

/** All text of a picture, line by line. */
export function readText(
  client: Client,
  image: Image,
  signal: AbortSignal,
  options: AskOptions = {},
): Promise<PictureAnswer> {
  const prompt = promptNamed('read/text');
  return askPicture(client, { usual_tokens: PAGE_TOKENS, ...options, prompt, images: [image] }, signal);
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
