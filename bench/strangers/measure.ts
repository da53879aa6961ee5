import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LocateAnswer, locateOnPicture } from '../../src/sight/locate-picture.js';
import { fold } from '../../src/sight/text/match.js';
import type { TextReader } from '../../src/sight/text/reader.js';
import { holds, type Label } from './label.js';
import type { Kept } from './stage.js';

const never = new AbortController().signal;

/** found: the point is in the label's own box. guessed: it is, but the text stands there more than once. */
type Verdict = 'found' | 'guessed' | 'twice' | 'elsewhere' | 'ambiguous' | 'absent';

export interface Outcome {
  readonly program: string;
  readonly picture: string;
  readonly look: string;
  readonly toolkit: string;
  readonly label: Label;
  readonly verdict: Verdict;
  readonly says: string;
}

/** Looks for the labels of the pictures in the folders, and prints how often the point lies on its own thing. */
export async function measure(
  reader: TextReader,
  folders: readonly string[],
  names: ReadonlySet<string>,
  every: number,
): Promise<void> {
  const outcomes: Outcome[] = [];
  for (const folder of folders)
    for await (const outcome of outcomesOf(reader, folder, { names, every })) {
      outcomes.push(outcome);
      if (isWrong(outcome)) console.log(`    ${inWords(outcome)}`);
    }
  print(outcomes);
}

/**
 * Looks for the labels of the pictures in the folder, one after the other.
 *
 * @param only takes the programs of these names, and one label out of so many
 */
export async function* outcomesOf(
  reader: TextReader,
  folder: string,
  { names, every = 1 }: { readonly names?: ReadonlySet<string>; readonly every?: number } = {},
): AsyncGenerator<Outcome> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  for (const file of files) {
    const kept = JSON.parse(await readFile(join(folder, file), 'utf8')) as Kept;
    const { program, look, toolkit } = kept;
    if (names?.has(program) === false) continue;
    const picture = join(folder, file.replace(/\.json$/, '.png'));
    for (const label of kept.labels.filter((_, i) => i % every === 0)) {
      // Between slashes a text would be a pattern.
      const text = /^\/.+\/[imsu]*$/su.test(label.text) ? { is: label.text } : label.text;
      const answer = await locateOnPicture(reader, { image: picture, text }, never);
      yield { program, picture, look, toolkit, label, ...judged(answer, label, kept) };
    }
  }
}

function judged(answer: LocateAnswer, label: Label, kept: Kept): { verdict: Verdict; says: string } {
  const alike = [...kept.labels, ...kept.known].filter(({ text }) => fold(text) === fold(label.text));
  const twins = alike.length - 1 + kept.also.filter((text) => fold(text) === fold(label.text)).length;
  if (answer.found && answer.point !== null) {
    const { x, y } = answer.point;
    const says = `point ${x},${y} on “${answer.text ?? ''}”`;
    const own = alike.filter(({ box }) => holds(box, [x, y]));
    if (own.length === 0) return { verdict: 'elsewhere', says };
    return { verdict: alike.length > 1 ? 'guessed' : 'found', says };
  }
  const places = (answer.candidates ?? []).map(({ text, point }) => `“${text}” ${point.x},${point.y}`);
  if (answer.answer === 'ambiguous')
    return { verdict: twins > 0 ? 'twice' : 'ambiguous', says: places.slice(0, 4).join(' ') };
  return { verdict: 'absent', says: `nearest ${(answer.nearest ?? []).slice(0, 3).join(' | ')}` };
}

/** Whether the label was missed, or something else would have been pressed. */
export function isWrong({ verdict }: Outcome): boolean {
  return verdict === 'elsewhere' || verdict === 'ambiguous' || verdict === 'absent';
}

/** One outcome as a line for people. */
export function inWords({ picture, label, verdict, says }: Outcome): string {
  const place = `${label.kind} ${label.box.map(Math.round)}`;
  return `${verdict}: “${label.text}” (${place}) ${says} in ${picture}`;
}

function print(outcomes: readonly Outcome[]): void {
  console.log(
    `  ${'program'.padEnd(22)} ${'toolkit'.padEnd(9)} labels  found  twice guessed ambiguous absent elsewhere`,
  );
  for (const program of [...new Set(outcomes.map((each) => each.program))]) {
    const own = outcomes.filter((each) => each.program === program);
    row(program, own[0]?.toolkit ?? '', own);
  }
  for (const look of [...new Set(outcomes.map((each) => each.look))])
    row(
      look,
      '',
      outcomes.filter((each) => each.look === look),
    );
  row('all', '', outcomes);
}

function row(name: string, toolkit: string, outcomes: readonly Outcome[]): void {
  const count = (verdict: Verdict): number => outcomes.filter((each) => each.verdict === verdict).length;
  const absent = count('absent');
  const share = `${absent} (${((100 * absent) / Math.max(1, outcomes.length)).toFixed(1)} %)`;
  const cells = [outcomes.length, count('found'), count('twice'), count('guessed'), count('ambiguous')];
  console.log(
    `  ${name.padEnd(22)} ${toolkit.padEnd(9)} ${cells.map((cell) => String(cell).padStart(6)).join(' ')} ${share.padStart(13)} ${count('elsewhere')}`,
  );
}
