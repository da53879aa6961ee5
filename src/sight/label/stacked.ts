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
const fits = { loose: 0.9, shape: 0.82 };

/** Places where the text stands over two or more lines, such as the caption of an icon, as one label each. */
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

/** Whether the label is the next line of the stack. */
function continues(stack: readonly Label[], { box }: Label): boolean {
  const above = stack.at(-1)?.box;
  if (above === undefined) return false;
  const height = Math.min(above.height, box.height);
  if (Math.max(above.height, box.height) > 1.5 * height) return false;
  const pitch = middle(box, 'y') - middle(above, 'y');
  if (pitch < 0.5 * height) return false;
  const centred = Math.abs(middle(box, 'x') - middle(above, 'x')) <= ASKEW.centred * height;
  const left = Math.abs(box.x - above.x) <= ASKEW.left * height;
  return (centred && pitch <= PITCH.centred * height) || (left && pitch <= PITCH.left * height);
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
