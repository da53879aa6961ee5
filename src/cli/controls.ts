/** What a person can press to end or pause a run. */
export interface Controls {
  /**
   * Calls back with the reason when the person wants to stop, whoever listened last; who answers false was too late.
   *
   * @returns how to stop listening
   */
  onStop(stop: (reason: string) => unknown): () => void;
  onPause(toggle: () => void): () => void;
  /** Whether a stop came when no run listened any more: none is begun then. */
  readonly stopped?: boolean;
}

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
