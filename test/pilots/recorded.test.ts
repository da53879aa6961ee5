import { describe, expect, it } from 'vitest';
import type { Decision, Outcome } from '../../src/core/action.js';
import { frameBox } from '../../src/core/geometry.js';
import type { RecordedAct, RecordedFrame, Recording } from '../../src/core/recording.js';
import { type RecordedPilotOptions, recordedPilot } from '../../src/pilots/recorded/recorded-pilot.js';
import type { Journal } from '../../src/ports.js';
import type { RunPorts } from '../../src/run/run-ports.js';
import { runTask } from '../../src/run/run-task.js';
import { fakePorts, header, mainWindow } from '../support/fakes.js';

const patch = { file: 'patches/a0001.png', box: frameBox(80, 80, 160, 60) };
const before = { windows: [mainWindow] } as unknown as RecordedFrame;
const click: Decision = { action: { name: 'click', input: { at: { x: 100, y: 100 } } }, stepName: 'Save it' };
const typing: Decision = { action: { name: 'type', input: { text: 'hello' } } };

function act(decision: Decision, more: Partial<RecordedAct> = {}): RecordedAct {
  const outcome: Outcome = 'done';
  const part = {
    number: 1,
    attempt: 1,
    decision,
    outcome,
    checks: [],
    summary: `the ${decision.action.name}`,
  };
  return { ...part, stepName: decision.stepName, before, ...more } as unknown as RecordedAct;
}

/** Replays the acts in the real loop over fake ports; `alike` says of each comparison how it comes out. */
async function replay(
  acts: readonly RecordedAct[],
  options: Partial<RecordedPilotOptions> & {
    windows?: () => (typeof mainWindow)[];
    ports?: Partial<RunPorts>;
    /** Whether each look shows other pixels than the one before. */
    moving?: boolean;
  } = {},
) {
  const recording = { acts, frames: new Map(), ending: { outputs: { total: 3 } } } as unknown as Recording;
  const { windows, ports: given, moving, ...own } = options;
  const { ports, log } = fakePorts({
    pilot: () => Promise.reject(new Error('not asked')),
    ...(windows && { windows }),
    ...(given && { ports: given }),
  });
  const pilot = recordedPilot({
    recording,
    clock: ports.clock,
    compare: async () => ({ same: true, score: 1, reason: '' }),
    keepDifference: async () => ({ expected: 'expected.png', found: 'found.png' }),
    patienceMs: 50,
    ...own,
  });
  let looks = 0;
  const frame: Journal['frame'] = async (look) => {
    const view = await ports.journal.frame(look);
    looks += 1;
    return { ...view, frame: { ...view.frame, sha256: moving ? `look ${looks}` : 'same' } };
  };
  const journal = { ...ports.journal, frame };
  const handle = await runTask({ ...ports, pilot, journal }, { limits: { steps: 20, seconds: 60 } }, header);
  return { ending: await handle.done, log };
}

const neverFound: RunPorts['eyes']['locate'] = async () => ({
  found: 'absent',
  reason: '',
  nearest: [],
  ms: 0,
});
const notAsked = () => Promise.reject(new Error('not asked'));

const inputs = (hand: readonly string[]) => hand.filter((name) => name !== 'release');

