import { describe, expect, it } from 'vitest';
import { actionFacts, readAction } from '../../src/actions/index.js';
import { recordingWorld } from './world.js';

const signal = new AbortController().signal;

async function perform(name: string, input: Record<string, unknown>, parts: Record<string, unknown> = {}) {
  const { world, calls } = recordingWorld(parts);
  const read = readAction({ name, input });
  if (!read.ok) throw new Error(read.reason);
  const answer = await read.deed.perform(read.input, world, signal);
  return { answer, calls };
}

const open = [
  { id: 'w1', title: 'Orders', class: 'Tk', active: false },
  { id: 'w2', title: 'notes.txt - Mousepad', class: 'Mousepad', active: true },
  { id: 'w3', title: 'todo.txt - Mousepad', class: 'Mousepad', active: false },
];
const windows = { list: () => Promise.resolve(open) };

describe('deeds of the hand', () => {
  it.each<[string, Record<string, unknown>, unknown[]]>([
    [
      'click',
      { at: { x: 100, y: 50 } },
      ['hand.click', { x: -1230, y: 25 }, { button: 'left', count: 1, modifiers: [] }],
    ],
    [
      'click',
      { at: { x: 0, y: 0 }, button: 'right', count: 2, modifiers: ['Control', 'cmd'] },
      ['hand.click', { x: -1280, y: 0 }, { button: 'right', count: 2, modifiers: ['ctrl', 'super'] }],
    ],
    ['move', { at: { x: 2559, y: 1599 } }, ['hand.move', { x: -0.5, y: 799.5 }]],
    [
      'drag',
      {
        path: [
          { x: 0, y: 0 },
          { x: 20, y: 20 },
        ],
        holdMs: 300,
      },
      [
        'hand.drag',
        [
          { x: -1280, y: 0 },
          { x: -1270, y: 10 },
        ],
        { button: 'left', modifiers: [], holdMs: 300 },
      ],
    ],
    ['scroll', { direction: 'left' }, ['hand.scroll', undefined, { direction: 'left', notches: 3 }]],
    ['type', { text: 'a\tb' }, ['hand.type', 'a\tb']],
    ['press', { keys: 'Strg+Shift+S', count: 2 }, ['hand.press', ['ctrl', 'shift', 's'], 2]],
    ['press', { keys: ['ctrl+a'] }, ['hand.press', ['ctrl', 'a'], 1]],
    ['hold', { keys: 'shift', ms: 500 }, ['hand.hold', { keys: ['shift'] }, 500]],
    ['hold', { at: { x: 2, y: 2 }, ms: 500 }, ['hand.hold', { button: 'left', at: { x: -1279, y: 1 } }, 500]],
    [
      'mouse-down',
      { at: { x: 2, y: 2 }, modifiers: ['shift'] },
      ['hand.down', { x: -1279, y: 1 }, { button: 'left', modifiers: ['shift'] }],
    ],
    ['mouse-up', { at: { x: 2, y: 2 } }, ['hand.up', { x: -1279, y: 1 }, { button: 'left' }]],
    ['wait', { ms: 200 }, ['clock.sleep', 200]],
    ['close-app', { name: 'editor' }, ['apps.close', 'editor']],
  ])('should %s %o', async (name, input, call) => {
    expect((await perform(name, input)).calls).toEqual([call]);
  });

  it('should paste the text as it stands and press Return after it', async () => {
    expect((await perform('type', { text: 'a\nb', paste: true, enter: true })).calls).toEqual([
      ['hand.paste', 'a\nb', { secret: false }],
      ['seen', 'a\nb'],
      ['hand.press', ['enter'], 1],
    ]);
    const secrets = { reveal: (name: string) => `value of ${name}` };
    expect((await perform('type', { secret: 'pw', paste: 'ctrl+Shift+V' }, { secrets })).calls).toEqual([
      ['hand.paste', 'value of pw', { secret: true, keys: ['ctrl', 'shift', 'v'] }],
    ]);
  });

  it('should see the text before the Return that sends it, unless nothing of it is to be seen', async () => {
    expect((await perform('type', { text: 'a\tb\n', enter: true })).calls).toEqual([
      ['hand.type', 'a\tb'],
      ['seen', 'a\tb'],
      ['hand.type', '\n\n'],
    ]);
    expect((await perform('type', { text: 'a\tb', enter: true, unseen: true })).calls).toEqual([
      ['hand.type', 'a\tb\n'],
    ]);
    expect((await perform('type', { text: '\n', enter: true })).calls).toEqual([['hand.type', '\n\n']]);
  });

  it('should reveal a secret only while typing it', async () => {
    const secrets = { reveal: (name: string) => `value of ${name}` };
    expect((await perform('type', { secret: 'password', enter: true }, { secrets })).calls).toEqual([
      ['hand.type', 'value of password'],
      ['seen', { secret: 'password', letters: 17 }],
      ['hand.type', '\n'],
    ]);
    expect(actionFacts({ name: 'type', input: { secret: 'password' } })).toMatchObject({
      summary: 'type the secret password',
      traits: { secret: 'password', typed: '' },
    });
  });

  it('should touch nothing when a point lies outside the frame', async () => {
    for (const [name, input] of [
      ['click', { at: { x: 2560, y: 0 } }],
      [
        'drag',
        {
          path: [
            { x: 0, y: 0 },
            { x: 0, y: 1600 },
          ],
        },
      ],
    ] as const) {
      const { world, calls } = recordingWorld();
      const read = readAction({ name, input });
      await expect(async () => read.ok && read.deed.perform(read.input, world, signal)).rejects.toThrow(
        'outside the frame of 2560x1600',
      );
      expect(calls).toEqual([]);
    }
  });
});

