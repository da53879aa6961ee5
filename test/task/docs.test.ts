import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseTask } from '../../src/task/index.js';
import { tables } from './tables.js';

const file = fileURLToPath(new URL('../../docs/task-language.md', import.meta.url));
const text = readFileSync(file, 'utf8');
const marked = /<!-- table: (\w+) -->\n[\s\S]*?<!-- end -->/g;

/** Declares the names that the examples of single steps use. */
const around = [
  'params: {file: a.txt, count: 3, names: [Ann, Bob], who: Ann}',
  'secrets: {password: {env: APP_PASSWORD}}',
  'apps: {editor: mousepad, calculator: galculator}',
  'before:',
  '  - read: {right-of: Total, as: total, type: number}',
  'steps:',
];

const examples = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, example = '']) => example);

function whole(example: string): string {
  if (!example.startsWith('- ')) return example;
  return [
    ...around,
    ...example
      .trimEnd()
      .split('\n')
      .map((line) => `  ${line}`),
    '',
  ].join('\n');
}

describe('docs/task-language.md', () => {
  // `npx vitest run test/task/docs.test.ts -u` writes the tables anew.
  it('has the tables of the schema', async () => {
    const made = text.replace(marked, (_, name: string) => {
      return `<!-- table: ${name} -->\n${tables.get(name) ?? 'unknown table'}\n<!-- end -->`;
    });
    await expect(made).toMatchFileSnapshot(file);
  });

  it('has every table', () => {
    const shown = [...text.matchAll(marked)].map(([, name]) => name);
    expect(shown.toSorted()).toEqual([...tables.keys()].toSorted());
  });

  it('has examples', () => {
    expect(examples.length).toBeGreaterThan(15);
  });

  it.each(examples)('has an example that is a good task: %s', (example) => {
    const parsed = parseTask(whole(example), { file: 'docs/task-language.md' });
    expect(parsed.ok ? [] : parsed.problems).toEqual([]);
  });
});
