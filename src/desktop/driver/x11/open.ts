import type { Gate } from '../gate.js';
import type { DriverOptions } from '../protocol.js';
import type { World } from '../world.js';
import { claimDisplay } from './claim.js';
import { openX11Client } from './client.js';
import { Device } from './hand/device.js';
import { startKeeper } from './keeper/start.js';

/**
 * Opens a world on an X display. The display is reached by the plain client first: nut-js must not be
 * called before, it ends the process when there is none. What a crashed driver left pressed is released
 * before the heavy parts are loaded.
 *
 * @param swept is called when nothing is pressed any more
 * @param gate what typed text and repeated input passes, piece by piece
 * @throws DeskhandError code `no-display`, or `display-taken` when another run has claimed it
 */
export async function openX11World(options: DriverOptions, swept: () => void, gate: Gate): Promise<World> {
  const client = await openX11Client(options);
  try {
    // Before anything is swept: what is down may be what another run holds.
    if (options.claim !== undefined) await claimDisplay(client, options.claim);
    const keeper = options.keeper ? startKeeper(options.display, options.authority) : undefined;
    const device = await Device.open(client);
    const released = await device.releaseAll();
    swept();
    const { x11World } = await import('./world.js');
    return await x11World(client, options, { released, gate, ...(keeper && { keeper }) });
  } catch (error) {
    await client.close();
    throw error;
  }
}
