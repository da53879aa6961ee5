import { clip, type FrameBox, grow } from '../../core/geometry.js';
import type { RawPicture } from '../picture.js';

/** How a label is printed on its ground. */
export interface Print {
  /** Commonest colour behind the letters, RGB. */
  readonly ground: Colour;
  /** How far the strongest strokes stand out of the ground, in levels of the channel that differs most. */
  readonly contrast: number;
  /** The same as a share of what the ground allows, 0..1: black on white has 1. */
  readonly share: number;
  /** Embossed: every stroke has a light edge below. Stippled: every second px of the strokes is missing. */
  readonly style: 'plain' | 'embossed' | 'stippled';
}

type Colour = readonly [number, number, number];

/** Of the px of a label so many belong to its strongest strokes, even of thin letters in a loose box. */
const STRONGEST = 0.01;
/** Contrast below which nothing is printed. */
const FAINT = 10;
/** Of the strongest contrast, what counts as ink. */
const INK = 0.5;
/** Fewer px of ink show no pattern. */
const FEW = 12;

/** How the label in the box is printed; undefined where nothing stands out of the ground. */
export function printOf(picture: RawPicture, box: FrameBox): Print | undefined {
  const inside = clip(grow(box, box.height > 12 ? -1 : 0), picture);
  if (inside === undefined || inside.width < 3 || inside.height < 3) return undefined;
  const crop = cropOf(picture, inside);
  const ground = groundOf(crop);
  const ink = inkOn(crop, ground);
  const contrast = strongestOf(ink.away);
  if (contrast < FAINT) return undefined;
  const most = Math.max(...ground.map((level) => Math.max(level, 255 - level)));
  return { ground, contrast, share: contrast / most, style: styleOf(ink, contrast, inside.width) };
}

/** How far two colours are from each other, in levels of the channel that differs most. */
export function apart([a, b, c]: Colour, [d, e, f]: Colour): number {
  return Math.max(Math.abs(a - d), Math.abs(b - e), Math.abs(c - f));
}

/** RGB of the px of a box, row after row. */
function cropOf({ data, channels, width }: RawPicture, box: FrameBox): Uint8Array {
  const rgb = new Uint8Array(box.width * box.height * 3);
  const second = channels === 1 ? 0 : 1;
  let to = 0;
  for (let y = box.y; y < box.y + box.height; y++)
    for (let x = box.x; x < box.x + box.width; x++) {
      const from = (y * width + x) * channels;
      rgb[to++] = data[from] ?? 0;
      rgb[to++] = data[from + second] ?? 0;
      rgb[to++] = data[from + 2 * second] ?? 0;
    }
  return rgb;
}

/** The commonest colour; shades of one, as on a button with a gradient, count together. */
function groundOf(rgb: Uint8Array): Colour {
  const shades = new Map<number, [count: number, r: number, g: number, b: number]>();
  for (let i = 0; i < rgb.length; i += 3) {
    const [r = 0, g = 0, b = 0] = rgb.subarray(i, i + 3);
    const key = ((r >> 4) << 8) | ((g >> 4) << 4) | (b >> 4);
    const [count, ...sums] = shades.get(key) ?? [0, 0, 0, 0];
    shades.set(key, [count + 1, sums[0] + r, sums[1] + g, sums[2] + b]);
  }
  let best: [number, number, number, number] = [0, 0, 0, 0];
  for (const shade of shades.values()) if (shade[0] > best[0]) best = shade;
  const [count, r, g, b] = best;
  return [Math.round(r / count), Math.round(g / count), Math.round(b / count)];
}

interface InkOn {
  /** Of each px how far it is from the ground. */
  readonly away: Uint8Array;
  /** Of each px whether it is lighter than the ground. */
  readonly lighter: Uint8Array;
}

function inkOn(rgb: Uint8Array, ground: Colour): InkOn {
  const count = rgb.length / 3;
  const away = new Uint8Array(count);
  const lighter = new Uint8Array(count);
  const [gr, gg, gb] = ground;
  for (let i = 0; i < count; i++) {
    const [r = 0, g = 0, b = 0] = rgb.subarray(3 * i, 3 * i + 3);
    away[i] = apart([r, g, b], ground);
    lighter[i] = r + g + b > gr + gg + gb ? 1 : 0;
  }
  return { away, lighter };
}

function strongestOf(away: Uint8Array): number {
  const sorted = away.toSorted((a, b) => b - a);
  return sorted[Math.max(3, Math.floor(STRONGEST * sorted.length))] ?? 0;
}

function styleOf(ink: InkOn, contrast: number, width: number): Print['style'] {
  if (isEmbossed(ink, contrast, width)) return 'embossed';
  return isStippled(ink, contrast, width) ? 'stippled' : 'plain';
}

/** The light edge of an embossed label is the label once more, one px to the right and below. */
function isEmbossed({ away, lighter }: InkOn, contrast: number, width: number): boolean {
  const dark = (i: number): boolean => (away[i] ?? 0) >= INK * contrast && lighter[i] === 0;
  let strokes = 0;
  let edges = 0;
  let ofStrokes = 0;
  for (let i = 0; i < away.length; i++) {
    if (dark(i)) strokes++;
    if ((away[i] ?? 0) < FAINT || lighter[i] === 0) continue;
    edges++;
    if (i % width > 0 && dark(i - width - 1)) ofStrokes++;
  }
  return strokes >= FEW && edges >= 0.3 * strokes && ofStrokes >= 0.75 * edges;
}

/** Of stippled strokes no px has a neighbour left, right, above or below. */
function isStippled({ away }: InkOn, contrast: number, width: number): boolean {
  const ink = (i: number): boolean => (away[i] ?? 0) >= INK * contrast;
  let count = 0;
  let alone = 0;
  for (let i = 0; i < away.length; i++) {
    if (!ink(i)) continue;
    count++;
    const x = i % width;
    const beside = (x > 0 && ink(i - 1)) || (x < width - 1 && ink(i + 1));
    if (!beside && !ink(i - width) && !ink(i + width)) alone++;
  }
  return count >= FEW && alone >= 0.9 * count;
}
