/**
 * Splits instructions into single ones: at line ends, semicolons, full stops, “then”, and at “and” or a comma
 * that is followed by another verb. Text in quotes is never split, and neither are numbers such as 3.50 or
 * names such as report.txt.
 */
export function splitInstructions(text: string, isVerb: (word: string) => boolean): string[] {
  const { masked, quotes } = maskQuotes(text);
  return masked
    .replace(LIST_MARK, '')
    .split(/\n+|;\s*|\.(?=\s|$)|,?\s+(?:and\s+)?then\s+/iu)
    .flatMap((part) => splitAtVerbs(part, isVerb))
    .map((part) => unmask(part, quotes).trim())
    .filter((part) => part !== '');
}

/** A bullet or number at the beginning of a line. */
const LIST_MARK = /^\s*(?:[-*•]|\d+[.)])\s+/gmu;

function splitAtVerbs(part: string, isVerb: (word: string) => boolean): string[] {
  const pieces: string[] = [];
  let rest = part;
  const joint = /,?\s+and\s+|,\s+/giu;
  for (let match = joint.exec(rest); match !== null; match = joint.exec(rest)) {
    const after = rest.slice(match.index + match[0].length);
    const word = /^[\p{L}-]+/u.exec(after)?.[0] ?? '';
    if (!isVerb(word.toLowerCase())) continue;
    pieces.push(rest.slice(0, match.index));
    rest = after;
    joint.lastIndex = 0;
  }
  return [...pieces, rest];
}

const QUOTED = /"([^"]*)"|“([^”]*)”|‘([^’]*)’|«([^»]*)»|(?<=^|\s)'([^']*)'(?=$|[\s.,;])/gu;

function maskQuotes(text: string): { masked: string; quotes: string[] } {
  const quotes: string[] = [];
  const masked = text.replace(QUOTED, (whole) => `\uE000${quotes.push(whole) - 1}\uE001`);
  return { masked, quotes };
}

function unmask(text: string, quotes: readonly string[]): string {
  return text.replace(/\uE000(\d+)\uE001/gu, (_, index: string) => quotes[Number(index)] ?? '');
}

/** Takes the quotes off a quoted text; other text is answered trimmed. */
export function unquote(text: string): string {
  const trimmed = text.trim();
  const match = /^(?:"([^"]*)"|“([^”]*)”|‘([^’]*)’|«([^»]*)»|'([^']*)')$/u.exec(trimmed);
  return match ? (match.slice(1).find((group) => group !== undefined) ?? '') : trimmed;
}
