import { describe, expect, it } from 'vitest';
import { getShortestPaths } from 'xstate/graph';
import { runMachine } from '../../src/run/machine.js';
import { clickOn, done, mainWindow } from '../support/fakes.js';

const view = {
  key: 1,
  path: '/f.png',
  frame: {
    id: 'f1',
    file: 'f1.png',
    sha256: 'x',
    size: { width: 800, height: 600 },
    scale: 1,
    origin: { x: 0, y: 0 },
    display: ':0',
    windows: [mainWindow],
    calm: true,
    at: 0,
  },
};

const output = (id: string, value: unknown) => ({
  type: `xstate.done.actor.${id}`,
  output: value,
  actorId: id,
});
const failure = (id: string) => ({
  type: `xstate.error.actor.${id}`,
  error: new Error(`${id} broke`),
  actorId: id,
});
const verdict = (answer: string) => output('judge', { answer, reason: 'because' });

const events = [
  output('look', view),
  output('decide', { answer: clickOn('Save'), told: [] }),
  output('decide', { answer: done, told: [] }),
  output('decide', { answer: { kind: 'look', reason: 'missing', withinMs: 10 }, told: [] }),
  output('decide', { answer: { kind: 'voided', reason: 'changed' }, told: [] }),
  output('wait', undefined),
  verdict('allow'),
  verdict('ask'),
  verdict('refuse'),
  output('confirm', { answer: 'yes', by: 'test' }),
  output('confirm', { answer: 'no', by: 'test' }),
  output('aim', { ok: true }),
  output('aim', { ok: false, reason: 'moved' }),
  output('act', { outcome: 'done', patience: 'key' }),
  output('act', { outcome: 'done', patience: 'none', end: { ending: 'passed', reason: 'all done' } }),
  output('act', { outcome: 'done', patience: 'none', end: { ending: 'refused', reason: 'not that' } }),
  output('act', { outcome: 'failed', reason: 'no', patience: 'key' }),
  output('act', { outcome: 'unknown', reason: 'the driver died', patience: 'key' }),
  output('check', []),
  output('check', [{ check: {}, result: 'unknown' }]),
  output('close', undefined),
  ...['look', 'decide', 'wait', 'judge', 'confirm', 'aim', 'act', 'check', 'pause', 'close'].map(failure),
  { type: 'run.stop', reason: 'by hand' },
  { type: 'run.pause', spentMs: 1, pause: { by: 'operator', withinMs: 1000, tooLong: 'nobody' } },
  { type: 'run.pause', spentMs: 1, pause: { by: 'somebody else', withinMs: 1000, tooLong: 'still there' } },
  { type: 'run.resume' },
];

const input = { limits: { steps: 1, seconds: 60 } };
const paths = getShortestPaths(runMachine, {
  input,
  events: events as never,
  limit: 500_000,
  serializeState: (state) => {
    const { acts, pausing, disturbed, verdict: judged, performed, end, stale } = state.context;
    return JSON.stringify([
      state.value,
      acts.length,
      pausing?.by,
      disturbed,
      judged?.answer,
      performed?.end,
      end?.ending,
      stale,
    ]);
  },
});

type Path = (typeof paths)[number];
const stateOf = (step: { state: { value: unknown } }) => JSON.stringify(step.state.value);
const ended = paths.filter(({ state }) => state.status === 'done');
const values = (path: Path) => [...path.steps.map(stateOf), stateOf(path)];

describe('the paths of the run machine', () => {
  it('should reach every state and every ending', () => {
    const reached = new Set(paths.flatMap(values));
    for (const state of [
      'looking',
      'deciding',
      'waiting',
      'judging',
      'confirming',
      'aiming',
      'acting',
      'checking',
    ]) {
      expect(reached).toContain(JSON.stringify({ running: state }));
    }
    for (const state of ['paused', 'closing', 'ended']) expect(reached).toContain(JSON.stringify(state));
    const endings = new Set(ended.map(({ state }) => state.output?.ending));
    expect(endings).toEqual(new Set(['passed', 'failed', 'refused', 'stopped', 'out of budget']));
  });

  it('should only act after aiming, and only aim after judging or a yes', () => {
    for (const path of paths) {
      const states = values(path);
      for (const [index, state] of states.entries()) {
        const before = states[index - 1];
        if (state === '{"running":"acting"}') expect(['{"running":"aiming"}', state]).toContain(before);
        if (state === '{"running":"aiming"}') {
          expect(['{"running":"judging"}', '{"running":"confirming"}', state]).toContain(before);
        }
      }
    }
  });

  it('should let a risky act through confirming only', () => {
    const risky = paths.filter(
      ({ state }) => state.matches({ running: 'acting' }) && state.context.verdict?.answer === 'ask',
    );
    expect(risky.length).toBeGreaterThan(0);
    for (const path of risky) expect(values(path)).toContain('{"running":"confirming"}');
  });

  it('should lead from every state to an ending by a stop, and by the wall time limit', () => {
    for (const { state } of paths) {
      if (state.status === 'done') continue;
      const alive = state.matches('closing') || state.can({ type: 'run.stop', reason: 'x' });
      expect(alive, JSON.stringify(state.value)).toBe(true);
    }
    const running = runMachine.root.states.running;
    expect(running?.after.map(({ delay }) => delay)).toEqual(['wallTime']);
    expect(runMachine.root.states.paused?.after).toHaveLength(1);
  });

  it('should never hold back an ending for a pause', () => {
    const paused = paths.filter(({ state }) => state.matches('paused'));
    expect(paused.length).toBeGreaterThan(0);
    for (const { state } of paused) expect(state.context.end).toBeUndefined();
  });

  it('should never pass when a promise is unknown', () => {
    const passed = ended.filter(({ state }) => state.output?.ending === 'passed');
    expect(passed.length).toBeGreaterThan(0);
    for (const { state } of passed) {
      const last = state.context.acts.at(-1);
      expect(last?.checks.every(({ result }) => result === 'holds')).toBe(true);
    }
  });
});
