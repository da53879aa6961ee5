import { expect, it } from 'vitest';
import type { RecordingLine } from '../../src/core/events.js';
import type { RecordedFrame } from '../../src/core/recording.js';
import { looksOf } from '../../src/desktop/recorded-looks.js';

const frame = (id: string) => ({ type: 'frame', frame: { id } });
const act = (name: string) => [{ type: 'intent', action: { name } }, { type: 'outcome' }];
const seen = { type: 'check', typed: 'exact' };

function looks(told: readonly object[]): string[] {
  const ids = told.flatMap((line) => ('frame' in line ? [(line as ReturnType<typeof frame>).frame.id] : []));
  const recording = {
    lines: told as unknown as RecordingLine[],
    frames: new Map(ids.map((id) => [id, { id }])) as unknown as Map<string, RecordedFrame>,
  };
  return looksOf(recording).map(({ id }) => id);
}

it('a dry replay should leave out the looks for a typed text, and look elsewhere as often as the run', () => {
  const told = [
    ...[frame('f1'), { type: 'decision' }, ...act('type'), frame('f2'), frame('f3'), seen, frame('f4')],
    ...[{ type: 'decision' }, ...act('press'), frame('f5'), frame('f6'), { type: 'check' }, frame('f7')],
  ];
  expect(looks(told)).toEqual(['f1', 'f4', 'f5', 'f6', 'f7']);
});

it('a text that was seen before its Return should cost a dry replay no look either', () => {
  const [intent, outcome] = act('type');
  const told = [frame('f1'), { type: 'decision' }, intent, frame('f2'), seen, outcome, frame('f3')];
  expect(looks(told as object[])).toEqual(['f1', 'f3']);
});

it('the look that was decided on should stay where it was the last one for a text', () => {
  const told = [frame('f1'), { type: 'decision' }, ...act('type'), frame('f2'), seen, { type: 'decision' }];
  expect(looks(told)).toEqual(['f1', 'f2']);
});
