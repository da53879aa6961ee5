import { centreOf, contains, type FrameBox } from '../../core/geometry.js';
import type { Greyed } from '../../core/target.js';
import type { RawPicture } from '../picture.js';
import { apart, type Print, printOf } from './print.js';

/** A label that stands near the one in question. */
export interface Neighbour {
  readonly box: FrameBox;
  readonly text: string;
}

/** Where a label stands. */
export interface Standing {
  readonly box: FrameBox;
  /** The control around it, where its border can be seen. */
  readonly control: FrameBox | undefined;
  /** It stands in an open menu or another pop-up. */
  readonly inPopUp: boolean;
}

/** A label that has more of the contrast that its ground allows is never greyed, whatever stands beside it. */
const STRONG = 0.62;
/** A label is pale that has less than this of the share of those beside it. */
const PALE = 0.66;
/** A label that nothing can be compared with is pale only below this share. */
const FAINT = 0.45;
/** Grounds that are no further apart are one ground: a greyed button is a shade off; levels. */
const SAME_GROUND = 28;
/** Letters beside the label that may tell how its window prints labels, in heights of it. */
const ALIKE = { least: 0.6, most: 1.7 };

/** Whether the label may be greyed: pale on its ground, embossed or stippled. Most are not, which takes no reading. */
export function mayBeGreyed(picture: RawPicture, box: FrameBox): boolean {
  const print = printOf(picture, box);
  return print !== undefined && (print.style === 'stippled' || print.share < STRONG);
}

/**
 * Whether a label looks greyed out, as what takes no input does; undefined when it does not. Surely: it is embossed or
 * stippled, or it is much paler than others that stand in its menu or, on a button, in its window. Perhaps: it is paler,
 * but names of tabs that are not chosen and second lines of entries are so, too. Pale words that begin at the left of a
 * field are its hint.
 *
 * @param others labels on about the same ground may be among them: those of its menu, or of its window
 * @param beyond labels around a menu, which tell how the program prints them where the whole menu is greyed
 */
export function greynessOf(
  picture: RawPicture,
  standing: Standing,
  others: readonly Neighbour[],
  beyond: readonly Neighbour[],
): Greyed | undefined {
  const print = printOf(picture, standing.box);
  if (print === undefined) return undefined;
  if (print.style === 'stippled') return 'surely';
  if (print.share >= STRONG) return undefined;
  if (print.style === 'embossed') return 'surely';
  if (isHint(standing)) return undefined;
  const beside = strongestOf(
    printsOf(picture, standing.box, others).filter(
      ({ ground }) => apart(ground, print.ground) <= SAME_GROUND,
    ),
  );
  const around = strongestOf(printsOf(picture, standing.box, beyond));
  const strongest = Math.max(beside, around);
  if (strongest === 0) return print.share < FAINT ? 'perhaps' : undefined;
  if (print.share > PALE * strongest) return undefined;
  return isEntry(standing, others) || isButton(standing) ? 'surely' : 'perhaps';
}

/** The share of contrast of the strongest; 0 where there is none. */
function strongestOf(prints: readonly Print[]): number {
  return Math.max(0, ...prints.map(({ share }) => share));
}

/** How labels of about this size are printed. */
function printsOf(picture: RawPicture, box: FrameBox, others: readonly Neighbour[]): Print[] {
  return others
    .filter((other) => isAlike(other, box))
    .map((other) => printOf(picture, other.box))
    .filter((print) => print !== undefined);
}

function isAlike({ box, text }: Neighbour, label: FrameBox): boolean {
  const height = box.height / label.height;
  const letters = text.replace(/[^\p{L}\p{N}]/gu, '').length;
  return letters >= 2 && height >= ALIKE.least && height <= ALIKE.most && !contains(box, centreOf(label));
}

/** An entry's own name is the first label of its row; what follows may be its key or a remark. */
function isEntry({ box, inPopUp }: Standing, others: readonly Neighbour[]): boolean {
  if (!inPopUp) return false;
  const { y } = centreOf(box);
  const before = others.filter(
    (other) =>
      y >= other.box.y && y < other.box.y + other.box.height && other.box.x + other.box.width <= box.x + 2,
  );
  return before.every(({ text }) => !/[\p{L}\p{N}]{2}/u.test(text));
}

/** The words in a field begin at its left, and there is room behind them. */
function isHint({ box, control, inPopUp }: Standing): boolean {
  return control !== undefined && !inPopUp && !isButton({ box, control });
}

/** The words of a button stand in its middle or fill it. */
function isButton({ box, control }: Pick<Standing, 'box' | 'control'>): boolean {
  if (control === undefined) return false;
  const left = box.x - control.x;
  const right = control.x + control.width - box.x - box.width;
  return Math.abs(left - right) <= Math.max(6, 0.25 * box.height) || left + right <= 2.5 * box.height;
}
