import { withoutBorders } from '../borders.js';
import { withDots, withoutDots } from '../dots.js';
import type { Glyph, Spot } from '../engine.js';
import { levelled } from '../level.js';
import { withMargins } from '../margin.js';
import { crop, type Raster, sample, whole } from '../raster.js';
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
/** Lines of the same width share a run: about a quarter faster on two cores than one by one. */
const BATCH = 8;
/** The widths that lines are padded to: each at most so many times the one before. */
const WIDTH_STEP = 1.12;

/**
 * The line in `box` as it is shown to the recogniser: on an even background, without borders and underlines. The bars
 * of a lone sign would pass for a shade of the background.
 */
export function stripOf(raster: Raster, { box, origin }: Pick<Spot, 'box' | 'origin'>): Strip {
  const part = origin === 'shape' ? crop(raster, box) : levelled(crop(raster, box));
  const bare = withoutBorders(part, whole(part));
  const line = withoutDots(withoutUnderlines(bare, whole(bare)));
  return withMargins({ raster: line.raster, x: box.x, dots: line.dots });
}

/**
 * Items in batches of one width. How much a line is padded hangs on the line alone: what is read must not change with
 * the company it is read in.
 */
export function batchesOf<T extends { strip: Strip }>(items: readonly T[]): T[][] {
  const width = (item: T): number => paddedWidth(item.strip.raster);
  const batches: T[][] = [];
  for (const item of [...items].sort((a, b) => width(a) - width(b))) {
    const open = batches.at(-1);
    const first = open?.[0];
    if (open && first && open.length < BATCH && width(item) === width(first)) open.push(item);
    else batches.push([item]);
  }
  return batches;
}

function paddedWidth(line: Raster): number {
  const wanted = widthOf(line);
  let width = MIN_WIDTH;
  while (width < wanted) width = Math.max(width + STEP, Math.floor((width * WIDTH_STEP) / STEP) * STEP);
  return width;
}

/** Reads the lines of one batch, shown so many times as wide as they are. */
export async function recognise(
  network: Network,
  alphabet: Alphabet,
  batch: readonly Strip[],
  widened = 1,
): Promise<Glyph[][]> {
  const padded = Math.max(...batch.map((strip) => paddedWidth(strip.raster)));
  const width = Math.ceil((padded * widened) / STEP) * STEP;
  const shown = await show(
    network,
    batch.map((strip) => strip.raster),
    width,
    widened,
  );
  return batch.map((strip, i) => {
    const seen = shown[i];
    if (seen === undefined) return [];
    const glyphs = spaced(strip, glyphsOf(seen.steps, alphabet, strip.x + seen.x, seen.step));
    return withDots(glyphs, strip.dots ?? [], strip.x);
  });
}

/** How much wider a line is shown where narrow letters that come twice need room. */
export const WIDER = 1.4;
/** Wide enough that two equal digits in a large display do not become one. */
export const ROOMY = [1, WIDER, 2];

/** What the recogniser gives for one line, as it is and widened. */
export async function viewsOf(
  network: Network,
  raster: Raster,
  widths: readonly number[] = [1, WIDER],
): Promise<Steps[]> {
  const views: Steps[] = [];
  for (const widened of widths) {
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
