import type { ScreenPoint } from '../../../core/geometry.js';
import type { Capture, View } from '../capture/capture.js';
import { Encoder } from '../pixels/encode.js';
import { TileStore } from '../pixels/tiles.js';
import { Activity } from '../settle/activity.js';
import type { Inputs, LastInput } from '../settle/inputs.js';
import { Noise } from '../settle/noise.js';
import { Present } from '../settle/present.js';
import type { Scene } from '../settle/settle.js';
import { Unrest } from '../settle/unrest.js';
import type { Wakes } from '../settle/wakes.js';
import { Watch } from '../settle/watch.js';

/** The ways into one display: how its pixels are fetched and how it tells that something was drawn. */
export interface Source {
  readonly view: View;
  readonly capture: Capture;
  readonly wakes: Wakes;
}

/** Everything that hangs on the size of the view. Another size needs another eye. */
export interface Eye extends Scene {
  readonly view: View;
  readonly path: Capture['path'];
  readonly store: TileStore;
  readonly present: Present;
  readonly encoder: Encoder;
  readonly noise: Noise;
  close(): Promise<void>;
}

/**
 * Opens an eye on a source: fetches the whole view once and begins to watch it.
 *
 * @param options.keepBytes room for kept frames
 * @param options.pids process ids of the applications that may answer an input
 * @param options.empty whether no window is open
 * @param options.failed is told when watching fails
 */
export async function openEye(
  source: Source,
  inputs: Inputs,
  options: {
    keepBytes: number;
    pids: () => readonly number[];
    empty: () => boolean;
    failed: (error: unknown) => void;
  },
): Promise<Eye> {
  const { view, capture, wakes } = source;
  const store = new TileStore(view.size, options.keepBytes);
  const present = new Present(store, capture);
  await present.refresh();
  const noise = new Noise(present.picture.columns, () => inView(inputs.last, view));
  const unrest = new Unrest(store, noise);
  present.onSample((sample) => {
    unrest.observe(sample);
    noise.observe(sample);
  });
  const stopInputs = inputs.onInput(() => unrest.restart());
  const encoder = new Encoder(store);
  const watch = new Watch(present, wakes, inputs, options.failed);
  return {
    view,
    path: capture.path,
    store,
    present,
    encoder,
    noise,
    unrest,
    inputs,
    watch,
    activity: new Activity(options.pids),
    openedAt: performance.now(),
    empty: options.empty,
    async close() {
      stopInputs();
      await watch.close();
      await present.close();
      await encoder.close();
      await capture.close();
    },
  };
}

function inView(input: LastInput, view: View): LastInput {
  if (input.point === undefined) return input;
  const x = (input.point.x - view.origin.x) * view.scale;
  const y = (input.point.y - view.origin.y) * view.scale;
  return { ...input, point: { x, y } as ScreenPoint };
}
