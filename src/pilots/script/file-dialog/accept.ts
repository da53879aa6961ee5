import { isAbort } from '../../../core/errors.js';
import type { WindowFacts } from '../../../core/frame.js';
import { clip, type FrameBox, grow, hull } from '../../../core/geometry.js';
import type { Sighting } from '../../../core/target.js';
import type { TextLine } from '../../../ports.js';
import type { Deciding } from '../play.js';
import type { Stage } from '../stage.js';
import { buttonPlaces, readLines } from './read.js';
import { fitOf, saysAccept, saysCancel } from './words.js';

/** A text that may be the label of a button. */
export interface Label {
  readonly text: string;
  readonly box: FrameBox;
}

/** Space around a word that stands for itself, in heights of the word: words of a title stand closer. */
const APART = 0.8;
/** How far a button may stand from Cancel, in heights of the text. */
const BESIDE = 25;
/** How much of the surroundings of a label is searched for it, px. */
const AROUND = 3;

/**
 * A click on the dialog's own button: the one beside Cancel that says what is done, in whatever words. Undefined
 * where none can be told; `voided` when the look was.
 */
export async function acceptButton(
  stage: Stage,
  dialog: WindowFacts,
  act: 'open' | 'save',
): Promise<Deciding | 'voided' | undefined> {
  const lines: TextLine[] = [];
  for (const place of buttonPlaces(dialog)) {
    const read = await readLines(stage, place);
    if (read === undefined) return 'voided';
    lines.push(...read);
    for (const label of candidates(labelsApart(lines), act)) {
      const click = await clickOn(stage, label);
      if (click !== undefined) return click;
    }
  }
  return undefined;
}

/** The labels that may be the button, best first. Without a Cancel, words of other places count only when alone. */
export function candidates(labels: readonly Label[], act: 'open' | 'save'): Label[] {
  const cancels = labels.filter(({ text }) => saysCancel(text));
  const fits = labels.filter(({ text }) => saysAccept(text));
  if (cancels.length === 0) return fits.length === 1 ? fits : [];
  const rank = (label: Label): number =>
    fitOf(label.text, act) * 1e5 + Math.min(...cancels.map((each) => apart(label.box, each.box)));
  if (fits.length > 0) return fits.toSorted((a, b) => rank(a) - rank(b));
  // In a language that nobody has told: the one label that stands beside Cancel.
  const beside = labels.filter((label) => cancels.some((each) => isBeside(label.box, each.box)));
  return beside.length === 1 ? beside : [];
}

/** Whole lines, and the words or runs of words of a line that stand for themselves. */
export function labelsApart(lines: readonly TextLine[]): Label[] {
  return lines.flatMap(({ words, text, box }) => {
    const runs: (typeof words)[number][][] = [];
    for (const word of words) {
      const last = runs.at(-1)?.at(-1);
      const gap = last === undefined ? Number.POSITIVE_INFINITY : word.box.x - last.box.x - last.box.width;
      if (gap > APART * word.box.height) runs.push([word]);
      else runs.at(-1)?.push(word);
    }
    if (runs.length <= 1) return [{ text, box }];
    return runs.map((run) => ({
      text: run.map((word) => word.text).join(' '),
      box: hull(run.map((word) => word.box)),
    }));
  });
}

function apart(a: FrameBox, b: FrameBox): number {
  return Math.hypot(a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2);
}

/** In one row with it, or right above or below it. */
function isBeside(a: FrameBox, b: FrameBox): boolean {
  if (a === b) return false;
  const dx = Math.abs(a.x + a.width / 2 - b.x - b.width / 2);
  const dy = Math.abs(a.y + a.height / 2 - b.y - b.height / 2);
  const { height } = b;
  return (dy < height / 2 && dx < BESIDE * height) || (dx < 2 * height && dy < 4 * height);
}

/** A click, with where its label was seen. */
export type Click = Deciding & { readonly sighting: Sighting };

/** A click on a label at its place; undefined when it cannot be found there again, `voided` when the look was. */
export async function clickOn(stage: Stage, { text, box }: Label): Promise<Click | 'voided' | undefined> {
  const { signal, eyes } = stage;
  const { view } = stage.situation;
  const region = clip(grow(box, AROUND), view.frame.size);
  if (region === undefined) return undefined;
  const target = { text: { is: text }, region };
  try {
    const located = await eyes.locate(view, target, signal, 'text');
    if (located.found !== 'found') return undefined;
    const { sighting } = located;
    return { target, sighting, action: { name: 'click', input: { at: sighting.point } } };
  } catch (error) {
    if (signal.aborted || isAbort(error)) return 'voided';
    throw error;
  }
}
