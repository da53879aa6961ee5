/** A rectangle, px of the screen: x, y, width, height. */
export type Box = readonly [number, number, number, number];

/** One label that a witness names, and the thing that a click on it is meant for. */
export interface Label {
  readonly text: string;
  /** What kind of thing it is, in the witness's word. */
  readonly kind: string;
  /** Of its own row, button, tab or cell; a point outside of it presses something else or nothing. */
  readonly box: Box;
  /** It takes no input now; absent where it does, or where the witness cannot tell. */
  readonly greyed?: true;
}

/** What a witness knows of one screen. */
export interface Testimony {
  readonly labels: readonly Label[];
  /** Texts that stand there too but are not asked for, such as titles and values: a label may have its twin here. */
  readonly also: readonly string[];
}

/** A window that lies on the screen, topmost first in a list. */
export interface Pane {
  readonly id: string;
  readonly title: string;
  readonly pid?: number | undefined;
  readonly box: Box;
}

export function holds([x, y, width, height]: Box, [px, py]: readonly [number, number]): boolean {
  return px >= x && py >= y && px < x + width && py < y + height;
}

/** Whether `inner` lies in `outer`, but for `slack` px. */
export function within(outer: Box, inner: Box, slack = 0): boolean {
  return (
    inner[0] >= outer[0] - slack &&
    inner[1] >= outer[1] - slack &&
    inner[0] + inner[2] <= outer[0] + outer[2] + slack &&
    inner[1] + inner[3] <= outer[1] + outer[3] + slack
  );
}

/** Px that a window manager's frame may stand out of a window: a title above, edges around. */
const frame = { above: 26, around: 6 };

/** The window that the whole of a box is seen in; undefined where another one lies over a part of it. */
export function ownerOf(panes: readonly Pane[], box: Box): Pane | undefined {
  const [x, y, width, height] = box;
  for (const pane of panes) {
    if (within(pane.box, box, 1)) return pane;
    const [left, top, wide, high] = pane.box;
    const beside = x >= left + wide + frame.around || x + width <= left - frame.around;
    const apart = y >= top + high + frame.around || y + height <= top - frame.above;
    if (!beside && !apart) return undefined;
  }
  return undefined;
}
