import { describe, expect, it } from 'vitest';
import type { RecordingEvent } from '../../src/core/events.js';
import { frameBox, framePoint } from '../../src/core/geometry.js';
import { type Located, type Target, textOf } from '../../src/core/target.js';
import { offlinePilot } from '../../src/pilots/offline/offline-pilot.js';
import type { Eyes } from '../../src/ports.js';
import { runTask } from '../../src/run/run-task.js';
import { fakePorts } from '../support/fakes.js';

const header: Extract<RecordingEvent, { type: 'run' }> = {
  type: 'run',
  format: 1,
  version: '0',
  id: 'r',
  task: { name: 't' },
  params: {},
  pilot: 'offline',
  operator: 'fake',
  desktop: { kind: 'fake' },
  limits: {},
  machine: { platform: 'linux', node: 'v20' },
};

/** Eyes that see these texts below each other, and nothing else. */
function eyesSeeing(texts: readonly string[]): Eyes {
  const locate = async (target: Target): Promise<Located> => {
    const text = target.text === undefined ? '' : textOf(target.text);
    const at = texts.indexOf(text);
    if (at < 0) return { found: 'absent', reason: `“${text}” is not there`, nearest: [...texts], ms: 0 };
    const y = 100 + at * 40;
    const box = frameBox(80, y - 8, 40, 16);
    return {
      found: 'found',
      sighting: { rung: 'text', box, point: framePoint(100, y), score: 1, text, ms: 0 },
    };
  };
  return { read: async () => [], locate: (_view, target) => locate(target) };
}

async function reach(goal: string, texts: readonly string[]) {
  const { ports, log } = fakePorts({ pilot: () => Promise.reject(new Error('not asked')) });
  const eyes = { ...eyesSeeing(texts), read: ports.eyes.read };
  // A wait for a change lasts as long as it may: the time of a step is soon over.
  const { nextChange } = ports.screen;
  const screen: typeof ports.screen = {
    ...ports.screen,
    nextChange: async (key, options, signal) => {
      await ports.clock.sleep(options.withinMs > 60_000 ? 0 : options.withinMs, signal);
      return nextChange(key, options, signal);
    },
  };
  const pilot = offlinePilot(goal, { eyes, clock: ports.clock, files: ports.files });
  const handle = await runTask(
    { ...ports, screen, eyes, pilot },
    { limits: { steps: 30, seconds: 60 } },
    header,
  );
  const ending = await handle.done;
  return { ending, intents: log.lines.flatMap((line) => (line.type === 'intent' ? [line.action] : [])) };
}

/** Looks like an expression of the task language, but is none here. */
const price = ['42 $', '{x}'].join('');

describe('offlinePilot', () => {
  it('should do the instructions one by one where the words stand', async () => {
    const { ending, intents } = await reach(`Click New. Press Enter. Type "${price}".`, ['Other', 'New']);
    expect(ending, ending.reason).toMatchObject({ ending: 'passed' });
    expect(intents).toMatchObject([
      { name: 'click', input: { at: { x: 100, y: 140 } } },
      { name: 'press', input: { keys: ['enter'] } },
      { name: 'type', input: { text: price } },
      { name: 'done' },
    ]);
  });

  it('should give up on what it cannot read before it touches anything', async () => {
    const { ending, intents } = await reach('Click New. Make everything nicer.', ['New']);
    expect(ending.ending).toBe('failed');
    expect(ending.reason).toContain('Make everything nicer');
    expect(intents.map(({ name }) => name)).toEqual(['give-up']);
  });

  it('should give up on what is not on the screen, and name what is near', async () => {
    const { ending, intents } = await reach('Click New. Click Save. Press Enter.', ['New', 'Safe']);
    expect(ending.ending).toBe('failed');
    expect(ending.reason).toContain('“Save”');
    expect(ending.reason).toContain('“Safe”');
    expect(intents.map(({ name }) => name)).toEqual(['click', 'give-up']);
  });

  it('should end as refused when a risky act is not approved', async () => {
    const { ending, intents } = await reach('Click Delete. Press Enter.', ['Delete']);
    expect(ending.ending).toBe('refused');
    expect(intents.map(({ name }) => name)).toEqual(['give-up']);
  });
});
