import { describe, expect, it } from 'vitest';
import { frameBox, framePoint } from '../../src/core/geometry.js';
import type { Eyes } from '../../src/ports.js';
import { run } from '../pilots/play-task.js';

/** Eyes that see some texts from the first frame on, and all others on the frames after it. */
function eyesFor(always: readonly string[]): Eyes {
  return {
    read: async () => [],
    locate: async (view, { text }) => {
      const there = always.includes(String(text)) || view.key > 1;
      if (!there) return { found: 'absent', reason: `${String(text)} is not there`, nearest: [], ms: 0 };
      const box = frameBox(10, 10, 40, 16);
      return { found: 'found', sighting: { rung: 'text', box, point: framePoint(20, 18), score: 1, ms: 0 } };
    },
  };
}

async function play(yaml: string, always: readonly string[] = [], strict = false) {
  let pressed = false;
  const press = async () => {
    pressed = true;
  };
  const lines: { check: unknown; result: string; weak: boolean }[] = [];
  const files = {
    text: async () => (pressed ? 'new' : 'old'),
    stamp: async () => 'there',
    longerNames: async () => [],
  };
  const eyes = eyesFor(always);
  const told = await run(yaml, {
    heard: (line) => {
      if (line.type === 'check')
        lines.push({ check: line.check, result: line.result, weak: line.weak === true });
    },
    ports: { hand: { press }, ports: { eyes, files, strict } },
  });
  return { ...told, weak: lines.filter(({ weak }) => weak).length };
}

const step = (expected: string, more = '') =>
  `steps:\n  - press: a\n    timeout: 0s\n    expect: ${expected}\n${more}`;

describe('a promise', () => {
  it.each([
    ['a text', 'Saved'],
    ['something visible', '{visible: Saved}'],
    ['a window', '{window: Editor}'],
    ['a window that is gone', '{closed: Other}'],
    ['a file', '{file: {path: a.txt, exists: true}}'],
  ])('about %s that held before is weak, and fails when it is strict', async (_what, expected) => {
    expect(await play(step(expected), ['Saved'])).toMatchObject({ ending: 'passed', weak: 1 });
    for (const strict of [
      play(step(expected), ['Saved'], true),
      play(step(expected, '    strict: true\n'), ['Saved']),
    ]) {
      const told = await strict;
      expect(told).toMatchObject({ ending: 'failed', weak: 1 });
      expect(told.reason).toContain('held already before the step did anything');
    }
  });

  it.each([
    ['a text', 'Saved'],
    ['something visible', '{visible: Saved}'],
    ['a file', '{file: {path: a.txt, equals: new}}'],
    ['a value', '{that: 1 == 1}'],
  ])('about %s that came true by the step is not weak', async (_what, expected) => {
    expect(await play(step(expected), [], true)).toMatchObject({ ending: 'passed', weak: 0 });
  });

  it('of a step that only looks is not weak', async () => {
    const told = await play('steps:\n  - check: Saved\n    timeout: 0s\n', ['Saved'], true);
    expect(told).toMatchObject({ ending: 'passed', weak: 0 });
  });

  it('may say that it need not prove anything', async () => {
    const told = await play(step('{window: Editor, strict: false}'), [], true);
    expect(told).toMatchObject({ ending: 'passed', weak: 1 });
  });
});
