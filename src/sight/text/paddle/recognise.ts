import type { FrameBox } from '../../../core/geometry.js';
import type { Glyph, Spot } from '../engine.js';
import { type Raster, sample } from '../raster.js';
import { withoutUnderlines } from '../underline.js';
import type { Alphabet } from './alphabet.js';
import type { Network } from './network.js';

/** The recogniser's input height in px, and the px of its input that one output step stands for. */
const HEIGHT = 48;
const STEP = 8;
/** Narrower crops are padded with what lies beside them: with fewer steps the network sees no background at all. */
const MIN_WIDTH = 48;
/** Lines of nearly the same width share a run: about a quarter faster on two cores than one by one. */
const BATCH = 8;
const WIDTH_SPREAD = 1.12;

/** Spots in batches of nearly equal width, so that little is padded. */
export function batchesOf<T extends Pick<Spot, 'box'>>(spots: readonly T[]): T[][] {
  const batches: T[][] = [];
  for (const spot of [...spots].sort((a, b) => widthOf(a.box) - widthOf(b.box))) {
    const open = batches.at(-1);
    const first = open?.[0];
    if (open && first && open.length < BATCH && widthOf(spot.box) <= widthOf(first.box) * WIDTH_SPREAD)
      open.push(spot);
    else batches.push([spot]);
  }
  return batches;
}

/** Reads the lines of one batch. */
export async function recognise(
  network: Network,
  alphabet: Alphabet,
  raster: Raster,
  batch: readonly Pick<Spot, 'box'>[],
): Promise<Glyph[][]> {
  const width = Math.max(...batch.map((s) => widthOf(s.box)));
  const plane = HEIGHT * width;
  const input = new Float32Array(plane * 3 * batch.length);
  const seen = batch.map(({ box }) => {
    const across = box.height / HEIGHT;
    return { x: -(width * across - box.width) / 2, y: 0, width: width * across, height: box.height };
  });
  for (const [i, spot] of batch.entries()) {
    const first = input.subarray(i * plane * 3, (i * 3 + 1) * plane);
    const view = seen[i];
    if (view) sample(withoutUnderlines(raster, spot.box), view, first, width, HEIGHT, width, 2 / 255, -1);
    input.copyWithin((i * 3 + 1) * plane, i * 3 * plane, (i * 3 + 1) * plane);
    input.copyWithin((i * 3 + 2) * plane, i * 3 * plane, (i * 3 + 1) * plane);
  }
  const output = await network.run(input, [batch.length, 3, HEIGHT, width]);
  const steps = output.dims[1] ?? 0;
  const size = output.data.length / batch.length;
  return batch.map((spot, i) => {
    const part = output.data.subarray(i * size, (i + 1) * size);
    const view = seen[i] ?? { x: 0, width: 0 };
    return decodeSteps(part, steps, alphabet, spot.box.x + view.x, view.width / steps);
  });
}

function widthOf(box: FrameBox): number {
  return Math.max(MIN_WIDTH, Math.ceil((box.width * HEIGHT) / box.height / STEP) * STEP);
}

/** Greedy CTC: repeats and blanks fall away; a character spans the steps that voted for it. */
function decodeSteps(
  data: Float32Array,
  steps: number,
  alphabet: Alphabet,
  left: number,
  step: number,
): Glyph[] {
  const classes = data.length / steps;
  const glyphs: Glyph[] = [];
  let last = 0;
  for (let t = 0; t < steps; t++) {
    const { best, score } = strongest(data, t * classes, alphabet.allowed);
    const glyph = glyphs.at(-1);
    if (best !== 0 && best === last && glyph) {
      glyph.right = left + (t + 1) * step;
      glyph.score = Math.max(glyph.score, score);
    } else if (best !== 0) {
      glyphs.push({
        char: alphabet.chars[best] ?? '',
        left: left + t * step,
        right: left + (t + 1) * step,
        score,
      });
    }
    last = best;
  }
  return glyphs;
}

function strongest(data: Float32Array, from: number, allowed: Int32Array): { best: number; score: number } {
  let best = 0;
  let score = -1;
  for (const candidate of allowed) {
    const value = data[from + candidate] as number;
    if (value > score) {
      score = value;
      best = candidate;
    }
  }
  return { best, score };
}
