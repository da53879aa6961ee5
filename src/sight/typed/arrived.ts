import type { Typed } from '../../core/check.js';
import { foreignScript } from './foreign.js';
import { closedBehind, replacedQuotes } from './helped.js';
import { indentsByItself, seenLines } from './indent.js';
import { lettersOf, type ReadLetter, type ReadLine, TypedLetters } from './letters.js';
import { withoutMargin } from './margin.js';
import { isBlockCaret, isGrouped, isSaid, partsOf, saysFew, wasThere } from './parts.js';
import type { Piece } from './piece.js';
import { type Found, seek, seekAnswered } from './seek.js';
import type { Witness } from './witness.js';

/** So few letters may be read wrongly by every reader. */
const FEW = 2;
/** A text that has scrolled shows at least so many of its last lines. */
const SCROLLED = 3;
/** What a calculation is made of; its display often shows the last number alone. */
const CALCULATION = /^[\d.,]+(?:[-+*/×÷^%()=]+[\d.,]*)+$/u;
const NUMBER = /^\s*[-+]?\d+(?:\.\d+)?\s*$/u;

/** Whether a typed text is seen, and if not, why. */
export interface Arrival {
  readonly typed: Typed;
  readonly arrived: boolean;
  readonly detail: string;
}

/**
 * Holds a typed text against the lines that were read where the screen changed. Every line and cell of it has to stand
 * there, letter by letter. A letter that was read otherwise counts as misread only when the pixels say the typed one
 * hardly less likely; so a lost letter is told from a misread one.
 */
export async function arrivalOf(
  text: string,
  lines: readonly ReadLine[],
  witness: Witness,
): Promise<Arrival> {
  const arrival = await heldAgainst(text, lines, witness);
  const bare = arrival.typed === 'other' ? withoutMargin(text, lines) : undefined;
  return bare === undefined ? arrival : heldAgainst(text, bare, witness);
}

async function heldAgainst(text: string, lines: readonly ReadLine[], witness: Witness): Promise<Arrival> {
  const pieces = piecesOf(text);
  const read = lettersOf(lines);
  const states: Piece[] = [];
  const isAnswered = witness.answersLines && pieces.length > 1;
  for (const [number, piece] of pieces.entries()) {
    const state = await stateOf(piece, isAnswered, lines, read, witness);
    const isSent = number < pieces.length - 1 || /[\n\t]\s*$/u.test(text);
    const isSeen = state.state !== 'absent' && state.state !== 'other';
    states.push(isSeen || !isSent || !isWorkedOut(piece, lines) ? state : { state: 'cut', why: WORKED_OUT });
  }
  const arrival = verdict(text, pieces, states, lines, read);
  const closed = arrival.arrived && (await closedBehind(text, states.at(-1), lines, read, witness));
  return closed ? changedBy(`closes by itself what the text opens: “${closed}” stands behind it`) : arrival;
}

/** What a text comes to that an editor has added something to. */
function changedBy(what: string): Arrival {
  const detail = `the program ${what}. Use “paste: true”, or leave out what it adds`;
  return { typed: 'other', arrived: false, detail };
}

const WORKED_OUT = 'a spreadsheet shows what it made of it';

/** Whether a cell that was left shows a number in its own way, or may show what a formula comes to. */
function isWorkedOut(piece: string, lines: readonly ReadLine[]): boolean {
  const changed = lines.flat().filter((word) => word.changed);
  if (/^\s*=/u.test(piece)) return changed.length > 0;
  const value = NUMBER.test(piece) ? Number(piece) : Number.NaN;
  return changed.some((word) => NUMBER.test(word.text) && Number(word.text) === value);
}

/** The lines and cells of a text that show something. */
function piecesOf(text: string): string[] {
  return text.split(/[\n\t]/u).filter((piece) => piece.trim() !== '');
}

async function stateOf(
  piece: string,
  isAnswered: boolean,
  lines: readonly ReadLine[],
  read: readonly ReadLetter[],
  witness: Witness,
): Promise<Piece> {
  const text = new TypedLetters(piece);
  const found = seek(text, read);
  const whole = found?.kind === 'seen' ? found : isAnswered ? answered(text, found, read) : undefined;
  const instead = found && replacedQuotes(piece, found, lines, read);
  if (instead !== undefined) return { state: 'other', instead };
  if (whole !== undefined) return { state: 'seen', from: whole.place.from, to: whole.place.to };
  const state = found && (await held(text, found, lines, read, witness));
  if (state !== undefined && state.state !== 'other') return state;
  if (text.chars.length <= FEW && (await saysFew(piece, lines, witness))) return { state: 'few' };
  const script = foreignScript(piece, lines, witness.readsEastAsian);
  if (script !== undefined) return { state: 'cut', why: `the reader knows no ${script} letters` };
  if (showsLastNumber(piece, read)) return { state: 'cut', why: 'the last number of it is shown' };
  if (state === undefined && (await witness.marks()) === [...piece].length)
    return { state: 'cut', why: 'as many marks hide it' };
  return state ?? { state: 'absent' };
}

