import { DeskhandError } from '../core/errors.js';
import type { Size } from '../core/geometry.js';
import type { Profile } from './profiles/index.js';
import type { Counted } from './usage.js';

/** A picture of a request: its size, and the tokens that the profile says it costs. */
export interface Expected {
  readonly sent: Size;
  readonly tokens: number;
}

/** Servers differ in whether they count the marks around a picture, tokens. */
const MARKS = 2;
/** No tokenizer makes fewer tokens of the text that is sent; English and JSON have about 4 letters a token. */
const MOST_LETTERS_PER_TOKEN = 8;

/**
 * Compares the tokens that the server counted for the pictures with the computed ones. Another number means
 * that the server resized the picture or runs another kind of model, and then nobody knows where points lie.
 *
 * @param letters of everything that was sent besides the pictures
 * @throws DeskhandError `wrong-world`, which ends the run before anything is touched
 */
export function checkImageTokens(
  profile: Profile,
  counted: Counted,
  expected: readonly Expected[],
  letters: number,
): void {
  const wanted = expected.reduce((sum, { tokens }) => sum + tokens, 0);
  if (counted.image !== undefined) {
    if (Math.abs(counted.image - wanted) <= MARKS * expected.length) return;
    throw wrongWorld(
      profile,
      `counted ${counted.image} image tokens where ${wanted} were sent`,
      expected,
      counted.image,
    );
  }
  // A picture that was shrunk moves no points that are thousandths of its sides.
  if (profile.space !== 'absolute') return;
  // Without a separate count, only a prompt that is smaller than its own pictures and text proves anything.
  const text = Math.floor(letters / MOST_LETTERS_PER_TOKEN);
  const least = wanted - MARKS * expected.length + text;
  if (counted.input !== undefined && counted.input > 0 && counted.input < least) {
    throw wrongWorld(
      profile,
      `counted ${counted.input} tokens in all, fewer than the ${wanted} of the pictures and at least ${text} of the text`,
      expected,
      undefined,
    );
  }
}

function wrongWorld(
  profile: Profile,
  what: string,
  expected: readonly Expected[],
  image: number | undefined,
): DeskhandError {
  const factor = image === undefined ? undefined : factorFrom(expected, image);
  const reveals =
    factor === undefined || factor === profile.factor
      ? 'The server resizes the pictures.'
      : `That fits blocks of ${factor} px, those of a model with ${factor === 28 ? 'absolute' : 'relative'} points; the profile says ${profile.factor}.`;
  return new DeskhandError(
    'environment',
    'wrong-world',
    `The profile of ${profile.model} does not fit the server: it ${what}. ${reveals}`,
    {
      hint: 'Nothing was clicked. Look at --model and --base-url; deskhand doctor --calibrate measures where the model points.',
    },
  );
}

/** The block size at which these pictures would cost so many tokens. */
function factorFrom(expected: readonly Expected[], image: number): number | undefined {
  return [28, 32].find((factor) => {
    const tokens = expected.reduce(
      (sum, { sent }) => sum + Math.round(sent.width / factor) * Math.round(sent.height / factor) + MARKS,
      0,
    );
    return Math.abs(tokens - image) <= Math.max(MARKS * expected.length, tokens * 0.02);
  });
}
