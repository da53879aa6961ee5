import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTask } from '../../src/task/index.js';

/** Rows of `bad-tasks.txt`: a title, a document, and one `=> line:column message -> suggestion` for each problem. */
const rows = readFileSync(new URL('./bad-tasks.txt', import.meta.url), 'utf8')
  .split(/^### /m)
  .slice(1)
  .map((block) => {
    const [title = '', ...lines] = block.trimEnd().split('\n');
    return {
      title,
      text: lines.filter((line) => !line.startsWith('=> ')).join('\n'),
      expected: lines.filter((line) => line.startsWith('=> ')).map((line) => line.slice(3)),
    };
  });

describe('a bad task', () => {
  it('has rows that each expect something', () => {
    expect(rows.length).toBeGreaterThanOrEqual(60);
    expect(rows.filter((row) => row.expected.length === 0)).toEqual([]);
  });

  it.each(rows)('is refused at its place: $title', ({ text, expected }) => {
    const parsed = parseTask(text, { file: 't.yaml' });
    const told = parsed.ok ? [] : parsed.problems;
    expect(
      told.map(
        ({ line, column, message, suggestion }) =>
          `${line}:${column} ${message}${suggestion === undefined ? '' : ` -> ${suggestion}`}`,
      ),
    ).toEqual(expected);
  });
});
