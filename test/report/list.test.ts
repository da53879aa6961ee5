import { describe, expect, it } from 'vitest';
import type { RecordingEvent } from '../../src/core/events.js';
import { readRecording } from '../../src/recording/index.js';
import { createListReporter, type ListOptions, wantsColour } from '../../src/report/index.js';
import { decisionLine, runLine } from '../recording/support.js';
import { GOLDEN, hostileRun } from './support.js';

function told(events: readonly RecordingEvent[], options: Partial<ListOptions> = {}): string {
  let text = '';
  const list = createListReporter({
    write: (part) => {
      text += part;
    },
    colour: false,
    tty: false,
    ...options,
  });
  for (const event of events) list.event(event);
  list.close();
  return text;
}

/** What a terminal shows after all that was written: lines, with erased ones gone. */
function onScreen(text: string): string[] {
  return text.split('\n').map((line) => line.slice(line.lastIndexOf('\u001b[2K') + 1).replace(/^\[2K/, ''));
}

describe('the list reporter', () => {
  it('tells a run, a line for each step', async () => {
    const { lines, folder } = await readRecording(GOLDEN);
    expect(
      told(lines, { folder: 'recordings/x' }),
    ).toBe(`Save an order  tasks/save.yaml · pilot script · virtual desktop 640x400
  ✓ Save the order                                          160 ms  text
    ? asks click “Save”: the label says “Delete” (deleting, seen in “Delete”). To allow it in advance: policy: {allow: [deleting]}.
    ? click left on “Delete” — asked: yes by author
    · The draft is gone.
  ✓ Delete the draft                                         90 ms  text · asked: yes by author

✓ passed  all steps passed
  2 steps passed · 2 acts · 400 ms
  recording recordings/x
`);
    expect(folder).toBe(GOLDEN);
  });

  it('indents nested steps and tells failures, refusals, skipped steps, tokens and money', () => {
    const text = told([
      runLine(),
      { type: 'step-start', step: 'steps[0]', name: 'For each row', kind: 'each' },
      { type: 'step-start', step: 'steps[0].steps[0]', name: 'Pay', kind: 'click' },
      decisionLine(1, 'f0001', 'steps[0].steps[0]', 'Pay'),
      {
        type: 'verdict',
        act: 1,
        verdict: { answer: 'refuse', reason: 'paying is refused', class: 'paying' },
        ms: 1,
      },
      { type: 'outcome', act: 1, outcome: 'refused', reason: 'paying is refused', ms: 0 },
      { type: 'step-end', step: 'steps[0].steps[0]', status: 'failed', reason: 'refused', ms: 1500 },
      { type: 'step-start', step: 'steps[0].steps[1]', name: 'Next', kind: 'click' },
      { type: 'step-end', step: 'steps[0].steps[1]', status: 'skipped', reason: 'after a failure', ms: 0 },
      { type: 'step-end', step: 'steps[0]', status: 'failed', ms: 61_000 },
      {
        type: 'ending',
        ending: 'failed',
        reason: 'step “Pay” failed',
        acts: 1,
        usage: { calls: 2, inputTokens: 12_000, outputTokens: 345, cost: 0.0123, currency: 'USD' },
        ms: 65_000,
      },
    ]);
    expect(text).toContain('  ▸ For each row\n      ✗ refused click “Save”: paying is refused (paying).\n');
    expect(text).toMatch(/\n {4}✗ Pay +1\.5 s {2}text\n {8}refused\n/);
    expect(text).toMatch(/\n {4}- Next +skipped\n {8}after a failure\n/);
    expect(text).toMatch(/\n {2}✗ For each row +1 min 01 s\n/);
    expect(text).toContain(
      '1 step failed, 1 skipped · 1 act · 1 min 05 s · 2 model calls, 12,345 tokens, 0.012 USD',
    );
  });

  it('tells what each step has used of a model, pointing and reading too', () => {
    const usage = { calls: 1, inputTokens: 900, outputTokens: 100, cost: 0.5, currency: 'USD' };
    const text = told([
      runLine(),
      { type: 'step-start', step: 'steps[0]', name: 'Point', kind: 'click' },
      { type: 'asked', step: 'steps[0]', usage, exchange: 'model/f0001-pointing.json' },
      decisionLine(1, 'f0001', 'steps[0]', 'Point'),
      { type: 'outcome', act: 1, outcome: 'done', usage, ms: 1 },
      { type: 'step-end', step: 'steps[0]', status: 'passed', ms: 10 },
      { type: 'step-start', step: 'steps[1]', name: 'Plain', kind: 'press' },
      { type: 'step-end', step: 'steps[1]', status: 'passed', ms: 10 },
    ]);
    expect(text).toMatch(/✓ Point .*2 model calls, 2,000 tokens, 1.00 USD/);
    expect(text).toMatch(/✓ Plain +10 ms\n/);
  });

  it('tells each act where no step stands for it', () => {
    const text = told([
      runLine(),
      decisionLine(1, 'f0001', '', ''),
      {
        type: 'intent',
        act: 1,
        action: { name: 'click', input: {} },
        summary: 'click left on “Save” at 425,316',
      },
      { type: 'outcome', act: 1, outcome: 'done', ms: 3 },
      { type: 'outcome', act: 2, outcome: 'unknown', reason: 'the driver ended', ms: 3 },
    ]);
    expect(text).toContain('  › 1 click left on “Save” at 425,316  3 ms · text\n');
    expect(text).toContain('  ✗ unknown 2 click left on “Save” at 425,316: the driver ended  3 ms · text\n');
  });

  it('keeps one progress line on a terminal and removes it at the end', () => {
    let tick = (): void => undefined;
    let stopped = 0;
    let text = '';
    const list = createListReporter({
      write: (part) => {
        text += part;
      },
      colour: false,
      tty: true,
      columns: 30,
      every: (_, turn) => {
        tick = turn;
        return () => {
          stopped += 1;
        };
      },
    });
    list.event(runLine());
    list.event({ type: 'step-start', step: 'a', name: 'Save the order with a long name', kind: 'click' });
    expect(onScreen(text).at(-1)).toBe('  ⠋ Save the order with a lo…');
    tick();
    expect(onScreen(text).at(-1)).toBe('  ⠙ Save the order with a lo…');
    list.event({ type: 'note', text: 'halfway' });
    expect(onScreen(text).slice(-2)).toEqual(['    · halfway', '  ⠙ Save the order with a lo…']);
    list.close();
    expect(onScreen(text).at(-1)).toBe('');
    expect(stopped).toBe(1);
  });

  it('lets no text from outside control the terminal', () => {
    const hostile =
      'a\u001b[2J\u001b]0;hacked\u0007\u009b31m\u202eevil\u0000\r\n\tb\u2028c\u0008\u001bP1$r\u001b\\';
    for (const tty of [false, true]) {
      const text = told(hostileRun(hostile), { tty, folder: hostile, every: () => () => undefined });
      const rest = text.replaceAll('\r\u001b[2K', '').replaceAll('\n', '');
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there.
      expect(rest.match(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g)).toBeNull();
      expect(text).toContain('␛[2J');
    }
  });

  it('colours only when asked to', async () => {
    const { lines } = await readRecording(GOLDEN);
    expect(told(lines)).not.toContain('\u001b');
    expect(told(lines, { colour: true })).toContain('\u001b[32m✓\u001b[39m');
  });

  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ TERM: 'dumb' }, true, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
  ])('wants colour with %j on a terminal (%j): %j', (env, tty, expected) => {
    expect(wantsColour(env, tty)).toBe(expected);
  });
});
