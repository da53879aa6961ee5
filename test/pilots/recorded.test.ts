import { describe, expect, it } from 'vitest';
import type { Decision, Outcome } from '../../src/core/action.js';
import type { RecordingEvent } from '../../src/core/events.js';
import type { WindowFacts } from '../../src/core/frame.js';
import { frameBox } from '../../src/core/geometry.js';
import type { RecordedAct, RecordedFrame, Recording } from '../../src/core/recording.js';
import type { WindowMatch } from '../../src/core/window.js';
import { type RecordedPilotOptions, recordedPilot } from '../../src/pilots/recorded/recorded-pilot.js';
import type { Journal } from '../../src/ports.js';
import type { RunPorts } from '../../src/run/run-ports.js';
import { runTask } from '../../src/run/run-task.js';
import { fakePorts, header, mainWindow } from '../support/fakes.js';

const patch = { file: 'patches/a0001.png', box: frameBox(80, 80, 160, 60) };
const before = frameOf([mainWindow]);
const click: Decision = { action: { name: 'click', input: { at: { x: 100, y: 100 } } }, stepName: 'Save it' };
const typing: Decision = { action: { name: 'type', input: { text: 'hello' } } };

function frameOf(windows: readonly WindowFacts[], seq = 0): RecordedFrame {
  return { windows, scale: 1, origin: { x: 0, y: 0 }, seq } as unknown as RecordedFrame;
}

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
    windows?: () => readonly WindowFacts[];
    ports?: Partial<RunPorts>;
    /** Whether each look shows other pixels than the one before. */
    moving?: boolean;
    /** All frames of the recording. */
    frames?: readonly RecordedFrame[];
  } = {},
) {
  const { windows, ports: given, moving, frames = [], ...own } = options;
  const ending = { outputs: { total: 3 } };
  const recording = { acts, frames: new Map(Object.entries(frames)), ending } as unknown as Recording;
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

  it('should not type when the keyboard is in an equal window of another application', async () => {
    const ours = { ...mainWindow, app: 'ours' };
    const typed = act(typing, { before: frameOf([ours]) });
    const { ending, log } = await replay([typed], { windows: () => [{ ...ours, app: 'other' }] });
    expect(ending.reason).toContain('of application other, not in “Editor”');
    expect(inputs(log.hand)).toEqual([]);
    expect((await replay([typed], { windows: () => [{ ...ours, id: '0x77' }] })).ending.ending).toBe(
      'passed',
    );
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

  describe('windows that are named', () => {
    const point = { x: 100, y: 100 } as never;
    const sighting = { rung: 'text', box: frameBox(80, 92, 40, 16), point, score: 1, ms: 1 } as const;
    const window = (app: string | undefined, pid: number, more = {}): WindowFacts => ({
      ...mainWindow,
      id: `0x${pid}`,
      title: 'Same',
      class: 'Same',
      pid,
      ...(app !== undefined && { app }),
      ...more,
    });
    const activate = (match: WindowMatch, more: Partial<RecordedAct> = {}): RecordedAct =>
      act({ action: { name: 'window', input: { do: 'activate', window: match, withinMs: 50 } } }, more);
    /** What the loop was told to activate. */
    const named = (lines: readonly RecordingEvent[]) =>
      lines.flatMap((line) => (line.type === 'decision' ? (line.decision.action.input.window ?? []) : []));

    it('should click only in a window of the application that was clicked', async () => {
      const clicked = act(
        { ...click, target: { text: 'Save', window: { app: 'one' } }, sighting },
        { patch, before: frameOf([window('one', 10), window('two', 20)]) },
      );
      const wrong = await replay([clicked], { windows: () => [window('two', 21), window('one', 11)] });
      expect(wrong.ending.reason).toContain('“Same” (Same) of application two, not in “Same” (Same)');
      expect(inputs(wrong.log.hand)).toEqual([]);
      const right = await replay([clicked], { windows: () => [window('one', 11), window('two', 21)] });
      expect(right.ending.ending).toBe('passed');
      expect(inputs(right.log.hand)).toEqual(['click']);
    });

    it('should click only in a window with the title that the step named', async () => {
      const clicked = act(
        { ...click, target: { text: 'Save', window: 'Same' }, sighting },
        { patch, before: frameOf([window(undefined, 10)]) },
      );
      const other = () => [window(undefined, 11, { title: 'Other' })];
      expect((await replay([clicked], { windows: other })).ending.reason).toContain('lies in “Other”');
      expect((await replay([clicked], { windows: () => [window(undefined, 11)] })).ending.ending).toBe(
        'passed',
      );
    });

    it('should mean the process of the same application, also when another has the number by now', async () => {
      const before = frameOf([window('one', 10), window('two', 20)]);
      const { ending, log } = await replay([activate({ pid: 20 }, { before })], {
        windows: () => [window('one', 20), window('two', 30)],
      });
      expect(ending.ending).toBe('passed');
      expect(named(log.lines)).toEqual([{ pid: 30 }]);
    });

    it('should mean the process of an equal window when no application is known', async () => {
      const before = frameOf([window(undefined, 10), window(undefined, 20, { title: 'Other' })]);
      const { log } = await replay([activate({ pid: 10 }, { before })], {
        windows: () => [window(undefined, 10, { title: 'Other' }), window(undefined, 30)],
      });
      expect(named(log.lines)).toEqual([{ pid: 30 }]);
    });

    it('should halt where two processes may be meant', async () => {
      const before = frameOf([window(undefined, 10), window(undefined, 20)]);
      const { ending, log } = await replay([activate({ pid: 10 }, { before })], {
        windows: () => [window(undefined, 10), window(undefined, 30)],
      });
      expect(ending).toMatchObject({
        ending: 'failed',
        reason: expect.stringContaining('2 processes have a window like the window “Same” (Same)'),
      });
      expect(named(log.lines)).toEqual([]);
    });

    it('should tell two equal windows apart by which is known already', async () => {
      const both = frameOf([window(undefined, 10), window(undefined, 20)], 5);
      const first = activate({ pid: 10 }, { before: frameOf([window(undefined, 10)]) });
      const second = activate({ pid: 20 }, { before: both });
      let activated = false;
      const open = () => [window(undefined, 40), ...(activated ? [window(undefined, 50)] : [])];
      const nothing = async () => undefined;
      const { log } = await replay([first, second], {
        windows: open,
        ports: {
          windows: {
            list: async () => open(),
            visible: async () => open(),
            lock: nothing,
            awake: nothing,
            activate: async () => {
              activated = true;
            },
            close: nothing,
            place: nothing,
            maximise: nothing,
          },
        },
      });
      expect(named(log.lines)).toEqual([{ pid: 40 }, { pid: 50 }]);
    });

    it('should halt where no window of the process can be seen in the recording, or now', async () => {
      const unseen = await replay([activate({ pid: 99 })]);
      expect(unseen.ending.reason).toContain('process 99 had no window in the recording');
      const gone = await replay([activate({ pid: 10 }, { before: frameOf([window('one', 10)]) })], {
        windows: () => [window('two', 10)],
      });
      expect(gone.ending.reason).toContain(
        'the window “Same” (Same) of application one, which process 10 had in the recording, is not open',
      );
    });

    it('should wait for a window that the recording shows only later', async () => {
      let looks = 0;
      const { ending, log } = await replay([activate({ pid: 10 }, { seq: 3 })], {
        frames: [frameOf([mainWindow], 1), frameOf([window(undefined, 10)], 9)],
        windows: () => (++looks > 4 ? [window(undefined, 30)] : [mainWindow]),
        patienceMs: 5000,
      });
      expect(ending.ending).toBe('passed');
      expect(named(log.lines)).toEqual([{ pid: 30 }]);
    });

    it('should know a process whose window is minimised by now', async () => {
      const minimised = [activate({ pid: 10 }, { seq: 3, before: frameOf([mainWindow], 2) })];
      let looks = 0;
      const { log } = await replay([act(typing, { seq: 1 }), ...minimised], {
        frames: [frameOf([window(undefined, 10)], 0), frameOf([mainWindow], 2)],
        windows: () => (++looks > 1 ? [mainWindow] : [mainWindow, window(undefined, 30)]),
      });
      expect(named(log.lines)).toEqual([{ pid: 30 }]);
    });

    it('should mean the process that was launched again', async () => {
      const input = { name: 'one', command: 'x', args: [], timeoutMs: 5 };
      const launched = act(
        { action: { name: 'launch', input }, origin: 'author' },
        { answer: { name: 'one', pid: 10 } },
      );
      const apps: Partial<RunPorts['apps']> = {
        launch: async ({ name }) => ({ name, pid: 30, log: '', exit: () => undefined }),
        list: () => [],
      };
      const { log } = await replay([launched, activate({ pid: 10 })], {
        ports: { apps: apps as RunPorts['apps'], appNames: ['one'] },
        windows: () => [window(undefined, 10), window(undefined, 30)],
      });
      expect(named(log.lines)).toEqual([{ pid: 30 }]);
    });

    it('should mean the processes of this run in promises and targets, too', async () => {
      const checks = [
        { window: { pid: 10 } },
        { closed: { pid: 10, title: 'Else' } },
        { gone: { text: 'A', window: { pid: 10 } } },
      ];
      const before = frameOf([window('one', 10)]);
      const target = { text: 'A', window: { pid: 10 } };
      const { log } = await replay([act({ ...typing, target, checks }, { before })], {
        windows: () => [window('one', 30)],
      });
      expect(log.lines.find(({ type }) => type === 'decision')).toMatchObject({
        decision: {
          target: { window: { pid: 30 } },
          checks: [
            { window: { pid: 30 } },
            { closed: { pid: 30, title: 'Else' } },
            { gone: { window: { pid: 30 } } },
          ],
        },
      });
    });

    it('should keep the recorded processes on recorded frames', async () => {
      const before = frameOf([window(undefined, 10), window(undefined, 20)]);
      const { log } = await replay([activate({ pid: 10 }, { before })], {
        framesOnly: true,
        windows: () => [window(undefined, 10), window(undefined, 20)],
      });
      expect(named(log.lines)).toEqual([{ pid: 10 }]);
    });
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
