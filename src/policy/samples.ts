import { framePoint } from '../core/geometry.js';
import type { JudgeFacts } from './facts.js';

/** Short ways to write the cases of rules. */

/** A click of a model on a target with this label. */
export function clickOn(label: string, more: Partial<JudgeFacts> = {}): JudgeFacts {
  return {
    deed: 'click',
    kind: 'input',
    traits: { points: [framePoint(100, 100)], touch: 'press', chords: [] },
    origin: 'model',
    label,
    ...more,
  };
}

/** A click of a model on something without readable text. */
export function clickOnIcon(more: Partial<JudgeFacts> = {}): JudgeFacts {
  const { label: _, ...facts } = clickOn('');
  return { ...facts, ...more };
}

/** A key press of a model in a window of this class. */
export function press(chord: string, windowClass: string, more: Partial<JudgeFacts> = {}): JudgeFacts {
  return {
    deed: 'press',
    kind: 'input',
    traits: { points: [], chords: [chord.split('+')] },
    origin: 'model',
    active: { title: '', class: windowClass },
    ...more,
  };
}

/** Text typed by a model into a window of this class. */
export function typing(typed: string, windowClass: string, more: Partial<JudgeFacts> = {}): JudgeFacts {
  return {
    deed: 'type',
    kind: 'input',
    traits: { points: [], chords: [], typed },
    origin: 'model',
    active: { title: '', class: windowClass },
    ...more,
  };
}
