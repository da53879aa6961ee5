import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DriverDied } from '../../src/core/errors.js';
import type { RecordingEvent } from '../../src/core/events.js';
import type { Answer } from '../../src/ports.js';
import { runTask } from '../../src/run/run-task.js';
import { acting, clickOn, done, fakePorts, header, type Log, untilAborted } from '../support/fakes.js';

/** One thing that a pilot may answer, or that may happen to it. */
type Move = { readonly kind: 'answer'; readonly answer: Answer } | { readonly kind: 'throw' };
type Hap = 'done' | 'throws' | 'dies' | 'stops';

const answers = fc.oneof(
  fc.constantFrom('Save', 'Next', 'Delete', 'Pay now', 'Send').map((text) => clickOn(text)),
  fc.constantFrom('hello', 'sudo rm -rf /').map((text) => acting('type', { text })),
  fc.constantFrom(['ctrl', 's'], ['enter'], ['alt', 'f4']).map((keys) => acting('press', { keys })),
  fc.constant(acting('press', { keys: ['no-such-key'] })),
  fc.constant(acting('no-such-deed', {})),
  fc.constant(acting('note', { text: 'a note' })),
  fc.constant<Answer>({ kind: 'look', reason: 'not there yet', withinMs: 10 }),
  fc.constant(done),
  fc.constant(acting('give-up', { reason: 'cannot' })),
);
const moves = fc.array(
  fc.oneof(
    { weight: 20, arbitrary: answers.map((answer): Move => ({ kind: 'answer', answer })) },
    { weight: 1, arbitrary: fc.constant<Move>({ kind: 'throw' }) },
  ),
  { maxLength: 25 },
);
const haps = fc.array(
  fc.oneof(
    { weight: 20, arbitrary: fc.constant<Hap>('done') },
    { weight: 2, arbitrary: fc.constantFrom<Hap>('throws', 'dies', 'stops') },
  ),
  { maxLength: 25 },
);
const story = fc.record({
  moves,
  haps,
  yes: fc.array(fc.boolean(), { maxLength: 25 }),
  /** How many lines the disk takes. */
  disk: fc.oneof({ weight: 3, arbitrary: fc.constant(10_000) }, { weight: 1, arbitrary: fc.nat(40) }),
  moving: fc.array(fc.boolean(), { maxLength: 25 }),
  steps: fc.integer({ min: 1, max: 12 }),
});
type Story = typeof story extends fc.Arbitrary<infer Value> ? Value : never;

/** Plays a story to its end; a pilot that has said everything says done. */
async function play({ moves: said, haps: happened, yes, disk, moving, steps }: Story) {
  let handled = 0;
  let compared = 0;
  let stop = (): void => undefined;
  const hand = async (...given: unknown[]): Promise<void> => {
    const hap = happened[handled++] ?? 'done';
    if (hap === 'throws') throw new Error('the window is gone');
    if (hap === 'dies') throw new DriverDied('a click');
    if (hap === 'stops') {
      stop();
      await untilAborted(given.at(-1) as AbortSignal);
    }
  };
  let lines = 0;
  const { ports, log } = fakePorts({
    pilot: (number) => {
      const move = said[number - 1] ?? { kind: 'answer', answer: done };
      if (move.kind === 'throw') throw new Error('the pilot broke');
      return move.answer;
    },
    approve: (number) => ({ answer: yes[number - 1] === true ? 'yes' : 'no', by: 'fake' }),
    hand: { click: hand, type: hand, press: hand },
    compare: () =>
      moving[compared++] === true
        ? { same: false, boxes: [], share: 1 }
        : { same: true, boxes: [], share: 0 },
    failLine: () => ++lines > disk,
  });
  try {
    const handle = await runTask(ports, { limits: { steps, seconds: 60 } }, header);
    stop = () => handle.stop('by hand');
    return { log, ending: await handle.done };
  } catch (error) {
    return { log, refusedToBegin: error };
  }
}

const inputs = (log: Log) => log.all.filter((each) => each.startsWith('hand:') && each !== 'hand:release');
const kind = <Type extends RecordingEvent['type']>(log: Log, type: Type) =>
  log.lines.filter((line): line is Extract<RecordingEvent, { type: Type }> => line.type === type);

/** Acts with input whose intent was written down. */
const inputActs = (log: Log): number =>
  kind(log, 'intent').filter(({ action }) => ['click', 'type', 'press'].includes(action.name)).length;

describe('a run of anything', () => {
  it('should never move the hand without the intent line before, and end always', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const { log, ending } = await play(told);
        for (const [index, entry] of log.all.entries()) {
          if (!entry.startsWith('hand:') || entry === 'hand:release') continue;
          expect(log.all[index - 1], log.all.join(' ')).toBe('line:intent');
        }
        if (ending === undefined) expect(told.disk).toBe(0);
        else expect(['passed', 'failed', 'refused', 'stopped', 'out of budget']).toContain(ending.ending);
      }),
      { numRuns: 150 },
    );
  });

  it('should never carry out an act whose verdict is refuse, or ask without a yes', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const { log } = await play(told);
        for (const [index, line] of log.lines.entries()) {
          if (line.type !== 'intent') continue;
          const before = log.lines.slice(0, index).reverse();
          const verdict = before.find((each) => each.type === 'verdict');
          expect(verdict).toMatchObject({ act: line.act });
          if (verdict?.type !== 'verdict') continue;
          expect(verdict.verdict.answer).not.toBe('refuse');
          if (verdict.verdict.answer === 'allow') continue;
          const asked = before.find((each) => each.type === 'confirmation');
          expect(asked).toMatchObject({ act: line.act, approval: { answer: 'yes' } });
        }
      }),
      { numRuns: 150 },
    );
  });

  it('should do nothing more after a stop, a dead driver or a full disk, and release everything', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const { log, ending } = await play(told);
        const fatal = told.haps.findIndex((hap) => hap === 'dies' || hap === 'stops');
        if (fatal >= 0) expect(inputs(log).length).toBeLessThanOrEqual(fatal + 1);
        // The outcome of an act that was under way may be lost with the disk; no further act begins.
        if (log.lines.length === told.disk) expect(inputs(log).length).toBe(inputActs(log));
        if (ending !== undefined) expect(log.hand).toContain('release');
        if (ending !== undefined && told.disk === 10_000) expect(log.lines.at(-1)?.type).toBe('ending');
      }),
      { numRuns: 150 },
    );
  });

  it('should pass only by done, and keep to its steps', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const { log, ending } = await play(told);
        const acts = kind(log, 'intent').filter(({ action }) => !['done', 'give-up'].includes(action.name));
        expect(acts.length).toBeLessThanOrEqual(told.steps);
        if (ending?.ending === 'passed') {
          expect(kind(log, 'intent').at(-1)?.action.name).toBe('done');
          expect(kind(log, 'outcome').at(-1)?.outcome).toBe('done');
        }
      }),
      { numRuns: 150 },
    );
  });
});
