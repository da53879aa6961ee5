import type { DriverOptions } from '../protocol.js';
import type { World } from '../world.js';
import { openX11Client } from './client.js';
import { Device } from './hand/device.js';

/**
 * Opens a world on an X display. The display is reached by the plain client first: nut-js must not be
 * called before, it ends the process when there is none. What a crashed driver left pressed is released
 * before the heavy parts are loaded.
 *
 * @param swept is called when nothing is pressed any more
 * @throws DeskhandError code `no-display`
 */
export async function openX11World(options: DriverOptions, swept: () => void): Promise<World> {
  const client = await openX11Client(options);
  try {
    const device = await Device.open(client);
    const released = await device.releaseAll();
    swept();
    const { x11World } = await import('./world.js');
    return await x11World(client, options, released);
  } catch (error) {
    await client.close();
    throw error;
  }
}