describe('recordedPilot', () => {
  it('should repeat what was done, in order, and hand out the same outputs', async () => {
    const { ending, log } = await replay([act(click, { patch }), act(typing)]);
    expect(ending).toMatchObject({ ending: 'passed', outputs: { total: 3 } });
    expect(inputs(log.hand)).toEqual(['click', 'type']);
  });

  it('should leave out what was not done, and what only served the pilot', async () => {
    const served = ['note', 'look-closer', 'wait-for-change', 'done', 'give-up'];
    const acts = [
      act(click, { patch, outcome: 'failed' }),
      act(click, { patch, outcome: 'unknown' }),
      act(click, { patch, outcome: undefined }),
      ...served.map((name) => act({ action: { name, input: {} } })),
      act(typing),
    ];
    const { log } = await replay(acts);
    expect(inputs(log.hand)).toEqual(['type']);
  });

  it('should touch nothing where the surroundings differ, and keep what was expected and found', async () => {
    const { ending, log } = await replay([act(click, { patch }), act(typing)], {
      compare: async () => ({ same: false, score: 0.2, reason: 'another label' }),
    });
    expect(ending.ending).toBe('failed');
    for (const part of ['Save it', 'another label', 'expected.png', 'found.png'])
      expect(ending.reason).toContain(part);
    expect(inputs(log.hand)).toEqual([]);
    expect(log.lines.find(({ type }) => type === 'difference')).toMatchObject({ expected: 'expected.png' });
  });

  it('should wait until the surroundings look as they did', async () => {
    let looks = 0;
    const { ending, log } = await replay([act(click, { patch })], {
      compare: async () => ({ same: ++looks > 2, score: 0.5, reason: 'still loading' }),
      patienceMs: 5000,
    });
    expect(ending.ending).toBe('passed');
    expect(log.lines.filter(({ type }) => type === 'look-again')).toHaveLength(2);
    expect(inputs(log.hand)).toEqual(['click']);
  });

  it('should not type when the keyboard is in another application', async () => {
    const { ending, log } = await replay([act(typing)], {
      windows: () => [{ ...mainWindow, title: 'Chat', class: 'Chat' }],
    });
    expect(ending).toMatchObject({ ending: 'failed', reason: expect.stringContaining('“Chat”') });
    expect(inputs(log.hand)).toEqual([]);
  });

  it('should type when only the title of the window is another one', async () => {
    const { ending } = await replay([act(typing)], { windows: () => [{ ...mainWindow, title: '*Editor' }] });
    expect(ending.ending).toBe('passed');
  });

  it('should still ask about a risky act, and end as refused without a yes', async () => {
    const risky: Decision = {
      ...click,
      sighting: {
        rung: 'text',
        box: frameBox(80, 92, 40, 16),
        point: { x: 100, y: 100 } as never,
        score: 1,
        text: 'Delete',
        ms: 1,
      },
    };
    const { ending, log } = await replay([act(risky, { patch })]);
    expect(inputs(log.hand)).toEqual([]);
    expect(log.lines.some(({ type }) => type === 'confirmation')).toBe(true);
    expect(ending.ending).toBe('refused');
  });

  it('should hold the promises of the recorded acts again, on frames alone only those that frames can show', async () => {
    const checks = [{ file: { path: 'absent.txt' }, within: 0 }];
    const promising = act({ ...typing, checks });
    expect((await replay([promising])).ending).toMatchObject({
      ending: 'failed',
      reason: expect.stringContaining('absent.txt'),
    });
    expect((await replay([promising], { framesOnly: true })).ending.ending).toBe('passed');
  });

  describe('readings', () => {
    const reading = (answer: string, more = {}): RecordedAct =>
      act({ action: { name: 'read', input: { name: 'total', ...more } }, stepName: 'Read it' }, { answer });
    const lines = (text: string) => [{ text, box: frameBox(0, 0, 1, 1), score: 1, words: [] }];

    it('should pass where the screen says the same, and wait for it', async () => {
      const said = ['', '42'];
      const { ending } = await replay([reading('42')], {
        moving: true,
        ports: { eyes: { read: async () => lines(said.shift() ?? '42'), locate: neverFound } },
      });
      expect(ending.ending).toBe('passed');
    });

    it('should halt where the screen says something else: the outputs would be wrong', async () => {
      const { ending } = await replay([reading('42')], {
        ports: { eyes: { read: async () => lines('43'), locate: neverFound } },
      });
      expect(ending).toMatchObject({ ending: 'failed', reason: expect.stringContaining('“Read it”') });
      expect(ending.reason).toContain('"43" where the recording has "42"');
    });

    it('should compare every pixel of what a model has read', async () => {
      const compared: boolean[] = [];
      const { ending } = await replay([{ ...reading('42', { by: 'model' }), patch }, act(click, { patch })], {
        compare: async (_patch, _view, _signal, exact) => {
          compared.push(exact);
          return { same: true, score: 1, reason: '' };
        },
        ports: { modelEyes: { model: 'recorded', read: async () => '42', compare: notAsked } },
      });
      expect(ending.ending).toBe('passed');
      expect(compared).toEqual([true, false]);
    });
  });
});
