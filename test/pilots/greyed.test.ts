import { describe, expect, it } from 'vitest';
import { frameBox, framePoint } from '../../src/core/geometry.js';
import type { Greyed } from '../../src/core/target.js';
import type { Eyes } from '../../src/ports.js';
import { run } from './play-task.js';

/** A button that looks so greyed at each look; the last look lasts. */
function button(looks: readonly (Greyed | undefined)[]) {
  let asked = 0;
  const clicks: number[] = [];
  const eyes: Eyes = {
    read: async () => [],
    locate: async () => {
      const greyed = looks[Math.min(asked, looks.length - 1)];
      asked += 1;
      const sighting = {
        rung: 'text',
        box: frameBox(40, 60, 50, 16),
        point: framePoint(60, 68),
        score: 1,
      } as const;
      return { found: 'found', sighting: { ...sighting, ...(greyed && { greyed }), ms: 0 } };
    },
  };
  const click = async (): Promise<void> => void clicks.push(asked);
  return { clicks, ports: { hand: { click }, ports: { eyes } } };
}

const yaml = 'steps:\n  - {click: Save, timeout: 6s}\n';

describe('a click on a greyed button', () => {
  it('should wait until the button comes alive', async () => {
    const { clicks, ports } = button(['surely', 'surely', undefined]);
    expect(await run(yaml, { ports })).toMatchObject({ ending: 'passed' });
    expect(clicks).toEqual([3]);
  });

  it('should fail where nothing comes of it, after one click', async () => {
    const { clicks, ports } = button(['surely']);
    const told = await run(yaml, { ports });
    expect(told).toMatchObject({ ending: 'failed' });
    expect(told.reason).toContain('“Save” is greyed out: nothing has come of the click');
    expect(clicks).toHaveLength(1);
  });

  it('should click again once it comes alive later', async () => {
    const { clicks, ports } = button(['perhaps', 'perhaps', 'perhaps', undefined]);
    const compare = () => ({ same: true, boxes: [], share: 0 });
    expect(await run(yaml, { ports: { ...ports, compare } })).toMatchObject({ ending: 'passed' });
    expect(clicks).toEqual([1, 4]);
  });
});
