import type { Controls } from './perform-run.js';

/**
 * Ctrl-C, SIGTERM and a closed terminal stop the run; SIGUSR1 pauses it and lets it go on. Handlers hang on
 * the process only while a run listens.
 */
export const signalControls: Controls = {
  onStop(stop) {
    const reasons = {
      SIGINT: 'Ctrl-C',
      SIGTERM: 'deskhand stop, or another program (SIGTERM)',
      SIGHUP: 'the terminal was closed',
    } as const;
    const undo = Object.entries(reasons).map(([name, reason]) => {
      const handler = () => stop(reason);
      process.on(name, handler);
      return () => process.off(name, handler);
    });
    return () => {
      for (const each of undo) each();
    };
  },
  onPause(toggle) {
    if (process.platform === 'win32') return () => undefined;
    process.on('SIGUSR1', toggle);
    return () => process.off('SIGUSR1', toggle);
  },
};
