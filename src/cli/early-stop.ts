import { rmSync } from 'node:fs';
import { exitCodes } from '../core/errors.js';
import type { Controls } from './perform-run.js';

/** Controls that listen already. */
export interface EarlyControls extends Controls {
  /** Listens no more: from now on a signal does what it does to any program. */
  leave(): void;
}

/**
 * The controls, listening from now on: a stop that comes before the loop of the run listens itself ends the
 * process at once, with the exit code of a stopped run. Nothing was done until then, so the folder of the
 * recording, when there is one already, goes; the desktop ends with the process.
 */
export function listeningEarly(controls: Controls, folder?: string): EarlyControls {
  const over = controls.onStop((reason) => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    process.stderr.write(`deskhand: stopped before the run began: ${reason}\n`);
    process.exit(exitCodes.stopped);
  });
  return {
    get stopped() {
      return controls.stopped ?? false;
    },
    leave: over,
    onPause: (toggle) => controls.onPause(toggle),
    onStop(stop) {
      over();
      return controls.onStop(stop);
    },
  };
}

/**
 * The controls, which from the first listener on are never left without one: a stop that comes when a run listens no
 * more, since its ending is written, lets it close what it has opened, and is remembered. The second one ends the
 * process.
 */
export function listeningLate(controls: Controls): EarlyControls {
  let stopped = false;
  let over: (() => void) | undefined;
  const late = (reason: string): void => {
    if (stopped) process.exit(exitCodes.stopped);
    stopped = true;
    process.stderr.write(`deskhand: stopped when the run had ended: ${reason}\n`);
  };
  const leave = (): void => {
    over?.();
    over = undefined;
  };
  return {
    get stopped() {
      return stopped;
    },
    leave,
    onPause: (toggle) => controls.onPause(toggle),
    onStop(stop) {
      leave();
      const undo = controls.onStop(stop);
      return () => {
        undo();
        over = controls.onStop(late);
      };
    },
  };
}
