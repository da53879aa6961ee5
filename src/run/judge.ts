import { actionFacts } from '../actions/index.js';
import type { Verdict } from '../core/action.js';
import type { FrameBox } from '../core/geometry.js';
import {
  areasToRead,
  factsOf,
  type JudgeFacts,
  judge,
  moreToRead,
  namesColumn,
  policyAt,
} from '../policy/index.js';
import type { TextLine, View } from '../ports.js';
import { labelsOn } from '../sight/label/on-screen.js';
import { namesMenu } from '../sight/place/menu-bar.js';
import { untickedOf } from '../sight/place/unticked.js';
import type { ActInput } from './contract.js';
import type { PressedControls } from './pressed.js';
import type { RunPorts } from './run-ports.js';
import { clickedField } from './typed.js';

/** Has the rules judge the action by the real screen, and writes the verdict down. */
export async function judgeAct(
  ports: RunPorts,
  input: ActInput,
  pressed: PressedControls,
  signal: AbortSignal,
): Promise<Verdict> {
  const began = ports.clock.now();
  const verdict = await verdictOf(ports, input, pressed, signal);
  await ports.journal.line({ type: 'verdict', act: input.act, verdict, ms: ports.clock.now() - began });
  return verdict;
}

/**
 * An action is judged by itself, and as a click on every control that it would press without one. What the author of
 * a task wrote, the author has tried: there only clicks, what a dialog asks, and the Delete key are looked at.
 */
async function verdictOf(
  ports: RunPorts,
  input: ActInput,
  pressed: PressedControls,
  signal: AbortSignal,
): Promise<Verdict> {
  const { decision, view } = input;
  const action = actionFacts(decision.action);
  if (!action.ok) return { answer: 'refuse', reason: action.reason, rule: 'unreadable-action' };
  const policy = policyAt(ports.policy, ports.approvals ?? [], decision.step);
  const own = await verdictOn(ports, input, action, signal);
  if (own.answer !== 'allow' || action.kind !== 'input' || decision.origin === 'author') return own;
  const read = (areas: readonly FrameBox[]) => linesIn(ports, view, areas, signal);
  const { action: act, origin, step, stepName } = decision;
  const bare = { action: act, origin, step, stepName };
  for (const { at, text, sure } of await pressed.of(ports, input, action.traits, { read, signal })) {
    const click = { ...action, deed: 'click', traits: { points: [at], touch: 'press' as const, chords: [] } };
    const verdict = sure
      ? await verdictOn(ports, { ...input, decision: bare }, click, signal)
      : judge(
          {
            ...factsOf({ action: click, decision: bare, frame: view.frame, lines: [], labels: [], acts: [] }),
            label: text,
          },
          policy,
        );
    if (verdict.answer !== 'allow') return verdict;
  }
  return own;
}

type InputFacts = Pick<JudgeFacts, 'deed' | 'kind' | 'traits' | 'summary'>;

async function verdictOn(
  ports: RunPorts,
  { decision, view, acts }: ActInput,
  action: InputFacts,
  signal: AbortSignal,
): Promise<Verdict> {
  const policy = policyAt(ports.policy, ports.approvals ?? [], decision.step);
  const factsWith = (lines: readonly TextLine[]) =>
    factsOf({
      action,
      decision,
      frame: view.frame,
      lines,
      labels: labelsOn(view.frame, lines),
      acts,
      ...(ports.taskText !== undefined && { taskText: ports.taskText }),
      ...(ports.appNames && { apps: ports.appNames }),
    });
  if (action.kind !== 'input') return judge(factsWith([]), policy, ports.sites);
  // The author of a task knows the field; a model may have clicked it without a word.
  const field = decision.origin === 'author' ? undefined : clickedField(acts);
  const row = await linesIn(ports, view, areasToRead(action.traits, view.frame, field), signal);
  const lines = await withMore(
    row,
    (known) => moreToRead(factsWith(known), view.frame),
    (areas, known) => linesIn(ports, view, areas, signal, known),
  );
  const facts = await withoutOptions(view, factsWith(lines), lines, (each) =>
    judge(each, policy, ports.sites),
  );
  const verdict = judge(facts, policy, ports.sites);
  const [at] = action.traits.points;
  if (verdict.answer === 'allow' || action.traits.touch !== 'press' || at === undefined) return verdict;
  const labels = labelsOn(view.frame, lines);
  const heads = namesColumn(at, labels);
  const opens = !heads && (await namesMenu(view, labels, at));
  return heads || opens ? judge({ ...facts, heads, opens }, policy, ports.sites) : verdict;
}

/**
 * The facts without what a dialog only offers and nobody has chosen, where that may matter: agreeing to a dialog with an
 * empty check box “Save with password” sets no password.
 */
async function withoutOptions(
  view: View,
  facts: JudgeFacts,
  lines: readonly TextLine[],
  judged: (facts: JudgeFacts) => Verdict,
): Promise<JudgeFacts> {
  if (facts.dialog === undefined || judged(facts).answer === 'allow') return facts;
  const options = await untickedOf(view, lines);
  const isChosen = (text: string): boolean =>
    lines.some((line) => line.text === text && !options.includes(line));
  return { ...facts, dialog: facts.dialog.filter(isChosen) };
}

/** The lines with all that the rules want to see besides; what was read may ask for more, such as a button's question. */
async function withMore(
  first: readonly TextLine[],
  wanted: (known: readonly TextLine[]) => readonly FrameBox[],
  read: (areas: readonly FrameBox[], known: readonly TextLine[]) => Promise<readonly TextLine[]>,
): Promise<readonly TextLine[]> {
  let lines = first;
  const done = new Set<string>();
  for (;;) {
    const areas = wanted(lines).filter(({ x, y, width, height }) => {
      const area = [x, y, width, height].join();
      return !done.has(area) && done.add(area);
    });
    if (areas.length === 0) return lines;
    lines = [...lines, ...(await read(areas, lines))];
  }
}

/** The text in the areas, each line once and none of those that are known. */
async function linesIn(
  ports: RunPorts,
  view: View,
  areas: readonly FrameBox[],
  signal: AbortSignal,
  known: readonly TextLine[] = [],
): Promise<readonly TextLine[]> {
  const placeOf = ({ box, text }: TextLine): string => `${box.x},${box.y},${text}`;
  const seen = new Set(known.map(placeOf));
  const lines: TextLine[] = [];
  for (const area of areas) {
    for (const line of await ports.eyes.read(view, area, signal)) {
      if (seen.has(placeOf(line))) continue;
      seen.add(placeOf(line));
      lines.push(line);
    }
  }
  return lines;
}
