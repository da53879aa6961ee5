import { openX11Client, type X11Client } from '../../src/desktop/driver/x11/client.js';

/** A plain window of a test, drawn on by rectangles. Colours are 0xRRGGBB. */
export interface Drawing {
  readonly client: X11Client;
  readonly id: number;
  /** Fills a rectangle, in px of the window, and waits until the server has done it. */
  fill(x: number, y: number, width: number, height: number, colour: number): Promise<void>;
  /** The same without waiting. */
  stroke(x: number, y: number, width: number, height: number, colour: number): void;
  close(): Promise<void>;
}

/** Opens a window that no window manager touches, at its place on the display. */
export async function openDrawing(
  display: string,
  box: { x: number; y: number; width: number; height: number },
  background = 0xffffff,
): Promise<Drawing> {
  const client = await openX11Client({ display });
  const id = client.raw.AllocID();
  const gc = client.raw.AllocID();
  client.raw.CreateWindow(id, client.root, box.x, box.y, box.width, box.height, 0, 0, 1, 0, {
    backgroundPixel: background,
    overrideRedirect: 1,
  });
  client.raw.MapWindow(id);
  client.raw.CreateGC(gc, id, { foreground: background });
  await client.sync();
  const stroke: Drawing['stroke'] = (x, y, width, height, colour) => {
    client.raw.ChangeGC(gc, { foreground: colour });
    client.raw.PolyFillRectangle(id, gc, [x, y, width, height]);
  };
  return {
    client,
    id,
    stroke,
    async fill(x, y, width, height, colour) {
      stroke(x, y, width, height, colour);
      await client.sync();
    },
    close: () => client.close(),
  };
}

/** The keycodes and buttons that the server reports down. */
export async function pressedOn(client: X11Client): Promise<{ keys: number[]; buttons: number }> {
  const bits = await client.ask<Buffer>((raw, done) => raw.QueryKeymap(done));
  const { keyMask } = await client.ask<{ keyMask: number }>((raw, done) =>
    raw.QueryPointer(client.root, done),
  );
  const keys = Array.from({ length: 256 }, (_, code) => code).filter(
    (code) => ((bits[code >> 3] ?? 0) & (1 << (code & 7))) !== 0,
  );
  return { keys, buttons: keyMask >> 8 };
}
