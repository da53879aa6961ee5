import type { Frame, WindowFacts } from '../core/frame.js';
import { contains, type FrameBox } from '../core/geometry.js';
import { screenBoxToFrame } from '../core/spaces.js';
import type { TextLine } from '../ports.js';
import { isEditor, isTerminal } from './window-kinds.js';

/** A dialog is this much smaller than the window it belongs to. */
const SMALLER_THAN_PARENT = 1.5;
/** A dialog on its own takes at most this share of the frame. */
const SHARE_ALONE = 0.25;
/** Lines of text in a dialog on its own; a window with more is an application. */
const MOST_LINES = 12;

/** Whether the size of a window leaves it open that it is a dialog. */
export function mayBeDialog(window: WindowFacts, frame: Frame): boolean {
  return hasParent(window, frame) || isSmall(window, frame);
}

/**
 * The lines of a window that looks like a dialog: clearly smaller than another window of its program, or
 * small and with little text. Undefined for anything else, such as the window of an editor or an open menu.
 */
export function dialogLines(
  window: WindowFacts,
  frame: Frame,
  lines: readonly TextLine[],
): readonly string[] | undefined {
  const box = screenBoxToFrame(window.box, frame);
  const inside = lines.filter((line) =>
    contains(box, { x: line.box.x + line.box.width / 2, y: line.box.y + line.box.height / 2 }),
  );
  if (isMenu(window, box, inside)) return undefined;
  const alone = isSmall(window, frame) && inside.length <= MOST_LINES;
  return alone || hasParent(window, frame) ? inside.map((line) => line.text) : undefined;
}

/** How far the beginnings of a menu's entries lie apart at most, in heights of a line; and how many entries it has. */
const ALIGNED = 0.6;
const LEAST_ENTRIES = 3;
/** A menu of two entries is at most so high, in heights of a line: a dialog has margins, and buttons are higher. */
const TWO_ENTRIES = 3.8;
/** What only a dialog says. */
const QUESTION = /[?？]\s*$/u;

/**
 * Whether an open menu or list says no more than its entries: below each other, each beginning where the others do. A
 * dialog has its buttons elsewhere. The entries beside the one that is pressed are no question that it answers.
 */
function isMenu({ kind }: WindowFacts, window: FrameBox, lines: readonly TextLine[]): boolean {
  if (kind !== 'pop-up' || lines.some(({ text }) => QUESTION.test(text))) return false;
  // Arrows, ticks and borders are read as signs.
  const labels = lines.filter(({ text }) => /\p{L}/u.test(text));
  const first = labels.filter(
    ({ box }) => !labels.some((other) => other.box.x < box.x && isBeside(other.box, box)),
  );
  const lefts = first.map(({ box }) => box.x);
  const height = Math.max(0, ...first.map(({ box }) => box.height));
  const isFull =
    first.length >= LEAST_ENTRIES || (first.length === 2 && window.height <= TWO_ENTRIES * height);
  return isFull && Math.max(...lefts) - Math.min(...lefts) <= ALIGNED * height;
}

function isBeside(a: FrameBox, b: FrameBox): boolean {
  return Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > Math.min(a.height, b.height) / 2;
}

/** Windows of editors and terminals may be small too, but what stands in them is not a question. */
function isSmall(window: WindowFacts, frame: Frame): boolean {
  const box = screenBoxToFrame(window.box, frame);
  const share = (box.width * box.height) / (frame.size.width * frame.size.height);
  return share <= SHARE_ALONE && !isEditor(window) && !isTerminal(window);
}

function hasParent(window: WindowFacts, frame: Frame): boolean {
  const area = window.box.width * window.box.height;
  return frame.windows.some(
    (other) =>
      other.id !== window.id &&
      belongs(other, window) &&
      other.box.width * other.box.height >= area * SMALLER_THAN_PARENT,
  );
}

function belongs(a: WindowFacts, b: WindowFacts): boolean {
  return a.pid !== undefined && b.pid !== undefined ? a.pid === b.pid : a.class === b.class;
}
