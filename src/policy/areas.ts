import type { Frame, WindowFacts } from '../core/frame.js';
import { clip, type FrameBox, type FramePoint, frameBox } from '../core/geometry.js';
import { screenBoxToFrame } from '../core/spaces.js';
import type { Traits } from '../core/traits.js';
import { mayBeDialog } from './dialog.js';
import type { JudgeFacts } from './facts.js';
import { ICON_REACH } from './rules/unknown-target.js';
import { BESIDE_TARGET, mayAnswer, QUESTION_REACH, sceneOf } from './scene.js';
import { LABEL_ABOVE, LABEL_LEFT } from './typed-before.js';
import { windowThatGets, windowUnder } from './window-under.js';

/**
 * The widest and the tallest text that is read wherever the rules look at it, logical px: a line is read where
 * its middle is, while the rules measure to its nearest edge.
 */
const WIDEST = 760;
const TALLEST = 60;
/** How far to the sides of a point is read, and how far beyond the window under it, logical px. */
const SIDE = QUESTION_REACH + WIDEST / 2;
const BEYOND = WIDEST / 2;
/** How far above and below a point: names of a target, risky words near something without text, questions. */
const ROW = BESIDE_TARGET + TALLEST / 2;
const NEARBY = ICON_REACH + TALLEST / 2;
const QUESTION = QUESTION_REACH + TALLEST / 2;

/**
 * The parts of a frame whose text the rules want to see before an action; `moreToRead` tells whether that was
 * enough. Text says something of what is pressed, where a drag lets go, of a dialog that is answered, and of the
 * field that is typed into; it says nothing of turning the wheel, moving, opening a menu, or keys that answer no
 * question.
 *
 * @param field where the field was clicked that has the focus, when its label is not known
 */
export function areasToRead(traits: Traits, frame: Frame, field?: FramePoint): readonly FrameBox[] {
  const { points, touch } = traits;
  const pressed = touch === undefined || touch === 'press' ? points.at(0) : undefined;
  const named = touch === 'drag' ? points.at(-1) : pressed;
  const dialog = pressed !== undefined || mayAnswer(traits) ? dialogThatGets(traits, frame) : undefined;
  const boxes: FrameBox[] = [];
  // What a drag lets go on, such as the icon of a bin, may have its name further below it.
  // The larger part first: a line that the border of a smaller one cuts would be read in pieces, too.
  if (dialog !== undefined) boxes.push(screenBoxToFrame(dialog.box, frame));
  if (named !== undefined) boxes.push(around(named, frame, touch === 'drag' ? NEARBY : ROW));
  if (field !== undefined && (traits.typed ?? '').trim() !== '') boxes.push(labelsOf(field, frame));
  return boxes.flatMap((box) => clip(box, frame.size) ?? []);
}

/** Where the label of a field may stand: left of the point or above it. */
function labelsOf({ x, y }: FramePoint, { scale }: Frame): FrameBox {
  const left = (LABEL_LEFT + WIDEST / 2) * scale;
  const up = (LABEL_ABOVE + TALLEST) * scale;
  return frameBox(x - left, y - up, left + (WIDEST / 2) * scale, up + TALLEST * scale);
}

/**
 * What has to be read besides, given the facts of the first reading: all around a button that says yes or no,
 * where its question may stand, and around something without text that a model presses, where a risky word may.
 */
export function moreToRead(facts: JudgeFacts, frame: Frame): readonly FrameBox[] {
  const { presses, readable, agrees, declines } = sceneOf(facts);
  const point = facts.traits.points[0];
  if (point === undefined || !presses) return [];
  const asks = (agrees || declines) && facts.dialog === undefined;
  // A picture may have its name below it, further away than what stands beside it.
  const isBare = (facts.near ?? []).every(({ distance }) => distance > 0);
  const unknown = (!readable || isBare) && facts.origin !== 'author';
  if (!asks && !unknown) return [];
  const box = clip(around(point, frame, asks ? QUESTION : NEARBY), frame.size);
  return box === undefined ? [] : [box];
}

/** The window that gets the action, where its size leaves it open that it is a dialog. */
function dialogThatGets(traits: Traits, frame: Frame): WindowFacts | undefined {
  const window = windowThatGets(traits, frame);
  return window && mayBeDialog(window, frame) ? window : undefined;
}

/** What lies around a point, `up` logical px above and below, as far as it may be text of the window under it. */
function around(point: FramePoint, frame: Frame, up: number): FrameBox {
  const [side, height] = [SIDE * frame.scale, up * frame.scale];
  const window = windowUnder(frame, point);
  if (window === undefined) return frameBox(point.x - side, point.y - height, 2 * side, 2 * height);
  const inside = screenBoxToFrame(window.box, frame);
  const beyond = BEYOND * frame.scale;
  const left = Math.max(point.x - side, inside.x - beyond);
  const right = Math.min(point.x + side, inside.x + inside.width + beyond);
  return frameBox(left, point.y - height, right - left, 2 * height);
}
