import {
  contains,
  type FrameBox,
  type FramePoint,
  frameBox,
  framePoint,
  grow,
  overlaps,
} from '../core/geometry.js';
import type { Traits } from '../core/traits.js';
import type { ScreenLabel } from '../ports.js';

/** How an action that is no click may press a control. */
export type Pressing =
  /** The one that has the focus: by Space, by Return. */
  | { readonly by: 'focus' }
  /** One that the action itself gives the focus first, such as Tab and then Space in one text. */
  | { readonly by: 'way' }
  /** One whose label holds the letter: by Alt and the letter, or by the letter alone where a menu is open. */
  | { readonly by: 'letter'; readonly letter: string }
  /** The one that lies under both ends of a drag. */
  | { readonly by: 'drag'; readonly from: FramePoint; readonly to: FramePoint };

/** A longer line is running text, not the label of a control. */
const MOST_WORDS = 6;
/** A drag this short lets go where it has pressed, px. */
const SHORT = 24;
/** px around a change of the look of a control in which its label stands. */
const AROUND = 14;
/** px beside and above a label that its button may reach: its border cannot be told from a label alone. */
const BUTTON = { beside: 120, above: 12 };

/**
 * How an action presses controls without a click; undefined where it cannot.
 *
 * @param now.editing text is being typed where the focus is, so that Space is a letter and Return is judged by the
 *   dialog it stands in
 * @param now.menu a menu or list is open: letters choose there
 */
export function pressingOf(
  { chords, typed = '', points, touch }: Traits,
  { editing, menu }: { readonly editing: boolean; readonly menu: boolean },
): Pressing | undefined {
  const [from] = points;
  const to = points.at(-1);
  if (touch === 'drag' && from !== undefined && to !== undefined) return { by: 'drag', from, to };
  for (const chord of chords) {
    const key = chord.at(-1) ?? '';
    const held = chord.slice(0, -1);
    const plain = held.every((each) => each === 'shift' || each === 'ctrl');
    if ((key === 'enter' || key === 'space') && plain && !editing) return { by: 'focus' };
    const isLetter = [...key].length === 1;
    if (isLetter && ((held.length === 1 && held[0] === 'alt') || (held.length === 0 && menu)))
      return { by: 'letter', letter: key };
  }
  if (/\t[^\t]*[ \n]/u.test(typed)) return { by: 'way' };
  if (!editing && /^[ \n]/u.test(typed)) return { by: 'focus' };
  const [letter] = typed;
  return menu && letter !== undefined ? { by: 'letter', letter } : undefined;
}

/** Where the labels of controls stand in areas of the frame: one point on each. Running text is no label. */
export function labelsIn(
  labels: readonly ScreenLabel[],
  areas: readonly FrameBox[],
  letter = '',
): { readonly text: string; readonly at: FramePoint }[] {
  return labels
    .filter(
      ({ text, box }) => isLabel(text) && holds(text, letter) && areas.some((area) => overlaps(area, box)),
    )
    .map(({ text, box }) => ({ text, at: middle(box) }));
}

function isLabel(text: string): boolean {
  return text.trim().split(/\s+/u).length <= MOST_WORDS;
}

function middle({ x, y, width, height }: FrameBox): FramePoint {
  return framePoint(Math.round(x + width / 2), Math.round(y + height / 2));
}

function holds(text: string, letter: string): boolean {
  return text.toLowerCase().includes(letter.toLowerCase());
}

/**
 * Where a drag would press a control that both its ends lie on, since it is let go there as a click is: on the labels
 * whose button may reach as far, and where it begins when it is as short as a slip of the hand.
 */
export function pressedByDrag(
  from: FramePoint,
  to: FramePoint,
  labels: readonly ScreenLabel[],
): FramePoint[] {
  const slip = Math.hypot(to.x - from.x, to.y - from.y) <= SHORT;
  const under = labels.filter(
    ({ text, box }) => isLabel(text) && contains(reach(box), from) && contains(reach(box), to),
  );
  return [...(slip ? [from] : []), ...under.map(({ box }) => middle(box))];
}

function reach({ x, y, width, height }: FrameBox): FrameBox {
  const { beside, above } = BUTTON;
  return frameBox(x - beside, y - above, width + 2 * beside, height + 2 * above);
}

/**
 * The controls whose look has changed, of the boxes in which pixels have: a ring around a button comes in pieces, so
 * what lies close together is one.
 */
export function controlsAround(boxes: readonly FrameBox[]): FrameBox[] {
  const controls = boxes.map((box) => grow(box, AROUND));
  for (let i = 0; i < controls.length; i++) {
    for (let j = i + 1; j < controls.length; j++) {
      const [a, b] = [controls[i], controls[j]];
      if (a === undefined || b === undefined || !overlaps(a, b)) continue;
      const x = Math.min(a.x, b.x);
      const y = Math.min(a.y, b.y);
      const width = Math.max(a.x + a.width, b.x + b.width) - x;
      const height = Math.max(a.y + a.height, b.y + b.height) - y;
      controls.splice(j, 1);
      controls[i] = { ...a, x, y, width, height };
      i = -1;
      break;
    }
  }
  return controls;
}
