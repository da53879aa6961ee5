import { describe, expect, it } from 'vitest';
import type { WindowFacts } from '../../../src/core/frame.js';
import { frameBox, screenBox, screenPoint } from '../../../src/core/geometry.js';
import { ownParts, titlesAt } from '../../../src/sight/typed/own.js';

const window = (id: string, box: [number, number, number, number], more: Partial<WindowFacts> = {}) => ({
  id,
  title: `Window ${id}`,
  class: `Class ${id}`,
  box: screenBox(...box),
  active: false,
  ...more,
});
const active = window('1', [0, 0, 400, 300], { active: true, pid: 7 });
const frame = (...windows: WindowFacts[]) => ({ windows, scale: 1, origin: screenPoint(0, 0) });
const both = (...windows: WindowFacts[]) => ({ before: frame(...windows), after: frame(...windows) });

describe('where typed text may show', () => {
  const inActive = frameBox(50, 50, 80, 14);
  const beside = frameBox(450, 50, 80, 14);

  it('should be the active window and others of its program, not those of other programs', () => {
    const other = window('2', [420, 0, 200, 300]);
    expect(ownParts([inActive, beside], both(active, other))).toEqual([inActive]);
    expect(ownParts([inActive, beside], both(active, { ...other, pid: 7 }))).toEqual([inActive, beside]);
    expect(titlesAt([inActive, beside], both(active, other))).toEqual(['Window 1', 'Window 2']);
  });

  it('should leave out what a window of another program in front shows', () => {
    const panel = window('2', [0, 0, 640, 100]);
    expect(ownParts([inActive], both(panel, active))).toEqual([]);
    expect(ownParts([frameBox(50, 90, 80, 20)], both(panel, active))).toEqual([frameBox(50, 90, 80, 20)]);
  });

  it('should be everywhere when no window is active, and in windows that are new', () => {
    const nobody = { ...active, active: false };
    expect(ownParts([inActive, beside], both(nobody))).toEqual([inActive, beside]);
    const dialog = window('3', [420, 0, 200, 300]);
    expect(ownParts([beside], { before: frame(active), after: frame(dialog, active) })).toEqual([beside]);
  });
});
