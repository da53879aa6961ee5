import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { cached } from '../../src/machine/cache.js';

const folders: string[] = [];
function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-cache-test-'));
  folders.push(folder);
  return folder;
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const source = (text: string) => [Buffer.from(text)];
const never = (): Uint8Array => {
  throw new Error('it is made again');
};

describe('what is kept for the next process', () => {
  it('is made once, for its user alone', async () => {
    const folder = join(scratch(), 'models');
    expect(Buffer.from(await cached(folder, source('a'), () => Buffer.from('lean a'))).toString()).toBe(
      'lean a',
    );
    expect(Buffer.from(await cached(folder, source('a'), never)).toString()).toBe('lean a');
    const [name = ''] = readdirSync(folder);
    expect(statSync(folder).mode & 0o077).toBe(0);
    expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
  });

  it('is another thing for other sources, however they are cut', async () => {
    const folder = scratch();
    await cached(folder, [Buffer.from('ab'), Buffer.from('c')], () => Buffer.from('one'));
    const other = await cached(folder, [Buffer.from('a'), Buffer.from('bc')], () => Buffer.from('two'));
    expect(Buffer.from(other).toString()).toBe('two');
  });

  it.each([
    ['cut', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, 36))],
    [
      'changed',
      (file: string) =>
        writeFileSync(file, Buffer.concat([readFileSync(file).subarray(0, 33), Buffer.from('xx')])),
    ],
    ['empty', (file: string) => writeFileSync(file, '')],
  ])('is made anew where it is %s', async (_what, harm) => {
    const folder = scratch();
    await cached(folder, source('a'), () => Buffer.from('lean a'));
    harm(join(folder, readdirSync(folder)[0] ?? ''));
    expect(Buffer.from(await cached(folder, source('a'), () => Buffer.from('again'))).toString()).toBe(
      'again',
    );
  });

  it('is made where nothing can be kept', async () => {
    const file = join(scratch(), 'file');
    writeFileSync(file, '');
    const made = await cached(join(file, 'models'), source('a'), () => Buffer.from('lean a'));
    expect(Buffer.from(made).toString()).toBe('lean a');
  });

  it('makes room for the new after a month', async () => {
    const folder = scratch();
    await cached(folder, source('old'), () => Buffer.from('old'));
    const [old = ''] = readdirSync(folder);
    utimesSync(join(folder, old), 0, 0);
    await cached(folder, source('new'), () => Buffer.from('new'));
    expect(readdirSync(folder)).toHaveLength(1);
    expect(readdirSync(folder)).not.toContain(old);
  });
});
