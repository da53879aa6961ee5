import { type FrameBox, hull } from '../../core/geometry.js';
import type { TextMatch } from '../../core/target.js';
import type { TextLine } from '../../ports.js';
import { type Form, fold, foldText } from './fold.js';
import type { TextHit } from './match.js';
import { type Label, labelsOf } from './segment.js';
import { readWanted, type Wanted } from './wanted.js';

/** A label over so many lines at most. */
const LINES = 4;
/**
 * Distance of the middles of two lines of one label, in heights of a line as the reader frames it: lines under each
 * other's middle, as the captions of icons and buttons, may stand wider than those of one left edge, as menus have.
 */
const PITCH = { centred: 1.35, left: 1.02 };
/** How far edges and middles may be off, in heights of a line. */
const ASKEW = { centred: 0.4, left: 0.3 };
/**
 * Pieces of one row that stand no further apart than this belong to one label: readers frame a row in pieces where its
 * colour or its weight changes. Buttons and cells have more room around their texts.
 */
const BESIDE = 0.6;
/** How far pieces of one row overlap at most, and how far their middles are apart, in heights of a line. */
const SHARED = 0.15;
const LEVEL = 0.3;
const fits = { loose: 0.9, shape: 0.82 };

/**
 * Places where the text stands over two or more lines, such as the caption of an icon, or in pieces side by side, as one
 * label each.
 */
export function stackedHits(lines: readonly TextLine[], match: TextMatch): TextHit[] {
  const wanted = readWanted(match);
  if (wanted.kind !== 'text' || wanted.extent === 'part') return [];
  const labels = lines.flatMap(labelsOf);
  for (const form of ['loose', 'shape'] as const) {
    const aim = foldText(wanted.text, form, wanted.sameCase);
    if ([...aim].length < 4) return [];
    const stacks = labels.flatMap((label) => stacksFrom(label, labels, aim, form, wanted));
    if (stacks.length > 0) return stacks.map((stack) => hitOf(stack, fits[form]));
  }
  return [];
}

/** The stacks that begin with the label and say the whole text. */
function stacksFrom(
  first: Label,
  labels: readonly Label[],
  aim: string,
  form: Form,
  wanted: Wanted & { kind: 'text' },
): Label[][] {
  const said = foldedText(first, form, wanted.sameCase);
  if (said === '' || said === aim || !aim.startsWith(said)) return [];
  let open: { stack: Label[]; rest: string }[] = [{ stack: [first], rest: aim.slice(said.length) }];
  const whole: Label[][] = [];
  for (let line = 1; line < LINES && open.length > 0; line++) {
    open = open.flatMap(({ stack, rest }) =>
      labels
        .filter((label) => continues(stack, label))
        .flatMap((label) => {
          const next = foldedText(label, form, wanted.sameCase);
          if (next === '' || !rest.startsWith(next)) return [];
          return [{ stack: [...stack, label], rest: rest.slice(next.length) }];
        }),
    );
    whole.push(...open.filter(({ rest }) => rest === '').map(({ stack }) => stack));
    open = open.filter(({ rest }) => rest !== '');
  }
  return whole;
}

function foldedText(label: Label, form: Form, sameCase: boolean): string {
  return fold(
    label.words.map((word) => word.text),
    form,
    sameCase,
  ).text;
}

/** Whether the label is the next line or piece of the stack. */
function continues(stack: readonly Label[], { box }: Label): boolean {
  const last = stack.at(-1)?.box;
  if (last === undefined) return false;
  const height = Math.min(last.height, box.height);
  if (Math.max(last.height, box.height) > 1.5 * height) return false;
  return isBelow(last, box, height) || isBeside(last, box, height);
}

function isBelow(above: FrameBox, box: FrameBox, height: number): boolean {
  const pitch = middle(box, 'y') - middle(above, 'y');
  if (pitch < 0.5 * height) return false;
  const centred = Math.abs(middle(box, 'x') - middle(above, 'x')) <= ASKEW.centred * height;
  const left = Math.abs(box.x - above.x) <= ASKEW.left * height;
  return (centred && pitch <= PITCH.centred * height) || (left && pitch <= PITCH.left * height);
}

function isBeside(before: FrameBox, box: FrameBox, height: number): boolean {
  const gap = box.x - before.x - before.width;
  const level = Math.abs(middle(box, 'y') - middle(before, 'y')) <= LEVEL * height;
  return level && gap >= -SHARED * height && gap <= BESIDE * height;
}

function hitOf(stack: readonly Label[], fit: number): TextHit {
  const words = stack.flatMap((label) => label.words);
  const sure = words.reduce((sum, word) => sum + word.score, 0) / Math.max(1, words.length);
  const widest = stack.reduce((best, label) => (label.box.width > best.box.width ? label : best));
  return {
    box: hull(stack.map((label) => label.box)),
    text: words.map((word) => word.text).join(' '),
    fit,
    score: Math.min(1, fit * sure),
    line: widest.line,
    letters: widest.box,
  };
}

function middle(box: FrameBox, axis: 'x' | 'y'): number {
  return axis === 'x' ? box.x + box.width / 2 : box.y + box.height / 2;
}
