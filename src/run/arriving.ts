import { DeskhandError, messageOf } from '../core/errors.js';
import { type FrameBox, frameBox, hull, overlaps } from '../core/geometry.js';
import { describeTarget } from '../core/target.js';
import { isTerminal } from '../policy/index.js';
import type { View } from '../ports.js';
import { loadPicture } from '../sight/picture.js';
import { fieldOf } from '../sight/place/field.js';
import { type Arrival, arrivalOf } from '../sight/typed/arrived.js';
import { marksIn } from '../sight/typed/marks.js';
import { meantPlaces, showsIn } from '../sight/typed/meant.js';
import { ownParts, titlesAt } from '../sight/typed/own.js';
import { merged } from '../sight/typed/places.js';
import { caretPlaces, readChanged } from '../sight/typed/read.js';
import type { Witness } from '../sight/typed/witness.js';
import type { Checked, TypedAct } from './contract.js';
import { look } from './look.js';
import type { RunPorts } from './run-ports.js';
import { activeWindow } from './surroundings.js';
import { LOOK_AGAIN_MS } from './timing.js';
import { visibleLetters } from './typed.js';

/** ISO 639-1 codes of the languages that are written in Chinese and Japanese signs. */
const EAST_ASIAN: readonly string[] = ['zh', 'ja'];

/** What so few characters show may be taken for a caret: then nobody can tell. */
const FEW = 2;
/** One or two letters are at most so wide and high, px. */
const SMALL = 160;
/** Room above and below a line, px. */
const ROW = 4;
/** A field that shows so many marks may be too short for the rest. */
const MANY = 16;

/**
 * Holds the promise of every typed text: it is seen where it was meant. Looks until it is, at most for as long as the
 * step may take, and writes down what was seen; nothing is ever typed again.
 */
export async function arriving(ports: RunPorts, typed: TypedAct, signal: AbortSignal): Promise<Checked> {
  const began = ports.clock.now();
  const { view, arrival } = await new Arriving(ports, typed, signal).untilSeen();
  const checked = {
    check: { changed: true },
    result: arrival.arrived ? 'holds' : arrival.unread === true ? 'unknown' : 'fails',
    typed: arrival.typed,
    detail: arrival.arrived ? arrival.detail : whyNot(arrival, typed.within),
  } as const;
  const ms = ports.clock.now() - began;
  await ports.journal.line({ type: 'check', act: typed.act, ...checked, frame: view.frame.id, ms });
  return checked;
}

/** What was seen of the text; `unread`: nobody could read. */
type Seen = Arrival & { readonly unread?: true };

/** What changed since before the act, where typed text may show, frame px. */
interface Changed {
  readonly boxes: readonly FrameBox[];
  /** Carets, and what changes by itself. */
  readonly leftOut: readonly FrameBox[];
  /** The windows in which something changed, by their titles. */
  readonly titles: readonly string[];
}

class Arriving {
  readonly #ports: RunPorts;
  readonly #typed: TypedAct;
  readonly #signal: AbortSignal;

  constructor(ports: RunPorts, typed: TypedAct, signal: AbortSignal) {
    this.#ports = ports;
    this.#typed = typed;
    this.#signal = signal;
  }

