import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { byPicture, readQueries } from '../../src/cli/commands/locate-queries.js';

const folder = mkdtempSync(join(tmpdir(), 'deskhand-queries-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(...lines: string[]): string {
  const path = join(folder, 'queries.jsonl');
  writeFileSync(path, lines.join('\r\n'));
  return path;
}

describe('a file of queries', () => {
  it('has one query a line, and says what is wrong with a line that is none', async () => {
    const lines = await readQueries(
      file('{"image": "a.png", "text": "Save"}', '', 'not json', '{"text": "Save"}'),
    );
    expect(lines).toEqual([
      { index: 0, number: 1, query: { image: 'a.png', text: 'Save' } },
      { index: 1, number: 3, problem: expect.stringContaining('no JSON') },
      { index: 2, number: 4, problem: expect.stringContaining('image') },
    ]);
  });

  it('may name pictures that lie beside it', async () => {
    writeFileSync(join(folder, 'beside.png'), '');
    const [near, nowhere] = await readQueries(
      file('{"image":"beside.png","text":"a"}', '{"image":"gone.png","text":"a"}'),
    );
    expect(near).toMatchObject({ query: { image: join(folder, 'beside.png') } });
    expect(nowhere).toMatchObject({ query: { image: 'gone.png' } });
  });

  it('is asked picture by picture', async () => {
    const queries = ['a', 'b', 'a', 'b'].map((image, i) => JSON.stringify({ image, text: `${i}` }));
    const lines = byPicture(await readQueries(file(...queries)));
    expect(lines.map(({ index }) => index)).toEqual([0, 2, 1, 3]);
  });
});
