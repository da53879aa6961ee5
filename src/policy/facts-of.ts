import type { Act, Decision } from '../core/action.js';
import type { Frame, WindowFacts } from '../core/frame.js';
import { contains, type FrameBox, type FramePoint } from '../core/geometry.js';
import { frameToScreen } from '../core/spaces.js';
import { describeTarget } from '../core/target.js';
import type { DeedKind, Traits } from '../core/traits.js';
import type { TextLine } from '../ports.js';
import { dialogLines } from './dialog.js';
import type { JudgeFacts } from './facts.js';
import { type Segment, segmentsOf } from './segments.js';
import { typedBefore } from './typed-before.js';

/** What the loop has at hand when it judges. */
export interface FactsInput {
  readonly deed: { readonly name: string; readonly kind: DeedKind };
  readonly traits: Traits;
  readonly summary: string;
  readonly decision: Decision;
  /** The frame that was decided on. */
  readonly frame: Frame;
  /** The text on that frame, as far as it was read. */
  readonly lines: readonly TextLine[];
  /** The acts so far, oldest first. */
  readonly acts: readonly Act[];
  readonly origin: 'author' | 'model';
  /** Goal, steps and parameters of the task in words. */
  readonly taskText?: string;
  readonly apps?: readonly string[];
}

/** Lines further away than this say nothing about a point, logical px. */
const REACH = 300;
/** Height of a window's title bar, which is not part of its box, logical px. */
const TITLE_BAR = 40;
/** Width of a window's frame, logical px. */
const BORDER = 6;

/** Gathers what the rules want to know from frame, text, decision and the acts before. Pure. */
export function factsOf(input: FactsInput): JudgeFacts {
  const { deed, traits, decision, frame, lines } = input;
  const under = traits.points.map((point) => windowUnder(frame, point));
  const active = frame.windows.find((window) => window.active);
  const segments = lines.flatMap(segmentsOf);
  const getsIt = (traits.points.length > 0 ? under.at(-1) : undefined) ?? active;
  const dialog = getsIt && dialogLines(getsIt, frame, lines);
  const words = decision.target && targetWords(decision);
  return {
    deed: deed.name,
    kind: deed.kind,
    traits,
    summary: input.summary,
    origin: input.origin,
    near: traits.points.flatMap((point, index) => near(point, index, segments, frame)),
    under: under.map((window) => window ?? null),
    open: frame.windows,
    ...(words !== undefined && { target: words }),
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

function near(point: FramePoint, index: number, segments: readonly Segment[], frame: Frame) {
  return segments
    .map((segment) => ({
      text: segment.text,
      distance: distance(point, segment.box) / frame.scale,
      point: index,
    }))
    .filter((line) => line.distance <= REACH);
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

function targetWords(decision: Decision): string | undefined {
  const { target } = decision;
  if (target === undefined) return undefined;
  if (target.text === undefined && target.describe === undefined && target.image === undefined)
    return undefined;
  // Anchors and windows tell where the target is, not what it is.
  return describeTarget({ text: target.text, describe: target.describe, image: target.image });
}
