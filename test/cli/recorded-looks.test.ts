import { expect, it } from 'vitest';
import { looksOf } from '../../src/cli/recorded-looks.js';
import type { RecordingLine } from '../../src/core/events.js';
import type { RecordedFrame } from '../../src/core/recording.js';

const frame = (id: string) => ({ type: 'frame', frame: { id } });
const act = (name: string) => [{ type: 'intent', action: { name } }, { type: 'outcome' }];

it('a dry replay should look once where a typed text was waited for, and elsewhere as often as the run', () => {
  const told = [
    ...[frame('f1'), { type: 'decision' }, ...act('type'), frame('f2'), frame('f3'), frame('f4')],
    ...[{ type: 'decision' }, ...act('press'), frame('f5'), frame('f6'), { type: 'check' }, frame('f7')],
  ];
  const frames = ['f1', 'f2', 'f3', 'f4', 'f5', 'f6', 'f7'].map((id) => [id, { id }] as const);
  const recording = {
    lines: told as unknown as RecordingLine[],
    frames: new Map(frames) as unknown as Map<string, RecordedFrame>,
  };
  expect(looksOf(recording).map(({ id }) => id)).toEqual(['f1', 'f4', 'f5', 'f6', 'f7']);
});
