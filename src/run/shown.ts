import type { Approval } from '../core/action.js';
import type { Frame, WindowFacts } from '../core/frame.js';
import {
  clip,
  contains,
  type FrameBox,
  type FramePoint,
  frameBox,
  grow,
  overlaps,
} from '../core/geometry.js';
import { frameToScreen, screenBoxToFrame } from '../core/spaces.js';
import type { Change } from '../ports.js';
import { windowAt } from '../sight/place/windows.js';
import type { ActInput } from './contract.js';
import { look } from './look.js';
import type { RunPorts } from './run-ports.js';
import { activeWindow, surroundingsOf } from './surroundings.js';

/** How much of the real screen a person is shown around the target, frame px. */
const MARGIN = 120;
/** A caret is no wider than this, frame px. */
const CARET = 3;
/** A share of the screen that no change covers: the driver goes on watching. */
const MORE_THAN_ALL = 2;
/** How far around changed digits the rest of a clock may stand, frame px. */
const CLOCK = { width: 60, above: 6 };
const TIME = /^\d{1,2}:\d{2}(?::\d{2})?(?:[ap]m)?$/iu;

/** The part of the frame that a person is shown before a risky act. */
export function shownBox({ decision, view }: ActInput, point: FramePoint): FrameBox {
  const target = decision.sighting?.box ?? surroundingsOf(decision, point, view.frame);
  return clip(grow(target, MARGIN), view.frame.size) ?? target;
}

/** Whether the yes was given to what was to be seen right then: the author's was given to the step. */
export function isForShown(approval: Approval | undefined): boolean {
  return approval !== undefined && approval.by !== 'author';
}

/** Where clocks tick that nobody was shown: what changes there voids no yes. */
export interface Approved {
  /** Why the yes is void, in words; undefined while it holds. */
  readonly changed: string | undefined;
  readonly clocks: readonly FrameBox[];
}

/**
 * What of the screen that a person has approved an act on is another one now. That is all of what was shown around the
 * target, and every window of the program that gets the act, with its title: the text of the dialog, the row that is
 * selected, the button that a key would press. A caret that blinks is no change; nor is, outside of what was shown, the
 * time of day, or a picture that has been moving all along.
 */
export async function approvedNow(
  ports: RunPorts,
  input: ActInput,
  point: FramePoint | undefined,
  signal: AbortSignal,
): Promise<Approved> {
  const change = await changeNow(ports, input, point, signal);
  if (change === undefined) return { changed: undefined, clocks: [] };
  if (change.boxes.length === 0 || !(await areClocks(ports, input, change.boxes, signal)))
    return { changed: change.reason, clocks: [] };
  return { changed: undefined, clocks: change.boxes.map((box) => grow(box, CLOCK.width)) };
}

/** The same in the last ms before the act, when the clocks are known. */
export async function stillApproved(
  ports: RunPorts,
  input: ActInput,
  point: FramePoint | undefined,
  { clocks }: Approved,
  signal: AbortSignal,
): Promise<string | undefined> {
  const change = await changeNow(ports, input, point, signal);
  const ticks = (box: FrameBox): boolean => clocks.some((clock) => overlaps(clock, box));
  if (change === undefined || (change.boxes.length > 0 && change.boxes.every(ticks))) return undefined;
  return change.reason;
}

async function changeNow(
  ports: RunPorts,
  input: ActInput,
  point: FramePoint | undefined,
  signal: AbortSignal,
): Promise<{ readonly reason: string; readonly boxes: readonly FrameBox[] } | undefined> {
  const { view } = input;
  const gets = point === undefined ? activeWindow(view.frame) : windowAt(view.frame, point);
  const own = view.frame.windows.filter((window) => gets !== undefined && isSameProgram(window, gets));
  const shown = point && shownBox(input, point);
  const [now, around, all] = await Promise.all([
    ports.windows.visible(signal),
    shown && ports.screen.compare(view.key, shown, signal),
    ports.screen.compare(view.key, undefined, signal),
  ]);
  const other = otherWindow(own, now);
  if (other !== undefined) return { reason: other, boxes: [] };
  if (around !== undefined && !isStill(around))
    return { reason: 'what the operator was shown around the target changed before the yes', boxes: [] };
  const boxes = all.boxes.filter((box) => own.some((window) => liesIn(box, window, view.frame)));
  const [first] = boxes;
  if (first === undefined) return undefined;
  const where = `${first.x},${first.y}`;
  const reason = `window “${gets?.title ?? ''}”, which the operator was shown, changed at ${where} before the yes`;
  return { reason, boxes };
}

