import { readAction } from '../actions/index.js';
import type { Decision } from '../core/action.js';
import { DeskhandError } from '../core/errors.js';
import { encloses, type FrameBox, frameBox, grow, hull } from '../core/geometry.js';
import type { View } from '../ports.js';
import type { ActInput } from './contract.js';
import type { RunPorts } from './run-ports.js';

/** So long after an input its effect is waited for where nothing has promised one, ms. */
const REACTION_MS = 1500;
/** A wheel that shows nothing is at the end of its way more often than late, ms. */
const WHEEL_MS = 500;
/** So long after a busy application has dealt with an input it may still paint, ms. */
const PAINT_MS = 300;
/** A button that looks pressed and a caret that moves show within this time, ms. */
const PRESS_MS = 200;
/** ms between two looks at whether something has changed. */
const POLL_MS = 40;

/** What changes beside a clicked control belongs to it: its focus ring, its shadow; logical px. */
const BESIDE = 12;
/** Half the side of what a click without a sighting acts on, logical px. */
const REACH = 24;
/** A caret, a block cursor or a single letter is no larger, logical px. */
const SMALL = { width: 24, height: 40 };
/** One control, such as a button that looks pressed, is no larger, logical px. */
const CONTROL = { width: 400, height: 48 };

/** Chords that need not show anything: copying, saving, moving the caret, closing what may not be open. */
const QUIET =
  /^(?:ctrl\+(?:a|c|s|insert)|(?:(?:ctrl|shift|alt)\+)*(?:left|right|up|down|home|end|pageup|pagedown|escape|ctrl|shift|alt|super))$/;

/** Deeds whose word about the screen is taken for true. */
const TRUSTING = new Set(['read', 'check']);

/** What of an input's effect was seen: nothing, only what any press shows where it acts, or more. */
type Shown = 'nothing' | 'own' | 'more';

/** An input whose effect was not seen on any frame yet. */
interface Pending {
  readonly summary: string;
  readonly step: string | undefined;
  /** The frame that it was decided on. */
  readonly before: View;
  /** Monotonic ms when the hand was done. */
  readonly at: number;
  readonly withinMs: number;
  /** Where the press itself shows, frame px; undefined for keys, which act where the focus is. */
  readonly own: FrameBox | undefined;
  /** Nothing may show of it, and that is no fault. */
  readonly quiet: boolean;
  /** As far as the last look shows it. */
  readonly shown: Shown;
}

/**
 * Sees to it that the screen shows what an input has done before anybody trusts it: a reading, a check and the next
 * step's input come after the first change that is more than the pressed look of a button or a caret that moved.
 * Where none comes within a moment, that is written down.
 */
export class Reactions {
  readonly #ports: RunPorts;
  #pending: Pending | undefined;

  constructor(ports: RunPorts) {
    this.#ports = ports;
  }

