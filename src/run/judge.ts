import { readAction } from '../actions/index.js';
import type { Act, Verdict } from '../core/action.js';
import { clip, type FrameBox, frameBox } from '../core/geometry.js';
import { screenBoxToFrame } from '../core/spaces.js';
import type { Traits } from '../core/traits.js';
import { factsOf, judge } from '../policy/index.js';
import type { TextLine, View } from '../ports.js';
import type { ActInput } from './machine.js';
import type { RunPorts } from './run-ports.js';
import { activeWindow, windowAt } from './surroundings.js';

export interface JudgeInput extends ActInput {
  readonly acts: readonly Act[];
}

/** How much of the screen around a point is read for the rules, frame px. */
const READ = { width: 600, height: 360 };
/** A window up to this share of the frame may be a dialog: all of it is read. */
const SMALL_SHARE = 0.25;

/** Has the rules judge the action by the real screen, and writes the verdict down. */
export async function judgeAct(ports: RunPorts, input: JudgeInput, signal: AbortSignal): Promise<Verdict> {
  const began = ports.clock.now();
  const verdict = await verdictOf(ports, input, signal);
  await ports.journal.line({ type: 'verdict', act: input.act, verdict, ms: ports.clock.now() - began });
  return verdict;
}

async function verdictOf(ports: RunPorts, input: JudgeInput, signal: AbortSignal): Promise<Verdict> {
  const { decision, view, acts } = input;
  const read = readAction(decision.action);
  if (!read.ok) return { answer: 'refuse', reason: read.reason, rule: 'unreadable-action' };
  const { deed } = read;
  const traits = deed.traits(read.input);
  const facts = factsOf({
    deed: { name: deed.name, kind: deed.kind },
    traits,
    summary: deed.summary(read.input),
    decision,
    frame: view.frame,
    lines: deed.kind === 'input' ? await linesFor(ports, view, traits, signal) : [],
    acts,
    origin: decision.origin ?? 'model',
    ...(ports.taskText !== undefined && { taskText: ports.taskText }),
    ...(ports.appNames && { apps: ports.appNames }),
  });
  return judge(facts, ports.policy);
}

/** The text around the points, and all text of a small window, which may be a dialog with a question. */
async function linesFor(
  ports: RunPorts,
  view: View,
  traits: Traits,
  signal: AbortSignal,
): Promise<readonly TextLine[]> {
  const lines = new Map<string, TextLine>();
  for (const area of areasToRead(view, traits)) {
    for (const line of await ports.eyes.read(view, area, signal)) {
      lines.set(`${line.box.x},${line.box.y},${line.text}`, line);
    }
  }
  return [...lines.values()];
}

function areasToRead({ frame }: View, { points, chords, typed }: Traits): FrameBox[] {
  const keyboard = chords.length > 0 || (typed?.includes('\n') ?? false);
  const window = points[0] ? windowAt(frame, points[0]) : keyboard ? activeWindow(frame) : undefined;
  const box = window && clip(screenBoxToFrame(window.box, frame), frame.size);
  if (box && box.width * box.height <= frame.size.width * frame.size.height * SMALL_SHARE) return [box];
  return [points[0], points.length > 1 ? points.at(-1) : undefined].flatMap((point) => {
    if (point === undefined) return [];
    const around = frameBox(point.x - READ.width / 2, point.y - READ.height / 2, READ.width, READ.height);
    const inside = clip(around, frame.size);
    return inside ? [inside] : [];
  });
}
