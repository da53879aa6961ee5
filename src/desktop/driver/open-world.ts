import type { Gate } from './gate.js';
import { loadNut } from './nut/library.js';
import type { DriverOptions } from './protocol.js';
import type { World } from './world.js';

/**
 * Opens the desktop that the options name, with what this system offers.
 *
 * @param swept is called as soon as nothing is pressed any more
 * @param gate what long input passes, piece by piece
 */
export async function openWorld(options: DriverOptions, swept: () => void, gate: Gate): Promise<World> {
  if (options.native || process.platform === 'win32' || process.platform === 'darwin') {
    const { openNativeWorld } = await import('./native/world.js');
    return openNativeWorld(options, swept);
  }
  const { openX11World } = await import('./x11/open.js');
  return openX11World(options, swept, gate);
}

/** Loads what an X display will need, while it is not there yet; nothing is called. */
export function preloadWorld(): void {
  if (process.platform === 'win32' || process.platform === 'darwin') return;
  // Whoever opens the world meets the error.
  for (const load of [() => import('./x11/open.js'), () => import('./x11/world.js'), loadNut])
    load().catch(() => undefined);
}
