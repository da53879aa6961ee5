import type { Confirmation } from '../../src/ports.js';

/** A confirmation as the loop makes it. */
export function confirmation(more: Partial<Confirmation> = {}): Confirmation {
  return {
    rule: 'deleting-by-label',
    site: undefined,
    ways: ['policy: {allow: [deleting]}'],
    act: 3,
    step: 'steps[2]',
    stepName: 'remove the order',
    again: false,
    summary: 'click left at 412,300',
    action: { name: 'click', input: { at: { x: 412, y: 300 } } },
    class: 'deleting',
    reason: 'What it presses deletes or overwrites something.',
    evidence: 'Delete',
    window: undefined,
    box: undefined,
    crop: undefined,
    frame: '/tmp/run/frames/f0003.png',
    withinMs: 5000,
    ...more,
  };
}

/** A signal that never fires. */
export const never: AbortSignal = new AbortController().signal;
