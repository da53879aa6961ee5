import { describe, expect, it } from 'vitest';
import { contains, frameBox } from '../../src/core/geometry.js';
import type { Answer, TextLine } from '../../src/ports.js';
import { runTask } from '../../src/run/run-task.js';
import { acting, done, fakePorts, header } from '../support/fakes.js';

const label = (text: string, x: number, y: number): TextLine => {
  const box = frameBox(x, y, text.length * 8, 16);
  return { text, box, score: 1, words: [{ text, box, score: 1 }] };
};
const screen = [label('Name', 40, 100), label('Password', 40, 140)];

/** Clicks at a point, without a word of what is there, and types. */
async function typedAfterClick(y: number, more: Parameters<typeof acting>[2] = {}) {
  const answers: Answer[] = [
    acting('click', { at: { x: 200, y } }, more),
    acting('type', { text: 'hunter2' }, more),
  ];
  const { ports, log } = fakePorts({
    pilot: (number) => answers[number - 1] ?? done,
    ports: {
      eyes: {
        // As the reader does: a line belongs to the area that holds its middle.
        read: async (_view, area) =>
          screen.filter(
            ({ box }) =>
              area === undefined || contains(area, { x: box.x + box.width / 2, y: box.y + box.height / 2 }),
          ),
        locate: async () => ({ found: 'absent', reason: 'blind', nearest: [], ms: 0 }),
      },
    },
  });
  const handle = await runTask(ports, { limits: { steps: 20, seconds: 60 } }, header);
  await handle.done;
  return log;
}

describe('typing after a click that named nothing', () => {
  it('should be asked about when a password field was clicked', async () => {
    const log = await typedAfterClick(148);
    const asked = log.lines.find((line) => line.type === 'verdict' && line.verdict.answer === 'ask');
    expect(asked).toMatchObject({ verdict: { rule: 'typing-into-a-password-field' } });
    expect(log.hand).not.toContain('type');
  });

  it('should be allowed in another field', async () => {
    expect((await typedAfterClick(108)).hand).toContain('type');
  });

  it('should be allowed where the author of the task wrote it', async () => {
    expect((await typedAfterClick(148, { origin: 'author' })).hand).toContain('type');
  });
});
