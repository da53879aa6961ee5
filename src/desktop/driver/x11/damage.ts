import { type FrameBox, frameBox } from '../../../core/geometry.js';
import type { View } from '../capture/capture.js';
import type { Wakes } from '../settle/wakes.js';
import type { X11Client } from './client.js';

/** Wakes by the DAMAGE extension: the server tells within half a ms that something was drawn, and where. */
export async function x11Wakes(client: X11Client, view: View): Promise<Wakes> {
  const damage = await client.extension('damage');
  const fixes = await client.extension('fixes');
  const id = client.raw.AllocID();
  const region = client.raw.AllocID();
  let drawn = false;
  let listener = (): void => undefined;
  fixes.CreateRegion(region, []);
  damage.Create(id, client.root, damage.ReportLevel.NonEmpty);
  const stop = client.onEvent((event) => {
    if (event.name !== 'DamageNotify' || event.damage !== id) return;
    drawn = true;
    listener();
  });
  await client.sync();
  return {
    complete: true,
    get pending() {
      return drawn;
    },
    onWake(wake) {
      listener = wake;
      // The server tells once that something was drawn, and may have done so already.
      if (drawn) wake();
    },
    async take() {
      if (!drawn) return undefined;
      // The server tells only once until the damage is taken away, so nothing is lost in between.
      drawn = false;
      damage.Subtract(id, 0, region);
      const { extents } = await client.ask<{
        extents: { x: number; y: number; width: number; height: number };
      }>((_, done) => fixes.FetchRegion(region, done));
      return inView(extents, view);
    },
    pace: () => undefined,
    async close() {
      stop();
      if (!client.open) return;
      damage.Destroy(id);
      fixes.DestroyRegion(region);
      await client.sync();
    },
  };
}

function inView(box: { x: number; y: number; width: number; height: number }, view: View): FrameBox {
  return frameBox(box.x - view.origin.x, box.y - view.origin.y, box.width, box.height);
}
