import type { Act, Decision } from '../core/action.js';
import type { Frame, WindowFacts } from '../core/frame.js';
import { contains, type FrameBox, type FramePoint, framePoint, overlaps } from '../core/geometry.js';
import { screenBoxToFrame } from '../core/spaces.js';
import type { Target } from '../core/target.js';
import type { ScreenLabel, TextLine } from '../ports.js';
import { dialogLines } from './dialog.js';
import type { JudgeFacts } from './facts.js';
import { typedBefore } from './typed-before.js';
import { windowThatGets, windowUnder } from './window-under.js';

/** What the loop has at hand when it judges. */
export interface FactsInput {
  /** What the action tells of itself. */
  readonly action: Pick<JudgeFacts, 'deed' | 'kind' | 'traits' | 'summary'>;
  readonly decision: Decision;
  /** The frame that was decided on. */
  readonly frame: Frame;
  /** The text on that frame, at least within `areasToRead`. */
  readonly lines: readonly TextLine[];
  /** The labels that stand in these lines. */
  readonly labels: readonly ScreenLabel[];
  /** The acts so far, oldest first. */
  readonly acts: readonly Act[];
  /** Goal, steps and parameters of the task in words. */
  readonly taskText?: string;
  readonly apps?: readonly string[];
}

/** Lines further away than this say nothing about a point, logical px. */
const REACH = 300;

/** Gathers what the rules want to know from frame, text, decision and the acts before. Pure. */
export function factsOf(input: FactsInput): JudgeFacts {
  const { action, decision, frame, lines, labels } = input;
  const { traits } = action;
  const active = frame.windows.find((window) => window.active);
  const window = windowThatGets(traits, frame);
  const dialog = window && dialogLines(window, frame, lines);
  const target = decision.target && whatIsMeant(decision.target);
  return {
    ...action,
    origin: decision.origin ?? 'model',
    near: traits.points.flatMap((point, index) =>
      near(point, index, labels, frame).map(({ below, ...line }) =>
        below && isPicture(decision) ? { ...line, caption: true } : line,
      ),
    ),
    under: traits.points.map((point) => windowUnder(frame, point) ?? null),
    ...(traits.touch === 'drag' && { crossed: crossedBy(traits.points, frame) }),
    open: frame.windows,
    ...(target !== undefined && { target }),
    ...(decision.sighting?.text !== undefined && { label: decision.sighting.text }),
    ...(decision.sighting?.control && { control: textIn(decision.sighting.control, labels) }),
    ...(dialog && { dialog }),
    ...(active && { active }),
    ...typedBefore(input.acts, labels, frame.scale),
    ...(input.taskText !== undefined && { taskText: input.taskText }),
    ...(input.apps && { apps: input.apps }),
    ...(decision.stepName !== undefined && { stepName: decision.stepName }),
    ...(decision.risk && { pilotRisk: decision.risk }),
  };
}

/** px between two places of a way at which is looked what lies there. */
const WAY_STEP = 8;

/** The windows on the way between points, each once; where only the desktop lies, nothing gets the moves. */
function crossedBy(points: readonly FramePoint[], frame: Frame): WindowFacts[] {
  const crossed = new Set<WindowFacts>();
  for (const [index, to] of points.entries()) {
    const from = points[index - 1] ?? to;
    const steps = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / WAY_STEP);
    for (let step = 1; step < steps; step++) {
      const share = step / steps;
      const at = framePoint(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share);
      const window = windowUnder(frame, at);
      if (window !== undefined) crossed.add(window);
    }
  }
  return [...crossed];
}

