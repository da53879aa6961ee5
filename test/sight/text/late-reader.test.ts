import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'deskhand-late-'));
afterAll(() => rmSync(folder, { recursive: true }));

const reader = new URL('../../../dist/sight/text/reader.js', import.meta.url).href;

/** Runs a script with a late reader in a process of its own; answers its exit code and what it printed. */
async function script(text: string): Promise<{ code: number | string; stdout: string; stderr: string }> {
  const code = `const { lateTextReader } = await import(${JSON.stringify(reader)});
    const reader = lateTextReader({ languages: ['en'] });
    const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    ${text}`;
  const file = join(folder, 'script.mjs');
  writeFileSync(file, code);
  return run(process.execPath, [file]).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number | null; signal: string; stdout: string; stderr: string }) => ({
      code: error.code ?? error.signal,
      stdout: error.stdout,
      stderr: error.stderr,
    }),
  );
}

describe('a reader that is loaded when it is needed', { timeout: 120_000 }, () => {
  // The runtime of the networks aborts the process when its thread is ended in the middle of its work.
  it.each([60, 120, 180, 240, 300, 400])('lets the process end after %d ms of loading', async (ms) => {
    expect(await script(`reader.warm(); await sleep(${ms}); process.exit(7);`)).toMatchObject({
      code: 7,
      stderr: '',
    });
  });

  it.each([90, 210, 330])('is closed after %d ms of loading', async (ms) => {
    const ended = await script(
      `reader.warm(); await sleep(${ms}); await reader.close(); console.log('closed');`,
    );
    expect(ended).toEqual({ code: 0, stdout: 'closed\n', stderr: '' });
  });

  it('starts no thread when nothing is read, and refuses to read once it is closed', async () => {
    const ended = await script(`await reader.close();
      console.log(process.getActiveResourcesInfo().filter((name) => /worker|message/i.test(name)).length);
      console.log(await reader.read({ key: 'a', path: 'a.png' }).catch((error) => error.message));`);
    expect(ended).toEqual({ code: 0, stdout: '0\nthe text reader is closed\n', stderr: '' });
  });

  it('tells every question why it cannot read', async () => {
    const ended = await script(`for (const key of ['a', 'b'])
      console.log(await reader.read({ key, path: '/nowhere.png' }).catch((error) => error.message));
      await reader.close();`);
    expect(ended.stdout).toMatch(/^(the text could not be read: .*\n){2}$/u);
  });
});
