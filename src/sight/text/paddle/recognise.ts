import type { FrameBox } from '../../../core/geometry.js';
import { withoutBorders } from '../borders.js';
import { withDots, withoutDots } from '../dots.js';
import type { Glyph } from '../engine.js';
import { type Raster, sample, whole } from '../raster.js';
import { type Strip, spaced } from '../spaces.js';
import { withoutUnderlines } from '../underline.js';
import type { Alphabet } from './alphabet.js';
import type { Network } from './network.js';
import { type Steps, strongest } from './steps.js';

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
  const shown = await show(
    network,
    batch.map((strip) => strip.raster),
    width,
  );
  return batch.map((strip, i) => {
    const seen = shown[i];
    if (seen === undefined) return [];
    const glyphs = spaced(strip, glyphsOf(seen.steps, alphabet, strip.x + seen.x, seen.step));
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
    for (const { steps } of await show(network, [raster], width, widened)) views.push(steps);
  }
  return views;
}

/** What the recogniser gave for a line, where its first step begins, and the px of the line that one stands for. */
interface Shown {
  readonly steps: Steps;
  readonly x: number;
  readonly step: number;
}

/** Shows lines to the recogniser in one run, each in the middle of `width` px of its input and `widened` times as wide. */
async function show(
  network: Network,
  lines: readonly Raster[],
  width: number,
  widened = 1,
): Promise<Shown[]> {
  const plane = HEIGHT * width;
  const input = new Float32Array(plane * 3 * lines.length);
  const views = lines.map((raster, i) => {
    const across = raster.height / HEIGHT / widened;
    const seen = {
      x: -(width * across - raster.width) / 2,
      y: 0,
      width: width * across,
      height: raster.height,
    };
    const from = i * plane * 3;
    sample(raster, seen, input.subarray(from, from + plane), width, HEIGHT, width, 2 / 255, -1);
    for (const channel of [1, 2]) input.copyWithin(from + channel * plane, from, from + plane);
    return seen;
  });
  const output = await network.run(input, [lines.length, 3, HEIGHT, width]);
  const steps = output.dims[1] ?? 0;
  const size = output.data.length / lines.length;
  return views.map((view, i) => ({
    steps: { data: output.data.subarray(i * size, (i + 1) * size), steps },
    x: view.x,
    step: view.width / steps,
  }));
}

function widthOf({ width, height }: Raster): number {
  return Math.max(MIN_WIDTH, Math.ceil((width * HEIGHT) / height / STEP) * STEP);
}

/** Greedy CTC: repeats and blanks fall away; a character spans the steps that voted for it. */
function glyphsOf(line: Steps, alphabet: Alphabet, left: number, step: number): Glyph[] {
  const glyphs: Glyph[] = [];
  let last = 0;
  for (let t = 0; t < line.steps; t++) {
    const { best, score } = strongest(line, t, alphabet.allowed);
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
