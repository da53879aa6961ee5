import { DeskhandError, messageOf } from '../core/errors.js';
import type { Desktop, Hints } from '../ports.js';
import { type OpenHints, openHints } from './accessibility/hints.js';
import { type OpenApps, openApps } from './apps/apps.js';
import type { CleanOutput } from './apps/log.js';
import { namedScreen, namedWindows } from './apps/named-windows.js';
import { bootDriver, type DriverProcess } from './driver/process.js';
import type { DriverFacts, RunClaim, StopWays } from './driver/protocol.js';
import { type Driver, openDriver } from './driver-client.js';
import { cleanEnvironment, type Environment } from './environment.js';
import { sweepDead } from './sweep.js';
import type { DesktopView } from './virtual/view.js';
import { startVirtualDesktop, type VirtualDesktopOptions } from './virtual/virtual-desktop.js';

/** Which desktop: a new one of its own, the one this process sees, or an X display by its name. */
export type DesktopSpec = (
  | ({ readonly kind: 'virtual' } & Pick<
      VirtualDesktopOptions,
      'size' | 'depth' | 'scale' | 'accessibility' | 'view'
    >)
  | ({ readonly kind: 'current' } & ExistingDesktop)
  | ({ readonly kind: 'display'; readonly display: string } & ExistingDesktop)
) & {
  /** Name or number of the monitor to look at; without it all of them. */
  readonly monitor?: string;
};

/** How a desktop that is there already is used. */
interface ExistingDesktop {
  /** Ask its applications where their labels are. */
  readonly accessibility?: boolean;
  /** Drive it as Windows and macOS are driven, by nut-js alone. */
  readonly native?: boolean;
}

/** A desktop with its driver running. */
export interface OpenDesktop extends Desktop {
  /** What the driver found out about the display. */
  readonly facts: DriverFacts;
  /** Process id of the present driver. */
  readonly driverPid: number;
  /** What applications tell of their windows, when that was asked for; else, or with words why not, nothing. */
  readonly hints: { readonly open?: Hints; readonly missing?: string };
  /** Where a virtual desktop can be watched, when that was asked for. */
  readonly view?: DesktopView;
  /** Process id of the X server of a virtual desktop. */
  readonly serverPid?: number;
  /** No further input, everything released, within 200 ms; later acts reject with code `stopped`. */
  stop(by?: string): Promise<void>;
  /** Allows input again after a stop. To be called only because a person wants it. */
  resume(): Promise<void>;
  /** Calls the listener when input was stopped from outside, such as by Ctrl-C; answers how to stop listening. */
  onStopped(listener: (by: string) => void): () => void;
  /**
   * Calls the listener when somebody else begins to use mouse or keyboard, in words such as “the mouse”, and with
   * undefined when nobody has for the time that was asked for; answers how to stop listening.
   */
  onPerson(listener: (input: string | undefined) => void): () => void;
  /** Resolves as soon as nobody else uses mouse or keyboard. */
  quiet(signal: AbortSignal): Promise<void>;
}

