import { describe, expect, it } from 'vitest';
import type { Usage } from '../../src/core/action.js';
import type { Check } from '../../src/core/check.js';
import { DeskhandError } from '../../src/core/errors.js';
import type { Look, ModelEyes } from '../../src/ports.js';
import { runTask } from '../../src/run/run-task.js';
import { acting, done, fakePorts, header } from '../support/fakes.js';

const usage: Usage = { calls: 1, inputTokens: 900, outputTokens: 100, cost: 0.01, currency: 'USD' };
const call = { usage, exchange: { reply: 'as it came' } };

/** Model's eyes that answer one after the other, the last for ever; an error is thrown. */
function eyesThat(answers: readonly unknown[]): { eyes: ModelEyes; asked: string[] } {
  const asked: string[] = [];
  const next = (what: string, onAsked: (made: typeof call) => void): unknown => {
    asked.push(what);
    onAsked(call);
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const eyes: ModelEyes = {
    model: 'fake',
    read: async (_view, request, onAsked) => next(JSON.stringify(request), onAsked),
    compare: async (_frames, claim, onAsked) =>
      next(claim, onAsked) as Awaited<ReturnType<ModelEyes['compare']>>,
  };
  return { eyes, asked };
}

interface Setting {
  readonly answers?: readonly unknown[];
  readonly limits?: object;
  /** Whether each look shows other pixels than the one before. */
  readonly moving?: boolean;
}

/** Runs one act and then ends; `answers` undefined means that there is no model. */
async function runOne(act: ReturnType<typeof acting>, { answers, limits = {}, moving = true }: Setting) {
  const { eyes, asked } = eyesThat(answers ?? []);
  const { ports, log } = fakePorts({ pilot: (number) => (number === 1 ? act : done) });
  let looks = 0;
  const journal = {
    ...ports.journal,
    frame: async (look: Look) => {
      const view = await ports.journal.frame(look);
      looks += 1;
      return { ...view, frame: { ...view.frame, sha256: moving ? `look ${looks}` : 'still' } };
    },
  };
  const handle = await runTask(
    { ...ports, journal, ...(answers && { modelEyes: eyes }) },
    { limits: { steps: 9, seconds: 60, ...limits } },
    header,
  );
  return { ending: await handle.done, lines: log.lines, asked };
}

const reading = acting('read', { name: 'order', by: 'model', schema: { type: 'object' } });
const misfit = new DeskhandError('failed', 'answer-misfit', 'it does not fit');

describe('a reading by the model', () => {
  it('should record the value, what it used and where the raw answer is kept, and count it', async () => {
    const { ending, lines } = await runOne(reading, { answers: [{ total: 42 }] });
    expect(ending.ending).toBe('passed');
    expect(lines.find(({ type }) => type === 'outcome')).toMatchObject({
      outcome: 'done',
      answer: { total: 42 },
      usage,
      exchange: expect.stringContaining('model/a0001'),
    });
    expect(lines.at(-1)).toMatchObject({ type: 'ending', usage: { calls: 1, inputTokens: 900, cost: 0.01 } });
  });

  it('should fail the act and count what was used all the same when no answer fits', async () => {
    const { lines } = await runOne(reading, { answers: [misfit] });
    expect(lines.find(({ type }) => type === 'outcome')).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('it does not fit'),
      usage,
    });
    expect(lines.at(-1)).toMatchObject({ type: 'ending', usage: { calls: 1 } });
  });

  it('should fail by name in a run without a model', async () => {
    const { lines } = await runOne(reading, {});
    expect(lines.find(({ type }) => type === 'outcome')).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('Only a model can read this'),
    });
  });

  it('should end the run as out of budget when the call was held back', async () => {
    const held = new DeskhandError('failed', 'over-budget', 'the next call may take too much');
    const { ending, lines } = await runOne(reading, { answers: [held] });
    expect(ending).toMatchObject({ ending: 'out of budget', reason: expect.stringContaining('too much') });
    expect(lines.some(({ type }) => type === 'outcome')).toBe(true);
  });
});

describe('a change that is told in words', () => {
  const claim: Check = { changed: 'the row has disappeared', within: 3000 };
  const acted = acting('press', { keys: ['tab'] }, { checks: [claim] });
  const holds = { result: 'holds', reason: 'it is gone' };
  const unsure = { result: 'unknown', reason: 'it is hidden' };
  const fails = { result: 'fails', reason: 'it is there' };
  const checkLine = (lines: readonly { type: string }[]) => lines.find(({ type }) => type === 'check');

  it('should hold when the model says so, and be recorded with what it used', async () => {
    const { lines, asked } = await runOne(acted, { answers: [holds] });
    expect(asked).toEqual(['the row has disappeared']);
    expect(checkLine(lines)).toMatchObject({
      result: 'holds',
      detail: 'it is gone',
      usage,
      exchange: expect.stringContaining('check1'),
    });
    expect(lines.at(-1)).toMatchObject({ usage: { calls: 1 } });
  });

  it('should ask again only of another picture, and at most three times', async () => {
    expect((await runOne(acted, { answers: [fails, holds] })).asked).toHaveLength(2);
    const stubborn = await runOne(acted, { answers: [fails] });
    expect(stubborn.asked).toHaveLength(3);
    expect(checkLine(stubborn.lines)).toMatchObject({ result: 'fails' });
  });

  it('should not ask about a screen that looks as it did before', async () => {
    const { lines, asked } = await runOne(acted, { answers: [holds], moving: false });
    expect(asked).toEqual([]);
    expect(checkLine(lines)).toMatchObject({ result: 'fails' });
  });

  it.each<[string, Setting]>([
    ['an unsure answer', { answers: [unsure] }],
    ['an answer that cannot be used', { answers: [misfit] }],
    ['no model', {}],
  ])('should be unknown with %s', async (_title, setting) => {
    const { lines } = await runOne(acted, setting);
    expect(checkLine(lines)).toMatchObject({ result: 'unknown' });
  });

  it('should not ask once the budget has no room for another call', async () => {
    const two = acting('press', { keys: ['tab'] }, { checks: [claim, { ...claim, changed: 'a b' }] });
    const { ending, lines, asked } = await runOne(two, { answers: [holds], limits: { tokens: 1000 } });
    expect(asked).toHaveLength(1);
    expect(lines.filter(({ type }) => type === 'check').at(-1)).toMatchObject({
      result: 'unknown',
      detail: '1000 of 1000 tokens are used',
    });
    expect(ending.ending).toBe('out of budget');
  });
});
