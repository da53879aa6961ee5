import { DeskhandError } from '../../core/errors.js';
import type { WindowFacts } from '../../core/frame.js';
import { describeWindow, windowMatches } from '../../core/window.js';
import type { AppSpec, Windows } from '../../ports.js';
import { before } from './before.js';
import { endedEarly } from './program.js';
import type { StartedApp } from './started-app.js';

/** ms between two looks at the windows; a look takes a quarter of a ms. */
const pollMs = 15;

/**
 * ms that a window may still come after the program has ended well and left nothing running: it has handed
 * its work to an instance that was there before.
 */
const handOverMs = 3000;

/** ms after which a window that was there before and is in front counts as what the program was started for. */
const inFrontMs = 500;

/** What was on the desktop before the application was started. */
export interface Before {
  /** Windows that were open. */
  readonly windows: readonly WindowFacts[];
  /** The other applications as of now: some may be starting at the same time. */
  others(): readonly StartedApp[];
}

/**
 * Waits for the window that shows that an application has started: the best of those that fit, which is an
 * ordinary one before a dialog. A splash picture is waited out; it counts only when nothing else has come in all
 * the time. Throws `program-ended` as soon as the program gives up, `app-no-window` when the time is over; its
 * message names the windows that are open.
 *
 * @param deadline when the time is over, on the clock of `performance`
 */
export async function awaitWindow(
  app: StartedApp,
  spec: AppSpec,
  known: Before,
  windows: Pick<Windows, 'list'>,
  deadline: number,
  signal: AbortSignal,
): Promise<WindowFacts> {
  const timeLeft = (): number => deadline - performance.now();
  let handedOver: number | undefined;
  for (;;) {
    signal.throwIfAborted();
    const open = await windows.list(signal);
    const fitting = best(open.filter((window) => isIt(window, app, spec, known)));
    if (fitting !== undefined && fitting.kind !== 'splash') return fitting;
    const exit = app.exit();
    if (exit !== undefined && !app.alive()) {
      if (exit.code !== 0 || spec.window === undefined) throw await endedEarly(app, exit);
      handedOver ??= performance.now();
      const taken = takenOver(open, spec, performance.now() - handedOver);
      if (taken !== undefined) return taken;
      if (performance.now() - handedOver > handOverMs) throw await endedEarly(app, exit);
    }
    if (timeLeft() <= 0) {
      if (fitting !== undefined) return fitting;
      throw noWindow(spec, app, open);
    }
    // An end that is new is told at once; one that is known must not make this loop spin.
    const ended = exit === undefined ? app.ended : new Promise<never>(() => undefined);
    await before(ended, Math.min(pollMs, Math.max(1, timeLeft())));
  }
}

/** An ordinary window before a dialog before a splash picture; the topmost of the same kind. */
function best(fitting: readonly WindowFacts[]): WindowFacts | undefined {
  const rank = ({ kind }: WindowFacts): number => (kind === undefined ? 0 : kind === 'splash' ? 2 : 1);
  return fitting.toSorted((a, b) => rank(a) - rank(b))[0];
}

/**
 * The window of an instance that was there before, which the program has handed its work to: at once when it has
 * come to the front for it, else when no new one has come for a while.
 */
function takenOver(open: readonly WindowFacts[], spec: AppSpec, sinceMs: number): WindowFacts | undefined {
  const fitting = open.filter((window) => spec.window !== undefined && windowMatches(spec.window, window));
  if (sinceMs > handOverMs) return best(fitting);
  return sinceMs > inFrontMs ? best(fitting.filter(({ active }) => active)) : undefined;
}

/** Whether a window may be the one that shows that the application has started. */
export function isIt(window: WindowFacts, app: StartedApp, spec: AppSpec, known: Before): boolean {
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