/** Whether all that has changed in these places is the time of day. */
async function areClocks(
  ports: RunPorts,
  { view }: ActInput,
  boxes: readonly FrameBox[],
  signal: AbortSignal,
): Promise<boolean> {
  const now = await look(ports, { patience: 'none' }, signal);
  for (const box of boxes) {
    const wide = frameBox(
      box.x - CLOCK.width,
      box.y - CLOCK.above,
      box.width + 2 * CLOCK.width,
      box.height + 2 * CLOCK.above,
    );
    const area = clip(wide, view.frame.size);
    if (area === undefined) return false;
    const [before, after] = await Promise.all([view, now].map((each) => ports.eyes.read(each, area, signal)));
    const words = [before, after].map((lines = []) => lines.flatMap(({ text }) => text.split(/\s+/u)));
    const [was = [], is = []] = words;
    const changed = is.filter((word, i) => word !== was[i]);
    if (was.length !== is.length || changed.length === 0 || !changed.every((word) => TIME.test(word)))
      return false;
  }
  return true;
}

/** Keeps the driver watching while a person thinks, so that what moves by itself is known when the answer comes. */
export async function watchWhileAsking(
  ports: RunPorts,
  { view }: ActInput,
  withinMs: number,
  signal: AbortSignal,
): Promise<void> {
  try {
    await ports.screen.nextChange(view.key, { share: MORE_THAN_ALL, withinMs }, signal);
  } catch {
    // Only for what it learns: the last look before the act meets whatever is wrong with the display, too.
  }
}

function isStill({ same, leftOut = [] }: Change): boolean {
  return same && leftOut.every(({ width }) => width <= CARET);
}

function isSameProgram(a: WindowFacts, b: WindowFacts): boolean {
  if (a.id === b.id) return true;
  return a.pid !== undefined && b.pid !== undefined ? a.pid === b.pid : a.class !== '' && a.class === b.class;
}

/** Which of the windows has gone, moved, or has another title. */
function otherWindow(own: readonly WindowFacts[], now: readonly WindowFacts[]): string | undefined {
  for (const before of own) {
    const after = now.find(({ id }) => id === before.id);
    if (after === undefined) return `window “${before.title}” has closed`;
    if (after.title !== before.title) return `window “${before.title}” is called “${after.title}” now`;
    const [a, b] = [before.box, after.box];
    if (a.x !== b.x || a.y !== b.y || a.width !== b.width || a.height !== b.height)
      return `window “${before.title}” has moved`;
  }
  return undefined;
}

/** Whether a part of the box is to be seen in the window: where other windows lie over it, their changes are theirs. */
function liesIn(box: FrameBox, window: WindowFacts, frame: Frame): boolean {
  const part = clipTo(box, screenBoxToFrame(window.box, frame));
  if (part === undefined) return false;
  const corners = [
    [part.x, part.y],
    [part.x + part.width - 1, part.y],
    [part.x, part.y + part.height - 1],
    [part.x + part.width - 1, part.y + part.height - 1],
    [part.x + part.width / 2, part.y + part.height / 2],
  ];
  return corners.some(([x = 0, y = 0]) => {
    const at = frameToScreen({ x, y } as FramePoint, frame);
    return frame.windows.find((each) => contains(each.box, at))?.id === window.id;
  });
}

function clipTo(box: FrameBox, other: FrameBox): FrameBox | undefined {
  if (!overlaps(box, other)) return undefined;
  const x = Math.max(box.x, other.x);
  const y = Math.max(box.y, other.y);
  const width = Math.min(box.x + box.width, other.x + other.width) - x;
  const height = Math.min(box.y + box.height, other.y + other.height) - y;
  return { ...box, x, y, width, height };
}