  /** To be told of every act that was done. */
  acted({ decision, view }: ActInput): void {
    const read = readAction(decision.action);
    if (!read.ok || (read.deed.kind !== 'input' && read.deed.kind !== 'machine')) return;
    this.#pending = undefined;
    const { name, input } = decision.action;
    if (read.deed.kind === 'machine' || name === 'move' || name === 'hold') return;
    const { chords, points, typed } = read.deed.traits(read.input);
    // What is typed without Return has its own promise: that it shows.
    if (name === 'type' && input.enter !== true && !(typed ?? '').endsWith('\n')) return;
    this.#pending = {
      summary: read.deed.summary(read.input),
      step: decision.step,
      before: view,
      at: this.#ports.clock.now(),
      withinMs: name === 'scroll' ? WHEEL_MS : REACTION_MS,
      own: name === 'click' ? ownOf(decision, points[0], view.frame.scale) : undefined,
      quiet: name === 'scroll' || name === 'type' || chords.some((chord) => QUIET.test(chord.join('+'))),
      shown: 'nothing',
    };
  }

  /** To be told of every look: a frame that shows the effect ends the waiting for it. */
  async looked(view: View, signal: AbortSignal): Promise<void> {
    const pending = this.#pending;
    if (pending === undefined) return;
    const shown = await this.#shown(pending, signal);
    if (shown === 'nothing' || !(await this.#isStill(view, signal))) return;
    this.#pending = shown === 'more' ? undefined : { ...pending, shown };
  }

  /**
   * Waits until the screen shows what the last input has done, when the act that was decided on trusts the screen.
   * Answers why the frame that it was decided on is too old; undefined when it is not.
   */
  async awaited({ decision, act }: ActInput, signal: AbortSignal): Promise<string | undefined> {
    const pending = this.#pending;
    const trust = pending && trustOf(decision, pending);
    if (pending === undefined || trust === undefined) return undefined;
    const { clock } = this.#ports;
    const deadline = await this.#deadline(pending, signal);
    let shown: Shown = pending.shown;
    for (let stillAt = pending.at; ; ) {
      const now = clock.now();
      const before = shown;
      shown = await this.#shown(pending, signal);
      // The look of a press comes at once: what comes later is its effect, however small.
      const late = before === 'nothing' && shown === 'own' && stillAt >= pending.at + PRESS_MS;
      if (shown === 'nothing') stillAt = now;
      if (shown === 'more' || late || (trust === 'any' && shown === 'own') || now >= deadline) break;
      await clock.sleep(POLL_MS, signal);
    }
    this.#pending = undefined;
    if (shown !== pending.shown) return `the effect of “${pending.summary}” came after the look`;
    if (shown === 'nothing' && !pending.quiet) await this.#noteSilence(pending, act);
    return undefined;
  }

  /** A busy application is waited for first: it paints once it has dealt with the input. */
  async #deadline({ at, withinMs }: Pending, signal: AbortSignal): Promise<number> {
    const { hand, clock } = this.#ports;
    try {
      await hand.answered(undefined, signal);
    } catch (error) {
      // Whoever comes next meets the same, and tells it.
      if (!(error instanceof DeskhandError && error.code === 'application-hangs')) throw error;
    }
    return Math.max(at + withinMs, Math.min(clock.now(), at + 10 * REACTION_MS) + PAINT_MS);
  }

  async #noteSilence({ summary, at }: Pending, act: number): Promise<void> {
    const seconds = ((this.#ports.clock.now() - at) / 1000).toFixed(1);
    const text = `Nothing on the screen has changed within ${seconds} s after “${summary}”; act ${act} takes the screen as it is.`;
    await this.#ports.journal.line({ type: 'note', text });
  }

  async #shown({ before, own, shown }: Pending, signal: AbortSignal): Promise<Shown> {
    try {
      const { boxes, windows } = await this.#ports.screen.compare(before.key, undefined, signal);
      if (windows !== undefined) return 'more';
      if (boxes.length === 0) return shown;
      const { scale } = before.frame;
      const large = boxes.filter((box) => !isWithin(box, SMALL, scale));
      const others = own === undefined ? large : large.filter((box) => !encloses(own, box));
      if (others.length === 0) return 'own';
      return own === undefined && isWithin(hull(others), CONTROL, scale) ? 'own' : 'more';
    } catch (error) {
      // So much was looked at since that nobody can tell any more.
      if (error instanceof DeskhandError && error.code === 'frame-gone') return 'more';
      throw error;
    }
  }

  /** Whether the screen is still what the view shows, so that what is seen now is seen on it. */
  async #isStill({ key }: View, signal: AbortSignal): Promise<boolean> {
    return (await this.#ports.screen.compare(key, undefined, signal)).same;
  }
}

/**
 * How much of the effect an act needs to see: all of it to read or check; anything at all before the next step's
 * input, where the target itself is compared once more; nothing within a step, or where nothing need show.
 */
function trustOf(decision: Decision, pending: Pending): 'all' | 'any' | undefined {
  const read = readAction(decision.action);
  if (!read.ok) return undefined;
  if (TRUSTING.has(read.deed.name)) return 'all';
  if (read.deed.kind !== 'input' || decision.origin !== 'author') return undefined;
  if (pending.quiet || pending.shown !== 'nothing' || pending.step === decision.step) return undefined;
  return 'any';
}

function ownOf({ sighting }: Decision, point: { x: number; y: number } | undefined, scale: number) {
  const box = sighting?.control ?? sighting?.box;
  if (box !== undefined && sighting?.rung !== 'point') return grow(box, BESIDE * scale);
  if (point === undefined) return undefined;
  const reach = REACH * scale;
  return frameBox(point.x - reach, point.y - reach, 2 * reach, 2 * reach);
}

function isWithin(box: FrameBox, size: { width: number; height: number }, scale: number): boolean {
  return box.width <= size.width * scale && box.height <= size.height * scale;
}