/** A display that can be reached, before anything drives it. */
interface Place {
  readonly display: string;
  readonly env: Environment;
  readonly pids?: { readonly server: number };
  readonly view?: DesktopView;
  /** Resolves when the rest of it is there, too. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a desktop with its driver and its applications.
 *
 * @param folder gets the output of everything that is started on it, one `.log` file each
 * @param env the environment it is made from; that of this process unless told. Secrets are left out.
 * @param more.stops how a person at the desktop can stop the hand
 * @param more.person how long a person's own input at the display has to be quiet before ours goes on, ms
 * @param more.clean takes secrets out of that output
 * @param more.claim the run that the display is for; on X11 no other run gets it meanwhile
 * @throws DeskhandError kind `environment` when the display cannot be opened or reached
 */
export async function openDesktop(
  spec: DesktopSpec,
  folder: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
  more: {
    readonly stops?: StopWays;
    readonly person?: { readonly quietMs: number };
    readonly clean?: CleanOutput;
    readonly claim?: RunClaim;
  } = {},
): Promise<OpenDesktop> {
  // Loading takes the driver about as long as the display takes to start.
  const booted = bootDriver(cleanEnvironment(env), true);
  let place: Place | undefined;
  let opening: Promise<Driver> | undefined;
  try {
    await sweepDead();
    place = await openPlace(spec, folder, env, more.clean);
    opening = driverOf(spec, place, booted, more);
    const [driver] = await Promise.all([opening, place.ready]);
    const hints = spec.accessibility ? await hintsOf(place.env) : {};
    const { clean } = more;
    const apps = openApps({ env: place.env, folder, windows: driver.windows, ...(clean && { clean }) });
    return join(spec, place, driver, apps, hints);
  } catch (error) {
    if (opening === undefined) booted.child.kill('SIGKILL');
    await opening?.then(
      (driver) => driver.close(),
      () => undefined,
    );
    await place?.close();
    throw error;
  }
}

function driverOf(
  spec: DesktopSpec,
  { display, env }: Place,
  booted: DriverProcess,
  {
    stops,
    person,
    claim,
  }: Pick<NonNullable<Parameters<typeof openDesktop>[3]>, 'stops' | 'person' | 'claim'>,
): Promise<Driver> {
  const { XAUTHORITY: authority } = env;
  return openDriver({
    booted,
    display,
    env,
    ...(spec.kind !== 'virtual' && spec.native ? { native: true } : {}),
    ...(authority === undefined ? {} : { authority }),
    ...(spec.monitor === undefined ? {} : { monitor: spec.monitor }),
    ...(stops && { stops }),
    ...(person && { person }),
    // A virtual display ends with the run, and everything on it.
    ...(claim && { claim, keeper: spec.kind !== 'virtual' }),
  });
}

async function openPlace(
  spec: DesktopSpec,
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  clean: CleanOutput | undefined,
): Promise<Place> {
  if (spec.kind === 'virtual') return startVirtualDesktop({ ...spec, folder, env, ...(clean && { clean }) });
  const close = (): Promise<void> => Promise.resolve();
  const display = spec.kind === 'display' ? spec.display : currentDisplay(env);
  return {
    display,
    env: { ...cleanEnvironment(env), ...(display === '' ? {} : { DISPLAY: display }) },
    ready: Promise.resolve(),
    close,
  };
}

/** The display this process sees; Windows and macOS have one without a name. */
function currentDisplay(env: Readonly<Record<string, string | undefined>>): string {
  if (process.platform !== 'linux') return '';
  const { DISPLAY: display, WAYLAND_DISPLAY: wayland } = env;
  if (display !== undefined && display !== '') return display;
  if (wayland !== undefined)
    throw new DeskhandError(
      'environment',
      'no-display',
      'This session is Wayland without X, which lets no program see the screen or move the mouse of another.',
      { hint: 'Log in to an X11 session, or use a virtual desktop: --desktop virtual.' },
    );
  throw new DeskhandError('environment', 'no-display', 'There is no desktop here: DISPLAY is not set.', {
    hint: 'Run this from a terminal on the desktop, or use a virtual desktop: --desktop virtual.',
  });
}

/** A desktop without accessibility is as good as any; that it has none is told. */
async function hintsOf(env: Environment): Promise<{ open?: OpenHints; missing?: string }> {
  try {
    return { open: await openHints(env) };
  } catch (error) {
    return { missing: messageOf(error) };
  }
}

function join(
  spec: DesktopSpec,
  place: Place,
  driver: Driver,
  apps: OpenApps,
  hints: { open?: OpenHints; missing?: string },
): OpenDesktop {
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    hints.open?.close();
    const ends = await Promise.allSettled([driver.close(), apps.end()]);
    await place.close();
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  };
  return {
    name: place.display === '' ? 'screen' : place.display,
    kind: spec.kind === 'virtual' ? 'virtual' : 'current',
    size: driver.facts.size,
    env: place.env,
    screen: namedScreen(driver.screen, apps.name),
    hand: driver.hand,
    windows: namedWindows(driver.windows, apps.name),
    apps,
    hints,
    get facts() {
      return driver.facts;
    },
    get driverPid() {
      return driver.pid;
    },
    ...(place.pids === undefined ? {} : { serverPid: place.pids.server }),
    ...(place.view === undefined ? {} : { view: place.view }),
    stop: (by) => driver.stop(by),
    resume: () => driver.resume(),
    onStopped: (listener) => driver.onStopped(listener),
    onPerson: (listener) => driver.onPerson(listener),
    quiet: (signal) => driver.quiet(signal),
    close() {
      closed ??= close();
      return closed;
    },
  };
}
