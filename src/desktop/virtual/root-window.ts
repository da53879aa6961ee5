import x11, { type XProperty } from 'x11';
import { openX11Client, type X11Client } from '../driver/x11/client.js';
import { plainDpi } from './server.js';

/** A calm grey blue, RGB; on 16-bit screens it comes out as another dark colour. */
const slate = 0x42566b;

/** One short connection to a new display: what a session would set, and the wait for the window manager. */
export interface RootWindow {
  /** Paints it in one plain colour and sets the resources that plain X programs read at their start. */
  dress(scale: number): Promise<void>;
  /** Resolves when a window manager manages the display (EWMH `_NET_SUPPORTING_WM_CHECK`). */
  managed(): Promise<void>;
  close(): Promise<void>;
}

/** Connects to the root window of a display. */
export async function openRootWindow(display: string, authority: string): Promise<RootWindow> {
  const client = await openX11Client({ display, authority });
  return {
    async dress(scale) {
      paint(client);
      const name = await client.atom('RESOURCE_MANAGER');
      const type = await client.atom('STRING');
      client.raw.ChangeProperty(0, client.root, name, type, 8, resources(scale));
      await client.sync();
    },
    managed: () => waitForManager(client),
    close: () => client.close(),
  };
}

/** The server paints the colour where something goes away, so a window comes over all of it and goes. */
function paint({ raw, root, screen }: X11Client): void {
  raw.ChangeWindowAttributes(root, { backgroundPixel: slate });
  const cover = raw.AllocID();
  const all = [0, 0, screen.pixel_width, screen.pixel_height, 0] as const;
  raw.CreateWindow(cover, root, ...all, 0, 1, 0, { overrideRedirect: 1, backgroundPixel: slate });
  raw.MapWindow(cover);
  raw.DestroyWindow(cover);
}

/** Carets that stay, and readable text in the plain toolkits. */
function resources(scale: number): string {
  return [
    `Xft.dpi:\t${Math.round(plainDpi * scale)}`,
    '*insertOffTime:\t0',
    'XTerm*cursorBlink:\tfalse',
    'XTerm*utf8:\t1',
    'XTerm*faceName:\tDejaVu Sans Mono',
    'XTerm*faceSize:\t11',
    '',
  ].join('\n');
}

async function waitForManager(client: X11Client): Promise<void> {
  const check = await client.atom('_NET_SUPPORTING_WM_CHECK');
  await new Promise<void>((resolve, reject) => {
    client.onEvent((event) => {
      if (event.name === 'PropertyNotify' && event.atom === check) resolve();
    });
    client.ended.then(reject, reject);
    // Ask for the events first and look after, so that no change falls between the two.
    client.raw.ChangeWindowAttributes(client.root, { eventMask: x11.eventMask.PropertyChange ?? 0 });
    client
      .ask<XProperty>((raw, done) => raw.GetProperty(0, client.root, check, 0, 0, 1, done))
      .then((now) => now.data.length > 0 && resolve(), reject);
  });
}
