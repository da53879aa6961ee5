import type { Cell } from './cells.js';
import { folded } from './labels.js';

export interface Compared {
  readonly result: 'holds' | 'fails' | 'unknown';
  readonly reason: string;
}

const GONE =
  /\b(?:disappeared|gone|went away|removed|deleted|vanished|closed|no longer|not there any more)\b/iu;
const CAME = /\b(?:appeared|added|opened|new|now|changed to|says|shows?|there is|is there|came|created)\b/iu;
/** Words that say what kind of thing is meant, not which. */
const WORDS = new Set(
  'the a an of in on to for has have had been is are was were be and that this it its there which with row line entry item text message window dialog button field list table value now new no longer not any more'.split(
    ' ',
  ),
);

/** Whether what the claim says went or came between two pictures; unknown when it speaks of anything else. */
export function compare(claim: string, before: readonly Cell[][], after: readonly Cell[][]): Compared {
  const gone = GONE.test(claim);
  const needle = needleOf(claim);
  if (needle.length === 0 || (!gone && !CAME.test(claim)))
    return { result: 'unknown', reason: 'I cannot tell from the text on the pictures.' };
  const [was, is] = [shows(before, needle), shows(after, needle)];
  const what = `“${needle.join(' ')}”`;
  if (gone && !was) return { result: 'unknown', reason: `${what} was not there before.` };
  if (gone) return is ? fails(`${what} is still there.`) : holds(`${what} was there and is gone.`);
  if (was) return fails(`${what} was there before.`);
  return is ? holds(`${what} was not there before and is now.`) : fails(`${what} is not there.`);
}

const holds = (reason: string): Compared => ({ result: 'holds', reason });
const fails = (reason: string): Compared => ({ result: 'fails', reason });

/** What stands in quotes, else the words that name the thing. */
function needleOf(claim: string): string[] {
  const quoted = /[“"']([^”"']+)[”"']/u.exec(claim)?.[1];
  if (quoted !== undefined) return folded(quoted).split(' ');
  const rest = folded(
    claim.replaceAll(new RegExp(GONE, 'giu'), ' ').replaceAll(new RegExp(CAME, 'giu'), ' '),
  );
  return rest.split(' ').filter((word) => word !== '' && !WORDS.has(word));
}

/** Whether all the words stand in one row. */
function shows(rows: readonly Cell[][], needle: readonly string[]): boolean {
  return rows.some((cells) => {
    const words = new Set(cells.flatMap(({ text }) => folded(text).split(' ')));
    return needle.every((word) => words.has(word));
  });
}
