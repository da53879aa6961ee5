import type { Act, Decision } from '../core/action.js';
import type { Frame, WindowFacts } from '../core/frame.js';
import { clip, contains, type FrameBox, type FramePoint, frameBox, overlaps } from '../core/geometry.js';
import { frameToScreen, screenBoxToFrame } from '../core/spaces.js';
import type { Target } from '../core/target.js';
import type { Traits } from '../core/traits.js';
import type { TextLine } from '../ports.js';
import { dialogLines, mayBeDialog } from './dialog.js';
import type { JudgeFacts } from './facts.js';
import { mayAnswer, sceneOf } from './scene.js';
import { type Segment, segmentsOf } from './segments.js';
import { typedBefore } from './typed-before.js';

/** What the loop has at hand when it judges. */
export interface FactsInput {
  /** What the action tells of itself. */
  readonly action: Pick<JudgeFacts, 'deed' | 'kind' | 'traits' | 'summary'>;
  readonly decision: Decision;
  /** The frame that was decided on. */
  readonly frame: Frame;
  /** The text on that frame, at least within `areasToRead`. */
  readonly lines: readonly TextLine[];
  /** The acts so far, oldest first. */
  readonly acts: readonly Act[];
  /** Goal, steps and parameters of the task in words. */
  readonly taskText?: string;
  readonly apps?: readonly string[];
}

/** Lines further away than this say nothing about a point, logical px. */
const REACH = 300;
/** Middles of lines further above or below than this belong to no row of the point, and are no name beside it, logical px. */
const ROW = 48;
/** The same of risky words near something without text, logical px: their reach of 90 and half a line. */
const NEARBY = 120;
/** Height of a window's title bar, which is not part of its box, logical px. */
const TITLE_BAR = 40;
/** Width of a window's frame, logical px. */
const BORDER = 6;

/**
 * The parts of a frame whose text the rules want to see before an action; `moreToRead` tells whether that was
 * enough. Text says something of what is pressed, where a drag lets go, and of a dialog that is answered; it
 * says nothing of turning the wheel, moving, opening a menu, typing letters, or keys that answer no question.
 */
export function areasToRead(traits: Traits, frame: Frame): readonly FrameBox[] {
  const { points, touch } = traits;
  const [first, last] = [points.at(0), points.at(-1)];
  const pressed = touch === undefined || touch === 'press' ? first : undefined;
  const boxes: FrameBox[] = [];
  const dialog = pressed !== undefined || mayAnswer(traits) ? dialogThatGets(traits, frame) : undefined;
  if (pressed !== undefined) boxes.push(around(pressed, frame, dialog === undefined ? ROW : REACH / 2));
  if (touch === 'drag' && last !== undefined) boxes.push(around(last, frame, ROW));
  if (dialog !== undefined) boxes.push(screenBoxToFrame(dialog.box, frame));
  return boxes.flatMap((box) => clip(box, frame.size) ?? []);
}

/**
 * What has to be read besides, given the facts of the first reading: all around a button that says yes or no,
 * where its question may stand, and around something without text that a model presses, where a risky word may.
 */
export function moreToRead(facts: JudgeFacts, frame: Frame): readonly FrameBox[] {
  const { presses, readable, agrees, declines } = sceneOf(facts);
  const point = facts.traits.points[0];
  if (point === undefined || !presses || facts.dialog !== undefined) return [];
  const asks = agrees || declines;
  const unknown = !readable && facts.origin !== 'author';
  if (!asks && !unknown) return [];
  const box = clip(around(point, frame, asks ? REACH / 2 : NEARBY), frame.size);
  return box === undefined ? [] : [box];
}

/** The window that gets the action, where its size leaves it open that it is a dialog. */
function dialogThatGets(traits: Traits, frame: Frame): WindowFacts | undefined {
  const window = windowThatGets(traits, frame);
  return window && mayBeDialog(window, frame) ? window : undefined;
}