describe('deeds that look, wait and ask', () => {
  it('should clip the box of a closer look and refuse one outside', async () => {
    const box = { x: 2500, y: 1500, width: 400, height: 400 };
    expect((await perform('look-closer', { box })).answer).toEqual({
      box: { x: 2500, y: 1500, width: 60, height: 100 },
    });
    await expect(perform('look-closer', { box: { ...box, x: 2600 } })).rejects.toThrow('outside the frame');
  });

  it('should tell whether the screen changed', async () => {
    const nextChange = (key: number, { withinMs }: { withinMs: number }) =>
      Promise.resolve(key === 7 && withinMs === 10_000 ? { windows: 'a window opened' } : undefined);
    expect((await perform('wait-for-change', {}, { screen: { nextChange } })).answer).toEqual({
      changed: true,
      windows: 'a window opened',
    });
    expect((await perform('wait-for-change', { withinMs: 5 }, { screen: { nextChange } })).answer).toEqual({
      changed: false,
    });
  });

  it('should read lines from top to bottom', async () => {
    const eyes = { read: () => Promise.resolve([{ text: 'Total' }, { text: '42.00' }]) };
    expect((await perform('read', { name: 'total' }, { eyes })).answer).toBe('Total\n42.00');
  });

  it('should have the model read what was asked for, and fail by name without one', async () => {
    const schema = { type: 'object' };
    const read = readAction({ name: 'read', input: { name: 'order', by: 'model', schema } });
    if (!read.ok) throw new Error(read.reason);
    const { world } = recordingWorld();
    const asked: unknown[] = [];
    const readByModel = async (request: unknown) => {
      asked.push(request);
      return { total: 42 };
    };
    expect(await read.deed.perform(read.input, { ...world, readByModel }, signal)).toEqual({ total: 42 });
    expect(asked).toEqual([{ schema }]);
    await expect(read.deed.perform(read.input, world, signal)).rejects.toMatchObject({ code: 'no-model' });
  });

  it('should hand the answer of the operator on, and fail when nobody answers', async () => {
    const operator = {
      ask: (question: string) => Promise.resolve(question === 'Which?' ? 'Meyer' : undefined),
    };
    expect((await perform('ask', { question: 'Which?' }, { operator })).answer).toBe('Meyer');
    await expect(perform('ask', { question: 'Who?' }, { operator })).rejects.toThrow('Nobody is there');
  });
});

describe('window', () => {
  it.each([
    ['activate', 'Orders', 'windows.activate', 'w1'],
    ['close', { title: 'TODO*' }, 'windows.close', 'w3'],
    ['maximise', { class: 'mousepad' }, 'windows.maximise', 'w2'],
  ])('should %s the window that matches, the active one of several', async (what, match, call, id) => {
    const { answer, calls } = await perform('window', { do: what, window: match }, { windows });
    expect(calls.filter(([name]) => name !== 'clock.now')).toEqual([[call, id]]);
    expect(answer).toMatchObject({ title: open.find((each) => each.id === id)?.title });
  });

  it('should place a window', async () => {
    const box = { x: -100, y: 0, width: 640, height: 480 };
    const { calls } = await perform('window', { do: 'place', window: 'Orders', box }, { windows });
    expect(calls).toContainEqual(['windows.place', 'w1', box]);
  });

  it('should never guess between windows', async () => {
    const two = { list: () => Promise.resolve(open.map((each) => ({ ...each, active: false }))) };
    await expect(perform('window', { do: 'close', window: '*Mousepad' }, { windows: two })).rejects.toThrow(
      '2 windows match “*Mousepad”: “notes.txt',
    );
  });

  it('should wait for a window until the time is up and say which are open', async () => {
    let now = 0;
    const clock = {
      now: () => now,
      async sleep(ms: number) {
        now += ms;
      },
    };
    const late = { list: () => Promise.resolve(now < 300 ? [] : open) };
    expect(
      (await perform('window', { do: 'wait', window: 'Orders' }, { windows: late, clock })).answer,
    ).toMatchObject({ class: 'Tk' });
    now = 0;
    await expect(
      perform('window', { do: 'wait', window: 'Ordres', withinMs: 500 }, { windows, clock }),
    ).rejects.toMatchObject({ code: 'no-such-window', hint: expect.stringContaining('“Orders” (Tk)') });
  });
});

