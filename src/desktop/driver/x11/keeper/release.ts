import { runOwner } from '../claim.js';
import type { X11Client } from '../client.js';
import type { Device } from '../hand/device.js';
import { exclusively } from '../hand/exclusive.js';
import { Spares } from '../hand/spares.js';

/**
 * Lets go of every key and button and gives mapped keycodes back, unless another run has the display: what is down then
 * is what that one holds.
 */
export async function releaseLeft(client: X11Client, device: Device): Promise<void> {
  const owner = await exclusively(
    client,
    () => Promise.all([runOwner(client), device.keysDown(), device.buttonsDown()]),
    ([run, keys, buttons]) => {
      if (run !== 0) return;
      for (const key of keys) device.key(key, false);
      for (const button of buttons) device.button(button, false);
    },
  );
  if (owner[0] !== 0) return;
  await client.sync();
  // Swapped buttons go by another number than the one they are seen by.
  await device.releaseAll();
  await new Spares(client).sweep();
}
