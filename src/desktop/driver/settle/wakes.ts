import type { FrameBox } from '../../../core/geometry.js';

/** Tells that something was drawn on the display, without saying what. */
export interface Wakes {
  /** Whether nothing can be drawn without a wake; else only a whole capture tells what the display shows. */
  readonly complete: boolean;
  /** Whether something was drawn after the last `take`. */
  readonly pending: boolean;
  /** Calls the listener when something was drawn after the last `take`. */
  onWake(listener: () => void): void;
  /** The box around everything drawn since the last call, frame px; undefined when nothing was. */
  take(): Promise<FrameBox | undefined>;
  /** How often somebody wants to know, ms; undefined when nobody does. */
  pace(everyMs: number | undefined): void;
  close(): Promise<void>;
}

/** Wakes for systems that cannot tell what was drawn: a timer, only while somebody wants to know. */
export function timerWakes(whole: FrameBox, slowestMs: number): Wakes {
  let listener = (): void => undefined;
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => clearInterval(timer);
  return {
    complete: false,
    pending: true,
    onWake(wake) {
      listener = wake;
    },
    take: async () => whole,
    pace(everyMs) {
      stop();
      if (everyMs !== undefined) timer = setInterval(() => listener(), Math.max(everyMs, slowestMs));
    },
    close: async () => stop(),
  };
}
