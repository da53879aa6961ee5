import { readAction } from '../actions/index.js';
import { DeskhandError } from '../core/errors.js';
import type { Frame, WindowFacts } from '../core/frame.js';
import type { FramePoint } from '../core/geometry.js';
import { contains } from '../core/geometry.js';
import { frameToScreen } from '../core/spaces.js';
import { windowMatches } from '../core/window.js';
import { windowAt } from '../sight/place/windows.js';
import type { ActInput, Aimed } from './contract.js';
import type { Reactions } from './reaction.js';
import type { RunPorts } from './run-ports.js';
import { approvedNow, isForShown, stillApproved } from './shown.js';
import { activeWindow, surroundingsOf } from './surroundings.js';

/**
 * The last look before the hand moves, or before a reading is believed: the screen shows what the last input has
 * done. Pointer input: the pixels around each point and the window under it
 * are what they were on the frame that was decided (and confirmed) on. Keyboard input: the focus is in the
 * same window. Other deeds need no aim. From before the look on the hand watches the same, until the act is over.
 */
export async function aim(
  ports: RunPorts,
  input: ActInput,
  reactions: Reactions,
  signal: AbortSignal,
): Promise<Aimed> {
  const reason = (await reactions.awaited(input, signal)) ?? (await whatMoved(ports, input, signal));
  if (reason === undefined) return { ok: true };
  await ports.journal.line({ type: 'stale', act: input.act, reason });
  return { ok: false, reason };
}

async function whatMoved(ports: RunPorts, input: ActInput, signal: AbortSignal): Promise<string | undefined> {
  const read = readAction(input.decision.action);
  if (!read.ok || read.deed.kind !== 'input') return undefined;
  const { points, chords, typed, secret } = read.deed.traits(read.input);
  await dealtWith(ports, points[0], input, signal);
  await notLocked(ports, signal);
  const keyboard = typed !== undefined || secret !== undefined || chords.length > 0;
  const [point] = points;
  const approved = isForShown(input.approval) ? await approvedNow(ports, input, point, signal) : undefined;
  if (approved?.changed !== undefined) return approved.changed;
  await ports.hand.watch(
    {
      points: points.map((point) => frameToScreen(point, input.view.frame)),
      keyboard,
      ...allowedWindows(ports, input.view.frame),
    },
    signal,
  );
  // The two looks do not depend on each other, and nothing may lie between them and the hand for long.
  const [now, ...pixels] = await Promise.all([
    ports.windows.visible(signal),
    ...points.map((point) => pixelsMoved(ports, input, point, signal)),
  ]);
  for (const [index, point] of points.entries()) {
    const moved = windowMoved(input, point, now) ?? pixels[index];
    if (moved !== undefined) return moved;
  }
  const moved = keyboard && points.length === 0 ? focusMoved(input, now) : undefined;
  return moved ?? (approved && stillApproved(ports, input, point, approved, signal));
}

/** The windows that the policy lets have input, where it names any. */
function allowedWindows({ policy }: RunPorts, frame: Frame): { allowed?: readonly string[] } {
  const { windows } = policy;
  if (windows === undefined) return {};
  const allowed = frame.windows.filter((window) => windows.some((match) => windowMatches(match, window)));
  return { allowed: allowed.map(({ id }) => id) };
}

/**
 * A locked screen gets no input at all: it would go into the box for the password.
 *
 * @throws DeskhandError code `screen-locked`
 */
async function notLocked(ports: RunPorts, signal: AbortSignal): Promise<void> {
  const locker = await ports.windows.lock(signal);
  if (locker === undefined) return;
  throw new DeskhandError(
    'environment',
    'screen-locked',
    `The screen is locked by ${locker}: nothing was pressed.`,
    {
      hint: 'Unlock it, and keep it from locking itself while a run goes on; a virtual desktop never locks by itself.',
    },
  );
}

/** What a busy application does with the input before this one may change what was decided on: that is seen only afterwards. */
async function dealtWith(
  ports: RunPorts,
  point: FramePoint | undefined,
  { view }: ActInput,
  signal: AbortSignal,
): Promise<void> {
  try {
    await ports.hand.answered(point && frameToScreen(point, view.frame), signal);
  } catch (error) {
    // The hand meets the same, presses nothing, and its outcome tells it.
    if (!(error instanceof DeskhandError && error.code === 'application-hangs')) throw error;
  }
}

async function pixelsMoved(
  ports: RunPorts,
  input: ActInput,
  point: FramePoint,
  signal: AbortSignal,
): Promise<string | undefined> {
  const area = surroundingsOf(input.decision, point, input.view.frame);
  const change = await ports.screen.compare(input.view.key, area, signal);
  if (change.same) return undefined;
  return `the surroundings of the target at ${Math.round(point.x)},${Math.round(point.y)} changed after the look`;
}

function windowMoved(input: ActInput, point: FramePoint, now: readonly WindowFacts[]): string | undefined {
  const before = windowAt(input.view.frame, point);
  const screen = frameToScreen(point, input.view.frame);
  const after = now.find((window) => contains(window.box, screen));
  if (before?.id === after?.id) return undefined;
  return `another window lies under the target: ${nameOf(after)} instead of ${nameOf(before)}`;
}

function focusMoved(input: ActInput, now: readonly WindowFacts[]): string | undefined {
  const before = activeWindow(input.view.frame);
  const after = now.find((window) => window.active);
  if (before?.id === after?.id) return undefined;
  return `the keyboard focus went to ${nameOf(after)} from ${nameOf(before)}`;
}

function nameOf(window: WindowFacts | undefined): string {
  return window ? `“${window.title}”` : 'no window';
}
