import { DeskhandError } from '../core/errors.js';
import { type FrameBox, frameBox, grow, overlaps } from '../core/geometry.js';
import type { Patience, View } from '../ports.js';
import { type Evidence, evidenceIn, isNear } from '../sight/typed/evidence.js';
import { type Around, ownParts, titlesAt, windowsAnswered } from '../sight/typed/own.js';
import { LOOK_AGAIN_MS } from './check.js';
import type { Checked } from './context.js';
import { look } from './look.js';
import type { ReadBacks } from './read-back.js';
import type { RunPorts } from './run-ports.js';
import { type TypedAct, visibleLetters } from './typed.js';

/** What so few characters show may be taken for a caret or for noise: then nobody can tell. */
const FEW = 2;
/** A doubtful change is the effect of the typing when it stays for so long, ms: clocks tick within it. */
const STAYS_MS = 1600;

/** What is not further from something that moves belongs to it, px. */
const BESIDE = 24;
/** Carets are at most so wide, px. */
const CARET_WIDTH = 4;

/** The first look after an act, and the promise that typed text shows, when it was broken. */
export interface Looked {
  readonly view: View;
  readonly broken?: Checked;
}

/**
 * Looks at the screen as soon as it is calm. After a text was typed it also finds out whether it shows: where
 * the screen changed is read at the end, and where nothing changed that can be the text it is waited for; nothing
 * is ever typed again.
 */
export async function lookAfter(
  ports: RunPorts,
  { patience, typed }: { patience: Patience; typed?: TypedAct },
  readBacks: ReadBacks,
  signal: AbortSignal,
): Promise<Looked> {
  const view = await look(ports, { patience }, signal);
  return typed === undefined ? { view } : new Showing(ports, typed, readBacks, signal).from(view);
}

/** What the changes since before the act come to. */
interface Weighed {
  /** Unknown: nobody can tell. */
  readonly evidence: Evidence | 'unknown';
  /** Where the text may show. */
  readonly boxes: readonly FrameBox[];
  /** Everything that changed, wherever and whatever it is, carets too. */
  readonly all: readonly FrameBox[];
  /** The windows in which something changed, by their titles; where the text may show carets are left out. */
  readonly titles: readonly string[];
}

const unknown: Weighed = { evidence: 'unknown', boxes: [], all: [], titles: [] };

/** Waits until one typed text shows. */
class Showing {
  readonly #ports: RunPorts;
  readonly #typed: TypedAct;
  readonly #readBacks: ReadBacks;
  readonly #signal: AbortSignal;
  readonly #letters: number | undefined;
  /** What changed from one look to the next, and when, ms. */
  readonly #moves: { readonly box: FrameBox; readonly at: number }[] = [];

  constructor(ports: RunPorts, typed: TypedAct, readBacks: ReadBacks, signal: AbortSignal) {
    this.#ports = ports;
    this.#typed = typed;
    this.#readBacks = readBacks;
    this.#signal = signal;
    this.#letters = typed.text === undefined ? undefined : visibleLetters(typed.text);
  }

  /** Looks again and again, from the first look after the act on. */
  async from(first: View): Promise<Looked> {
    const { clock, screen } = this.#ports;
    const { text, within, promises } = this.#typed;
    const began = clock.now();
    const mayTake = text !== undefined && promises === 'none' ? within : 0;
    let view = first;
    let doubtfulFrom: number | undefined;
    for (;;) {
      const weighed = await this.#weigh(view);
      const ms = clock.now() - began;
      if (weighed.evidence === 'unknown') return { view };
      if (weighed.evidence === 'doubtful') doubtfulFrom ??= ms;
      const over = ms >= mayTake;
      if (weighed.evidence === 'shown' || this.#stays(weighed, doubtfulFrom, over ? undefined : ms)) {
        this.#readBacks.begin(this.#typed, view, weighed.boxes, ms);
        return { view };
      }
      if (over) return this.#notSeen(view, weighed, mayTake, ms);
      await screen.nextChange(view.key, { withinMs: Math.min(mayTake - ms, LOOK_AGAIN_MS) }, this.#signal);
      await this.#noteMoves(view, clock.now() - began);
      view = await look(this.#ports, { patience: 'none' }, this.#signal);
    }
  }

  /** Whether something doubtful has stayed as it is; when the time is over, for as long as it was there. */
  #stays({ evidence, boxes }: Weighed, from: number | undefined, now: number | undefined): boolean {
    if (evidence !== 'doubtful' || from === undefined) return false;
    return boxes.some((box) => {
      const last = this.#movesOf(box).at(-1) ?? 0;
      return now === undefined ? !this.#keepsMoving(box) : now - Math.max(from, last) >= STAYS_MS;
    });
  }

  /** When something there changed from one look to the next, ms; the digits of a clock are one thing. */
  #movesOf(box: FrameBox): number[] {
    return this.#moves.filter((move) => overlaps(grow(move.box, BESIDE), box)).map(({ at }) => at);
  }

