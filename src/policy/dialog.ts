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
  const area = box.width * box.height;
  const hasParent = frame.windows.some(
    (other) =>
      other.id !== window.id &&
      belongs(other, window) &&
      other.box.width * other.box.height >= window.box.width * window.box.height * SMALLER_THAN_PARENT,
  );
  const alone =
    area <= frame.size.width * frame.size.height * SHARE_ALONE &&
    inside.length <= MOST_LINES &&
    !isEditor(window) &&
    !isTerminal(window);
  return hasParent || alone ? inside.map((line) => line.text) : undefined;
}

function belongs(a: WindowFacts, b: WindowFacts): boolean {
  return a.pid !== undefined && b.pid !== undefined ? a.pid === b.pid : a.class === b.class;
}
