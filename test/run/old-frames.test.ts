import { describe, expect, it } from 'vitest';
import { frameBox, framePoint } from '../../src/core/geometry.js';
import type { Located } from '../../src/core/target.js';
import type { Eyes, Screen } from '../../src/ports.js';
import { run, type Told } from '../pilots/play-task.js';
import { countingClock, fakePorts, untilAborted } from '../support/fakes.js';

const absent: Located = { found: 'absent', reason: 'it is not there', nearest: [], ms: 0 };
const found: Located = {
  found: 'found',
  sighting: {
    rung: 'point',
    box: frameBox(10, 10, 40, 16),
    point: framePoint(20, 18),
    score: 1,
    ms: 0,
  },
};

/** A world whose time goes on only by what is done in it. */
function slowWorld(options: {
  readonly readMs: number;
  /** Seen on every frame that is looked at after so many readings. */
  readonly thereAfter: number;
  readonly changes?: number;
}) {
  const told = { readings: 0, dropped: 0, looks: 0 };
  const clock = countingClock();
  const eyes: Eyes = {
    read: async () => [],
    locate: async (view, _target, signal) => {
      told.readings += 1;
      if (view.key === options.changes) {
        await untilAborted(signal).catch((error: unknown) => {
          told.dropped += 1;
          throw error;
        });
      }
      clock.pass(options.readMs);
      return told.readings > options.thereAfter ? found : absent;
    },
  };
  const fakes = fakePorts({ pilot: () => Promise.reject(new Error('not asked')) }).ports.screen;
  const screen: Screen = {
    ...fakes,
    look: (...given) => {
      told.looks += 1;
      return fakes.look(...given);
    },
    nextChange: async (key, { share, withinMs }, signal) => {
      if (share === undefined && key === options.changes) return { same: false, boxes: [], share: 0.1 };
      if (withinMs > 60_000) return untilAborted(signal);
      clock.pass(withinMs);
      return undefined;
    },
  };
  return { told, restless: true, ports: { ports: { clock, eyes, screen } } };
}

const steps = {
  check: '  - check: {visible: Ready, within: 10s}',
  wait: '  - wait: {for: {visible: Ready, within: 10s}}',
  expectation: '  - press: a\n    expect: {visible: Ready, within: 10s}',
  click: '  - click: Ready\n    timeout: 10s',
  read: '  - read: {right-of: Ready, as: it}\n    timeout: 10s',
};

describe.each(Object.entries(steps))('%s', (_name, step) => {
  const play = (world: ReturnType<typeof slowWorld>): Promise<Told> => run(`steps:\n${step}\n`, world);

  it('should look once more after its deadline when one reading took all the time', async () => {
    expect(await play(slowWorld({ readMs: 27_000, thereAfter: 1 }))).toMatchObject({ ending: 'passed' });
  });

  it('should read only once beyond its deadline', async () => {
    const world = slowWorld({ readMs: 27_000, thereAfter: 99 });
    expect(await play(world)).toMatchObject({ ending: 'failed' });
    expect(world.told.readings).toBe(2);
  });
});

describe('a reading in flight', () => {
  it.each(['check', 'click'] as const)('of a %s is dropped when the screen changes there', async (step) => {
    for (const changes of [1, 2, 3]) {
      const world = slowWorld({ readMs: 10, thereAfter: 1, changes });
      expect(await run(`steps:\n${steps[step]}\n`, world)).toMatchObject({
        ending: 'passed',
      });
      if (world.told.dropped === 1) return;
    }
    throw new Error('no reading was dropped');
  });
});
