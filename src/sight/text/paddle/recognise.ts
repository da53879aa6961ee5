import type { FrameBox } from '../../../core/geometry.js';
import { withoutBorders } from '../borders.js';
import { withDots, withoutDots } from '../dots.js';
import type { Glyph } from '../engine.js';
import { type Raster, sample, whole } from '../raster.js';
import { type Strip, spaced } from '../spaces.js';
import { withoutUnderlines } from '../underline.js';
import type { Alphabet } from './alphabet.js';
import type { Steps } from './likelihood.js';
import type { Network } from './network.js';

/** The recogniser's input height in px, and the px of its input that one output step stands for. */
const HEIGHT = 48;
const STEP = 8;
/** Narrower crops are padded with what lies beside them: with fewer steps the network sees no background at all. */
const MIN_WIDTH = 48;
/** Lines of nearly the same width share a run: about a quarter faster on two cores than one by one. */
const BATCH = 8;
const WIDTH_SPREAD = 1.12;

/** The line in `box` as it is shown to the recogniser: without borders and underlines. */
export function stripOf(raster: Raster, box: FrameBox): Strip {
  const bare = withoutBorders(raster, box);
  const line = withoutDots(withoutUnderlines(bare, whole(bare)));
  return { raster: line.raster, x: box.x, dots: line.dots };
}

/** Items in batches whose strips have nearly equal width, so that little is padded. */
export function batchesOf<T extends { strip: Strip }>(items: readonly T[]): T[][] {
  const width = (item: T): number => widthOf(item.strip.raster);
  const batches: T[][] = [];
  for (const item of [...items].sort((a, b) => width(a) - width(b))) {
    const open = batches.at(-1);
    const first = open?.[0];
    if (open && first && open.length < BATCH && width(item) <= width(first) * WIDTH_SPREAD) open.push(item);
    else batches.push([item]);
  }
  return batches;
}

/** Reads the lines of one batch. */
export async function recognise(
  network: Network,
  alphabet: Alphabet,
  batch: readonly Strip[],
): Promise<Glyph[][]> {
  const width = Math.max(...batch.map((strip) => widthOf(strip.raster)));
  const plane = HEIGHT * width;
  const input = new Float32Array(plane * 3 * batch.length);
  const seen = batch.map(({ raster }) => {
    const across = raster.height / HEIGHT;
    return { x: -(width * across - raster.width) / 2, y: 0, width: width * across, height: raster.height };
  });
  for (const [i, { raster }] of batch.entries()) {
    const first = input.subarray(i * plane * 3, (i * 3 + 1) * plane);
    const view = seen[i];
    if (view) sample(raster, view, first, width, HEIGHT, width, 2 / 255, -1);
    input.copyWithin((i * 3 + 1) * plane, i * 3 * plane, (i * 3 + 1) * plane);
    input.copyWithin((i * 3 + 2) * plane, i * 3 * plane, (i * 3 + 1) * plane);
  }
  const output = await network.run(input, [batch.length, 3, HEIGHT, width]);
  const steps = output.dims[1] ?? 0;
  const size = output.data.length / batch.length;
  return batch.map((strip, i) => {
    const part = output.data.subarray(i * size, (i + 1) * size);
    const view = seen[i] ?? { x: 0, width: 0 };
    const glyphs = spaced(strip, decodeSteps(part, steps, alphabet, strip.x + view.x, view.width / steps));
    return withDots(glyphs, strip.dots ?? [], strip.x);
  });
}

/** How wide a line is shown to the recogniser besides its own shape: narrow letters that come twice need room. */
const WIDENED = [1, 1.4];

/** What the recogniser gives for one line, as it is and widened. */
export async function viewsOf(network: Network, raster: Raster): Promise<Steps[]> {
  const views: Steps[] = [];
  for (const widened of WIDENED) {
    const width = Math.ceil((widthOf(raster) * widened) / STEP) * STEP;
    const plane = HEIGHT * width;
    const input = new Float32Array(plane * 3);
    const across = raster.height / HEIGHT / widened;
    const seen = {
      x: -(width * across - raster.width) / 2,
      y: 0,
      width: width * across,
      height: raster.height,
    };
    sample(raster, seen, input.subarray(0, plane), width, HEIGHT, width, 2 / 255, -1);
    input.copyWithin(plane, 0, plane);
    input.copyWithin(2 * plane, 0, plane);
    const output = await network.run(input, [1, 3, HEIGHT, width]);
    views.push({ data: output.data, steps: output.dims[1] ?? 0 });
  }
  return views;
}

function widthOf({ width, height }: Raster): number {
  return Math.max(MIN_WIDTH, Math.ceil((width * HEIGHT) / height / STEP) * STEP);
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
