import { clip, contains, type FrameBox, frameBox, framePoint, grow } from '../../core/geometry.js';
import type { Glyph, Spot } from './engine.js';
import { commonest, type Ink, inkOf, outline } from './ink.js';
import { type Raster, whole } from './raster.js';
import { AIR } from './shapes.js';
import { signIn } from './signs.js';

/** The letter that is drawn in front: strokes alone, in every font the same. */
const LETTER = 'H';
/** Width and stroke of the letter, and the room beside it, as shares of its height. */
const WIDE = 0.6;
const STROKE = 0.13;
const ROOM = 0.2;

/**
 * Draws a letter in front of a lone character. Recognisers take a crop that is higher than wide for a line that runs
 * downwards and read it lying on its side: < as ^, I as -, > as v. Behind a letter it stands upright.
 */
export function ledByLetter(part: Raster): Raster {
  const height = part.height / (1 + 2 * AIR);
  const room = Math.round(ROOM * height);
  const letter = Math.round(WIDE * height);
  const left = letter + 2 * room;
  const { background, ink } = coloursOf(part);
  const width = left + part.width + room;
  const data = new Uint8Array(width * part.height).fill(background);
  for (let y = 0; y < part.height; y++)
    data.set(part.data.subarray(y * part.width, (y + 1) * part.width), y * width + left);
  const raster = { width, height: part.height, data };
  drawLetter(raster, room, letter, height, ink);
  return raster;
}

function coloursOf(part: Raster): { background: number; ink: number } {
  const { background, set } = inkOf(part, whole(part));
  let ink = background;
  for (let i = 0; i < set.length; i++) {
    const value = part.data[i] as number;
    if (set[i] === 1 && Math.abs(value - background) > Math.abs(ink - background)) ink = value;
  }
  return { background, ink };
}

function drawLetter(raster: Raster, x: number, width: number, height: number, ink: number): void {
  const stroke = Math.max(1, Math.round(STROKE * height));
  const top = Math.round(AIR * height);
  const bottom = Math.round(top + height);
  const middle = Math.round((top + bottom - stroke) / 2);
  for (let y = top; y < bottom; y++) {
    const row = raster.data.subarray(y * raster.width, (y + 1) * raster.width);
    row.fill(ink, x, x + stroke);
    row.fill(ink, x + width - stroke, x + width);
    if (y >= middle && y < middle + stroke) row.fill(ink, x, x + width);
  }
}

/** Room around a lone character, as shares of its height, the most first; and the grey levels that are still ground. */
const AROUND = [0.35, 0.2];
const GROUND = 24;

/**
 * The box of a lone character with some of the ground around it, where nothing else stands there: detectors frame a
 * key's digit so closely that a recogniser takes a 0 for a C.
 */
export function withRoom(raster: Raster, box: FrameBox): FrameBox | undefined {
  const background = commonest(raster, box);
  for (const share of AROUND) {
    const room = Math.round(share * box.height);
    const roomy = clip(grow(box, room), raster);
    if (roomy !== undefined && isGroundAround(raster, box, roomy, background)) return roomy;
  }
  return undefined;
}

/** The box of a lone character with the room above and below that a line has, where nothing else stands there. */
export function withAir(raster: Raster, box: FrameBox): FrameBox | undefined {
  const ink = inkOf(raster, box);
  const { left, top, width, height } = outline(ink);
  if (width <= 0) return undefined;
  const letters = frameBox(box.x + left, box.y + top, width, height);
  const airy = clip(grow(letters, Math.max(2, Math.round(AIR * height))), raster);
  return airy && isGroundAround(raster, box, airy, ink.background) ? airy : undefined;
}

function isGroundAround(raster: Raster, box: FrameBox, roomy: FrameBox, background: number): boolean {
  for (let y = roomy.y; y < roomy.y + roomy.height; y++)
    for (let x = roomy.x; x < roomy.x + roomy.width; x++) {
      if (contains(box, framePoint(x, y))) continue;
      if (Math.abs((raster.data[y * raster.width + x] as number) - background) > GROUND) return false;
    }
  return true;
}

/** What was read behind the letter; nothing where the letter itself was not read. */
export function afterLetter(read: readonly Glyph[]): Glyph[] {
  const chars = read.filter((g) => g.char !== ' ');
  return chars[0]?.char === LETTER ? chars.slice(1) : [];
}

