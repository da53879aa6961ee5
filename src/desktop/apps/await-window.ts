import { DeskhandError } from '../../core/errors.js';
import type { WindowFacts } from '../../core/frame.js';
import { describeWindow, windowMatches } from '../../core/window.js';
import type { AppSpec, Windows } from '../../ports.js';
import { before, endedEarly } from './program.js';
import type { StartedApp } from './started-app.js';

/** ms between two looks at the windows; a look takes a quarter of a ms. */
const pollMs = 15;

/**
 * ms that a window may still come after the program has ended well and left nothing running: it has handed
 * its work to an instance that was there before.
 */
const handOverMs = 3000;

/** What was on the desktop before the application was started. */
export interface Before {
  /** Windows that were open. */
  readonly windows: readonly WindowFacts[];
  /** The other applications as of now: some may be starting at the same time. */
  others(): readonly StartedApp[];
}

/**
 * Waits for the window that shows that an application has started. Throws `program-ended` as soon as it gives
 * up, `app-no-window` when the time is over; its message names the windows that are open.
 */
export async function awaitWindow(
  app: StartedApp,
  spec: AppSpec,
  known: Before,
  windows: Pick<Windows, 'list'>,
  signal: AbortSignal,
): Promise<WindowFacts> {
  const deadline = performance.now() + spec.timeoutMs;
  const timeLeft = (): number => deadline - performance.now();
  let handedOver: number | undefined;
  for (;;) {
    signal.throwIfAborted();
    const open = await windows.list(signal);
    const found = open.find((window) => isIt(window, app, spec, known));
    if (found !== undefined) return found;
    const exit = app.exit();
    if (exit !== undefined && !app.alive()) {
      if (exit.code !== 0 || spec.window === undefined) throw endedEarly(app, exit);
      handedOver ??= performance.now();
      if (performance.now() - handedOver > handOverMs) throw endedEarly(app, exit);
    }
    if (timeLeft() <= 0) throw noWindow(spec, app, open);
    // An end that is new is told at once; one that is known must not make this loop spin.
    const ended = exit === undefined ? app.ended : new Promise<never>(() => undefined);
    await before(ended, Math.min(pollMs, Math.max(1, timeLeft())));
  }
}

function isIt(window: WindowFacts, app: StartedApp, spec: AppSpec, known: Before): boolean {
  if (spec.window !== undefined && !windowMatches(spec.window, window)) return false;
  if (app.owns(window)) return true;
  const isNew = !known.windows.some(({ id }) => id === window.id);
  // A title that was asked for may be shown by another instance; any window at all must be its own.
  return isNew && (spec.window !== undefined || !known.others().some((other) => other.owns(window)));
}

function noWindow(spec: AppSpec, app: StartedApp, open: readonly WindowFacts[]): DeskhandError {
  const wanted = spec.window === undefined ? 'window' : `window ${describeWindow(spec.window)}`;
  const titles = open.map(({ title }) => `“${title}”`).join(', ');
  return new DeskhandError(
    'failed',
    'app-no-window',
    `“${spec.name}” (${spec.command}) showed no ${wanted} within ${spec.timeoutMs} ms.`,
    {
      hint: `${titles === '' ? 'No window is open.' : `Open are: ${titles}.`} What it printed is in ${app.log}.`,
    },
  );
}
