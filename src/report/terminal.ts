import { withoutControls } from './characters.js';

/** Styles a text; without colour the text as it is. */
export type Style = (text: string) => string;

export interface Palette {
  readonly bold: Style;
  readonly dim: Style;
  readonly red: Style;
  readonly green: Style;
  readonly yellow: Style;
  readonly cyan: Style;
}

/** The few styles that reports use. */
export function palette(colour: boolean): Palette {
  const style =
    (on: number, off: number): Style =>
    (text) =>
      colour && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return {
    bold: style(1, 22),
    dim: style(2, 22),
    red: style(31, 39),
    green: style(32, 39),
    yellow: style(33, 39),
    cyan: style(36, 39),
  };
}

/** Whether to colour: FORCE_COLOR (other than 0), then NO_COLOR, then what the terminal can. */
export function wantsColour(env: Readonly<Record<string, string | undefined>>, tty: boolean): boolean {
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '') return env.FORCE_COLOR !== '0';
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  return tty && env.TERM !== 'dumb';
}

/**
 * Text from outside (a screen, a model, a task) on one line and harmless: escapes, other control characters and
 * marks that turn the reading direction become visible, line breaks become spaces.
 */
export function harmless(text: string): string {
  return withoutControls(text.replace(/\s*[\r\n\t]+\s*/g, ' '));
}

/** Columns that a text takes in a terminal: marks none, East Asian and emoji two. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += /\p{M}/u.test(character) ? 0 : isWide(character) ? 2 : 1;
  return width;
}

/** The text cut to `columns`, with an ellipsis where something is missing. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = '';
  let width = 0;
  for (const character of text) {
    width += widthOf(character);
    if (width > columns - 1) break;
    kept += character;
  }
  return columns < 1 ? '' : `${kept}…`;
}

function isWide(character: string): boolean {
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u.test(
    character,
  );
}