/** Gathers what the rules want to know from frame, text, decision and the acts before. Pure. */
export function factsOf(input: FactsInput): JudgeFacts {
  const { action, decision, frame, lines } = input;
  const { traits } = action;
  const active = frame.windows.find((window) => window.active);
  const segments = lines.flatMap(segmentsOf);
  const window = windowThatGets(traits, frame);
  const dialog = window && dialogLines(window, frame, lines);
  const target = decision.target && whatIsMeant(decision.target);
  return {
    ...action,
    origin: decision.origin ?? 'model',
    near: traits.points.flatMap((point, index) => near(point, index, segments, frame)),
    under: traits.points.map((point) => windowUnder(frame, point) ?? null),
    open: frame.windows,
    ...(target !== undefined && { target }),
    ...(decision.sighting?.text !== undefined && { label: decision.sighting.text }),
    ...(decision.sighting?.control && { control: textIn(decision.sighting.control, segments) }),
    ...(dialog && { dialog }),
    ...(active && { active }),
    ...typedBefore(input.acts, segments),
    ...(input.taskText !== undefined && { taskText: input.taskText }),
    ...(input.apps && { apps: input.apps }),
    ...(decision.stepName !== undefined && { stepName: decision.stepName }),
    ...(decision.risk && { pilotRisk: decision.risk }),
  };
}

/** The window under the last point, where a drag lets go; without points the one with the focus. */
function windowThatGets(traits: Traits, frame: Frame): WindowFacts | undefined {
  const last = traits.points.at(-1);
  return (last && windowUnder(frame, last)) ?? frame.windows.find((window) => window.active);
}

/** What lies around a point: as wide as text may say something of it, and `up` logical px above and below. */
function around(point: FramePoint, frame: Frame, up: number): FrameBox {
  const reach = REACH * frame.scale;
  const height = up * frame.scale;
  return frameBox(point.x - reach, point.y - height, 2 * reach, 2 * height);
}

/** Text of another window beside the target says nothing about it. */
function near(point: FramePoint, index: number, segments: readonly Segment[], frame: Frame) {
  const window = windowUnder(frame, point);
  const inside = window && screenBoxToFrame(window.box, frame);
  return segments
    .filter(({ box }) => !inside || overlaps(inside, box))
    .map((segment) => ({
      text: segment.text,
      distance: distance(point, segment.box) / frame.scale,
      point: index,
      ...(isInRow(point, segment.box) && { row: true }),
    }))
    .filter((line) => line.distance <= REACH);
}

/** Menu entries and fields are wider than their text: the text of the row is theirs. */
function isInRow(point: FramePoint, box: FrameBox): boolean {
  return point.y >= box.y && point.y <= box.y + box.height;
}

function textIn(box: FrameBox, segments: readonly Segment[]): string {
  return segments
    .filter((segment) =>
      contains(box, {
        x: segment.box.x + segment.box.width / 2,
        y: segment.box.y + segment.box.height / 2,
      }),
    )
    .map((segment) => segment.text)
    .join(' ');
}

/** px from a point to a box; 0 inside. */
function distance(point: FramePoint, box: FrameBox): number {
  const x = Math.max(box.x - point.x, 0, point.x - (box.x + box.width));
  const y = Math.max(box.y - point.y, 0, point.y - (box.y + box.height));
  return Math.hypot(x, y);
}

/** The topmost window under a point; its title bar and frame count as the window. */
function windowUnder(frame: Frame, point: FramePoint): WindowFacts | undefined {
  const at = frameToScreen(point, frame);
  return frame.windows.find(({ box }) =>
    contains(
      {
        x: box.x - BORDER,
        y: box.y - TITLE_BAR,
        width: box.width + 2 * BORDER,
        height: box.height + TITLE_BAR + BORDER,
      },
      at,
    ),
  );
}

/** The words by which a target is meant. Anchors, places and patterns tell where it is, not what it is. */
function whatIsMeant(target: Target): string | undefined {
  const { text, describe, image } = target;
  if (typeof text === 'string') return text;
  return text?.is ?? text?.has ?? describe ?? image;
}
