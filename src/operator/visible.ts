/**
 * Text from a screen, made harmless for a terminal: control characters become their pictures, invisible
 * ones (such as those that turn the reading direction) a box, and the text is cut to `most` characters.
 */
export function visible(text: string, most = 300): string {
  const shown = text
    .replace(/\p{Cc}/gu, (sign) => (sign < ' ' ? String.fromCodePoint(0x2400 + sign.charCodeAt(0)) : '�'))
    .replace(/[\u2028\u2029]|\p{Cf}|\p{Cs}/gu, '�');
  const letters = [...shown];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : shown;
}
