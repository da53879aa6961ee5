import sharp from 'sharp';
import { type FrameBox, type Size, screenPoint } from '../src/core/geometry.js';
import type { Capture } from '../src/desktop/driver/capture/capture.js';
import { changesBetween, type TileChange } from '../src/desktop/driver/pixels/difference.js';
import { TileStore } from '../src/desktop/driver/pixels/tiles.js';
import { Present } from '../src/desktop/driver/settle/present.js';
import { groupsOf, looksLikeCaret, looksLikeFade } from '../src/desktop/driver/settle/shapes.js';
import { openX11Capture } from '../src/desktop/driver/x11/capture.js';
import { openX11Client } from '../src/desktop/driver/x11/client.js';
import { x11Wakes } from '../src/desktop/driver/x11/damage.js';
import type { TestDisplay } from '../test/support/xvfb.js';

/** Something on the screen that changed and matters: no caret, no step of a fading scrollbar. */
export interface Event {
  /** Monotonic ms of this process. */
  readonly at: number;
  readonly boxes: readonly FrameBox[];
}

/** Sees everything that is drawn, apart from the driver that is measured. */
export interface Observer {
  /** What happened since the last call of `forget`. */
  readonly events: readonly Event[];
  forget(): void;
  /** Whether the screen now differs from the picture in a box of one of the events, carets left out. */
  differs(png: Uint8Array, events: readonly Event[]): Promise<boolean>;
  close(): Promise<void>;
}

/** Samples everything that is drawn as fast as it can, on a connection of its own. */
export async function observe(display: TestDisplay, size: Size): Promise<Observer> {
  const client = await openX11Client({ display: display.display });
  const view = { size, origin: screenPoint(0, 0), scale: 1 };
  const [shots, wakes] = await Promise.all([openX11Capture(client, view), x11Wakes(client, view)]);
  if (shots === undefined) throw new Error('this display cannot be captured');
  const store = new TileStore(size, 32 * 2 ** 20);
  const present = new Present(store, shots);
  await present.refresh();
  const events: Event[] = [];
  present.onSample(({ at, changes }) => {
    const boxes = things(store, changes, true);
    if (boxes.length > 0) events.push({ at, boxes });
  });
  wakes.onWake(() => {
    void wakes.take().then((box: FrameBox | undefined) => box && present.refresh(box));
  });
  const picture = await givenPicture(store);
  return {
    events,
    forget: () => void events.splice(0),
    async differs(png, of) {
      const boxes = of.flatMap((event) => event.boxes);
      if (boxes.length === 0) return false;
      await picture.show(png);
      await present.refresh();
      const changes = changesBetween(store, picture.present.picture, present.picture, undefined);
      return things(store, changes, false).some((thing) => boxes.some((box) => touch(thing, box)));
    },
    async close() {
      await wakes.close();
      await present.close();
      await shots.close();
      await client.close();
    },
  };
}

function things(store: TileStore, changes: readonly TileChange[], fading: boolean): FrameBox[] {
  return groupsOf(changes)
    .filter((group) => !looksLikeCaret(store, group) && !(fading && looksLikeFade(store, group)))
    .map(({ box }) => box);
}

function touch(a: FrameBox, b: FrameBox): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** A PNG as tiles of the store, so that it can be compared like a display. */
async function givenPicture(
  store: TileStore,
): Promise<{ present: Present; show(png: Uint8Array): Promise<void> }> {
  let pixels: Buffer = Buffer.alloc(store.size.width * store.size.height * 4);
  const capture: Pick<Capture, 'grab'> = {
    async grab(box, into) {
      const stride = store.size.width * 4;
      for (let y = 0; y < box.height; y++) {
        const from = (box.y + y) * stride + box.x * 4;
        into.set(pixels.subarray(from, from + box.width * 4), y * box.width * 4);
      }
    },
  };
  const present = new Present(store, capture as Capture);
  return {
    present,
    async show(png) {
      pixels = await sharp(png).ensureAlpha().raw().toBuffer();
      // A display gives blue first.
      for (let at = 0; at < pixels.length; at += 4) {
        const red = pixels[at] ?? 0;
        pixels[at] = pixels[at + 2] ?? 0;
        pixels[at + 2] = red;
        pixels[at + 3] = 0;
      }
      await present.refresh();
    },
  };
}