describe('launch and run', () => {
  it('should start an application and tell its window', async () => {
    const launch = (spec: unknown) =>
      Promise.resolve({ name: 'editor', pid: 12, log: '/x', window: { title: 'Untitled' }, spec });
    const { answer } = await perform('launch', { name: 'editor', command: 'mousepad' }, { apps: { launch } });
    expect(answer).toEqual({ name: 'editor', pid: 12, title: 'Untitled' });
  });

  const apps = (code: number | null) => ({
    run: () => Promise.resolve({ code, stdout: 'x'.repeat(30_000), stderr: 'no such file' }),
  });

  it('should answer with exit code and the end of the output', async () => {
    const { answer } = await perform('run', { command: 'ls' }, { apps: apps(0) });
    expect(answer).toMatchObject({ code: 0, stdout: 'x'.repeat(20_000) });
    expect((await perform('run', { command: 'ls', mayFail: true }, { apps: apps(2) })).answer).toMatchObject({
      code: 2,
    });
  });

  it('should fail when the command does', async () => {
    await expect(perform('run', { command: 'ls' }, { apps: apps(2) })).rejects.toThrow(
      '“ls” ended with exit code 2: no such file',
    );
    await expect(perform('run', { command: 'ls' }, { apps: apps(null) })).rejects.toThrow(
      'ended with a signal',
    );
    await expect(perform('run', { command: 'ls' }, { apps: apps(2) })).rejects.toMatchObject({
      hint: expect.stringContaining('mayFail: true'),
    });
  });
});

describe('traits and summaries', () => {
  it.each<[string, Record<string, unknown>, string, Record<string, unknown>]>([
    [
      'click',
      { at: { x: 4.4, y: 5.6 }, count: 2, modifiers: ['ctrl'] },
      'double-click left at 4,6, holding Ctrl',
      { touch: 'press' },
    ],
    ['click', { at: { x: 4, y: 5 }, button: 'right' }, 'click right at 4,5', { touch: 'menu' }],
    ['move', { at: { x: 4, y: 5 } }, 'move to 4,5', { touch: 'hover' }],
    [
      'drag',
      {
        path: [
          { x: 1, y: 2 },
          { x: 3, y: 4 },
          { x: 5, y: 6 },
        ],
      },
      'drag left from 1,2 to 5,6 along 3 points',
      { touch: 'drag' },
    ],
    ['scroll', { at: { x: 1, y: 2 }, direction: 'down' }, 'scroll down by 3 at 1,2', { touch: 'wheel' }],
    ['type', { text: 'rm x', enter: true }, 'type “rm x” and press Return', { typed: 'rm x\n' }],
    ['type', { text: 'x', paste: true }, 'paste “x”', { typed: 'x', chords: [] }],
    [
      'type',
      { text: 'x', paste: 'alt+F4' },
      'paste “x” with Alt+F4',
      { typed: 'x', chords: [['alt', 'f4']] },
    ],
    ['press', { keys: 'alt+F4', count: 2 }, 'press Alt+F4 2 times', { chords: [['alt', 'f4']] }],
    ['mouse-down', { at: { x: 1, y: 2 } }, 'press left at 1,2 and keep it down', { touch: 'press' }],
    ['mouse-up', { at: { x: 1, y: 2 } }, 'let left go at 1,2', { touch: 'press' }],
    ['hold', { at: { x: 1, y: 2 }, ms: 900 }, 'hold left at 1,2 for 900 ms', { touch: 'press' }],
    [
      'window',
      { do: 'close', window: { class: 'Tk' } },
      'close window of class Tk',
      { closes: true, window: { class: 'Tk' } },
    ],
    [
      'launch',
      { name: 'sh', command: 'xterm', args: ['-e', 'sh'] },
      'launch sh',
      { app: 'sh', command: 'xterm -e sh' },
    ],
    ['run', { command: 'make', args: ['all'] }, 'run “make all”', { command: 'make all' }],
    ['give-up', { reason: 'no key' }, 'give up (failed): “no key”', { points: [], chords: [] }],
  ])('should tell %s %o', (name, input, summary, traits) => {
    expect(actionFacts({ name, input })).toMatchObject({ ok: true, summary, traits });
  });
});
