/** What stands around a text in its label. */
export interface Around {
  readonly before: string;
  readonly after: string;
  /** Whether the gap on either side is wider than one between words: cells of a table stand so. */
  readonly gapBefore: boolean;
  readonly gapAfter: boolean;
}

/** Signs that part a label from what stands before and behind it, and are no part of a sentence. */
const delimits = {
  before: /[|/\\‹›«»<>•·=:;)\]}[{(]\s*$|\S,$/u,
  after: /^(?:\s*[|/\\‹›«»<>•·=:;([{}\]]|,\S|…|\.{2})/u,
};
/** A shortcut behind the name of a menu entry. */
const shortcut =
  /^\s*(?:(?:ctrl|control|strg|alt|altgr|option|shift|umschalt|maj|mayús|super|meta|cmd|win)\s*[+-]\s*)+\S+$|^\s*(?:f\d{1,2}|del|delete|entf|suppr|esc|ins|return|enter|tab)$/iu;
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
/** Words besides the text from which on they are a sentence. */
const WORDS = 3;

/**
 * Whether a text is only a word of a sentence, as `Enter` in “Press Enter to go on”: nobody would call what
 * stands there by it. Beside delimiters, values, numbers, shortcuts and wide gaps it is a label, and so is the
 * beginning or the end of a short one, and the number of a row.
 *
 * @param found as it stands there
 * @param wanted as it was asked for
 */
export function isInSentence(found: string, wanted: string, around: Around): boolean {
  const before = around.gapBefore || delimits.before.test(around.before) ? '' : around.before;
  const after = around.gapAfter || shortcut.test(around.after) ? '' : behind(around.after);
  if (unspaced.test(found)) return /[。！？，、]/u.test(before + after);
  const [front, back] = [wordsIn(before), wordsIn(after)];
  const others = front + back;
  if (others === 0 || isKeyOfRow(found, before, after)) return false;
  // Behind the tick of an entry the size of its first letter may be misread.
  const ticked = back === 0 && before.trim().length <= TICK && sameShape.test(found);
  if (isLower(found) && !isLower(wanted) && !ticked) return true;
  const closed = /[.!?]\s*$/u.test(after) && !/(?:\.{2,}|…)\s*$/u.test(after);
  return others >= WORDS || closed || (front > 0 && back > 0);
}

/** Whether a number or code begins or ends a row whose next cell begins with a capital: `1003 Oak Street Bakery`. */
function isKeyOfRow(found: string, before: string, after: string): boolean {
  const isCode = /\d/u.test(found) && !/\p{Ll}{2}/u.test(found);
  if (!isCode || (found.match(/[\p{L}\p{N}]/gu)?.length ?? 0) < 2) return false;
  const capital = /^[^\p{L}\p{N}]*\p{Lu}/u;
  if (wordsIn(before) === 0) return capital.test(after) && !/[.!?]\s*$/u.test(after);
  return wordsIn(after) === 0 && capital.test(before);
}

/** What stands behind the text up to a delimiter. */
function behind(after: string): string {
  return delimits.after.test(after) ? '' : after;
}

/** An address or the name of a file is one word. */
const wordsIn = (text: string): number => text.split(/\s+/u).filter((word) => /\p{L}/u.test(word)).length;

/** Ticks and boxes are read as so many characters at most. */
const TICK = 2;
/** A first letter whose small and large form differ by their size alone, which readers do not always see. */
const sameShape = /^[^\p{L}]*[ckopsuvwxz]/iu;

/** Whether the first letter is a small one. */
const isLower = (text: string): boolean => /^[^\p{L}]*\p{Ll}/u.test(text);
