import { setTimeout as sleep } from 'node:timers/promises';
import type { Key } from '@nut-tree-fork/nut-js';
import { DeskhandError } from '../../../core/errors.js';
import type { ScreenPoint } from '../../../core/geometry.js';
import { modifierKeys } from '../../../core/keys.js';
import type { Button, Hand } from '../../../ports.js';
import type { PressingHand } from '../settle/noted.js';
import { pause } from '../x11/hand/pause.js';
import { nutKey } from './keys.js';
import { type NutLibrary, nutLibrary } from './library.js';
import { type Bounds, NutPointer, type PointerGuard } from './pointer.js';

/** What nut-js types rightly everywhere; the rest goes through the clipboard. */
const plain = /^[A-Za-z0-9 ]*$/;

/** ms between a click and the keys after it: sooner, the window or field that was clicked may not have the focus yet. */
const focusMs = 100;

/**
 * ms that a drag stays at its first point, takes, and stays at its last, where nothing is told: these systems tell
 * nobody when an application has taken a move in, and drop targets refuse what is dropped before they have answered.
 */
const holdMs = 150;
const dragMs = 400;
const hoverMs = 350;

/** ms that the clipboard gets to take a text. */
const clipboardMs = 3000;

/** ms that an application gets to take a paste before the clipboard is put back. */
const pasteMs = 1200;

/**
 * The whole hand by nut-js, for systems without X. Unproven on Windows and macOS: there it is type-checked
 * only. The clipboard is put back as text; pictures and files in it are lost when a text needs the paste.
 *
 * @param bounds what the pointer can reach; without it, the primary screen
 * @param guard is told of every move of the pointer
 */
export async function openNutHand(bounds?: Bounds, guard?: PointerGuard): Promise<PressingHand> {
  const nut = await nutLibrary();
  const reach = async (): Promise<Bounds> =>
    bounds ?? { x: 0, y: 0, width: await nut.screen.width(), height: await nut.screen.height() };
  return new NutHand(nut, new NutPointer(nut, reach, guard));
}

class NutHand implements PressingHand {
  readonly #nut: NutLibrary;
  readonly #pointer: NutPointer;
  /** Keys that a `down` holds until its `up`. */
  readonly #held: Key[] = [];
  /** When a button was let go last. */
  #clickedAt = Number.NEGATIVE_INFINITY;

  constructor(nut: NutLibrary, pointer: NutPointer) {
    this.#nut = nut;
    this.#pointer = pointer;
  }

  async click(...[at, { button, count, modifiers }, signal]: Parameters<Hand['click']>): Promise<void> {
    signal.throwIfAborted();
    const keys = this.#keys(modifiers);
    await this.#pointer.put(at);
    await this.#holding(keys, () => this.#pointer.click(button, count, signal));
    this.#clickedAt = performance.now();
  }

  async move(at: ScreenPoint, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await this.#pointer.put(at);
  }

