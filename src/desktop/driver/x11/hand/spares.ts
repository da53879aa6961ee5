import type { X11Client } from '../client.js';
import type { Keymap } from './keymap.js';

const property = '_DESKHAND_BORROWED_KEYCODES';
const cardinal = 6;

/**
 * Keycodes that nothing is mapped to, lent to characters that the layout lacks. They stay mapped after use:
 * an application that is behind looks its events up in the map as it is then. A property of the root window
 * names them, so that after a crash the next start can clear what was left.
 */
export class Spares {
  readonly #client: X11Client;
  /** Keysym by keycode, the longest unused first. */
  readonly #lent = new Map<number, number>();

  constructor(client: X11Client) {
    this.#client = client;
  }

  /** Clears the keycodes that a run before this one left mapped; answers which. */
  async sweep(): Promise<number[]> {
    const name = await this.#client.atom(property);
    const { data } = await this.#client.ask<{ data: Buffer }>((raw, done) =>
      raw.GetProperty(0, this.#client.root, name, cardinal, 0, 256, done),
    );
    const left = Array.from({ length: data.length >> 2 }, (_, i) => data.readUInt32LE(4 * i)).filter(
      (keycode) => keycode >= 8 && keycode <= 255,
    );
    for (const keycode of left) this.#map(keycode, 0);
    this.#client.raw.DeleteProperty(this.#client.root, name);
    await this.#client.sync();
    return left;
  }

  /** Forgets what the map does not carry any more: somebody else has replaced it. */
  reconcile(keymap: Keymap): void {
    for (const [keycode, keysym] of this.#lent) {
      if (keymap.stroke([keysym])?.keycode !== keycode) this.#lent.delete(keycode);
    }
  }

  lends(keycode: number): boolean {
    return this.#lent.has(keycode);
  }

  /** Counts a use of a keycode, if it is a lent one. */
  touch(keycode: number): void {
    const keysym = this.#lent.get(keycode);
    if (keysym === undefined) return;
    this.#lent.delete(keycode);
    this.#lent.set(keycode, keysym);
  }

  /** How many keycodes there are to lend: the unmapped ones, and with those that are lent already. */
  count(keymap: Keymap): { unused: number; all: number } {
    const unused = keymap.spare.length;
    return { unused, all: unused + this.#lent.size };
  }

  /**
   * Maps each keysym onto a keycode of its own, unused ones first, then the longest unused.
   *
   * @param keysyms at most as many as `count(keymap).all`
   */
  async lend(keysyms: readonly number[], keymap: Keymap): Promise<void> {
    const keycodes = [...keymap.spare, ...this.#lent.keys()].slice(0, keysyms.length);
    for (const [i, keycode] of keycodes.entries()) {
      this.#lent.delete(keycode);
      this.#lent.set(keycode, keysyms[i] ?? 0);
    }
    await this.#note();
    for (const keycode of keycodes) this.#map(keycode, this.#lent.get(keycode) ?? 0);
    await this.#client.sync();
  }

  /** Gives every lent keycode back. */
  async restore(): Promise<void> {
    if (this.#lent.size === 0) return;
    for (const keycode of this.#lent.keys()) this.#map(keycode, 0);
    this.#lent.clear();
    await this.#note();
    await this.#client.sync();
  }

  /** The same symbol on both levels, so that no modifier and no rule about capitals can change it. */
  #map(keycode: number, keysym: number): void {
    this.#client.raw.ChangeKeyboardMapping(keycode, 2, [keysym, keysym]);
  }

  async #note(): Promise<void> {
    const name = await this.#client.atom(property);
    const { root, raw } = this.#client;
    if (this.#lent.size === 0) raw.DeleteProperty(root, name);
    else raw.ChangeProperty(0, root, name, cardinal, 32, words([...this.#lent.keys()]));
  }
}

function words(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) bytes.writeUInt32LE(value, 4 * i);
  return bytes;
}
