import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const table = fileURLToPath(new URL('./seconds.json', import.meta.url));

/**
 * Begins with the files that take longest, by what they took when `seconds.json` was written: two workers are busy to
 * the end then. A file that is not in it is begun like the longest of its folder.
 */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const known = secondsKnown();
    const path = ({ moduleId }: TestSpecification): string => relative(process.cwd(), moduleId);
    const seconds = (file: TestSpecification): number =>
      known[path(file)] ?? longestBeside(known, path(file));
    return files.toSorted((a, b) => seconds(b) - seconds(a));
  }
}

/** Seconds of each test file, by its path; none when the table was not written yet. */
export function secondsKnown(): Readonly<Record<string, number>> {
  return existsSync(table) ? (JSON.parse(readFileSync(table, 'utf8')) as Record<string, number>) : {};
}

/** Where the table is kept. */
export const secondsTable = table;

function longestBeside(known: Readonly<Record<string, number>>, path: string): number {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return Math.max(
    0,
    ...Object.entries(known).flatMap(([file, value]) => (file.startsWith(folder) ? value : [])),
  );
}
