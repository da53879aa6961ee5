import type { WindowFacts } from '../../../core/frame.js';
import type { Stage } from '../stage.js';

/** What would get the keys now. */
export type Front =
  /** The dialog itself. */
  | { readonly kind: 'dialog' }
  /** A window of the same program that came after the dialog was answered. */
  | { readonly kind: 'follows'; readonly window: WindowFacts; readonly dialogOpen: boolean }
  /** A window of somebody else, while the dialog is still open. */
  | { readonly kind: 'elsewhere'; readonly window: WindowFacts }
  /** The dialog has closed and nothing came after it. */
  | { readonly kind: 'closed' };

/** @param known ids of the windows that were there when the dialog was answered */
export function inFront(stage: Stage, dialog: WindowFacts, known: ReadonlySet<string>): Front {
  const { windows, hiddenWindows = [] } = stage.situation.view.frame;
  // One that was minimised, or is on another workspace, has not closed.
  const dialogOpen = [...windows, ...hiddenWindows].some(({ id }) => id === dialog.id);
  const active = windows.find((each) => each.active);
  const shows = windows.some(({ id }) => id === dialog.id);
  if (active?.id === dialog.id || (shows && active === undefined)) return { kind: 'dialog' };
  if (active !== undefined && sameProgram(active, dialog) && !known.has(active.id))
    return { kind: 'follows', window: active, dialogOpen };
  if (dialogOpen) return { kind: 'elsewhere', window: active ?? dialog };
  return { kind: 'closed' };
}

/** Whether two windows are of one program, as far as they tell: by process, or by class. */
function sameProgram(one: WindowFacts, other: WindowFacts): boolean {
  if (one.pid !== undefined && one.pid === other.pid) return true;
  return one.class !== '' && one.class === other.class;
}

/** Ids of the windows on the latest frame. */
export function windowIds(stage: Stage): ReadonlySet<string> {
  return new Set(stage.situation.view.frame.windows.map(({ id }) => id));
}

/** How many windows lie over the dialog without having the focus: lists of completions. */
export function popUpsOver(stage: Stage, dialog: WindowFacts): number {
  const { windows } = stage.situation.view.frame;
  const depth = windows.findIndex(({ id }) => id === dialog.id);
  return windows.slice(0, Math.max(0, depth)).filter(({ active }) => !active).length;
}
