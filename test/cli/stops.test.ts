import { expect, it, vi } from 'vitest';
import { processControls } from '../../src/cli/stops.js';

/** Signals as a process has them: what is raised is told later, to those who listen by then. */
function busySignals() {
  const listeners = new Set<(reason: string) => void>();
  let undone = 0;
  return {
    raise: (reason: string) => {
      for (const each of listeners) each(reason);
    },
    undone: () => undone,
    onStop: (stop: (reason: string) => void) => {
      listeners.add(stop);
      return () => {
        undone++;
        listeners.delete(stop);
      };
    },
    onPause: () => () => undefined,
  };
}

it('tells each stop to whoever listened last, and to nobody else', () => {
  const signals = busySignals();
  const controls = processControls(signals);
  const heard: string[] = [];
  controls.onStop((reason) => heard.push(`before: ${reason}`));
  const forget = controls.onStop((reason) => heard.push(`run: ${reason}`));
  signals.raise('Ctrl-C');
  expect(heard).toEqual(['run: Ctrl-C']);
  expect(controls.stopped).toBe(false);
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  forget();
  signals.raise('late');
  expect(write).toHaveBeenCalledWith('deskhand: stopped when the run had ended: late\n');
  write.mockRestore();
  expect(controls.stopped).toBe(true);
  expect(heard).toEqual(['run: Ctrl-C']);
});

it('never takes its listener away: a signal that came while the process was busy would be lost', () => {
  const signals = busySignals();
  const controls = processControls(signals);
  controls.onStop(() => undefined)();
  controls.leave();
  expect(signals.undone()).toBe(0);
});
