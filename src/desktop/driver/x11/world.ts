import type { XEvent } from 'x11';
import { DeskhandError, messageOf } from '../../../core/errors.js';
import { frameBox, type ScreenPoint, screenPoint } from '../../../core/geometry.js';
import type { Capture, View } from '../capture/capture.js';
import type { Gate } from '../gate.js';
import { nutLibrary } from '../nut/library.js';
import type { DriverFacts, DriverOptions } from '../protocol.js';
import type { Source } from '../screen/eye.js';
import { DriverScreen, defaultLimits } from '../screen/screen.js';
import { Inputs } from '../settle/inputs.js';
import { notedHand, notedWindows } from '../settle/noted.js';
import { timerWakes, type Wakes } from '../settle/wakes.js';
import { StopCorner } from '../stop-corner.js';
import { StopListeners } from '../stop-listeners.js';
import type { World } from '../world.js';
import { Awakening } from './awake.js';
import { openX11Capture } from './capture.js';
import type { X11Client } from './client.js';
import { x11Wakes } from './damage.js';
import { openX11Hand, type X11Hand } from './hand/index.js';
import { grabStopKey } from './hand/stop-key.js';
import { answeredHand, Hung } from './hung.js';
import type { ReleaseKeeper } from './keeper/start.js';
import { x11Monitors, x11View } from './monitors.js';
import { watchPerson } from './person.js';
import { openX11Windows } from './windows.js';

/** ms between two looks at the display when it cannot tell that something was drawn. */
const blindPaceMs = 40;

/** What the driver has made ready before the heavy parts are loaded. */
interface WorldParts {
  /** What was down and was let go, in words. */
  readonly released: readonly string[];
  /** What typed text and repeated input passes, piece by piece. */
  readonly gate: Gate;
  /** Hears when everything has been let go. */
  readonly keeper?: ReleaseKeeper;
}

/** The world on a display that is connected and swept: the heavy parts are loaded here. */
export async function x11World(
  client: X11Client,
  options: DriverOptions,
  { released, gate, keeper }: WorldParts,
): Promise<World> {
  const stops = new StopListeners();
  const corner = options.stops?.corner
    ? new StopCorner(() => pointerOf(client), await areasOf(client), stops.tell)
    : undefined;
  const hand = await openX11Hand(client, gate, corner);
  const swept = [...released, ...(await hand.sweep())];
  const awakening = new Awakening(client);
  const windows = openX11Windows(client, awakening);
  const inputs = new Inputs();
  const screen = new DriverScreen(
    {
      display: client.display,
      inputs,
      open: () => openSource(client, options.monitor),
      view: () => x11View(client, options.monitor),
      windows: () => windows.stackFacts(),
      pointer: () => pointerOf(client),
    },
    defaultLimits(options),
  );
  const key = options.stops?.key;
  const stopKey = key !== undefined && (await grabStopKey(client, key, stops.tell));
  const facts = await factsOf(client, screen, { swept, stopKey });
  await onResize(client, screen, corner);
  return {
    facts,
    screen,
    hand: answeredHand(notedHand(hand, inputs), new Hung(client, awakening)),
    windows: notedWindows(windows, inputs),
    get open() {
      return client.open;
    },
    gone: client.ended,
    onStop: (listener) => stops.add(listener),
    onPerson: (listener) => watchPerson(client, hand.sent, listener),
    release: () => hand.release(),
    close: async () => {
      corner?.close();
      await closeAll(client, hand, screen);
      keeper?.end();
    },
  };
}

async function openSource(client: X11Client, monitor: string | undefined): Promise<Source> {
  const { view, capture } = await openPixels(client, monitor);
  const wakes = await x11Wakes(client, view).catch((error: unknown): Wakes => {
    if (!(error instanceof DeskhandError) || error.code !== 'no-extension') throw error;
    return timerWakes(frameBox(0, 0, view.size.width, view.size.height), blindPaceMs);
  });
  return { view, capture, wakes };
}

async function openPixels(
  client: X11Client,
  monitor: string | undefined,
): Promise<{ view: View; capture: Capture }> {
  const view = await x11View(client, monitor);
  const direct = await openX11Capture(client, view);
  if (direct !== undefined) return { view, capture: direct };
  const { openScreenshotCapture } = await import('../native/screenshot-capture.js');
  return openScreenshotCapture(monitor, view.origin);
}

async function factsOf(
  client: X11Client,
  screen: DriverScreen,
  found: Pick<DriverFacts, 'swept' | 'stopKey'>,
): Promise<DriverFacts> {
  const eye = await screen.open();
  return {
    display: client.display,
    capture: eye.path,
    size: eye.view.size,
    depth: client.screen.root_depth,
    monitors: await x11Monitors(client),
    typing: 'X11 test events over the keymap of the display',
    nut: await nutLibrary().then(
      () => ({ available: true as const }),
      (error: unknown) => ({ available: false as const, reason: messageOf(error) }),
    ),
    ...found,
  };
}

async function pointerOf(client: X11Client): Promise<ScreenPoint> {
  const { rootX, rootY } = await client.ask<{ rootX: number; rootY: number }>((raw, done) =>
    raw.QueryPointer(client.root, done),
  );
  return screenPoint(rootX, rootY);
}

/** The monitors as areas of the desktop. */
async function areasOf(
  client: X11Client,
): Promise<{ x: number; y: number; width: number; height: number }[]> {
  const monitors = await x11Monitors(client);
  return monitors.map(({ origin, size }) => ({ ...origin, ...size }));
}

/** Opens the pixels anew when the display or a monitor changes its size. */
async function onResize(
  client: X11Client,
  screen: DriverScreen,
  corner: StopCorner | undefined,
): Promise<void> {
  const randr = await client.extension('randr').catch(() => undefined);
  if (randr === undefined) return;
  randr.SelectInput(client.root, randr.NotifyMask.ScreenChange);
  client.onEvent((event: XEvent) => {
    if (event.name !== 'RRScreenChangeNotify') return;
    // The next look opens the pixels at the new size and meets the error, should closing have failed.
    screen.recheck().catch(() => undefined);
    areasOf(client).then(
      (areas) => corner?.resized(areas),
      () => undefined,
    );
  });
}

async function closeAll(client: X11Client, hand: X11Hand, screen: DriverScreen): Promise<void> {
  if (!client.open) return;
  await hand.close();
  await screen.close();
  await client.close();
}
