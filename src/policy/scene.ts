import type { Traits } from '../core/traits.js';
import { cancels, confirms, refusals } from './answers.js';
import type { JudgeFacts, WindowName } from './facts.js';
import { isSentence } from './text.js';
import { isEditor, isFileList, isTerminal } from './window-kinds.js';

/** px up to which a line of text is the text of the target itself. */
const ON_TARGET = 4;
/** px up to which a line names a target that has no text of its own, such as an icon with its name below. */
export const BESIDE_TARGET = 18;
/** px up to which a line in the same row names a target that has no text nearer, such as an entry of a menu. */
const IN_ROW = 220;
/** px up to which a sentence may be the question that a button answers. */
export const QUESTION_REACH = 260;

/** The facts as the rules look at them. */
export interface Scene {
  readonly facts: JudgeFacts;
  /** The texts on the target itself, when it is pressed. Empty when it has none that can be read. */
  readonly labels: readonly string[];
  /** Whether the target has text of its own, risky or not; a terminal is all text. */
  readonly readable: boolean;
  /** Where a drag ends, in words. */
  readonly dropLabels: readonly string[];
  /** The question that the pressed button, or the key, would answer: sentences of the dialog or near the target. */
  readonly question: readonly string[];
  /** The action answers the question with yes, or nobody can tell. */
  readonly agrees: boolean;
  /** The action answers the question with no. */
  readonly declines: boolean;
  readonly presses: boolean;
  /** Return is pressed, as a key or at the end of typed text. */
  readonly submits: boolean;
  readonly window: WindowName | undefined;
  readonly terminal: boolean;
  readonly editor: boolean;
  readonly fileList: boolean;
}

/** Lays the facts out for the rules. */
export function sceneOf(facts: JudgeFacts): Scene {
  const { traits } = facts;
  const presses = traits.touch === 'press';
  const window = (traits.points.length > 0 ? facts.under?.[0] : facts.active) ?? facts.active;
  const terminal = isTerminal(window);
  const read = presses ? textsRead(facts, 0, terminal) : [];
  // What the target was called by task or model may add a risk, never take one away.
  const labels = presses && isText(facts.target) ? [facts.target, ...read] : read;
  const declines = read.some((label) => refusals.findIn(label) !== undefined);
  const submits = isSubmit(traits);
  return {
    facts,
    labels: labels.filter((label) => cancels.findIn(label) === undefined),
    readable: read.length > 0 || terminal,
    dropLabels: traits.touch === 'drag' ? textsOn(facts, traits.points.length - 1) : [],
    question: questionOf(facts, presses, window),
    agrees: presses ? agrees(facts, read) : mayAnswer(traits),
    declines,
    presses,
    submits,
    window,
    terminal,
    editor: isEditor(window),
    fileList: isFileList(window),
  };
}

/**
 * The texts of what is pressed, as the pixels say: what was read where it was found and the lines that lie on the
 * point. A sentence under the point in a terminal is output, not the label of a control.
 */
function textsRead(facts: JudgeFacts, index: number, terminal: boolean): string[] {
  const found = [facts.label, facts.control].filter(isText);
  const on = linesOn(facts, index);
  if (terminal) return [...found, ...on.filter((line) => !isSentence(line))];
  return withCaption([...found, ...on], facts, index);
}

/** The texts on another point of the action. */
function textsOn(facts: JudgeFacts, index: number): string[] {
  return withCaption(linesOn(facts, index), facts, index);
}

function linesOn(facts: JudgeFacts, index: number): string[] {
  return linesAt(facts, index)
    .filter((line) => line.distance <= ON_TARGET)
    .map((line) => line.text);
}

/** A word, as against an icon that is read as a letter or two. */
const WORD = /\p{L}{3}|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Where no word stands on the point, an icon is named by the lines beside it; else by its row. */
function withCaption(texts: readonly string[], facts: JudgeFacts, index: number): string[] {
  if (texts.some((text) => WORD.test(text))) return [...texts];
  const near = linesAt(facts, index).filter((line) => line.distance > ON_TARGET);
  const nearestFirst = [...near].sort((a, b) => a.distance - b.distance);
  const beside = nearestFirst.filter((line) => line.distance <= BESIDE_TARGET || line.caption === true);
  if (beside.length > 0) return [...texts, ...beside.map((line) => line.text)];
  if (texts.length > 0) return [...texts];
  // A menu entry has its name on one side and its key on the other.
  const row = nearestFirst.filter((line) => line.row === true && line.distance <= IN_ROW);
  return row.slice(0, 2).map((line) => line.text);
}

function linesAt(facts: JudgeFacts, index: number): NonNullable<JudgeFacts['near']>[number][] {
  return (facts.near ?? []).filter((line) => (line.point ?? 0) === index);
}

function isText(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}

/** In a dialog every button that does not step back agrees; elsewhere only one that says so. A field is no button. */
function agrees(facts: JudgeFacts, read: readonly string[]): boolean {
  if (read.some((label) => confirms.findIn(label) !== undefined)) return true;
  if (facts.dialog === undefined || isField(facts, read)) return false;
  return !read.some((label) => cancels.findIn(label) !== undefined);
}

/** What names a field, as in “Name:”. */
const FIELD_NAME = /[:：]\s*$/u;

/** Whether what is pressed is the name of a field, or an empty one whose name stands in its row. */
function isField(facts: JudgeFacts, read: readonly string[]): boolean {
  if (read.length > 0) return read.every((label) => FIELD_NAME.test(label));
  const row = linesAt(facts, 0).filter((line) => line.row === true);
  const nearest = row.reduce<(typeof row)[number] | undefined>(
    (best, line) => (best === undefined || line.distance < best.distance ? line : best),
    undefined,
  );
  return nearest !== undefined && FIELD_NAME.test(nearest.text);
}

function questionOf(facts: JudgeFacts, presses: boolean, window: WindowName | undefined): string[] {
  if (facts.dialog !== undefined) {
    const title = window?.title ?? '';
    return [title, ...facts.dialog].filter((line) => line === title || isSentence(line));
  }
  if (!presses) return [];
  return (facts.near ?? [])
    .filter((near) => near.distance <= QUESTION_REACH)
    .map(({ text, line = text }) => line)
    .filter((line, index, all) => isSentence(line) && all.indexOf(line) === index);
}

/** Whether keys may answer the question of a dialog. */
export function mayAnswer(traits: Traits): boolean {
  return isSubmit(traits) || traits.chords.some(answersByKey);
}

function isSubmit(traits: Traits): boolean {
  return traits.chords.some((chord) => chord.at(-1) === 'enter') || (traits.typed?.includes('\n') ?? false);
}

/** Space, a letter or Alt with a letter can set off a button of a dialog. */
function answersByKey(chord: readonly string[]): boolean {
  const key = chord.at(-1) ?? '';
  if (chord.length > 1 && !(chord.length === 2 && chord[0] === 'alt')) return false;
  return key === 'space' || [...key].length === 1;
}
