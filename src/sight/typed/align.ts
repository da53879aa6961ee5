import { foldText } from '../label/fold.js';

/** What a letter costs that is another one, that looks alike, that is missing, or that is too many. */
const OTHER = 2;
const ALIKE = 1;
const LOST = 2;
/** A letter that is there earns this much. */
const FOUND = 2;

const shapes = new Map<string, string>();

/** Whether readers confuse the two letters. */
export function looksLike(a: string, b: string): boolean {
  return shapeOf(a) === shapeOf(b);
}

function shapeOf(char: string): string {
  const known = shapes.get(char);
  if (known !== undefined) return known;
  const shape = foldText(char, 'shape', false) || char;
  shapes.set(char, shape);
  return shape;
}

/** Where a text stands among letters that were read, as near as it can be found. */
export interface Alignment {
  /** The read letters from `from` up to `to` stand for those of the text from `textFrom` up to its end. */
  readonly from: number;
  readonly to: number;
  readonly textFrom: number;
  /** For each read letter from `from` on: the number of its letter of the text; undefined for one too many. */
  readonly of: readonly (number | undefined)[];
  /** Letters of the text that are there, and those that another one stands for which looks alike. */
  readonly same: number;
  readonly alike: number;
  /** Letters that are missing, too many, or others. */
  readonly wrong: number;
}

const ways = { end: 0, both: 1, lost: 2, more: 3 } as const;

/**
 * Finds where the read letters differ least from the text (the table of edit distances, which may begin and end
 * anywhere among the read letters).
 *
 * @param mayBeCut the first letters of the text may be out of sight: then its end is looked for, as long as it goes
 */
export function align(text: readonly string[], read: readonly string[], mayBeCut: boolean): Alignment {
  const width = read.length + 1;
  const way = new Uint8Array((text.length + 1) * width);
  let above = new Int32Array(width);
  for (let i = 1; i <= text.length; i++) {
    const row = new Int32Array(width);
    row[0] = mayBeCut ? 0 : -LOST * i;
    way[i * width] = mayBeCut ? ways.end : ways.lost;
    for (let j = 1; j < width; j++) {
      const [typed = '', seen = ''] = [text[i - 1], read[j - 1]];
      const fits = typed === seen ? FOUND : looksLike(typed, seen) ? FOUND - ALIKE : -OTHER;
      const both = (above[j - 1] ?? 0) + fits;
      const lost = (above[j] ?? 0) - LOST;
      const more = (row[j - 1] ?? 0) - LOST;
      const most = Math.max(both, lost, more);
      const isCut = mayBeCut && most <= 0;
      row[j] = isCut ? 0 : most;
      way[i * width + j] = isCut
        ? ways.end
        : most === both
          ? ways.both
          : most === lost
            ? ways.lost
            : ways.more;
    }
    above = row;
  }
  let to = 0;
  for (let j = 0; j < width; j++) if ((above[j] ?? 0) > (above[to] ?? 0)) to = j;
  return traced(text, read, way, to);
}

/** Goes back from the end of the text to where it begins. */
function traced(text: readonly string[], read: readonly string[], way: Uint8Array, to: number): Alignment {
  const width = read.length + 1;
  const of: (number | undefined)[] = [];
  let [i, j] = [text.length, to];
  const count = { same: 0, alike: 0, wrong: 0 };
  while (i > 0 && way[i * width + j] !== ways.end) {
    const step = way[i * width + j];
    if (step === ways.both) {
      const [typed = '', seen = ''] = [text[i - 1], read[j - 1]];
      count[typed === seen ? 'same' : looksLike(typed, seen) ? 'alike' : 'wrong'] += 1;
      of.unshift(i - 1);
      i--;
      j--;
    } else {
      count.wrong += 1;
      if (step === ways.lost) i--;
      else {
        of.unshift(undefined);
        j--;
      }
    }
  }
  return { from: j, to, textFrom: i, of, ...count };
}
