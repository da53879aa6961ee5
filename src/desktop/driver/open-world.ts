import type { Gate } from './gate.js';
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
