import * as z from 'zod';
import { type AskOptions, askPicture, type PictureAnswer } from '../ask.js';
import type { Client } from '../client.js';
import type { Image } from '../pictures/load.js';
import { promptNamed } from '../prompts.js';
import { PAGE_TOKENS } from '../read.js';

const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const Told = z.object({ columns: z.array(z.string()).min(1), rows: z.array(z.array(Cell)) });

/** A table or chart: each row has a cell of each column, null where the picture shows none. */
export type Table = z.infer<typeof Told>;

const Shape = Told.superRefine(({ columns, rows }, context) => {
  for (const [at, row] of rows.entries()) {
    if (row.length === columns.length) continue;
    context.addIssue(`row ${at + 1} has ${row.length} cells, and there are ${columns.length} columns`);
  }
});

/**
 * The table on a picture, or the numbers of a chart: a row for each category, a column for each series.
 *
 * @param which says which one, where there are several
 */
export async function readTable(
  client: Client,
  image: Image,
  which: string | undefined,
  signal: AbortSignal,
  options: AskOptions = {},
): Promise<{ readonly table: Table; readonly answer: PictureAnswer }> {
  const prompt = promptNamed('read/table', { which: which === undefined ? '' : `\nMeant is: ${which}` });
  const asked = { usual_tokens: PAGE_TOKENS, ...options, prompt, images: [image] };
  const answer = await askPicture(client, { ...asked, schema: z.toJSONSchema(Told), shape: Shape }, signal);
  return { table: Shape.parse(answer.value), answer };
}

/** A table as CSV (RFC 4180): a cell in quotes where it holds a comma, a quote or a line break. */
export function csvOf({ columns, rows }: Table): string {
  return [columns, ...rows].map((row) => row.map(cellOf).join(',')).join('\n');
}

function cellOf(cell: z.infer<typeof Cell>): string {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
