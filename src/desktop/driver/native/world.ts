import { DeskhandError } from '../../../core/errors.js';
import { frameBox, screenPoint } from '../../../core/geometry.js';
import { openNutHand } from '../nut/hand.js';
import { type NutLibrary, nutLibrary } from '../nut/library.js';
import type { DriverOptions } from '../protocol.js';
import type { Source } from '../screen/eye.js';
import { DriverScreen, defaultLimits } from '../screen/screen.js';
import { Inputs } from '../settle/inputs.js';
import { notedHand, notedWindows } from '../settle/noted.js';
import { timerWakes } from '../settle/wakes.js';
import { StopCorner } from '../stop-corner.js';
import { StopListeners } from '../stop-listeners.js';
import type { World } from '../world.js';
import { openNutCapture } from './nut-capture.js';
import { openScreenshotCapture } from './screenshot-capture.js';
import { NativeWindows } from './windows.js';

/** ms between two looks while somebody waits; these systems do not tell what was drawn. */
const paceMs = 40;

/**
 * Opens the desktop of Windows or macOS: its main display, by nut-js. Where nut-js sees nothing,
 * `screenshot-desktop` takes the pictures. Unproven there; see the documentation for what was run where.
 */
export async function openNativeWorld(options: DriverOptions, swept: () => void): Promise<World> {
  const nut = await nutLibrary().catch((error: unknown) => {
    throw new DeskhandError('environment', 'no-nut', 'nut-js cannot be loaded on this system.', {
      hint: 'Install deskhand again on this machine; on Windows, the Visual C++ runtime is needed.',
      cause: error,
    });
  });
  const source = await openSource(nut, options.monitor);
  const { view } = source;
  const inputs = new Inputs();
  const windows = new NativeWindows(nut);
  const bounds = {
    x: view.origin.x,
    y: view.origin.y,
    width: view.size.width / view.scale,
    height: view.size.height / view.scale,
  };
  const stops = new StopListeners();
  const position = (): Promise<{ x: number; y: number }> => nut.mouse.getPosition();
  const corner = options.stops?.corner ? new StopCorner(position, [bounds], stops.tell) : undefined;
  const hand = await openNutHand(bounds, corner);
  await hand.release();
  swept();
  const screen = new DriverScreen(
    {
      display: options.display,
      inputs,
      open: () => openSource(nut, options.monitor),
      view: async () => view,
      windows: async () => ({ visible: await windows.facts(), hidden: [] }),
      pointer: async () => {
        const { x, y } = await position();
        return screenPoint(x, y);
      },
    },
    defaultLimits(options),
  );
  return {
    facts: {
      display: options.display,
      capture: source.capture.path,
      size: view.size,
      depth: 24,
      monitors: [{ name: 'main', origin: view.origin, size: view.size, scale: view.scale }],
      typing: 'nut-js for letters and digits, the clipboard for everything else',
      nut: { available: true },
      stopKey: false,
      swept: [],
    },
    screen,
    // Neither system tells whether an application has dealt with an input.
    hand: { ...notedHand(hand, inputs), answered: async () => undefined },
    windows: notedWindows(windows, inputs),
    open: true,
    onStop: (listener) => stops.add(listener),
    release: () => hand.release(),
    async close() {
      corner?.close();
      await hand.release();
      await screen.close();
    },
  };
}

/** Another monitor is refused: there the pointer cannot be put, so a picture of it would only mislead. */
async function openSource(nut: NutLibrary, monitor: string | undefined): Promise<Source> {
  if (monitor !== undefined)
    throw new DeskhandError(
      'environment',
      'no-monitor',
      `On this system only the main display can be driven, not “${monitor}”.`,
      { hint: 'Move the program to the main display, and name no monitor.' },
    );
  const opened = await openNutCapture(nut).catch(() => openScreenshotCapture(undefined));
  const { width, height } = opened.view.size;
  return { ...opened, wakes: timerWakes(frameBox(0, 0, width, height), paceMs) };
}
