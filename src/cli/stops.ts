import { exitCodes } from '../core/errors.js';
import type { Controls } from './controls.js';

/** The controls of a process, which listen from its first line on. */
export interface ProcessControls extends Controls {
  /** Whether a stop came when no run listened any more: none is begun then. */
  readonly stopped: boolean;
  /** From now on a stop ends the process at once, as it does any program. */
  leave(): void;
}

/**
 * Listens for stops from now on, and tells each to whoever listened last: the listener of the process itself never
 * changes. To take it away and put another in its place would lose a stop that came before, while the process was busy
 * loading, and was not told of yet. Before anybody listens a stop ends the process; when a run has listened and does
 * no more, since its ending is written, the stop lets it close what it has opened, and is remembered. The second such
 * stop ends the process.
 *
 * @param signals where stops come from
 */
export function processControls(signals: Pick<Controls, 'onStop' | 'onPause'>): ProcessControls {
  let stopped = false;
  const late = (reason: string): void => {
    if (stopped) process.exit(exitCodes.stopped);
    stopped = true;
    process.stderr.write(`deskhand: stopped when the run had ended: ${reason}\n`);
  };
  let hear: (reason: string) => unknown = leavingNothing;
  signals.onStop((reason) => {
    if (hear(reason) === false) late(reason);
  });
  return {
    get stopped() {
      return stopped;
    },
    leave: () => {
      hear = () => process.exit(exitCodes.stopped);
    },
    onPause: (toggle) => signals.onPause(toggle),
    onStop(stop) {
      hear = stop;
      return () => {
        if (hear === stop) hear = late;
      };
    },
  };
}

/** Ends the process, where nothing was done yet: with it ends what was being opened. */
export function leavingNothing(reason: string): never {
  process.stderr.write(`deskhand: stopped before the run began: ${reason}\n`);
  process.exit(exitCodes.stopped);
}
