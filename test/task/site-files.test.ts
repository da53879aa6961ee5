import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inMeasure } from '../../src/app/acts-a-minute.js';
import type { Answer, Clock, Pilot } from '../../src/ports.js';
import { admitServer, sitePolicies } from '../../src/task/site-files.js';

const folder = mkdtempSync(join(tmpdir(), 'deskhand-site-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const none = join(folder, 'none.yaml');

describe('site policies', () => {
  it('are none where there is no file, and both where there are two', () => {
    expect(sitePolicies({}, none)).toEqual([]);
    const machine = file('machine.yaml', 'refuse: [paying]\n');
    const own = file('own.yaml', 'ask: [sending]\n');
    expect(sitePolicies({ DESKHAND_POLICY: own }, machine)).toMatchObject([
      { refuse: ['paying'] },
      { ask: ['sending'] },
    ]);
  });

  it('are read by their place in YAML', () => {
    const own = file('lines.yaml', '# rules\nrefuse:\n  - paying\n  - deleting\n');
    expect(sitePolicies({ DESKHAND_POLICY: own }, none)[0]?.at('refuse', 1)).toBe(`${own}:4`);
  });

  it.each([
    ['a named file that is missing', () => join(folder, 'missing.yaml')],
    ['a file that is broken', () => file('broken.yaml', 'refuse: [nothing]')],
    ['a file that is no text', () => file('latin.yaml', Buffer.from([0x72, 0xe9, 0x0a]))],
    [
      'a folder',
      () => {
        mkdirSync(join(folder, 'sub'), { recursive: true });
        return join(folder, 'sub');
      },
    ],
    [
      'a device',
      () => {
        symlinkSync('/dev/zero', join(folder, 'zero.yaml'));
        return join(folder, 'zero.yaml');
      },
    ],
  ])('let nothing start: %s', (_, path) => {
    const own = path();
    expect(() => sitePolicies({ DESKHAND_POLICY: own }, none)).toThrow(/site policy/);
    // The same file as that of the machine.
    if (own !== join(folder, 'missing.yaml')) expect(() => sitePolicies({}, own)).toThrow(/site policy/);
  });

  it('name the servers that pictures may be sent to', () => {
    const sites = sitePolicies(
      { DESKHAND_POLICY: file('hosts.yaml', 'hosts:\n  models: [localhost, "*.a.test"]\n') },
      none,
    );
    for (const url of ['http://localhost:8000/v1', 'https://m.a.test/v1', 'https://M.A.TEST./v1'])
      expect(() => admitServer(url, sites)).not.toThrow();
    for (const url of [
      'https://a.test/',
      'https://xa.test/',
      'http://localhost.evil.test/',
      'http://me@b.test/',
    ])
      expect(() => admitServer(url, sites), url).toThrow(/hosts\.yaml:2/);
  });
});

it('acts a minute: a run looks again until its turn has come', async () => {
  const sites = sitePolicies({ DESKHAND_POLICY: file('pace.yaml', 'actsPerMinute: 2\n') }, none);
  let now = 0;
  const clock = { now: () => now } as Clock;
  const click: Answer = { kind: 'act', decision: { action: { name: 'click', input: {} } } };
  const note: Answer = { kind: 'act', decision: { action: { name: 'note', input: {} } } };
  const answers = [click, note, click, click];
  const pilot: Pilot = { name: 'p', decide: () => Promise.resolve(answers.shift() ?? click) };
  const measured = inMeasure(pilot, sites, clock);
  const decide = () => measured.decide({} as Parameters<Pilot['decide']>[0], new AbortController().signal);
  expect(await decide()).toBe(click);
  now = 1000;
  expect(await decide()).toBe(note);
  expect(await decide()).toBe(click);
  now = 20_000;
  expect(await decide()).toMatchObject({ kind: 'look', withinMs: 40_000 });
  now = 60_000;
  expect(await decide()).toBe(click);
  now = 60_500;
  expect(await decide()).toMatchObject({ kind: 'look', withinMs: 500 });
});