  async untilSeen(): Promise<{ readonly view: View; readonly arrival: Seen }> {
    const { clock, screen } = this.#ports;
    const deadline = clock.now() + this.#typed.within;
    let view = await look(this.#ports, { patience: 'key' }, this.#signal);
    let arrival = await this.#on(view, false);
    while (!arrival.arrived) {
      const withinMs = Math.min(Math.max(0, deadline - clock.now()), LOOK_AGAIN_MS);
      const change = await screen.nextChange(view.key, { withinMs }, this.#signal);
      // What is missing is missing only on a frame that is younger than the deadline.
      const isLast = clock.now() >= deadline;
      // A caret that blinks is no change, but what was misread beside it may be read without it.
      if (change === undefined && arrival.typed === 'nothing' && !isLast) continue;
      view = await look(this.#ports, { patience: 'none' }, this.#signal);
      arrival = await this.#on(view, isLast);
      if (isLast) break;
    }
    return { view, arrival };
  }

  /** What is seen of the text on a frame. The last look also reads what takes long, and what changes by itself. */
  async #on(view: View, isLast: boolean): Promise<Seen> {
    try {
      const calm = await this.#changed(view, undefined);
      const seen = await this.#seenIn(view, calm, false);
      if (seen.arrived || (seen.typed === 'other' && !isLast)) return seen;
      const { size } = view.frame;
      const all = await this.#changed(view, frameBox(0, 0, size.width, size.height));
      if (!isLast && all.boxes.length === calm.boxes.length) return seen;
      const noisy = await this.#seenIn(view, all, isLast);
      return noisy.arrived || seen.typed === 'nothing' ? noisy : seen;
    } catch (error) {
      this.#signal.throwIfAborted();
      return { typed: 'changed', arrived: false, unread: true, detail: problemOf(error) };
    }
  }

  async #changed(view: View, area: FrameBox | undefined): Promise<Changed> {
    const { before } = this.#typed;
    const around = { before: before.frame, after: view.frame };
    const { boxes, leftOut = [] } = await this.#ports.screen.compare(before.key, area, this.#signal);
    return {
      boxes: ownParts(boxes, around),
      leftOut: ownParts(leftOut, around),
      titles: titlesAt([...boxes, ...leftOut.filter((box) => ownParts([box], around).length === 0)], around),
    };
  }

  async #seenIn(view: View, changed: Changed, large: boolean): Promise<Seen> {
    const { text } = this.#typed;
    const few = typeof text === 'string' && visibleLetters(text) <= FEW;
    // So few letters may be taken for a caret.
    if (changed.boxes.length === 0) return few && changed.leftOut.length > 0 ? unclear : nothing(changed);
    const seen = await this.#textIn(view, changed, large);
    return seen.arrived && !(await this.#isWhereMeant(view, changed.boxes)) ? elsewhere(this.#typed) : seen;
  }

  async #textIn(view: View, changed: Changed, large: boolean): Promise<Seen> {
    const { text } = this.#typed;
    if (typeof text !== 'string') return this.#hidden(view, changed.boxes, text);
    const lines = await readChanged(
      { eyes: this.#ports.eyes, view, text },
      changed.boxes,
      large,
      this.#signal,
    );
    return arrivalOf(text, lines, this.#witness(view, changed.boxes, text));
  }

  /** Whether something changed in the field that was meant, which may stand elsewhere by now: pages scroll. */
  async #isWhereMeant(view: View, boxes: readonly FrameBox[]): Promise<boolean> {
    const { into } = this.#typed;
    if (into === undefined || showsIn(meantPlaces(into.sighting, view.frame.size), boxes)) return true;
    const located = await this.#ports.eyes.locate(view, into.target, this.#signal, 'text');
    if (located.found !== 'found') return false;
    const { box } = located.sighting;
    const control = fieldOf(box, await loadPicture(view.path));
    return showsIn(meantPlaces({ box, ...(control && { control }) }, view.frame.size), boxes);
  }

  #witness(view: View, boxes: readonly FrameBox[], text: string): Witness {
    const { eyes } = this.#ports;
    const { before } = this.#typed;
    const active = activeWindow(view.frame);
    const noCaretIn = caretPlaces(text, boxes);
    return {
      weigh: async (box, texts) => eyes.weigh?.(view, box, texts, this.#signal, { noCaretIn }),
      before: async (box) => {
        // Its whole row: a line is only found where its middle is.
        const row = frameBox(0, box.y - ROW, before.frame.size.width, box.height + 2 * ROW);
        const lines = await eyes.read(before, row, this.#signal, { noCaretIn });
        const words = lines.flatMap((line) => line.words).filter((word) => overlaps(word.box, box));
        return words.map((word) => word.text).join(' ');
      },
      answersLines: active !== undefined && isTerminal(active),
      readsEastAsian: (eyes.languages ?? EAST_ASIAN).some((code) => EAST_ASIAN.includes(code)),
      marks: () => this.#marks(view, boxes),
      isSmall: () => {
        const { width, height } = hull(boxes);
        return width <= SMALL && height <= SMALL;
      },
    };
  }

  /** A secret shows as many marks as it has letters; a field that is too short shows some of them. */
  async #hidden(
    view: View,
    boxes: readonly FrameBox[],
    text: Exclude<TypedAct['text'], string>,
  ): Promise<Seen> {
    const { secret, letters } = text;
    const shown = await this.#ports.secretShown?.(secret, view.key, boxes, this.#signal);
    if (shown === undefined) return { typed: 'changed', arrived: true, detail: 'the screen changed' };
    const arrived = shown === letters || (shown < letters && shown >= MANY);
    const detail = `${shown} dots or asterisks stand where ${letters} characters of the secret ${secret} were typed`;
    return { typed: shown === letters ? 'exact' : arrived ? 'partly' : 'other', arrived, detail };
  }

  async #marks(view: View, boxes: readonly FrameBox[]): Promise<number> {
    const picture = await loadPicture(view.path);
    return Math.max(0, ...merged(boxes).map((box) => marksIn(picture, box)));
  }
}

function problemOf(error: unknown): string {
  const problem = error instanceof DeskhandError ? error.message : messageOf(error);
  return `nobody knows whether the typed text is there, since reading it failed: ${problem}`;
}

const unclear: Seen = { typed: 'changed', arrived: true, detail: 'so few letters may be taken for a caret' };

function elsewhere({ into }: TypedAct): Seen {
  const field = into === undefined ? 'the field' : describeTarget(into.target);
  const detail = `it shows elsewhere, and nothing in the field of ${field}: see which one took the keyboard. Where the program shows it elsewhere by design, “expect” what shows the effect`;
  return { typed: 'other', arrived: false, detail };
}

function nothing({ titles }: Changed): Seen {
  const detail =
    titles.length === 0
      ? 'Nothing on the screen changed'
      : `Nothing that can be the text changed on the screen, only something in ${titles.map((title) => `“${title}”`).join(' and ')},`;
  return { typed: 'nothing', arrived: false, detail };
}

/** Why the text is not taken to be there, in whole sentences, and what to do. */
function whyNot({ typed, detail, unread }: Seen, within: number): string {
  if (unread) return `${detail}.`;
  const inTime = within > 0 ? `within ${within / 1000} s ` : '';
  if (typed === 'nothing') return `${detail} ${inTime}after the text was typed: ${CLICK}`;
  return `The typed text has not arrived: ${detail}. ${typed === 'other' ? '' : CHECK}`.trim();
}

const CLICK =
  'click the field first, or say “unseen: true” where a program shows nothing of what is typed, such as a ' +
  'password prompt.';
const CHECK =
  'See which window has the keyboard; say “unseen: true”, or “expect” what shows the effect, where a program does ' +
  'not show what is typed.';
