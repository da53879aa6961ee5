import { expect, test } from 'vitest';
import { Gate } from '../../src/desktop/driver/gate.js';
import { Heartbeat } from '../../src/desktop/driver/heartbeat.js';

function heart(isAsked: () => boolean = () => false) {
  const told: string[] = [];
  const beats = new Heartbeat(
    {
      missing: () => told.push('missing'),
      back: () => told.push('back'),
      asked: () => told.push('asked'),
    },
    isAsked,
  );
  const look = (times: number): void => {
    for (let i = 0; i < times; i++) beats.look();
  };
  return { told, beats, look };
}

test('a run that beats between the looks is never missed', () => {
  const { told, beats, look } = heart();
  for (let i = 0; i < 50; i++) {
    look(9);
    beats.beat();
  }
  expect(told).toEqual([]);
});

test('one that is silent for ten looks hangs, once, and is back at its second beat', () => {
  const { told, beats, look } = heart();
  beats.beat();
  look(10);
  expect(told).toEqual(['missing']);
  look(100);
  expect(told).toEqual(['missing']);
  beats.beat();
  expect(told).toEqual(['missing']);
  beats.beat();
  expect(told).toEqual(['missing', 'back']);
  look(10);
  expect(told).toEqual(['missing', 'back', 'missing']);
});

test('a signal that waits for a run is heard while it hangs, once, and not before', () => {
  const { told, look } = heart(() => true);
  look(9);
  expect(told).toEqual([]);
  look(5);
  expect(told).toEqual(['missing', 'asked']);
});

test('a gate lets through what comes before it closes and after it opens, and what is aborted in between', async () => {
  const gate = new Gate();
  const never = new AbortController();
  await gate.passed(never.signal);
  gate.close('hang');
  const passed: string[] = [];
  const waiting = gate.passed(never.signal).then(() => passed.push('waiting'));
  const abort = new AbortController();
  const aborted = gate.passed(abort.signal);
  abort.abort(new Error('stopped'));
  await expect(aborted).rejects.toThrow('stopped');
  expect(passed).toEqual([]);
  gate.open('hang');
  await waiting;
  expect(passed).toEqual(['waiting']);
});
