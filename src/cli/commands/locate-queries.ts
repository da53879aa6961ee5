import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { messageOf } from '../../core/errors.js';
import { LocateQuery } from '../../sight/locate-picture.js';

/** One line of a file of queries: the query, or what is wrong with it. */
export type QueryLine = {
  /** Place among the answers, from 0. */
  readonly index: number;
  /** Line of the file, from 1. */
  readonly number: number;
} & ({ readonly query: LocateQuery } | { readonly problem: string });

/**
 * Reads a file with one query a line; empty lines do not count. Pictures are looked for from the working folder, then
 * from the folder of the file.
 */
export async function readQueries(file: string): Promise<QueryLine[]> {
  const lines = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '').split(/\r?\n/);
  return lines
    .map((text, i) => ({ text, number: i + 1 }))
    .filter(({ text }) => text.trim() !== '')
    .map(({ text, number }, index) => ({ index, number, ...parse(text, dirname(file)) }));
}

function parse(text: string, folder: string): { query: LocateQuery } | { problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `no JSON: ${messageOf(error)}` };
  }
  const parsed = LocateQuery.safeParse(value);
  if (!parsed.success) return { problem: parsed.error.issues.map(inWords).join('; ') };
  const { image, patch } = parsed.data;
  const query = { ...parsed.data, image: located(image, folder) };
  return { query: patch === undefined ? query : { ...query, patch: located(patch, folder) } };
}

function inWords({ path, message }: { path: PropertyKey[]; message: string }): string {
  return path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`;
}

function located(path: string, folder: string): string {
  return existsSync(path) || !existsSync(resolve(folder, path)) ? path : resolve(folder, path);
}

/** The lines with those of one picture together: a reader keeps only a few pictures. */
export function byPicture(lines: readonly QueryLine[]): QueryLine[] {
  const groups = new Map<string, QueryLine[]>();
  for (const line of lines) {
    const key = 'query' in line ? line.query.image : '';
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()].flat();
}