/** Where a line stands that a program has answered: its words may stand right behind it, or in its middle. */
function answered(
  text: TypedLetters,
  found: Found | undefined,
  read: readonly ReadLetter[],
): Found | undefined {
  return found?.kind === 'attached' ? found : seekAnswered(text, read);
}

/** What a place comes to at which the text was not read letter by letter. */
async function held(
  text: TypedLetters,
  found: Found,
  lines: readonly ReadLine[],
  read: readonly ReadLetter[],
  witness: Witness,
): Promise<Piece> {
  const parts = partsOf(text, found, lines, read);
  const instead = parts.map(({ words }) => words.map((word) => word.text).join(' ')).join(' ');
  if (found.kind === 'attached') {
    const stoodThere = await Promise.all(
      parts.map(async (part) => isBlockCaret(part, witness) || (await wasThere(part, witness))),
    );
    return stoodThere.every(Boolean)
      ? { state: 'seen', from: found.place.from, to: found.place.to }
      : { state: 'other', instead };
  }
  for (const part of parts) {
    if (part.same || isGrouped(part)) continue;
    if (!(await isSaid(part, witness))) return { state: 'other', instead };
  }
  if (found.kind === 'tail') return { state: 'cut', why: 'only its end is in sight' };
  return { state: 'seen', from: found.place.from, to: found.place.to };
}

/** A calculator shows the number that is being typed. */
function showsLastNumber(piece: string, read: readonly ReadLetter[]): boolean {
  if (!CALCULATION.test(piece)) return false;
  const last = /[\d.,]+(?=[^\d.,]*$)/u.exec(piece)?.[0] ?? '';
  // After “=” only the result is there.
  if (/=\s*$/u.test(piece)) return read.some(({ char, changed }) => changed && /\d/u.test(char));
  const found = seek(new TypedLetters(last), read);
  return found?.kind === 'seen' || found?.kind === 'attached';
}

function verdict(
  text: string,
  pieces: readonly string[],
  states: readonly Piece[],
  lines: readonly ReadLine[],
  read: readonly ReadLetter[],
): Arrival {
  const words = shortened(lines.map((line) => line.map((word) => word.text).join(' ')).join(' '));
  const seen = states.filter(({ state }) => state !== 'absent' && state !== 'other');
  const other = states.findIndex(({ state }) => state === 'other');
  const wrong = states[other];
  if (wrong?.state === 'other')
    return {
      typed: 'other',
      arrived: false,
      detail: `“${shortened(wrong.instead)}” stands where “${shortened(pieces[other] ?? '')}” was typed`,
    };
  if (seen.length === 0) {
    const instead = words === '' ? 'no text was read there' : `“${words}” was read there`;
    return {
      typed: 'changed',
      arrived: false,
      detail: `nothing of the typed text is to be seen: ${instead}`,
    };
  }
  const absent = states.findIndex(({ state }) => state === 'absent');
  if (absent >= 0 && !hasScrolled(states))
    return {
      typed: 'partly',
      arrived: false,
      detail: `“${shortened(pieces[absent] ?? '')}” of the typed text is not to be seen: “${words}” was read there`,
    };
  if (indentsByItself(seenLines(text, states, lines, read))) return changedBy('indents lines by itself');
  const cut = states.find((state) => state.state === 'cut');
  if (absent >= 0) return { typed: 'partly', arrived: true, detail: 'its last lines are in sight' };
  if (states.some(({ state }) => state === 'few'))
    return { typed: 'changed', arrived: true, detail: 'the screen changed; so few letters are read badly' };
  if (cut?.state === 'cut') return { typed: 'partly', arrived: true, detail: cut.why };
  return { typed: 'exact', arrived: true, detail: `the text was read back: “${words}”` };
}

/** Whether what is missing are the first lines, and enough of the last ones are there. */
function hasScrolled(states: readonly Piece[]): boolean {
  const first = states.findIndex(({ state }) => state !== 'absent');
  const rest = states.slice(first);
  return rest.length >= SCROLLED && rest.every(({ state }) => state !== 'absent');
}

function shortened(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