  /** A text that comes late moves once. */
  #keepsMoving(box: FrameBox): boolean {
    return new Set(this.#movesOf(box)).size > 1;
  }

  async #noteMoves(last: View, at: number): Promise<void> {
    const { boxes, leftOut = [] } = await this.#ports.screen.compare(last.key, wholeOf(last), this.#signal);
    // What is known to move by itself does so, but the caret behind a text is no part of it.
    const known = leftOut.filter(({ width }) => width > CARET_WIDTH);
    this.#moves.push(...[...boxes, ...known].map((box) => ({ box, at })));
  }

  async #weigh(view: View): Promise<Weighed> {
    const { before } = this.#typed;
    const around = { before: before.frame, after: view.frame };
    try {
      const calm = await this.#ports.screen.compare(before.key, undefined, this.#signal);
      const own = ownParts(calm.boxes, around);
      const evidence = windowsAnswered(around) ? 'shown' : this.#evidenceIn(own);
      if (evidence === 'shown') return { evidence, boxes: own, all: calm.boxes, titles: [] };
      return await this.#withNoise(own, around);
    } catch (error) {
      if (error instanceof DeskhandError && error.code === 'frame-gone') return unknown;
      throw error;
    }
  }

  /** Text may have been typed into what changes by itself: it counts where it is not known to be elsewhere. */
  async #withNoise(calm: readonly FrameBox[], around: Around): Promise<Weighed> {
    const { before, clicked } = this.#typed;
    const { boxes, leftOut = [] } = await this.#ports.screen.compare(
      before.key,
      wholeOf(before),
      this.#signal,
    );
    const noisy = ownParts(boxes, around).filter((box) => clicked === undefined || isNear(box, clicked));
    const own = [...calm, ...noisy];
    const evidence = this.#evidenceIn(own);
    const few = this.#letters !== undefined && this.#letters <= FEW;
    const caret = few && ownParts(leftOut, around).length > 0;
    return {
      evidence: evidence === 'none' && caret ? 'unknown' : evidence,
      boxes: own,
      all: [...boxes, ...leftOut],
      titles: titlesAt([...boxes, ...leftOut.filter((box) => ownParts([box], around).length === 0)], around),
    };
  }

  /** What comes or moves while it is looked at is doubtful at best, whatever its size, except in the field itself. */
  #evidenceIn(boxes: readonly FrameBox[]): Evidence {
    const { clicked } = this.#typed;
    const wanted = { letters: this.#letters, clicked };
    const counts = (box: FrameBox): boolean =>
      this.#movesOf(box).length === 0 || (clicked !== undefined && isNear(box, clicked));
    const evidence = evidenceIn(boxes.filter(counts), wanted);
    return evidence === 'none' && boxes.length > 0 ? 'doubtful' : evidence;
  }

  /** The last chance: the text itself is looked for wherever something changed. */
  async #notSeen(view: View, { all, titles }: Weighed, waited: number, ms: number): Promise<Looked> {
    const { promises, text } = this.#typed;
    const asked = text !== undefined && promises === 'none';
    if (asked && (await this.#readBacks.isRead(text, view, all, this.#signal))) {
      this.#readBacks.begin(this.#typed, view, all, ms);
      return { view };
    }
    const broken = await this.#nothingShows(view, nothingBut(titles), waited, ms);
    return { view, ...(broken && { broken }) };
  }

  /** Writes it down: text without another promise should have shown, of anything else it is only worth a note. */
  async #nothingShows(view: View, what: string, waited: number, ms: number): Promise<Checked | undefined> {
    const { act, text, secret, promises } = this.#typed;
    const { journal } = this.#ports;
    if (text === undefined || promises === 'held') {
      const typed = secret === undefined ? 'the text' : `the secret ${secret}`;
      await journal.line({ type: 'note', text: `${what} after ${typed} was typed.` });
      return undefined;
    }
    const detail = `${what} within ${waited / 1000} s after the text was typed: ${NEXT}`;
    const broken = { check: { changed: true }, result: 'fails', typed: 'nothing', detail } as const;
    await journal.line({ type: 'check', act, ...broken, frame: view.frame.id, ms });
    return broken;
  }
}

function wholeOf({ frame: { size } }: View): FrameBox {
  return frameBox(0, 0, size.width, size.height);
}

function nothingBut(titles: readonly string[]): string {
  if (titles.length === 0) return 'Nothing on the screen changed';
  return `Nothing that can be the text changed on the screen, only something in ${titles.map((title) => `“${title}”`).join(' and ')},`;
}

const NEXT =
  'click the field first, or say “unseen: true” where a program shows nothing of what is typed, such as a ' +
  'password prompt.';