/** Text of another window beside the target says nothing about it. */
function near(point: FramePoint, index: number, labels: readonly ScreenLabel[], frame: Frame) {
  const window = windowUnder(frame, point);
  const inside = window && screenBoxToFrame(window.box, frame);
  const around = labels.filter(({ box }) => !inside || overlaps(inside, box));
  // In an open menu each row is an entry of its own, however close they stand.
  const label =
    window?.kind === 'pop-up'
      ? around.filter(({ box }) => contains(box, point))
      : labelAt(point, around, frame.scale);
  return around
    .map((each) => ({
      text: each.text,
      distance: label.includes(each) ? 0 : distance(point, each.box) / frame.scale,
      point: index,
      ...(each.line.text !== each.text && { line: each.line.text }),
      ...(isInRow(point, each.box) && { row: true }),
      below: isBelow(point, each.box, frame.scale),
    }))
    .filter((line) => line.distance <= REACH);
}

/** The lines of the label under a point: of a button in two lines each says what it does. */
function labelAt(point: FramePoint, labels: readonly ScreenLabel[], scale: number): readonly ScreenLabel[] {
  const label = labels.filter(({ box }) => contains(box, point));
  const others = labels.filter(({ box }) => Math.abs(box.y + box.height / 2 - point.y) <= LINES * scale);
  for (let from = 0; from < label.length; from++) {
    const line = label[from];
    for (const other of others)
      if (line !== undefined && !label.includes(other) && isStacked(line.box, other.box)) label.push(other);
  }
  return label;
}

/** The middles of a label's lines lie at most so far above and below a point on it, logical px: so far is read. */
const LINES = 40;

/** Lines of one label lie this close, in heights of the lower one; rows of menus and tables lie further apart. */
const LEADING = 0.35;

/** Whether two lines are set as one label: close, one above the other, with one middle; rows begin at one edge instead. */
function isStacked(a: FrameBox, b: FrameBox): boolean {
  const height = Math.min(a.height, b.height);
  const gap = Math.max(a.y, b.y) - Math.min(a.y + a.height, b.y + b.height);
  const middles = Math.abs(a.x + a.width / 2 - b.x - b.width / 2);
  const edges = Math.abs(a.x - b.x);
  const apart = Math.abs(a.y + a.height / 2 - b.y - b.height / 2);
  const centred = middles < edges || middles <= 1;
  return gap <= LEADING * height && apart >= height / 2 && middles <= height / 2 && centred;
}

/** Menu entries and fields are wider than their text: the text of the row is theirs. */
function isInRow(point: FramePoint, box: FrameBox): boolean {
  return point.y >= box.y && point.y <= box.y + box.height;
}

/** How far below the middle of a picture its name begins at most, logical px, and how far its middle may be aside. */
const CAPTION = { below: 52, aside: 14 };

/** Whether a text stands where the name of a picture does, whose middle is the point. */
function isBelow(point: FramePoint, box: FrameBox, scale: number): boolean {
  const down = box.y - point.y;
  const aside = Math.abs(box.x + box.width / 2 - point.x);
  return down > 0 && down <= CAPTION.below * scale && aside <= CAPTION.aside * scale;
}

/** Whether what is meant may be a picture: a field without text may have the label of a button below it, too. */
function isPicture({ origin, target }: Decision): boolean {
  return origin !== 'author' || target?.image !== undefined || target?.describe !== undefined;
}

function textIn(box: FrameBox, labels: readonly ScreenLabel[]): string {
  return labels
    .filter(({ box: own }) => contains(box, { x: own.x + own.width / 2, y: own.y + own.height / 2 }))
    .map(({ text }) => text)
    .join(' ');
}

/** px from a point to a box; 0 inside. */
function distance(point: FramePoint, box: FrameBox): number {
  const x = Math.max(box.x - point.x, 0, point.x - (box.x + box.width));
  const y = Math.max(box.y - point.y, 0, point.y - (box.y + box.height));
  return Math.hypot(x, y);
}

/** The words by which a target is meant. Anchors, places and patterns tell where it is, not what it is. */
function whatIsMeant(target: Target): string | undefined {
  const { text, describe, image } = target;
  if (typeof text === 'string') return text;
  return text?.is ?? text?.has ?? describe ?? image;
}
