import { setTimeout as sleep } from 'node:timers/promises';
import { runOwner } from '../claim.js';
import type { X11Client } from '../client.js';
import type { Device } from '../hand/device.js';
import { exclusively } from '../hand/exclusive.js';
import { Spares } from '../hand/spares.js';

/** ms in which the server must have seen that a driver which has just ended is gone, and ms between two looks. */
const goneMs = 5000;
const lookMs = 5;

/**
 * Lets go of every key and button and gives mapped keycodes back, unless another run has the display: what is down then
 * is what that one holds, and it has begun by letting everything go. The claim of the driver that has ended may stand
 * for a moment: the server hears later of its end than we do.
 */
export async function releaseLeft(client: X11Client, device: Device): Promise<void> {
  for (
    const limit = performance.now() + goneMs;
    !(await releasedAlone(client, device));
    await sleep(lookMs)
  ) {
    if (performance.now() > limit) return;
  }
  await client.sync();
  // Swapped buttons go by another number than the one they are seen by.
  await device.releaseAll();
  await new Spares(client).sweep();
}

/** Lets everything go at a moment at which no run has the display; false when one has it. */
async function releasedAlone(client: X11Client, device: Device): Promise<boolean> {
  if ((await runOwner(client)) !== 0) return false;
  const [owner] = await exclusively(
    client,
    () => Promise.all([runOwner(client), device.keysDown(), device.buttonsDown()]),
    ([run, keys, buttons]) => {
      if (run !== 0) return;
      for (const key of keys) device.key(key, false);
      for (const button of buttons) device.button(button, false);
    },
  );
  return owner === 0;
}
