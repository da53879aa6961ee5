import { describe, expect, it } from 'vitest';
import { readAction } from '../../src/actions/index.js';
import { dragTimes, paceFor, paceOfKind } from '../../src/core/pace.js';
import { recordingWorld } from './world.js';

/** What the hand and the clock were asked for, in order. */
async function doneBy(name: string, input: Record<string, unknown>, pace = 0): Promise<unknown[][]> {
  const { world, calls } = recordingWorld({ pace });
  const read = readAction({ name, input });
  if (!read.ok) throw new Error(read.reason);
  await read.deed.perform(read.input, world, new AbortController().signal);
  return calls;
}

describe('the pace of keys', () => {
  it('should be none for an application that takes them at any speed: one text is one call', async () => {
    expect(await doneBy('type', { text: 'añ\nb' })).toEqual([['hand.type', 'añ\nb']]);
  });

  it('should pause behind each character, Return among them, by the step or else by the application', async () => {
    const slowly = [
      ['hand.type', 'd'],
      ['clock.sleep', 60],
      ['hand.type', '😀'],
      ['clock.sleep', 60],
      ['seen', 'd😀'],
      ['hand.type', '\n'],
      ['clock.sleep', 60],
    ];
    expect(await doneBy('type', { text: 'd😀', enter: true, delayMs: 60 })).toEqual(slowly);
    expect(await doneBy('type', { text: 'd😀', enter: true }, 60)).toEqual(slowly);
    expect(await doneBy('type', { text: 'd', delayMs: 0 }, 60)).toEqual([['hand.type', 'd']]);
    expect(await doneBy('press', { keys: 'down', count: 2 }, 20)).toEqual([
      ['hand.press', ['down'], 1],
      ['clock.sleep', 20],
      ['hand.press', ['down'], 1],
      ['clock.sleep', 20],
    ]);
  });

  it('should type nothing more once it is stopped', async () => {
    const stop = new AbortController();
    const typed: string[] = [];
    const hand = {
      type: async (text: string) => {
        typed.push(text);
        if (text === 'b') stop.abort(new Error('stopped'));
      },
    };
    const { world } = recordingWorld({ hand, pace: 5 });
    const read = readAction({ name: 'type', input: { text: 'abcd' } });
    await expect(async () => read.ok && read.deed.perform(read.input, world, stop.signal)).rejects.toThrow(
      'stopped',
    );
    expect(typed).toEqual(['a', 'b']);
  });
});

describe('the pace of drags', () => {
  const path = [
    { x: 0, y: 0 },
    { x: 20, y: 20 },
  ];
  it('should take the times of the step before those of the application', async () => {
    const [[, , options] = []] = await doneBy('drag', { path, hoverMs: 700 }, 20);
    expect(options).toEqual({ button: 'left', modifiers: [], ...dragTimes(20), hoverMs: 700 });
    const [[, , plain] = []] = await doneBy('drag', { path });
    expect(plain).toEqual({ button: 'left', modifiers: [] });
  });
});

describe('the pace of an application', () => {
  it('should be known by what its windows are', () => {
    expect(['dosbox', 'DOSBox', 'Qemu-system-x86_64', 'VirtualBox Machine'].map(paceOfKind)).toEqual([
      60, 60, 60, 60,
    ]);
    expect(['notepad.exe', 'xfreerdp', 'Vncviewer', 'org.remmina.Remmina'].map(paceOfKind)).toEqual([
      20, 20, 20, 20,
    ]);
    expect(['Mousepad', 'XTerm', 'Chromium', ''].map(paceOfKind)).toEqual([0, 0, 0, 0]);
  });

  it('should be that of the application, else of the run, else of its kind', () => {
    const dos = { class: 'dosbox', app: 'dos' };
    expect(paceFor(dos, { apps: { dos: 5 }, run: 9 })).toBe(5);
    expect(paceFor(dos, { apps: { other: 5 }, run: 9 })).toBe(9);
    expect(paceFor(dos, { run: 0 })).toBe(0);
    expect(paceFor(dos, {})).toBe(60);
    expect(paceFor(undefined, undefined)).toBe(0);
  });
});
