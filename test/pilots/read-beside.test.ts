import { expect, it } from 'vitest';
import { centreOf, contains, type FrameBox, frameBox, framePoint } from '../../src/core/geometry.js';
import type { Eyes } from '../../src/ports.js';
import { line } from '../sight/screens.js';
import { run } from './play-task.js';

/** Cells of a sheet as LibreOffice Calc draws them and the reader frames them: rows are 17 px apart. */
const cells = [
  line('Total', frameBox(43, 132, 33, 21)),
  line('310', frameBox(109, 117, 27, 18)),
  line('1510', frameBox(100, 134, 36, 18)),
  line('1797', frameBox(150, 133, 36, 19)),
  line('287', frameBox(109, 150, 27, 20)),
];

const eyes: Eyes = {
  read: async (_view, area) => cells.filter(({ box }) => area && contains(area, centreOf(box))),
  locate: async () => {
    const box: FrameBox = cells[0]?.box ?? frameBox(0, 0, 1, 1);
    const point = framePoint(60, 142);
    return { found: 'found', sighting: { rung: 'text', box, point, score: 1, ms: 0 } };
  },
};

it('should read the cells of the row alone', async () => {
  const steps = ['- read: {right-of: Total, as: total}', `- type: \${total}`];
  const told = await run(`steps:\n  ${steps.join('\n  ')}\n`, { ports: { ports: { eyes } } });
  expect(told.typed).toEqual(['1510\n1797']);
});
