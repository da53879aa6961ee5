import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { redactor } from '../../src/core/secrets/redact.js';
import { discreet } from '../../src/operator/discreet.js';
import { file } from '../../src/operator/file.js';
import { confirmation, never } from './confirmation.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-approvals-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The text of the only request, once it is there; it is answered with `answer`. */
async function requestAnswered(answer: object): Promise<string> {
  const name = await vi.waitUntil(() => readdirSync(folder).find((each) => each.endsWith('.request.json')));
  const text = readFileSync(join(folder, name), 'utf8');
  writeFileSync(join(folder, name.replace('request', 'answer')), JSON.stringify(answer));
  return text;
}

it('should take the values of secrets out of a request for approval, however deep they stand', async () => {
  const operator = discreet(file(folder), redactor({ pin: 'hunter2"x' }));
  const asked = operator.confirm(
    confirmation({
      summary: 'type “hunter2"x”',
      evidence: 'hunter2"x',
      action: { name: 'type', input: { text: 'pay with hunter2"x', keys: ['hunter2"x'] } },
      frame: '/tmp/run/frames/f0003.png',
    }),
    never,
  );
  const text = await requestAnswered({ answer: 'yes', by: 'Ann' });
  expect(text).not.toContain('hunter2');
  expect(JSON.parse(text)).toMatchObject({
    summary: 'type “[secret pin]”',
    evidence: '[secret pin]',
    action: { name: 'type', input: { text: 'pay with [secret pin]', keys: ['[secret pin]'] } },
    frame: '/tmp/run/frames/f0003.png',
  });
  await expect(asked).resolves.toMatchObject({ answer: 'yes', by: 'file: Ann' });
});

it('should take them out of a question', async () => {
  const asked = discreet(file(folder), redactor({ pin: 'hunter2' })).ask('Is hunter2 right?', never);
  expect(JSON.parse(await requestAnswered({ text: 'no' }))).toMatchObject({
    question: 'Is [secret pin] right?',
  });
  await expect(asked).resolves.toBe('no');
});
