import type { Check } from '../../../core/check.js';
import type { Frame, WindowFacts } from '../../../core/frame.js';
import { centreOf, contains, type FrameBox } from '../../../core/geometry.js';
import { checkOfPart, type Proof, type ProofPart, partWords, textOfPart } from '../../../core/proof.js';
import { screenBoxToFrame } from '../../../core/spaces.js';
import type { Target } from '../../../core/target.js';
import { windowMatches } from '../../../core/window.js';
import type { Eyes, View } from '../../../ports.js';
import { evaluateVisible } from '../../../sight/checks.js';
import { windowAt } from '../../../sight/place/windows.js';
import type { Begun, FileBefore } from './begun.js';
import { asksToOpen, changesByItself, isQuestion, isTyped, saysTooLittle, speaksOf } from './words.js';

/** What a proof is judged by. */
export interface Trial {
  readonly goal: string;
  readonly begun: Begun;
  /** The frame on which the model said that the goal is reached. */
  readonly now: View;
  readonly eyes: Eyes;
}

/** A part that counts, as the check to make on a fresh frame; or why it proves nothing, in words. */
type Judged = { readonly check: Check } | { readonly objection: string };

/** A proof as checks that a fresh frame has to hold, or why it proves nothing. */
export type Verdict =
  | { readonly ok: true; readonly checks: readonly Check[] }
  | { readonly ok: false; readonly reason: string };

/**
 * Judges what a proof can show before a fresh look is asked whether it holds. A part counts when it was not so at the
 * start, speaks of what the goal is about, and says something that the pilot has not itself put there and that no
 * clock, menu or question says. One part has to count, and all have to hold.
 */
export async function judgeProof(trial: Trial, proof: Proof, signal: AbortSignal): Promise<Verdict> {
  const judged: Judged[] = [];
  for (const part of proof) judged.push(await judgePart(trial, part, signal));
  if (judged.some((each) => 'check' in each)) {
    const checks = judged.map((each, at) => ('check' in each ? each.check : checkOfPart(proof[at] ?? {})));
    return { ok: true, checks };
  }
  const reasons = judged.map((each, at) => {
    const part = proof[at];
    return 'objection' in each && part ? `${partWords(part)}: ${each.objection}` : '';
  });
  return { ok: false, reason: reasons.join('; ') };
}

async function judgePart(trial: Trial, part: ProofPart, signal: AbortSignal): Promise<Judged> {
  if (part.visible !== undefined) return judgeVisible(trial, part, signal);
  if (part.gone !== undefined) return judgeGone(trial, part, signal);
  if (part.window !== undefined) return judgeOpened(trial, part.window);
  if (part.closed !== undefined) return judgeClosed(trial, part.closed);
  return judgeFile(trial, part);
}

const says = (objection: string): Judged => ({ objection });
const ALREADY = 'it was so already before anything was done';
const BESIDE = 'it does not name what the goal is about';

/** What is wrong with a text whatever the screen shows. */
function objectionTo(text: string, goal: string): string | undefined {
  if (saysTooLittle(text)) return 'so short a text may be seen anywhere';
  if (isQuestion(text)) return 'a question waits for an answer';
  if (changesByItself(text)) return 'it changes by itself';
  return speaksOf(text, goal) ? undefined : BESIDE;
}

async function judgeVisible(trial: Trial, part: ProofPart, signal: AbortSignal): Promise<Judged> {
  const { goal, begun, now, eyes } = trial;
  const text = textOfPart(part) ?? '';
  const check = checkOfPart(part);
  const target = check.visible ?? {};
  const wrong = objectionTo(text, goal);
  if (wrong !== undefined) return says(wrong);
  for (const start of begun.startsOf(now))
    if (await mayHaveSaid(eyes, start, part, signal)) return says(ALREADY);
  const places = await placesOf(eyes, now, target, signal);
  if (places.length === 0) return says('no label, line or row on the screen says just that');
  const own = isTyped(text, begun.typed);
  const objections = places.map((box) => objectionToPlace(trial, box, own));
  const good = objections.indexOf(undefined);
  if (good < 0) return says(objections[0] ?? '');
  const window = windowAt(now.frame, centreOf(places[good] as FrameBox));
  // Elsewhere the same text may be no more than what was typed.
  return own && window !== undefined
    ? { check: { visible: { ...target, window: { title: window.title } } } }
    : { check };
}

/** Why a text at this place shows no result. */
function objectionToPlace(trial: Trial, box: FrameBox, own: boolean): string | undefined {
  const { frame } = trial.now;
  const middle = centreOf(box);
  const window = windowAt(frame, middle);
  if ((frame.tips ?? []).some((tip) => contains(screenBoxToFrame(tip, frame), middle)))
    return 'it stands in a tip, which only names a thing';
  if (window?.kind === 'pop-up') return 'it stands in an open menu or list, which only offers it';
  if (window !== undefined && isUnanswered(window, trial))
    return `it stands in the dialog “${window.title}”, which waits for an answer`;
  if (own && (window === undefined || trial.begun.typedInto(window)))
    return 'it is what you typed yourself, in the window where you typed it; name what the program made of it, such as the whole row or line, a message, or a title';
  return undefined;
}

