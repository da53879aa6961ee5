import type { FrameBox } from '../../core/geometry.js';
import { labelsOf, wholeLine } from '../label/segment.js';
import { digitsOf, edits, foldLoosely } from './match.js';
import type { TextLine } from './text-line.js';

/** Shorter texts are like too many others. */
const SHORTEST = 3;
/** Share of a text that may have been misread at most, and that it may be longer or shorter: `div` is no divide. */
const MISREAD = 0.34;
const LOST = 0.25;
/**
 * Least mean logarithm of how likely a box says the text against what it was read as. On labels of invented
 * programs (`npm run bench -- unseen`) those that do say it are above -4, those with one other letter below -7.
 */
const LEAST = -4.5;
/** A confirmed text is surer than this, but never as sure as one that was read. */
const [UNSURE, SURE] = [0.6, 0.8];

/** The labels of a line that were read nearly as the text. */
export function labelsNear(line: TextLine, text: string): FrameBox[] {
  const wanted = foldLoosely(text);
  const most = Math.ceil(MISREAD * wanted.length);
  if (wanted.length < SHORTEST) return [];
  const labels = labelsOf(line);
  const all = labels.length > 1 ? [...labels, wholeLine(line)] : [wholeLine(line)];
  return all.flatMap(({ words, box }) => {
    const said = words.map((word) => word.text).join('');
    const lost = Math.abs(foldLoosely(said).length - wanted.length);
    if (lost > Math.ceil(LOST * wanted.length)) return [];
    if (edits(foldLoosely(said), wanted, most) > most) return [];
    // Another letter leaves a label the same, another digit makes it another number; one may have been lost.
    if (digitsOf(said) !== digitsOf(text) && !lacksOne(foldLoosely(said), wanted)) return [];
    return [
      words.length === line.words.length ? line.box : { ...box, y: line.box.y, height: line.box.height },
    ];
  });
}

/** Whether one character was lost, which does not stand beside another one of its kind: `11` may well be 11. */
function lacksOne(said: string, wanted: string): boolean {
  const [have, all] = [[...said], [...wanted]];
  const at = all.findIndex((char, i) => char !== have[i]);
  if (have.length + 1 !== all.length || at < 0) return false;
  return all[at] !== all[at - 1] && all[at] !== all[at + 1] && all.toSpliced(at, 1).join('') === said;
}

/** The line that says the text, when its box hardly says it less likely than what was read there. */
export function confirmedLine(text: string, box: FrameBox, doubt: number | undefined): TextLine | undefined {
  if (doubt === undefined || doubt < LEAST) return undefined;
  const score = UNSURE + (SURE - UNSURE) * Math.exp(Math.min(0, doubt));
  return { text, box, score, words: [{ text, box, score }] };
}
