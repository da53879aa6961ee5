import { expect, it } from 'vitest';
import { screenPoint } from '../../src/core/geometry.js';
import { beside, liftOff } from '../../src/desktop/driver/x11/hand/drag.js';

it('should begin with small moves along the way, beyond what any toolkit takes for a click, and not beyond the end', () => {
  const from = screenPoint(100, 100);
  expect(liftOff(from, screenPoint(200, 100)).map(({ x }) => x)).toEqual([103, 106, 110, 116]);
  expect(liftOff(from, screenPoint(100, 92)).map(({ y }) => y)).toEqual([97, 94]);
  expect(liftOff(from, from)).toEqual([]);
});

it('should have a last move of its own, along the way', () => {
  expect(beside(screenPoint(0, 0), screenPoint(100, 0))).toEqual({ x: 99, y: 0 });
  expect(beside(screenPoint(0, 0), screenPoint(1, 0))).toEqual({ x: 0, y: 0 });
});
