import { describe, expect, it } from 'vitest';
import type { Act, Limits, Outcome } from '../../src/core/action.js';
import type { Check } from '../../src/core/check.js';
import { DeskhandError } from '../../src/core/errors.js';
import { playGoal } from '../../src/pilots/script/goal.js';
import { pilotOf } from '../../src/pilots/script/script-pilot.js';
import type { Answer, Situation } from '../../src/ports.js';
import { acting, done, fakePorts, quickClock } from '../support/fakes.js';

const signal = new AbortController().signal;
const usage = { calls: 1, inputTokens: 600, outputTokens: 50, cost: 0.02, currency: 'USD' };

/** Plays a goal whose pilot answers so; each act ends as told. Answers how the play ended. */
async function play(
  answer: Answer | (() => Promise<Answer>),
  options: { limits?: Limits; outcome?: Outcome; until?: Check[] },
): Promise<string> {
  const { ports } = fakePorts({ pilot: typeof answer === 'function' ? answer : () => answer });
  const clock = quickClock();
  const openGoal = () => ports.pilot;
  const cue = { path: 'goal', name: 'a goal', deadline: Number.POSITIVE_INFINITY, origin: 'model' as const };
  const goal = { words: 'a goal', until: options.until ?? [], limits: options.limits ?? {} };
  const pilot = pilotOf(
    'script',
    { eyes: ports.eyes, clock, files: ports.files, openGoal },
    async function* (stage) {
      yield* playGoal(stage, cue, goal);
      yield acting('note', { text: 'reached' });
    },
  );
  const view = await ports.journal.frame(await ports.screen.look('none', signal));
  const acts: Act[] = [];
  for (let number = 1; number <= 40; number += 1) {
    const situation: Situation = {
      view,
      acts: [...acts],
      hints: [],
      values: {},
      changed: () => new Promise<never>(() => undefined),
      answers: async () => true,
      tell: async () => undefined,
    };
    const said = await pilot
      .decide(situation, signal)
      .catch((error: Error) => `${error.constructor.name}: ${error.message}`);
    if (typeof said === 'string') return said;
    if (said.kind !== 'act') continue;
    const { decision } = said;
    if (decision.action.input.text === 'reached') return 'reached';
    const outcome = options.outcome ?? 'done';
    acts.push({ number, decision, frame: 'f1', frameSha: 'x', outcome, checks: [] });
  }
  return 'went on';
}

const press: Answer = { ...acting('press', { keys: ['a'] }), usage } as Answer;

describe('a goal of a step', () => {
  const until: Check[] = [{ window: { title: 'Editor' } }];

  it('should be reached by a done that was carried out where its author said what shows it', async () => {
    expect(await play(done, { until })).toBe('reached');
  });

  it('should not be reached by a done that was refused, since its promises were never looked at', async () => {
    expect(await play(done, { outcome: 'refused', until })).toContain('the screen does not show it: refused');
  });

  it('should not be proven by the word of its pilot alone', async () => {
    expect(await play(done, {})).toMatch(/^NotProven: .* no proof was stated/);
  });

  it('should fail, and no more than that, when its pilot cannot go on', async () => {
    const broken = () =>
      Promise.reject(new DeskhandError('failed', 'no-answer', 'The model did not answer.'));
    expect(await play(broken, {})).toBe('StepFailed: The model did not answer.');
  });

  it.each<[Limits, string]>([
    [{ steps: 5 }, 'within 5 acts'],
    [{ seconds: 0.01 }, 'within 0.01 s'],
    [{ tokens: 2000 }, 'within 2000 tokens'],
    [{ cost: 0.05 }, 'at a cost of 0.05 USD'],
  ])('should keep to its limits %j', async (limits, told) => {
    expect(await play(press, { limits })).toContain(told);
  });
});
