/**
 * Cuts a command line at its spaces, as people write it: quotes keep a word together, and so does `${…}`.
 * No shell is involved. It is cut before expressions are evaluated, so that a value is never cut.
 */
export function splitCommand(line: string): string[] {
  const words: string[] = [];
  let word = '';
  let begun = false;
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    if (line.startsWith('${', at)) {
      const end = line.indexOf('}', at);
      const expression = line.slice(at, end < 0 ? line.length : end + 1);
      word += expression;
      begun = true;
      at += expression.length - 1;
    } else if (quote !== '') {
      if (character === quote) quote = '';
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      begun = true;
    } else if (/\s/.test(character)) {
      if (begun) words.push(word);
      word = '';
      begun = false;
    } else {
      word += character;
      begun = true;
    }
  }
  if (begun) words.push(word);
  return words;
}
