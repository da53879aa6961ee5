import { execFileSync } from 'node:child_process';
import { link, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { file } from '../../src/operator/file.js';
import { confirmation, never } from './confirmation.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskhand-approve-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The request as soon as it lies in the folder. */
async function request(): Promise<{ id: string; answer: string } & Record<string, unknown>> {
  const name = await vi.waitFor(async () => {
    const found = (await readdir(folder)).find((each) => each.endsWith('.request.json'));
    if (found === undefined) throw new Error('no request yet');
    return found;
  });
  return JSON.parse(await readFile(join(folder, name), 'utf8'));
}

const reply = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);

describe('file operator', () => {
  it('should say what is asked and take the answer once', async () => {
    const asked = file(folder).confirm(confirmation({ crop: '/tmp/run/confirmations/a0003.png' }), never);
    const seen = await request();
    expect(seen).toMatchObject({
      kind: 'confirm',
      class: 'deleting',
      crop: '/tmp/run/confirmations/a0003.png',
    });
    await reply(seen.answer, '{"answer":"yes","by":"anna"}');
    expect(await asked).toEqual({ answer: 'yes', by: 'file: anna' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('should take a no with its reason', async () => {
    const asked = file(folder).confirm(confirmation(), never);
    await reply((await request()).answer, '{"answer":"no","reason":"wrong order"}');
    expect(await asked).toEqual({ answer: 'no', by: 'file', reason: 'wrong order' });
  });

  it('should not take an answer to an earlier request for the next one', async () => {
    const first = file(folder).confirm(confirmation(), never);
    const old = await request();
    await reply(old.answer, '{"answer":"yes"}');
    await first;
    const second = file(folder).confirm(confirmation({ withinMs: 300 }), never);
    await reply(old.answer, '{"answer":"yes"}');
    expect(await second).toMatchObject({ answer: 'no', reason: 'nobody answered in time' });
  });

  it.each(['', '{"answer":"ye', '{"answer":"sure"}', '{"answer":true}', '"yes"', '[]'])(
    'should wait on when the answer is %s, and mean no in the end',
    async (text) => {
      const asked = file(folder).confirm(confirmation({ withinMs: 300 }), never);
      await reply((await request()).answer, text);
      expect(await asked).toMatchObject({ answer: 'no', reason: 'nobody answered in time' });
    },
  );

  it.each<[string, (answer: string, yes: string) => Promise<unknown>]>([
    ['a symbolic link', (answer, yes) => symlink(yes, answer)],
    ['a hard link', (answer, yes) => link(yes, answer)],
    ['a pipe', async (answer) => execFileSync('mkfifo', [answer])],
    ['a folder', (answer) => mkdir(answer)],
  ])('should not take %s for an answer', async (_, make) => {
    const asked = file(folder).confirm(confirmation({ withinMs: 300 }), never);
    const { answer } = await request();
    const yes = join(folder, 'yes.json');
    await writeFile(yes, '{"answer":"yes"}');
    await make(join(folder, answer), yes);
    expect(await asked).toMatchObject({ answer: 'no', reason: 'nobody answered in time' });
  });

  it('should take an answer that is completed later', async () => {
    const asked = file(folder).confirm(confirmation(), never);
    const { answer } = await request();
    await reply(answer, '{"answer":');
    await reply(answer, '{"answer":"yes"}');
    expect(await asked).toMatchObject({ answer: 'yes' });
  });

  it('should reject and clean up when the run is stopped', async () => {
    const stop = new AbortController();
    const asked = file(folder).confirm(confirmation(), stop.signal);
    await request();
    stop.abort(new Error('stopped'));
    await expect(asked).rejects.toThrow('stopped');
    expect(await readdir(folder)).toEqual([]);
  });

  it('should put a question and take its text', async () => {
    const asked = file(folder).ask('Which customer?', never);
    const seen = await request();
    expect(seen).toMatchObject({ kind: 'ask', question: 'Which customer?' });
    await reply(seen.answer, '{"text":"Meyer"}');
    expect(await asked).toBe('Meyer');
  });
});
