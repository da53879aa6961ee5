import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deskhand, linesOf, onlyRun, type Ran, root, scratchEach, tale } from './deskhand.js';

const place = scratchEach();

type Window = 'deaf' | 'clock' | 'form' | 'late';

/** Windows as applications of a task, opened one after the other. */
function windows(...opened: readonly (readonly [Window, ...string[]])[]): string {
  const apps = opened.map(([kind, ...more]) => {
    const args = [join(root, 'test/fixtures/typing/windows.py'), kind, ...more];
    const title = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
    return `  ${kind}: {command: python3, args: ${JSON.stringify(args)}, window: ${title}}\n`;
  });
  return `apps:\n${apps.join('')}`;
}

const counting = `  counting: {command: xterm, args: [-geometry, 40x8+640+20, -title, Clock, -e, watch, -n, "1", date], window: Clock}\n`;

const terminal = (script: string): string =>
  `apps:\n  terminal: {command: xterm, args: [-u8, -fa, DejaVu Sans Mono, -fs, "12", -e, sh, -c, ${JSON.stringify(script)}], window: {class: XTerm}}\n`;

/** Runs the steps on a virtual desktop of their own. */
async function run(head: string, steps: string, env: Record<string, string> = {}): Promise<Ran> {
  const file = join(place.folder, 'task.yaml');
  writeFileSync(file, `name: Typed\n${head}steps:\n${steps}`);
  return deskhand(
    ['run', file, '--recordings', place.recordings, '--reporter', 'json', '--approve', 'deny'],
    { env },
  );
}

/** What the recording tells of typed texts, in their order. */
const seenIn = (ran: Ran) =>
  linesOf(onlyRun(ran).folder).flatMap((line) =>
    line.type === 'check' && line.typed !== undefined ? [line.typed] : [],
  );

const passed = (ran: Ran): void => expect(ran.code, tale(ran)).toBe(0);

describe('text that is lost', { timeout: 120_000 }, () => {
  it('should fail the step after its timeout where a window ignores keys', async () => {
    const ran = await run(windows(['deaf']), '  - {type: Ada Lovelace, timeout: 1500ms}\n');
    expect(ran.code, tale(ran)).toBe(1);
    const { reason } = onlyRun(ran);
    expect(reason).toMatch(/^Nothing on the screen changed within 1.5 s after the text was typed: click the/);
    expect(reason).toContain('“unseen: true”');
    expect(seenIn(ran)).toEqual(['nothing']);
  });

  it.each([
    ['the window of a clock', windows(['clock'], ['deaf'])],
    ['a terminal that counts', windows(['deaf']).replace('apps:\n', `apps:\n${counting}`)],
  ])('should be noticed beside %s, and the step says what changed instead', async (_clock, apps) => {
    const ran = await run(apps, '  - click: Nobody listens\n  - {type: Ada Lovelace, timeout: 4s}\n');
    expect(ran.code, tale(ran)).toBe(1);
    expect(onlyRun(ran).reason).toContain('only something in “Clock”, within 4 s');
    expect(seenIn(ran)).toEqual(['nothing']);
  });

  it('should be noticed where a clock ticks in the window itself', async () => {
    const ran = await run(
      windows(['deaf', '--clock']),
      '  - click: Nobody listens\n  - {type: Ada Lovelace, timeout: 5s}\n',
    );
    expect(ran.code, tale(ran)).toBe(1);
    // Once the ticking is known to go by itself, nothing else has changed.
    expect(onlyRun(ran).reason).toMatch(
      /nothing of the typed text is to be seen|Nothing on the screen changed/,
    );
  });

  it('should be noticed in a terminal that echoes nothing, unless the step says unseen', async () => {
    const script = `stty -echo; echo Ready; read -r code; printf %s "$code" > ${join(place.folder, 'code')}; echo Thanks; sleep 60`;
    const lost = await run(terminal(script), '  - check: Ready\n  - {type: open sesame, timeout: 1s}\n');
    expect(lost.code, tale(lost)).toBe(1);
    const said = await run(
      terminal(script),
      '  - check: Ready\n  - type: {text: open sesame, unseen: true}\n  - {press: enter, approve: true}\n  - check: Thanks\n',
    );
    passed(said);
    expect(seenIn(said)).toEqual([]);
    expect(readFileSync(join(place.folder, 'code'), 'utf8')).toBe('open sesame');
  });
});

describe('text that shows', { timeout: 120_000 }, () => {
  it('should be read back exactly in a form, beside clocks, and without a click before', async () => {
    const ran = await run(
      windows(['clock'], ['form', '--clock']),
      '  - type: Ada Lovelace\n  - type: {text: Grace Hopper, into: Name, clear: true}\n',
    );
    passed(ran);
    expect(seenIn(ran)).toEqual(['exact', 'exact']);
  });

  it('should be read back exactly in a terminal, and few letters are enough', async () => {
    const ran = await run(
      terminal('echo Ready; cat'),
      '  - check: Ready\n  - {type: "Invoice 2026-0417\\nto Ada Lovelace\\n", approve: true}\n  - {type: x, timeout: 1s}\n',
    );
    passed(ran);
    expect(seenIn(ran)[0]).toBe('exact');
  });

  it('should be waited for as long as the step says', async () => {
    const ran = await run(windows(['late']), '  - {type: Better late than never, timeout: 40s}\n');
    passed(ran);
    expect(seenIn(ran)).toEqual(['exact']);
  });

  it('should count when it shows as dots, and a secret is never read back', async () => {
    const ran = await run(
      `params: {words: open sesame}\nsecrets: {pin: {env: PIN}}\n${windows(['form'])}`,
      `  - {type: {text: "\${words}", into: Password}, approve: true}\n  - {type: {secret: pin, into: Password, clear: true}, approve: true}\n`,
      { PIN: 'kept-by-nobody' },
    );
    passed(ran);
    // Dots of a plain text may be fewer than its letters; those of a secret are counted.
    expect(seenIn(ran)).toEqual(['partly', 'exact']);
    expect(readFileSync(join(onlyRun(ran).folder, 'recording.jsonl'), 'utf8')).not.toContain(
      'kept-by-nobody',
    );
  });
});
