import { describe, expect, it } from 'vitest';
import { frameBox } from '../../../src/core/geometry.js';
import { stackedHits } from '../../../src/sight/label/stacked.js';
import { line } from '../screens.js';

const centred = (text: string, y: number, middle = 200) =>
  line(text, frameBox(middle - 4 * text.length, y, 8 * text.length, 18));
const left = (text: string, y: number) => line(text, frameBox(40, y, 8 * text.length, 18));

describe('a label over several lines', () => {
  it.each([
    ['SIGNATURE DRINKS', [centred('SIGNATURE', 100), centred('DRINKS', 120)]],
    ['My Computer', [centred('My', 60), centred('Computer', 77)]],
    ['annual-report-2026-final.pdf', [centred('annual-report-2026-', 60), centred('final.pdf', 77)]],
    ['Add to my list of favourites', [left('Add to my', 10), left('list of', 27), left('favourites', 44)]],
  ])('%s is found as one', (wanted, lines) => {
    const [hit, ...more] = stackedHits(lines, wanted);
    expect(more).toEqual([]);
    expect(hit?.box.height).toBe((lines.at(-1)?.box.y ?? 0) + 18 - (lines[0]?.box.y ?? 0));
    expect(hit?.letters?.width).toBe(Math.max(...lines.map(({ box }) => box.width)));
  });

  it.each([
    ['two entries of a menu', 'Save as', [left('Save', 10), left('as', 34)]],
    ['two that are not in line', 'My Computer', [centred('My', 60, 100), centred('Computer', 77, 200)]],
    ['a part', { has: 'My Computer' }, [centred('My', 60), centred('Computer', 77)]],
    ['a longer name', 'My Computer', [centred('My', 60), centred('Computers', 77)]],
  ])('%s is none', (_what, wanted, lines) => {
    expect(stackedHits(lines, wanted)).toEqual([]);
  });

  it('stands there as often as it does', () => {
    const lines = [100, 300].flatMap((x) => [centred('My', 60, x), centred('Files', 77, x)]);
    expect(stackedHits(lines, 'My Files')).toHaveLength(2);
  });
});

describe('a label that was read in pieces side by side', () => {
  const beside = (pieces: readonly string[], gap: number) => {
    let x = 40;
    return pieces.map((text) => {
      const piece = line(text, frameBox(x, 60, 8 * text.length, 18));
      x += 8 * text.length + gap;
      return piece;
    });
  };

  it('is found as one, with its point on the longest piece', () => {
    const lines = beside(['Add guest time in', 'CPU meter', 'percentage'], 7);
    const [hit, ...more] = stackedHits(lines, 'Add guest time in CPU meter percentage');
    expect(more).toEqual([]);
    expect(hit?.letters).toEqual(lines[0]?.box);
  });

  it('is none where there is more room between them than between words', () => {
    expect(stackedHits(beside(['Save', 'changes'], 14), 'Save changes')).toEqual([]);
  });

  it('is none where they stand on different rows', () => {
    const [first, second] = beside(['Save', 'changes'], 7);
    const lower = second && line('changes', { ...second.box, y: second.box.y + 7 });
    expect(
      stackedHits(
        [first, lower].flatMap((each) => each ?? []),
        'Save changes',
      ),
    ).toEqual([]);
  });
});
