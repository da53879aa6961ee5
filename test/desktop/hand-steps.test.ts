import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stepsAlong } from '../../src/desktop/driver/nut/steps.js';

const point = fc.record({ x: fc.integer({ min: 0, max: 4000 }), y: fc.integer({ min: 0, max: 3000 }) });
const path = fc.array(point, { minLength: 2, maxLength: 6 });
const duration = fc.option(fc.integer({ min: 0, max: 3000 }), { nil: undefined });

test('a path is walked from its first point to its last, through every one between', () => {
  fc.assert(
    fc.property(path, duration, (points, ms) => {
      const steps = stepsAlong(points, ms);
      expect(steps[0]).toEqual(points[0]);
      expect(steps.at(-1)).toEqual(points.at(-1));
      let from = 0;
      for (const wanted of points) {
        const at = steps.findIndex(({ x, y }, i) => i >= from && x === wanted.x && y === wanted.y);
        expect(at).toBeGreaterThanOrEqual(from);
        from = at;
      }
    }),
  );
});

test('without a duration no step is longer than a drag may jump', () => {
  fc.assert(
    fc.property(path, (points) => {
      const steps = stepsAlong(points, undefined);
      for (const [i, step] of steps.slice(1).entries()) {
        const before = steps[i] ?? step;
        expect(Math.hypot(step.x - before.x, step.y - before.y)).toBeLessThanOrEqual(40);
      }
    }),
  );
});
