import { DeskhandError } from '../../../core/errors.js';
import type { ScreenPoint } from '../../../core/geometry.js';
import { modifierKeys } from '../../../core/keys.js';
import type { Button, Direction, Hand } from '../../../ports.js';
import { nutKey } from '../nut/keys.js';
import type { NutLibrary } from '../nut/library.js';
import { type Bounds, NutPointer } from '../nut/pointer.js';
import { pause } from '../x11/hand/pause.js';

const buttons: readonly Button[] = ['left', 'middle', 'right'];

/**
 * The hand on Windows and macOS: nut-js for everything. Unproven there. What it holds is kept in mind and
 * let go by `release`.
 */
export class NativeHand implements Hand {
  readonly #nut: NutLibrary;
  readonly #pointer: NutPointer;
  readonly #keys = new Set<string>();

  constructor(nut: NutLibrary, bounds: Bounds) {
    this.#nut = nut;
    this.#pointer = new NutPointer(nut, async () => bounds);
  }

  async click(
    at: ScreenPoint,
    options: { button: Button; count: number; modifiers: readonly string[] },
    signal: AbortSignal,
  ): Promise<void> {
    await this.move(at, signal);
    await this.#holding(options.modifiers, () => this.#pointer.click(options.button, options.count, signal));
  }

  async move(at: ScreenPoint, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await this.#pointer.put(at);
  }

  async drag(
    path: readonly ScreenPoint[],
    options: { button: Button; modifiers: readonly string[]; holdMs?: number; durationMs?: number },
    signal: AbortSignal,
  ): Promise<void> {
    const [first] = path;
    if (first === undefined || path.length < 2)
      throw new DeskhandError('failed', 'bad-path', 'A drag needs at least two points.');
    await this.move(first, signal);
    await this.#holding(options.modifiers, async () => {
      try {
        await this.#pointer.press(options.button);
        if (options.holdMs !== undefined) await pause(options.holdMs, signal);
        await this.#pointer.walk(path, options.durationMs, signal);
      } finally {
        await this.#pointer.release(options.button);
      }
    });
  }

  async scroll(
    at: ScreenPoint | undefined,
    options: { direction: Direction; notches: number },
    signal: AbortSignal,
  ): Promise<void> {
    if (at !== undefined) await this.move(at, signal);
    for (let turned = 0; turned < options.notches; turned++) {
      signal.throwIfAborted();
      await this.#pointer.notch(options.direction);
    }
  }

  async type(text: string, signal: AbortSignal): Promise<void> {
    for (const part of text.split(/(\n|\t)/)) {
      signal.throwIfAborted();
      if (part === '\n') await this.#nut.keyboard.type(this.#nut.Key.Return);
      else if (part === '\t') await this.#nut.keyboard.type(this.#nut.Key.Tab);
      else if (part !== '') await this.#nut.keyboard.type(part);
    }
  }

  async press(chord: readonly string[], count: number, signal: AbortSignal): Promise<void> {
    const keys = chord.map((name) => this.#key(name));
    for (let pressed = 0; pressed < count; pressed++) {
      signal.throwIfAborted();
      await this.#nut.keyboard.type(...keys);
    }
  }

  async hold(
    what: { keys: readonly string[] } | { button: Button; at: ScreenPoint },
    ms: number,
    signal: AbortSignal,
  ): Promise<void> {
    if ('keys' in what) {
      await this.#holding(what.keys, () => pause(ms, signal));
      return;
    }
    await this.move(what.at, signal);
    try {
      await this.#pointer.press(what.button);
      await pause(ms, signal);
    } finally {
      await this.#pointer.release(what.button);
    }
  }

  async release(): Promise<void> {
    for (const name of new Set([...this.#keys, ...modifierKeys]))
      await this.#nut.keyboard.releaseKey(this.#key(name));
    this.#keys.clear();
    for (const button of buttons) await this.#pointer.release(button);
  }

  #key(name: string): number {
    const key = nutKey(this.#nut, name);
    if (key !== undefined) return key;
    throw new DeskhandError('failed', 'unmapped-key', `nut-js has no key “${name}”.`);
  }

  async #holding(names: readonly string[], work: () => Promise<void>): Promise<void> {
    const keys = names.map((name) => ({ name, key: this.#key(name) }));
    try {
      for (const { name, key } of keys) {
        this.#keys.add(name);
        await this.#nut.keyboard.pressKey(key);
      }
      await work();
    } finally {
      for (const { name, key } of keys.toReversed()) {
        await this.#nut.keyboard.releaseKey(key);
        this.#keys.delete(name);
      }
    }
  }
}
