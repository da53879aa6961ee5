import { DeskhandError } from '../core/errors.js';
import type { Frame, WindowFacts } from '../core/frame.js';
import { encloses, type FrameBox, grow, overlaps } from '../core/geometry.js';
import { screenBoxToFrame } from '../core/spaces.js';
import { describeTarget, type Sighting } from '../core/target.js';
import type { Change } from '../ports.js';
import { windowAt } from '../sight/place/windows.js';
import type { Checked, CheckInput } from './contract.js';
import { look } from './look.js';
import type { RunPorts } from './run-ports.js';

/** So long a click on what looks greyed out may take to show that it was taken, ms. */
const REACTION_MS = 1500;
/** ms between two looks at whether something has changed. */
const POLL_MS = 40;
/** The focus ring of a button lies around it, logical px. */
const RING = 4;
/** The entry of the menu bar that a menu hangs from loses its highlight when the menu closes, logical px. */
const BAR = 40;

/** A caret is no larger, logical px. */
const CARET = { width: 24, height: 40 };

/** What came of the click: nothing, the menu closed and no more, or something that only a live control does. */
type Reaction = 'nothing' | 'closed' | 'taken';

/**
 * A greyed look is no proof that something takes no input, a click at which nothing happens besides is. Answers the
 * broken promise; undefined when the act is no click on what looks greyed out, or when it was taken. Where it looks so
 * surely, a change elsewhere proves nothing: programs are busy while their buttons are greyed.
 */
export async function greyedOut(
  ports: RunPorts,
  input: CheckInput,
  signal: AbortSignal,
): Promise<Checked | undefined> {
  const { decision, act } = input;
  const { sighting, action, checks = [] } = decision;
  const greyed = sighting?.greyed;
  if (sighting === undefined || greyed === undefined || action.name !== 'click') return undefined;
  if (action.input.button === 'right' || action.input.button === 'middle') return undefined;
  // Whether a promise of the step holds says more than a look that may be a grey of another kind.
  if (greyed === 'perhaps' && checks.length > 0) return undefined;
  const began = ports.clock.now();
  const reaction = await reactionTo(ports, input, sighting, signal);
  if (reaction === 'taken' || (reaction === 'closed' && checks.length > 0)) return undefined;
  const view = await look(ports, { patience: 'none' }, signal);
  const detail = wordsFor(nameOf(input, sighting), greyed, reaction);
  const broken = { check: { changed: true }, result: 'fails', greyed, detail } as const;
  await ports.journal.line({
    type: 'check',
    act,
    ...broken,
    frame: view.frame.id,
    ms: ports.clock.now() - began,
  });
  return broken;
}

async function reactionTo(
  ports: RunPorts,
  input: CheckInput,
  sighting: Sighting,
  signal: AbortSignal,
): Promise<Reaction> {
  const { clock } = ports;
  const began = clock.now();
  await dealtWith(ports, signal);
  const deadline = Math.max(began + REACTION_MS, clock.now());
  for (;;) {
    const reaction = await reactionNow(ports, input, sighting, signal);
    if (reaction === 'taken' || clock.now() >= deadline) return reaction;
    await clock.sleep(POLL_MS, signal);
  }
}

async function dealtWith({ hand }: RunPorts, signal: AbortSignal): Promise<void> {
  try {
    await hand.answered(undefined, signal);
  } catch (error) {
    // Whoever comes next meets the same, and tells it.
    if (!(error instanceof DeskhandError && error.code === 'application-hangs')) throw error;
  }
}

async function reactionNow(
  ports: RunPorts,
  { view }: CheckInput,
  { greyed, point, box, control }: Sighting,
  signal: AbortSignal,
): Promise<Reaction> {
  const { scale, windows: before } = view.frame;
  const [now, change] = await Promise.all([
    ports.windows.visible(signal),
    changeSince(ports, view.key, signal),
  ]);
  // So much was looked at since that nobody can tell any more.
  if (change === undefined || now.some(({ id }) => before.every((other) => other.id !== id))) return 'taken';
  if (greyed === 'perhaps') return change.same && change.windows === undefined ? 'nothing' : 'taken';
  const window = windowAt(view.frame, point);
  const gone = window !== undefined && now.every(({ id }) => id !== window.id);
  if (window?.kind === 'pop-up') {
    if (!gone) return 'nothing';
    return changesContent(view.frame, window, change.boxes) ? 'taken' : 'closed';
  }
  if (gone) return 'taken';
  // A window that has come to the front by the click is painted anew, whatever was clicked.
  const front = (list: typeof now): string | undefined => list.find(({ active }) => active)?.id;
  if (front(now) !== front(before)) return 'nothing';
  const own = await changeSince(ports, view.key, signal, grow(control ?? box, RING * scale));
  return own === undefined || !own.same ? 'taken' : 'nothing';
}

/** Whether a window shows something new beside the closed menu: title bars tell who has the keyboard, and carets blink. */
function changesContent(frame: Frame, menu: WindowFacts, boxes: readonly FrameBox[]): boolean {
  const own = grow(screenBoxToFrame(menu.box, frame), BAR * frame.scale);
  const contents = frame.windows
    .filter(({ kind }) => kind !== 'pop-up')
    .map(({ box }) => screenBoxToFrame(box, frame));
  const isSmall = ({ width, height }: FrameBox): boolean =>
    width <= CARET.width * frame.scale && height <= CARET.height * frame.scale;
  return boxes.some(
    (box) => !encloses(own, box) && !isSmall(box) && contents.some((content) => overlaps(content, box)),
  );
}

async function changeSince(
  { screen }: RunPorts,
  key: number,
  signal: AbortSignal,
  area?: FrameBox,
): Promise<Change | undefined> {
  try {
    return await screen.compare(key, area, signal);
  } catch (error) {
    if (error instanceof DeskhandError && error.code === 'frame-gone') return undefined;
    throw error;
  }
}

function nameOf({ decision }: CheckInput, { text }: Sighting): string {
  if (decision.target !== undefined) return describeTarget(decision.target);
  return text === undefined ? 'what was clicked' : `“${text}”`;
}

function wordsFor(name: string, greyed: 'surely' | 'perhaps', reaction: Reaction): string {
  const looks = greyed === 'surely' ? `${name} is greyed out` : `${name} looks greyed out`;
  return reaction === 'closed'
    ? `${looks}: the click has only closed the menu`
    : `${looks}: nothing has come of the click within ${REACTION_MS / 1000} s`;
}