/** A first reading stands from this certainty on; the sign of a shape has one of its own. */
const SURE = 0.95;
const SIGN_SCORE = 0.9;
/** Below this certainty a reading is no text; where two readings agree it is text all the same. */
const LEAST_SURE = 0.3;
const AGREED = 0.8;
/** A second reading is taken from here, and from here even against a first one that is upright. */
const TAKEN = 0.5;
const PREFERRED = 0.7;
const LETTER_OR_DIGIT = /^[\p{L}\p{N}]$/u;
/** What characters that lie on their side are read as. */
const SIDEWAYS = /^[<>^vVA~|-]+$/;
/** A zero is narrower than the letter O, and a stroke without flag and foot narrower than a one: width by height. */
const ZERO = 0.86;
const STROKE_ALONE = 0.28;

/** The reading of a lone shape if it stands as it is: a sign told by its shape alone, or sure and upright. */
export function sureOf(part: Raster, spot: Spot, read: readonly Glyph[]): Glyph[] | undefined {
  const sure = certainty(read) >= SURE && !SIDEWAYS.test(textOf(read));
  if (sure && textOf(read) !== '+') return byWidth(part, read);
  // Only the boxes of shapes have the room above and below that a sign is told by.
  const sign = spot.origin === 'shape' ? signIn(part, whole(part)) : undefined;
  if (sign) return [across(spot.box, sign, SIGN_SCORE)];
  return sure ? [...read] : undefined;
}

/** What a lone shape says, read alone, behind a letter, and with room around it. */
export function settled(
  part: Raster,
  box: FrameBox,
  {
    alone,
    led,
    roomy,
  }: { readonly alone: readonly Glyph[]; readonly led: readonly Glyph[]; readonly roomy: readonly Glyph[] },
): Glyph[] {
  const ink = inkOf(part, whole(part));
  const tight = fits(ink, textOf(alone)) ? alone : [];
  const wide = fits(ink, textOf(roomy)) ? spread(box, roomy) : [];
  const second = fits(ink, textOf(led)) ? led : [];
  // What both say that show it upright is surer than what is seen of it alone.
  const upright = LETTER_OR_DIGIT.test(textOf(wide)) && textOf(wide) === textOf(second);
  if (upright && certainty(tight) < TAKEN)
    return byWidth(
      part,
      wide.map((g) => ({ ...g, score: AGREED })),
    );
  const first = certainty(wide) > certainty(tight) ? wide : tight;
  const [one, two] = [certainty(first), certainty(second)];
  if (one > 0 && textOf(first) === textOf(second))
    return byWidth(
      part,
      first.map((g) => ({ ...g, score: Math.max(g.score, one, two, AGREED) })),
    );
  const doubted = SIDEWAYS.test(textOf(first)) || one < TAKEN;
  if (two >= (doubted ? TAKEN : PREFERRED) && (doubted || one < SURE))
    return byWidth(part, spread(box, second));
  return one < LEAST_SURE ? [] : byWidth(part, first);
}

const textOf = (read: readonly Glyph[]): string => read.map((g) => g.char.trim()).join('');

/** The certainty of the least sure character; 0 when there is none. */
function certainty(read: readonly Glyph[]): number {
  const chars = read.filter((g) => g.char !== ' ');
  return chars.length === 0 ? 0 : chars.reduce((least, g) => Math.min(least, g.score), 1);
}

/** Whether the outline of the ink could be the character: dashes lie, strokes stand. */
function fits(ink: Ink, text: string): boolean {
  const { width, height } = outline(ink);
  if (/^[-~_=]$/.test(text)) return width >= height;
  return !/^[1Il|![\]()]$/.test(text) || height >= width;
}

/** Round characters and strokes, which a recogniser cannot tell apart alone, by how wide they are. */
function byWidth(part: Raster, read: readonly Glyph[]): Glyph[] {
  const [only] = read;
  if (read.length !== 1 || !only || !/^[oO01Il|]$/.test(only.char)) return [...read];
  const { width, height } = outline(inkOf(part, whole(part)));
  const { char, score } = only;
  const other = (better: string): Glyph[] => [{ ...only, char: better, score: Math.max(score, AGREED) }];
  if (/[oO0]/.test(char)) return width < ZERO * height ? other('0') : [only];
  const stroke = width < STROKE_ALONE * height;
  if (char === '1') return stroke ? other('I') : [only];
  return stroke || score >= PREFERRED ? [only] : other('1');
}

/** Characters side by side over the box, each as wide as the others. */
function spread(box: FrameBox, read: readonly Glyph[]): Glyph[] {
  const step = box.width / read.length;
  return read.map((g, i) => ({ ...g, left: box.x + i * step, right: box.x + (i + 1) * step }));
}

function across(box: FrameBox, char: string, score: number): Glyph {
  return { char, left: box.x, right: box.x + box.width, score };
}
