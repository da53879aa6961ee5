import { describe, expect, it } from 'vitest';
import { frameBox } from '../../../src/core/geometry.js';
import { meantPlaces, showsIn } from '../../../src/sight/typed/meant.js';

const size = { width: 1280, height: 800 };

describe('where a typed text may show', () => {
  it('is the field alone where it was seen', () => {
    const places = meantPlaces({ box: frameBox(100, 50, 60, 20), control: frameBox(170, 48, 200, 24) }, size);
    expect(showsIn(places, [frameBox(174, 52, 40, 14)])).toBe(true);
    expect(showsIn(places, [frameBox(174, 82, 40, 14)])).toBe(false);
    expect(showsIn(places, [frameBox(500, 52, 40, 14)])).toBe(false);
  });

  it('is the row of the label or what lies below it where no field was seen', () => {
    const places = meantPlaces({ box: frameBox(100, 88, 64, 29) }, size);
    const [beside, below, above] = [
      frameBox(974, 95, 45, 14),
      frameBox(104, 130, 45, 14),
      frameBox(174, 62, 45, 14),
    ];
    expect([beside, below, above].map((box) => showsIn(places, [box]))).toEqual([true, true, false]);
  });
});
