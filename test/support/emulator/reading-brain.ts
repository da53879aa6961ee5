import { readJson } from '../../../src/model/reply/json-text.js';
import type { Question, Reply } from './brain.js';
import { rowsOf } from './cells.js';
import { compare } from './comparing.js';
import { fill } from './filling.js';
import { propertiesOfSchema, type Schema } from './intent.js';
import type { SeenPicture } from './pictures.js';
import { textOfMessage } from './request.js';
import type { Sight } from './sight.js';

/**
 * Answers a question without tools by reading the px it received: fills a JSON Schema, compares two pictures,
 * writes all text with its boxes or as QwenVL HTML, and else line by line.
 */
export async function reading(question: Question, sight: Sight): Promise<Reply> {
  const asked = question.messages
    .filter(({ role }) => role === 'user')
    .map(textOfMessage)
    .join('\n');
  return { content: await answerTo(question, asked, sight), calls: [] };
}

/** Whether every text is asked for, not the place of one thing. */
export function wantsAllText(asked: string): boolean {
  return /\bevery piece of text\b|\ball text\b/iu.test(asked);
}

async function answerTo(question: Question, asked: string, sight: Sight): Promise<string> {
  const { pictures } = question;
  if (pictures.length === 0) return 'I see no picture.';
  if (/\bqwenvl html\b/iu.test(asked)) return htmlOf(question, sight);
  if (asked.includes('bbox_2d')) return JSON.stringify(await pieces(question, sight));
  const schema = schemaIn(asked);
  if (schema !== undefined) return JSON.stringify(await filled(schema, asked, pictures, sight));
  const rows = rowsOf(await sight.read(pictures.at(-1)));
  const lines = rows.map((cells) => cells.map(({ text }) => text).join('  '));
  return /\bJSON\b/u.test(asked) ? JSON.stringify({ lines }) : lines.join('\n') || 'I can read nothing.';
}

/** The JSON that follows the words JSON Schema. */
function schemaIn(asked: string): Schema | undefined {
  const at = asked.search(/JSON Schema/iu);
  const read = at < 0 ? undefined : readJson(asked.slice(asked.indexOf('{', at)), 'said');
  return read?.ok && typeof read.value === 'object' ? (read.value as Schema) : undefined;
}

async function filled(
  schema: Schema,
  asked: string,
  pictures: readonly SeenPicture[],
  sight: Sight,
): Promise<unknown> {
  const after = rowsOf(await sight.read(pictures.at(-1)));
  const claim = /The question:\s*(.+)/u.exec(asked)?.[1];
  const first = pictures.at(-2);
  if (claim === undefined || first === undefined || !('result' in propertiesOfSchema(schema)))
    return fill(schema, { rows: after, asked: asked.slice(0, asked.search(/JSON Schema/iu)) });
  return compare(claim, rowsOf(await sight.read(first)), after);
}

async function pieces(question: Question, sight: Sight): Promise<{ text: string; bbox_2d: number[] }[]> {
  const rows = rowsOf(await sight.read(question.pictures.at(-1)));
  return rows.flat().map(({ text, box }) => ({ text, bbox_2d: corners(question, box) }));
}

async function htmlOf(question: Question, sight: Sight): Promise<string> {
  const body = (await pieces(question, sight)).map(
    ({ text, bbox_2d }) => `<p data-bbox="${bbox_2d.join(' ')}">${escaped(text)}</p>`,
  );
  return `\`\`\`html\n<html><body>\n${body.join('\n')}\n</body></html>\n\`\`\``;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Two corners in the numbers of the family. */
export function corners(
  { write }: Pick<Question, 'write'>,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): number[] {
  return [...write({ x, y }), ...write({ x: x + width, y: y + height })].map(Math.round);
}
