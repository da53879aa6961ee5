/**
 * Control characters other than tab and line feed, marks that turn the reading direction, and what XML cannot
 * hold. Written as text because a pattern may not hold control characters.
 */
const HARMFUL = new RegExp(
  '[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff\\ufffe\\uffff]' +
    '|[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]',
  'g',
);

/** The text with harmful characters made visible: C0 controls as their pictures (␛), the rest as �. */
export function withoutControls(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(HARMFUL, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\ufffd';
  });
}
