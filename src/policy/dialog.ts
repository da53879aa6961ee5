import type { Frame, WindowFacts } from '../core/frame.js';
import { contains } from '../core/geometry.js';
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
 * small and with little text. Undefined for anything else, such as the window of an editor.
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
  const alone = isSmall(window, frame) && inside.length <= MOST_LINES;
  return alone || hasParent(window, frame) ? inside.map((line) => line.text) : undefined;
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
