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
    leave: over,
    onPause: (toggle) => controls.onPause(toggle),
    onStop(stop) {
      over();
      return controls.onStop(stop);
    },
  };
}
