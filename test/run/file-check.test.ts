import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { filesIn } from '../../src/app/files.js';
import type { Check } from '../../src/core/check.js';
import { evaluateFile } from '../../src/run/file-check.js';

type FileCheck = NonNullable<Check['file']>;

const folder = mkdtempSync(join(tmpdir(), 'deskhand-file-check-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

writeFileSync(join(folder, 'orders.csv'), 'number,total\n1004,42.50\n1005,17.00\n');
writeFileSync(join(folder, 'empty.txt'), '');

const evaluate = (file: FileCheck) => evaluateFile(filesIn(folder), file);

describe('a promise about a file', () => {
  it.each<[FileCheck, string]>([
    [{ path: 'orders.csv' }, 'holds'],
    [{ path: 'missing.csv' }, 'fails'],
    [{ path: 'missing.csv', exists: false }, 'holds'],
    [{ path: 'orders.csv', exists: false }, 'fails'],
    // A path through a file leads nowhere.
    [{ path: 'orders.csv/inside.txt' }, 'fails'],
    [{ path: 'orders.csv', contains: '1004' }, 'holds'],
    [{ path: 'orders.csv', contains: '1006' }, 'fails'],
    [{ path: 'empty.txt', equals: '' }, 'holds'],
    [{ path: 'empty.txt', equals: ' ' }, 'fails'],
    [{ path: 'orders.csv', equals: 'number,total\n1004,42.50\n1005,17.00\n' }, 'holds'],
    [{ path: 'orders.csv', matches: '\\d+\\.50' }, 'holds'],
    // Each line has an end and a beginning of its own.
    [{ path: 'orders.csv', matches: '^1005,\\d+\\.00$' }, 'holds'],
    [{ path: 'orders.csv', matches: '^17' }, 'fails'],
    [{ path: 'orders.csv', matches: '42.50', contains: '1006' }, 'fails'],
    [{ path: '.', contains: 'x' }, 'unknown'],
  ])('%j %s', async (file, result) => {
    expect((await evaluate(file)).result).toBe(result);
  });

  it('should tell what the file holds and what it lacks', async () => {
    const { detail } = await evaluate({ path: 'orders.csv', contains: 'order 1006' });
    expect(detail).toContain('orders.csv holds "number,total');
    expect(detail).toContain('missing is "order 1006"');
    expect((await evaluate({ path: 'orders.csv', equals: 'x' })).detail).toContain('expected "x"');
    expect((await evaluate({ path: 'orders.csv', matches: '^17' })).detail).toContain(
      'expected it to match ^17',
    );
    expect((await evaluate({ path: 'missing.csv' })).detail).toBe('missing.csv does not exist');
    expect((await evaluate({ path: '.', contains: 'x' })).detail).toContain('cannot be read');
  });
});
