import type { X11Client } from '../client.js';
import type { Keymap } from './keymap.js';
import { readKeyboardMap, writeSymbols } from './xkb-map.js';

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

  /** Clears the keycodes that a run before this one left mapped; answers which. What is lent now is not among them. */
  async sweep(): Promise<number[]> {
    const name = await this.#client.atom(property);
    const { data } = await this.#client.ask<{ data: Buffer }>((raw, done) =>
      raw.GetProperty(0, this.#client.root, name, cardinal, 0, 512, done),
    );
    const map = await readKeyboardMap(this.#client);
    const left: number[] = [];
    for (let at = 0; at + 8 <= data.length; at += 8) {
      const keycode = data.readUInt32LE(at);
      const key = map.keys.find((one) => one.keycode === keycode);
      // A key that carries something else by now belongs to a layout that was set since.
      const isOurs = key?.groups.length === 1 && key.groups[0]?.keysyms[0] === data.readUInt32LE(at + 4);
      if (isOurs && !this.#lent.has(keycode)) left.push(keycode);
    }
    await writeSymbols(this.#client, map, new Map(left.map((keycode) => [keycode, 0])));
    await this.#note();
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
    await this.#write(keycodes.map((keycode) => [keycode, this.#lent.get(keycode) ?? 0]));
  }

  /** Gives every lent keycode back. */
  async restore(): Promise<void> {
    if (this.#lent.size === 0) return;
    await this.#write([...this.#lent.keys()].map((keycode) => [keycode, 0]));
    this.#lent.clear();
    await this.#note();
    await this.#client.sync();
  }

  async #write(changes: readonly (readonly [number, number])[]): Promise<void> {
    if (changes.length === 0) return;
    // Read right before it is written: the keys in between are sent back as they are.
    const map = await readKeyboardMap(this.#client);
    await writeSymbols(this.#client, map, new Map(changes));
  }

  async #note(): Promise<void> {
    const name = await this.#client.atom(property);
    const { root, raw } = this.#client;
    if (this.#lent.size === 0) raw.DeleteProperty(root, name);
    else raw.ChangeProperty(0, root, name, cardinal, 32, words([...this.#lent].flat()));
  }
}

function words(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) bytes.writeUInt32LE(value, 4 * i);
  return bytes;
}
