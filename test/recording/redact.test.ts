import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { redactor } from '../../src/core/secrets/redact.js';
import { openJournal, readRecording } from '../../src/recording/index.js';
import { drawnScreen, lookOf, runLine, steppingClock, temporaryFolder } from './support.js';

const VALUE = 'pä$$ "word"/+7&x';
const redact = redactor({ PORTAL: VALUE, PIN: '74', LONG: `${VALUE}-more`, EMPTY: '' });

describe('a secret is taken out', () => {
  const json = JSON.stringify({ text: VALUE });
  const shifted = ['', 'a', 'ab', 'abc'].map((before) =>
    Buffer.from(`${before}${VALUE} after`).toString('base64'),
  );
  it.each<readonly [string, string]>([
    ['as it stands', `the ${VALUE} here`],
    ['inside JSON', json],
    ['inside JSON inside JSON', JSON.stringify({ arguments: json })],
    ['inside JSON with only ASCII', json.replace('ä', '\\u00e4')],
    ['inside a URL', `https://x.test/?q=${encodeURIComponent(VALUE)}`],
    ['inside a URL in lower case', `https://x.test/?q=${encodeURIComponent(VALUE).toLowerCase()}`],
    ['inside a form', new URLSearchParams({ q: VALUE }).toString()],
    ...shifted.map((text, index) => [`in base64 at offset ${index}`, text] as const),
    ['in base64 for URLs', Buffer.from(VALUE).toString('base64url')],
  ])('%s', (_, text) => {
    const clean = redact(text);
    expect(clean).toContain('[secret PORTAL]');
    for (const part of ['word', encodeURIComponent('ä$$'), Buffer.from('word"/').toString('base64')]) {
      expect(clean).not.toContain(part);
    }
  });

  it('the longer one first when one contains the other', () => {
    expect(redact(`${VALUE}-more ${VALUE}`)).toBe('[secret LONG] [secret PORTAL]');
  });

  it('only where it is the whole text when it is very short', () => {
    expect(redact('74')).toBe('[secret PIN]');
    expect(redact('f0074 at 174,74')).toBe('f0074 at 174,74');
  });

  it('and text without secrets stays as it is', () => {
    expect(redact('nothing to see')).toBe('nothing to see');
    expect(redact('')).toBe('');
  });
});

describe('a recording', () => {
  it('holds none of 20 secrets in any file, whatever they came through', async () => {
    const secrets = Object.fromEntries(
      Array.from({ length: 20 }, (_, n) => [`SECRET_${n}`, `canary${n}-"quoted" \\ é+/${n * 7919}end`]),
    );
    const folder = await temporaryFolder();
    const journal = await openJournal({ folder, clock: steppingClock(), redact: redactor(secrets) });
    await journal.line(runLine());
    for (const value of Object.values(secrets)) {
      await journal.frame(lookOf(await drawnScreen(1), `Title ${value}`));
      await journal.line({
        type: 'decision',
        act: 1,
        frame: 'f0001',
        decision: {
          thought: `I type ${value}`,
          action: { name: 'type', input: { text: value, list: [value, { deep: value }], [value]: 1 } },
        },
        ms: 1,
      });
      await journal.line({ type: 'value', name: 'seen', value: { raw: value, json: JSON.stringify(value) } });
      await journal.line({
        type: 'outcome',
        act: 1,
        outcome: 'failed',
        reason: `cannot open https://x.test/${encodeURIComponent(value)}`,
        answer: Buffer.from(value).toString('base64'),
        ms: 1,
      });
      await journal.keep('model/exchange.json', JSON.stringify({ messages: [{ content: value }] }));
      await journal.keep('logs/app.log', Buffer.from(`out: ${value}\n`));
      await journal.keep(
        'logs/binary.log',
        Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`out: ${value}`)]),
      );
    }
    await journal.close();
    expect((await readRecording(folder)).corrupt).toBeUndefined();
    for (const file of filesOf(folder)) {
      const bytes = readFileSync(file);
      expect(bytes.includes('canary'), file).toBe(false);
      expect(bytes.includes(Buffer.from('canary').toString('base64').slice(0, 6)), file).toBe(false);
    }
  });

  it('stays readable when a secret equals a word of the format', async () => {
    const secrets = redactor({ A: 'done', B: 'frames', C: 'click', D: 'action', E: 'passed', F: 'text' });
    const folder = await temporaryFolder();
    const journal = await openJournal({ folder, clock: steppingClock(), redact: secrets });
    await journal.line(runLine('a task about action'));
    const { frame } = await journal.frame(lookOf(await drawnScreen(1)));
    await journal.line({
      type: 'decision',
      act: 1,
      frame: frame.id,
      decision: { thought: 'done soon', action: { name: 'type', input: { text: 'done' } } },
      ms: 1,
    });
    await journal.line({ type: 'outcome', act: 1, outcome: 'done', ms: 1 });
    await journal.line({ type: 'ending', ending: 'passed', reason: 'done', acts: 1, ms: 1 });
    await journal.close();
    const recording = await readRecording(folder);
    expect(recording.corrupt).toBeUndefined();
    expect(recording.header.task.name).toBe('a task about [secret D]');
    expect(recording.acts[0]?.decision.action.input).toEqual({ text: '[secret A]' });
    expect(recording.acts[0]?.outcome).toBe('done');
    expect(recording.ending?.ending).toBe('passed');
    expect(recording.frames.get('f0001')?.file).toBe('frames/f0001.png');
  });
});

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}
