import { closeSync, readSync } from 'node:fs';
import type { XShm } from 'x11';
import { DeskhandError } from '../../../core/errors.js';
import type { FrameBox } from '../../../core/geometry.js';
import { type Capture, type View, viewChanged } from '../capture/capture.js';
import { openMemoryFile } from '../memory-file.js';
import type { X11Client } from './client.js';

const zPixmap = 2;
const allPlanes = 0xffffffff;
const badMatch = 8;

/**
 * The fastest capture this display allows: shared memory, else pictures over the connection. Both read the
 * root window, so all windows are in the picture and the pointer is not. Undefined when the display's pixels
 * are not 4 bytes each.
 */
export async function openX11Capture(client: X11Client, view: View): Promise<Capture | undefined> {
  const format = client.setup.format[client.screen.root_depth];
  if (format?.bits_per_pixel !== 32) return undefined;
  return (await sharedMemoryCapture(client, view)) ?? coreCapture(client, view);
}

/** Capture through one reused MIT-SHM segment; undefined when the display or this system does not allow it. */
export async function sharedMemoryCapture(client: X11Client, view: View): Promise<Capture | undefined> {
  const shm = await usableShm(client);
  if (shm === undefined) return undefined;
  const file = openMemoryFile(view.size.width * view.size.height * 4);
  const segment = client.raw.AllocID();
  try {
    await client.ask<void>((_, done) => shm.AttachFd(segment, file, false, done));
  } catch {
    // The extension is there but refuses segments of this size; the slower path needs none.
    closeSync(file);
    return undefined;
  }
  return {
    path: 'x11-shm',
    async grab(area, target) {
      const { x, y } = onRoot(view, area);
      await client
        .ask((_, done) =>
          shm.GetImage(client.root, x, y, area.width, area.height, allPlanes, zPixmap, segment, 0, done),
        )
        .catch(changedView);
      readSync(file, target, 0, area.width * area.height * 4, 0);
    },
    async close() {
      closeSync(file);
      if (client.open) await client.ask<void>((_, done) => shm.Detach(segment, done));
    },
  };
}

async function usableShm(client: X11Client): Promise<XShm | undefined> {
  try {
    const shm = await client.extension('shm');
    return (await client.ask<boolean>((_, done) => shm.usable(done))) ? shm : undefined;
  } catch (error) {
    if (error instanceof DeskhandError && error.code === 'no-extension') return undefined;
    throw error;
  }
}

/** Capture by core GetImage: works over any connection, about seven times slower. */
export function coreCapture(client: X11Client, view: View): Capture {
  return {
    path: 'x11-core',
    async grab(area, target) {
      const { x, y } = onRoot(view, area);
      const image = await client
        .ask<{ data: Buffer }>((raw, done) =>
          raw.GetImage(zPixmap, client.root, x, y, area.width, area.height, allPlanes, done),
        )
        .catch(changedView);
      target.set(image.data.subarray(0, area.width * area.height * 4));
    },
    close: async () => undefined,
  };
}

function onRoot(view: View, area: FrameBox): { x: number; y: number } {
  return { x: view.origin.x + area.x, y: view.origin.y + area.y };
}

/** The server answers BadMatch when the area leaves the root window, that is, when the display became smaller. */
function changedView(error: unknown): never {
  if ((error as { error?: number }).error !== badMatch) throw error;
  throw viewChanged(error);
}
