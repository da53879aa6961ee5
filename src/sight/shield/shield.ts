import { createHash } from 'node:crypto';
import { chordMovesFocus, textMovesFocus } from '../../core/focus.js';
import type { Mask } from '../../core/frame.js';
import { clip, type FrameBox, frameBox, grow, overlaps, type ScreenPoint } from '../../core/geometry.js';

import type { Hand, Look, Screen, Secrets } from '../../ports.js';
import { decodePicture } from '../picture.js';
import type { Reading } from '../reading.js';
import { marksIn } from '../typed/marks.js';
import { merged } from '../typed/places.js';
import { blackOut } from './black-out.js';
import { fieldAt, placeOf, type SecretField } from './field.js';
import { SHORTEST_SECRET, wordsShowing } from './secret-text.js';

/** Px around a word that are black with it: the reader's boxes are tight. */
const MARGIN = 3;

/** A screen whose pictures show no secret, and the hand and secrets that must be used with it. */
export interface Shielded {
  readonly screen: Screen;
  readonly hand: Hand;
  readonly secrets: Secrets;
  /**
   * How many characters of a secret that was typed are to be seen in some boxes of a kept frame, as dots or asterisks;
   * all of them where it can be read. Undefined without a secret.
   */
  readonly secretShown?: SecretShown;
}

export type SecretShown = (
  secret: string,
  key: number,
  boxes: readonly FrameBox[],
  signal: AbortSignal,
) => Promise<number>;

/**
 * Keeps secrets out of pictures: wherever the value of one can be read, and in the field that one was typed
 * into, every picture of the screen is black before anything else gets it. Pixels that are compared inside the
 * driver stay as they are.
 *
 * @param reading reads the frames; without it only the fields are blacked out, also where their border is not seen
 */
export function shielded(
  real: Shielded,
  values: Readonly<Record<string, string>>,
  reading: Reading | undefined,
): Shielded {
  if (Object.keys(values).length === 0) return real;
  const shield = new Shield(values, reading);
  return {
    secretShown: shield.counting(real.screen),
    screen: shield.over(real.screen),
    hand: shield.watching(real.hand),
    secrets: {
      names: real.secrets.names,
      reveal: (name) => {
        const value = real.secrets.reveal(name);
        shield.willBeTyped(name);
        return value;
      },
    },
  };
}

class Shield {
  /** What is black on each frame that the driver keeps. */
  private readonly masks = new Map<number, readonly Mask[]>();
  /** Secrets that could be read on each of them. */
  private readonly read = new Map<number, ReadonlySet<string>>();
  private fields: SecretField[] = [];
  /** Secrets that are about to be typed where the last click went, not yet looked for. */
  private typed: { secret: string; at: ScreenPoint; look: Look }[] = [];
  private clicked: ScreenPoint | undefined;
  private last: Look | undefined;

  constructor(
    private readonly values: Readonly<Record<string, string>>,
    private readonly reading: Reading | undefined,
  ) {}

  over(screen: Screen): Screen {
    return {
      look: async (patience, signal) => this.hide(await screen.look(patience, signal), signal),
      compare: (key, area, signal) => screen.compare(key, area, signal),
      nextChange: (key, options, signal) => screen.nextChange(key, options, signal),
      crop: async (key, box, signal) => {
        const png = await screen.crop(key, box, signal);
        const within = (this.masks.get(key) ?? []).filter((mask) => overlaps(mask.box, box));
        const moved = within.map(({ box: { x, y, width, height } }) =>
          frameBox(x - box.x, y - box.y, width, height),
        );
        return blackOut(png, moved, box);
      },
    };
  }

  counting(screen: Screen): SecretShown {
    return async (secret, key, boxes, signal) => {
      const { length } = [...(this.values[secret] ?? '')];
      if (this.read.get(key)?.has(secret)) return length;
      const counts = merged(boxes).map(async (box) => {
        const png = await screen.crop(key, box, signal);
        const picture = await decodePicture(png);
        return marksIn(picture, frameBox(0, 0, picture.width, picture.height));
      });
      return Math.max(0, ...(await Promise.all(counts)));
    };
  }

  watching(hand: Hand): Hand {
    return {
      ...hand,
      click: (at, options, signal) => {
        this.clicked = at;
        return hand.click(at, options, signal);
      },
      down: (at, options, signal) => {
        this.clicked = at;
        return hand.down(at, options, signal);
      },
      press: (chord, count, signal) => {
        if (chordMovesFocus(chord)) this.clicked = undefined;
        return hand.press(chord, count, signal);
      },
      type: (text, signal) => {
        if (textMovesFocus(text)) this.clicked = undefined;
        return hand.type(text, signal);
      },
    };
  }

  willBeTyped(secret: string): void {
    if (this.clicked !== undefined && this.last !== undefined) {
      this.typed.push({ secret, at: this.clicked, look: this.last });
    }
  }

  private async hide(look: Look, signal: AbortSignal): Promise<Look> {
    this.last = look;
    const read = await this.inText(look, signal);
    const masks = [...(await this.inFields(look)), ...read];
    this.read.set(look.key, new Set(read.map(({ secret }) => secret)));
    this.masks.set(look.key, masks);
    if (masks.length === 0) return look;
    const png = await blackOut(
      look.png,
      masks.map(({ box }) => box),
      look.size,
    );
    return { ...look, png, masks };
  }

  private async inText({ png, size }: Look, signal: AbortSignal): Promise<Mask[]> {
    const sought = Object.entries(this.values).filter(([, value]) => value.length >= SHORTEST_SECRET);
    if (this.reading === undefined || sought.length === 0) return [];
    const key = createHash('sha256').update(png).digest('hex');
    const lines = await this.reading.read({ key, png }, { signal });
    return lines.flatMap((line) =>
      sought.flatMap(([secret, value]) =>
        wordsShowing(value, line).flatMap((box) => inside(grow(box, MARGIN), size, secret)),
      ),
    );
  }

  private async inFields(look: Look): Promise<Mask[]> {
    const typed = this.typed.splice(0);
    for (const { secret, at, look: before } of typed) {
      const field = await fieldAt(at, before, secret);
      // What has no border is left to the reader where there is one: nobody would see that it has gone.
      if (field?.bordered || (field && this.reading === undefined)) this.fields.push(field);
    }
    if (this.fields.length === 0) return [];
    const picture = await decodePicture(look.png);
    const placed = this.fields.map((field) => ({ field, box: placeOf(field, look, picture) }));
    this.fields = placed.filter(({ box }) => box !== undefined).map(({ field }) => field);
    return placed.flatMap(({ field, box }) =>
      box === undefined ? [] : inside(box, look.size, field.secret),
    );
  }
}

function inside(box: FrameBox, size: Look['size'], secret: string): Mask[] {
  const clipped = clip(box, size);
  return clipped === undefined ? [] : [{ box: clipped, secret }];
}