/** A dialog that came since is a result only of a goal that asks to open it: any other one waits for an answer. */
function isUnanswered({ id, kind }: WindowFacts, { goal, begun, now }: Trial): boolean {
  const before = allWindows(begun.startOf(now).frame);
  return kind === 'dialog' && !before.some((window) => window.id === id) && !asksToOpen(goal);
}

/** Whether a text stood on a frame, in a longer label too; where nobody can tell, it may have. */
async function mayHaveSaid(eyes: Eyes, view: View, part: ProofPart, signal: AbortSignal): Promise<boolean> {
  const { window } = checkOfPart(part).visible ?? {};
  const visible = { text: textOfPart(part) ?? '', ...(window !== undefined && { window }) };
  return (await evaluateVisible(view, { visible }, eyes, signal)).result !== 'fails';
}

async function judgeGone(
  { goal, begun, now, eyes }: Trial,
  part: ProofPart,
  signal: AbortSignal,
): Promise<Judged> {
  const text = textOfPart(part) ?? '';
  const check = checkOfPart(part);
  const target = check.gone ?? {};
  if (saysTooLittle(text)) return says('so short a text may be seen anywhere');
  if (!speaksOf(text, goal)) return says(BESIDE);
  const start = begun.startOf(now);
  const before = await placesOf(eyes, start, target, signal);
  if (before.length === 0) return says('no label on the screen said just that when the goal was begun');
  if (begun.moved)
    return says('it may only be out of sight: something was scrolled, typed, dragged or turned over since');
  const hidden = before.some((box) => !stillShows(start.frame, now.frame, box));
  return hidden ? says('the place where it stood is covered or closed now') : { check };
}

/** Whether the window that showed a place still shows it. */
function stillShows(before: Frame, now: Frame, box: FrameBox): boolean {
  const middle = centreOf(box);
  const [then, top] = [windowAt(before, middle), windowAt(now, middle)];
  return then !== undefined && then.id === top?.id;
}

function judgeOpened(trial: Trial, title: string): Judged {
  const { goal, begun, now } = trial;
  const wrong = objectionTo(withoutStars(title), goal);
  const opened = now.frame.windows.filter((window) => windowMatches({ title }, window));
  const [first] = opened;
  if (first === undefined) return says('no such window is open');
  if (wrong !== undefined && (wrong !== BESIDE || !speaksOf(nameOf(first), goal))) return says(wrong);
  const before = begun.startsOf(now).flatMap(({ frame }) => allWindows(frame));
  if (before.some((window) => windowMatches({ title }, window))) return says(ALREADY);
  if (opened.every((window) => isUnanswered(window, trial))) return says('a dialog waits for an answer');
  if (isTyped(withoutStars(title), begun.typed)) return says('its title is what you typed yourself');
  return { check: { window: { title } } };
}

function judgeClosed({ goal, begun, now }: Trial, title: string): Judged {
  const before = allWindows(begun.startOf(now).frame).filter((window) => windowMatches({ title }, window));
  if (before.length === 0) return says('no such window was open when the goal was begun');
  if (!before.some((window) => speaksOf(`${title} ${nameOf(window)}`, goal))) return says(BESIDE);
  const still = allWindows(now.frame).find(({ id }) => before.some((window) => window.id === id));
  if (still === undefined) return { check: { closed: { title } } };
  return says(
    still.hidden === undefined
      ? `that window is still open, as “${still.title}”`
      : `that window is still open, but ${still.hidden}`,
  );
}

function allWindows({ windows, hiddenWindows = [] }: Frame): readonly WindowFacts[] {
  return [...windows, ...hiddenWindows];
}

const nameOf = ({ title, class: name, app = '' }: WindowFacts): string => `${title} ${name} ${app}`;
const withoutStars = (title: string): string => title.replaceAll('*', ' ').trim();

function judgeFile({ begun }: Trial, { file }: ProofPart): Judged {
  if (file === undefined) return says('it says nothing');
  const before = begun.files.get(file.path);
  if (before === undefined) return says('a file can prove something only where the goal names its path');
  return heldBefore(file, before) ? says(ALREADY) : { check: { file } };
}

function heldBefore(
  { exists = true, equals, contains: part }: NonNullable<ProofPart['file']>,
  { text }: FileBefore,
): boolean {
  if ((text !== undefined) !== exists) return false;
  if (text === undefined) return true;
  return (equals === undefined || text === equals) && (part === undefined || text.includes(part));
}

/** Where a text stands as a whole label, frame px; a word of a sentence is none. */
async function placesOf(
  eyes: Eyes,
  view: View,
  target: Target,
  signal: AbortSignal,
): Promise<readonly FrameBox[]> {
  const located = await eyes.locate(view, target, signal, 'text');
  if (located.found === 'found') return [located.sighting.box];
  if (located.found === 'absent' || located.candidates.length === 1) return [];
  return located.candidates.map(({ box }) => box);
}
