import type { Limits } from '../core/action.js';
import { exitCodes, messageOf } from '../core/errors.js';
import type { RecordingEvent } from '../core/events.js';
import type { OpenDesktop } from '../desktop/open-desktop.js';
import type { RunEnding } from '../run/contract.js';
import type { RunPorts } from '../run/run-ports.js';
import { type RunHandle, runTask } from '../run/run-task.js';

/** What a person can press to end or pause a run. */
export interface Controls {
  /** Calls back with the reason when the person wants to stop, whoever listened last; answers how to stop listening. */
  onStop(stop: (reason: string) => void): () => void;
  onPause(toggle: () => void): () => void;
  /** Whether a stop came when no run listened any more: none is begun then. */
  readonly stopped?: boolean;
}

type Header = Extract<RecordingEvent, { type: 'run' }>;

/** Acts a run may take when neither task nor command line says so: more when its author wrote the steps. */
export const defaultLimits = { goal: 100, steps: 1000, seconds: 900 };

/** Runs the loop to its end, with the controls of a person bound to it. */
export async function performRun(
  ports: RunPorts,
  desktop: Partial<Pick<OpenDesktop, 'stop' | 'onStopped' | 'onPerson'>>,
  limits: Limits & { steps: number; seconds: number },
  header: Header,
  controls: Controls,
): Promise<RunEnding> {
  const handle = await runTask(ports, { limits }, header);
  const unbind = [
    controls.onStop((reason) => {
      handle.stop(reason);
      desktop.stop?.(reason).catch(() => handle.stop(`${reason}; the driver did not answer`));
    }),
    controls.onPause(() => toggle(handle)),
    desktop.onStopped?.((by) => handle.stop(`stopped by ${by}`)) ?? (() => undefined),
    desktop.onPerson?.((input) => {
      const told = input === undefined ? handle.quiet() : handle.disturbed(input);
      told.catch((error: unknown) => handle.stop(`a pause could not be written down: ${messageOf(error)}`));
    }) ?? (() => undefined),
  ];
  try {
    return await handle.done;
  } finally {
    for (const undo of unbind) undo();
  }
}

function toggle(handle: RunHandle): void {
  if (!handle.paused) handle.pause();
  else
    handle.resume().catch((error: unknown) => handle.stop(`the run could not be resumed: ${String(error)}`));
}

/** The exit code of an ending. */
export function exitCodeOf({ ending }: RunEnding): number {
  return exitCodes[ending];
}
