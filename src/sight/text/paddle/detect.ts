import { type FrameBox, frameBox } from '../../../core/geometry.js';
import { crop, type Raster, sample } from '../raster.js';
import type { Network } from './network.js';

/** Probability above which a px of the detector's map belongs to text (PaddleOCR, DBPostProcess `thresh`). */
const THRESHOLD = 0.3;
/** Mean probability a component must have to count as text (`box_thresh`; lower than the default 0.6, for single letters). */
const BOX_SCORE = 0.45;
/** How far a component is grown: area * ratio / perimeter (`unclip_ratio`; Liao et al., DB, arXiv:1911.08947). */
const UNCLIP = 1.6;
/** The network halves its input five times. */
const MULTIPLE = 32;
/** Room around the region in the network's view, px: text right at the edge of a view is often missed. */
const MARGIN = 16;
/** Mean and deviation the detector was trained with (ImageNet, in the channel order of the model). */
const MEAN = [0.485, 0.456, 0.406] as const;
const DEVIATION = [0.229, 0.224, 0.225] as const;

/** Pictures with more px than this are shrunk for the detector. */
const MOST_PIXELS = 1_050_000;
/** Below this factor small text is lost. */
const LEAST_SCALE = 0.7;

/** How much the detector's view is shrunk: the same all over a picture, so that a text is found alike wherever it is. */
function scaleOf({ width, height }: Raster): number {
  return Math.min(1, Math.max(LEAST_SCALE, Math.sqrt(MOST_PIXELS / (width * height))));
}

/**
 * Text boxes of a region. Each connected component is a box of its own: components on one row are never joined.
 */
export async function detect(network: Network, raster: Raster, region: FrameBox): Promise<FrameBox[]> {
  const scale = scaleOf(raster);
  const width = Math.ceil((region.width * scale + 2 * MARGIN) / MULTIPLE) * MULTIPLE;
  const height = Math.ceil((region.height * scale + 2 * MARGIN) / MULTIPLE) * MULTIPLE;
  // What lies beyond the region must not count: there its edge is repeated.
  const part = crop(raster, region);
  const [x, y] = [
    -Math.floor((width / scale - region.width) / 2),
    -Math.floor((height / scale - region.height) / 2),
  ];
  const seen = { x, y, width: width / scale, height: height / scale };
  const plane = width * height;
  const input = new Float32Array(plane * 3);
  for (let c = 0; c < 3; c++) {
    const channel = input.subarray(c * plane, (c + 1) * plane);
    if (c === 0) sample(part, seen, channel, width, height, width, 1, 0);
    else channel.set(input.subarray(0, plane));
  }
  for (let c = 0; c < 3; c++)
    normalise(input.subarray(c * plane, (c + 1) * plane), MEAN[c] ?? 0, DEVIATION[c] ?? 1);
  const { data: map } = await network.run(input, [1, 3, height, width]);
  return boxesOf(map, width, height).map((found) =>
    toFrame(found, { x: region.x + x, y: region.y + y }, scale, raster),
  );
}

function normalise(values: Float32Array, mean: number, deviation: number): void {
  for (let i = 0; i < values.length; i++) values[i] = ((values[i] as number) / 255 - mean) / deviation;
}

interface Component {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Axis-aligned components of the probability map: text on a screen is level. */
function boxesOf(map: Float32Array, width: number, height: number): Component[] {
  const done = new Uint8Array(map.length);
  const found: Component[] = [];
  for (let start = 0; start < map.length; start++) {
    if (done[start] || (map[start] as number) <= THRESHOLD) continue;
    const component = flood(map, done, width, height, start);
    if (component) found.push(component);
  }
  return found;
}

function flood(map: Float32Array, done: Uint8Array, width: number, height: number, start: number) {
  let [left, right, top, bottom, sum, count] = [width, 0, height, 0, 0, 0];
  const open = [start];
  done[start] = 1;
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const [x, y] = [at % width, Math.floor(at / width)];
    [left, right, top, bottom] = [
      Math.min(left, x),
      Math.max(right, x),
      Math.min(top, y),
      Math.max(bottom, y),
    ];
    sum += map[at] as number;
    count++;
    for (const next of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
      if (next < 0 || next >= map.length || done[next] || (map[next] as number) <= THRESHOLD) continue;
      done[next] = 1;
      open.push(next);
    }
  }
  const worth = sum / count >= BOX_SCORE && right - left >= 1 && bottom - top >= 1;
  return worth ? { left, top, right: right + 1, bottom: bottom + 1 } : undefined;
}

function toFrame(
  found: Component,
  origin: { x: number; y: number },
  scale: number,
  raster: Raster,
): FrameBox {
  const [w, h] = [found.right - found.left, found.bottom - found.top];
  const growth = (w * h * UNCLIP) / (2 * (w + h));
  const x = Math.max(0, Math.floor(origin.x + (found.left - growth) / scale));
  const y = Math.max(0, Math.floor(origin.y + (found.top - growth) / scale));
  const right = Math.min(raster.width, Math.ceil(origin.x + (found.right + growth) / scale));
  const bottom = Math.min(raster.height, Math.ceil(origin.y + (found.bottom + growth) / scale));
  return frameBox(x, y, Math.max(1, right - x), Math.max(1, bottom - y));
}