  async drag(...[path, options, signal]: Parameters<Hand['drag']>): Promise<void> {
    signal.throwIfAborted();
    const [first] = path;
    if (first === undefined || path.length < 2) {
      throw new DeskhandError('failed', 'bad-path', 'A drag needs at least two points.');
    }
    const keys = this.#keys(options.modifiers);
    await this.#pointer.put(first);
    await this.#holding(keys, () =>
      this.#withButton(options.button, async () => {
        await pause(options.holdMs ?? holdMs, signal);
        await this.#pointer.walk(path, options.durationMs ?? dragMs, signal);
        await pause(options.hoverMs ?? hoverMs, signal);
      }),
    );
  }

  async scroll(...[at, { direction, notches }, signal]: Parameters<Hand['scroll']>): Promise<void> {
    signal.throwIfAborted();
    if (at !== undefined) await this.#pointer.put(at);
    for (let i = 0; i < notches; i++) {
      signal.throwIfAborted();
      await this.#pointer.notch(direction);
    }
  }

  async type(text: string, signal: AbortSignal): Promise<void> {
    const { Key: keys } = this.#nut;
    await this.#focus(signal);
    for (const piece of text.split(/(\r?\n|\t)/)) {
      signal.throwIfAborted();
      if (piece === '\t') await this.#nut.keyboard.type(keys.Tab);
      else if (piece.endsWith('\n')) await this.#nut.keyboard.type(keys.Return);
      else if (/\p{Cc}/u.test(piece)) throw untypable();
      else if (plain.test(piece)) await this.#typePlain(piece, signal);
      else await this.#pasteBy(this.#pasteChord(), piece);
    }
  }

  /** The system tells nobody when a paste was taken, and no history is asked to leave the text out. */
  async paste(...[text, { keys }, signal]: Parameters<Hand['paste']>): Promise<void> {
    await this.#focus(signal);
    await this.#pasteBy(keys === undefined ? this.#pasteChord() : this.#keys(keys), text);
  }

  async press(chord: readonly string[], count: number, signal: AbortSignal): Promise<void> {
    const keys = this.#keys(chord);
    await this.#focus(signal);
    for (let i = 0; i < count; i++) {
      signal.throwIfAborted();
      await this.#nut.keyboard.type(...keys);
    }
  }

  async hold(...[what, ms, signal]: Parameters<Hand['hold']>): Promise<void> {
    signal.throwIfAborted();
    const wait = (): Promise<void> => pause(ms, signal);
    if ('keys' in what) {
      await this.#holding(this.#keys(what.keys), wait);
      return;
    }
    await this.#pointer.put(what.at);
    await this.#withButton(what.button, wait);
  }

  async down(...[at, { button, modifiers }, signal]: Parameters<Hand['down']>): Promise<void> {
    signal.throwIfAborted();
    const keys = this.#keys(modifiers);
    await this.#pointer.put(at);
    for (const key of keys) await this.#nut.keyboard.pressKey(key);
    this.#held.push(...keys);
    await this.#pointer.press(button);
  }

  async up(...[at, { button }, signal]: Parameters<Hand['up']>): Promise<void> {
    try {
      await this.#pointer.walk([await this.#pointer.where(), at], dragMs, signal);
      await pause(hoverMs, signal);
    } finally {
      await this.#pointer.release(button);
      for (const key of this.#held.splice(0).toReversed()) await this.#nut.keyboard.releaseKey(key);
      this.#clickedAt = performance.now();
    }
  }

  /** These systems do not tell within an act who has the keyboard; the last look before it has to do. */
  watch(): Promise<void> {
    return Promise.resolve();
  }

  /** These systems tell nobody which keys are down, so everything that could be is released. */
  async release(): Promise<void> {
    this.#held.length = 0;
    // What cannot be pressed here is never down.
    const keys = modifierKeys.flatMap((name) => nutKey(this.#nut, name) ?? []);
    for (const key of keys) await this.#nut.keyboard.releaseKey(key);
    for (const button of ['left', 'middle', 'right'] as const) await this.#pointer.release(button);
  }

  /** These systems tell nobody when a click has moved the focus, so keys wait a moment for it. */
  async #focus(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const left = this.#clickedAt + focusMs - performance.now();
    if (left > 0) await pause(left, signal);
  }

  async #typePlain(text: string, signal: AbortSignal): Promise<void> {
    for (const symbol of text) {
      signal.throwIfAborted();
      await this.#nut.keyboard.type(symbol);
    }
  }

  #pasteChord(): Key[] {
    const { Key: keys } = this.#nut;
    return [process.platform === 'darwin' ? keys.LeftCmd : keys.LeftControl, keys.V];
  }

  /** Pastes a text and puts the text that was in the clipboard back. */
  async #pasteBy(chord: readonly Key[], text: string): Promise<void> {
    const { clipboard, keyboard } = this.#nut;
    const before = await clipboard.getContent();
    await clipboard.setContent(text);
    try {
      // On X a helper process takes the clipboard, some time after it was told to.
      await this.#holds(text);
      await keyboard.type(...chord);
      await sleep(pasteMs);
    } finally {
      await clipboard.setContent(before);
    }
  }

  /** Waits until the clipboard really has the text; one that never has it is not pasted from. */
  async #holds(text: string): Promise<void> {
    const end = performance.now() + clipboardMs;
    const plainly = (each: string): string => each.replaceAll('\r\n', '\n');
    while (plainly(await this.#nut.clipboard.getContent()) !== plainly(text)) {
      if (performance.now() > end) {
        throw new DeskhandError(
          'failed',
          'clipboard',
          'The clipboard did not take the text; nothing was pasted.',
          {
            hint: 'Another program may hold the clipboard: close clipboard managers, and try again.',
          },
        );
      }
    }
  }

  /** The keys of a chord, modifiers first: nut-js drops a plain key that is not the last. */
  #keys(names: readonly string[]): Key[] {
    const isModifier = (name: string): boolean => (modifierKeys as readonly string[]).includes(name);
    const ordered = [...names.filter(isModifier), ...names.filter((name) => !isModifier(name))];
    return ordered.map((name) => {
      const key = nutKey(this.#nut, name);
      if (key !== undefined) return key;
      throw new DeskhandError(
        'failed',
        'unmapped-key',
        `There is no key “${name}” that can be pressed here; ${names.join('+')} was not pressed.`,
        { hint: 'Reach the command through a menu, or type the character as text.' },
      );
    });
  }

  async #holding(keys: readonly Key[], work: () => Promise<void>): Promise<void> {
    try {
      for (const key of keys) await this.#nut.keyboard.pressKey(key);
      await work();
    } finally {
      for (const key of keys.toReversed()) await this.#nut.keyboard.releaseKey(key);
    }
  }

  async #withButton(button: Button, work: () => Promise<void>): Promise<void> {
    try {
      await this.#pointer.press(button);
      await work();
    } finally {
      await this.#pointer.release(button);
      this.#clickedAt = performance.now();
    }
  }
}

function untypable(): DeskhandError {
  return new DeskhandError('failed', 'untypable', 'The text has a control character that no key types.', {
    hint: 'Only line feed (Return) and tab may stand in typed text; press other keys by name.',
  });
}
