import { openX11Client, type X11Client } from '../../src/desktop/driver/x11/client.js';

/** A plain window of a test, drawn on by rectangles. Colours are 0xRRGGBB. */
export interface Drawing {
  readonly client: X11Client;
  readonly id: number;
  /** Fills a rectangle, in px of the window, and waits until the server has done it. */
  fill(x: number, y: number, width: number, height: number, colour: number): Promise<void>;
  /** The same without waiting. */
  stroke(x: number, y: number, width: number, height: number, colour: number): void;
  /** Writes letters in the server's own font, 6 px wide, on the line `y`; without waiting. */
  write(x: number, y: number, text: string, colour: number): void;
  close(): Promise<void>;
}

/** Requests of the core protocol that only tests make. */
interface Lettering {
  OpenFont(id: number, name: string): void;
  PolyText8(drawable: number, gc: number, x: number, y: number, items: readonly string[]): void;
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
  const letters = client.raw as unknown as Lettering;
  const font = client.raw.AllocID();
  letters.OpenFont(font, 'fixed');
  client.raw.CreateGC(gc, id, { foreground: background, font });
  await client.sync();
  const stroke: Drawing['stroke'] = (x, y, width, height, colour) => {
    client.raw.ChangeGC(gc, { foreground: colour });
    client.raw.PolyFillRectangle(id, gc, [x, y, width, height]);
  };
  return {
    client,
    id,
    stroke,
    write(x, y, text, colour) {
      client.raw.ChangeGC(gc, { foreground: colour });
      letters.PolyText8(id, gc, x, y, [text]);
    },
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
