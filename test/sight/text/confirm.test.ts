import { describe, expect, it } from 'vitest';
import { contains, frameBox } from '../../../src/core/geometry.js';
import { confirmedLine, labelsNear } from '../../../src/sight/text/confirm.js';
import { openTextReader } from '../../../src/sight/text/reader.js';
import type { TextLine } from '../../../src/sight/text/text-line.js';
import { screen } from '../screens.js';

const box = frameBox(10, 10, 80, 20);
const line = (text: string): TextLine => ({ text, box, score: 1, words: [{ text, box, score: 1 }] });

describe('labels that were read nearly as a text', () => {
  it('are those that differ by a few letters', () => {
    expect(labelsNear(line('Inteval'), 'Interval')).toEqual([box]);
    expect(labelsNear(line('Wm.Wilis'), 'Wm. Willis')).toEqual([box]);
    expect(labelsNear(line('Delete'), 'Interval')).toEqual([]);
    expect(labelsNear(line('Oh'), 'OK')).toEqual([]);
    expect(labelsNear(line('KD-39996'), 'KD-39990')).toEqual([]);
    // A character was lost, but of two equal ones there may be but one.
    expect(labelsNear(line('2/08/2011'), '27/08/2011')).toEqual([box]);
    expect(labelsNear(line('KD-3999'), 'KD-39990')).toEqual([box]);
    expect(labelsNear(line('KD-3996'), 'KD-39996')).toEqual([]);
  });

  it('are confirmed by their pixels, and labels with another letter are not', {
    timeout: 120_000,
  }, async () => {
    const { path, targets } = screen('tk-form-light');
    const reader = await openTextReader();
    const picture = { key: path, path };
    const plain = targets.filter(({ text }) => /^[ -~]{4,}$/.test(text) && /[a-z]$/.test(text));
    const missed: string[] = [];
    for (const { text, box: trueBox } of plain) {
      const found = await reader.confirm(picture, text);
      const inside = found.some(({ box: b }) =>
        contains(trueBox, { x: b.x + b.width / 2, y: b.y + b.height / 2 }),
      );
      if (!inside) missed.push(text);
      const altered = `${text.slice(0, -1)}${text.endsWith('k') ? 'w' : 'k'}`;
      expect(await reader.confirm(picture, altered)).toEqual([]);
    }
    expect(plain.length).toBeGreaterThan(8);
    expect(missed).toEqual([]);
    await reader.close();
  });

  it('count when their box hardly says the text less likely, and never as surely as what was read', () => {
    expect(confirmedLine('Interval', box, -1)).toMatchObject({ text: 'Interval', box });
    expect(confirmedLine('Interval', box, 0)?.score).toBeLessThan(0.9);
    expect(confirmedLine('Interval', box, -7)).toBeUndefined();
    expect(confirmedLine('Interval', box, undefined)).toBeUndefined();
  });
});
