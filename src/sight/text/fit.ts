import type { Spot } from './engine.js';
import { fold } from './match.js';
import type { Pattern } from './protocol.js';

/**
 * Widths of characters as a share of the height of their detected box, of which the letters take about two thirds;
 * rounded from the metrics of common sans-serif and monospace interface fonts.
 */
const NARROW = /[iljtfrI1.,:;!|'()[\]/\\-]/;
const WIDE = /[mwMWQOGD@%&]/;
const NARROW_WIDTH = 0.27;
const WIDE_WIDTH = 0.62;
const USUAL_WIDTH = 0.43;
const EAST_ASIAN_WIDTH = 0.8;
/** Empty px left and right of a box, as a share of its height. */
const SIDES = 0.35;

/** Factors around the expected width between which a box is read: first the likely ones, then all that could. */
const RANGES = { 1: [0.7, 1.5], 2: [0.5, 2.2], 3: [0.4, Number.POSITIVE_INFINITY] } as const;

/** Whether text of the pattern could fill the spot. A spot that was read already costs nothing and always may. */
export function mayHold(spot: Spot, pattern: Pattern, slack: 1 | 2 | 3): boolean {
  if (spot.glyphs || !('text' in pattern)) return true;
  const expected = expectedWidth(pattern.text) + SIDES;
  const ratio = spot.box.width / spot.box.height;
  const [least, most] = RANGES[slack];
  return ratio >= expected * least && ratio <= expected * most;
}

function expectedWidth(text: string): number {
  return [...text.trim()].reduce((sum, char) => sum + widthOf(char), 0);
}

function widthOf(char: string): number {
  if ((char.codePointAt(0) ?? 0) > 0x2e80) return EAST_ASIAN_WIDTH;
  const plain = fold(char);
  if (NARROW.test(char) || NARROW.test(plain)) return NARROW_WIDTH;
  return WIDE.test(char) ? WIDE_WIDTH : USUAL_WIDTH;
}
