/** Tokens of a text, estimated: a Chinese or Japanese character is one, other text has 3.5 characters a token. */
export function textTokens(text: string): number {
  const wide = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  return wide + Math.ceil((text.length - wide) / 3.5);
}
