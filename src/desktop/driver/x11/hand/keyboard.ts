import type { XEvent, XKb } from 'x11';
import type { X11Client } from '../client.js';
import type { KeyboardState } from './device.js';
import { Keymap } from './keymap.js';
import type { Spares } from './spares.js';
import { type KeyboardMap, readKeyboardMap } from './xkb-map.js';

const coreKeyboard = 0x100;
/** XKB events: another keyboard map as a whole, or a part of it. */
const newKeyboard = 0;
const mapChanged = 1;
/** Key types, symbols and the modifier map: what `readKeyboardMap` asks for. */
const components = 7;

/** The request of the package's XKB module that chooses events. */
interface XkbEvents extends XKb {
  SelectEvents(
    device: number,
    which: number,
    clear: number,
    all: number,
    affectMap: number,
    map: number,
  ): void;
}

/** The keyboard's map as it is now: read again only after the server has told of a change. */
export class Keyboard {
  readonly #client: X11Client;
  readonly #spares: Spares;
  readonly #stop: () => void;
  #map: KeyboardMap | undefined;
  #built: { readonly group: number; readonly locked: number; readonly keymap: Keymap } | undefined;

  private constructor(client: X11Client, spares: Spares) {
    this.#client = client;
    this.#spares = spares;
    this.#stop = client.onEvent((event: XEvent & { readonly xkbType?: number }) => {
      if (event.name === 'XkbEvent' && (event.xkbType === newKeyboard || event.xkbType === mapChanged)) {
        this.changed();
      }
    });
  }

  static async open(client: X11Client, spares: Spares): Promise<Keyboard> {
    const xkb = (await client.extension('xkb')) as XkbEvents;
    const which = (1 << newKeyboard) | (1 << mapChanged);
    xkb.SelectEvents(coreKeyboard, which, 0, which, components, components);
    await client.sync();
    return new Keyboard(client, spares);
  }

  /** Says that the map is another one now. */
  changed(): void {
    this.#map = undefined;
    this.#built = undefined;
  }

  /** The map for the group and the locks of this state, which must be fresh: the server tells of changes before it answers. */
  async keymap(state: KeyboardState): Promise<Keymap> {
    const { group, lockedMods: locked } = state;
    if (this.#built?.group === group && this.#built.locked === locked) return this.#built.keymap;
    this.#map ??= await readKeyboardMap(this.#client);
    const keymap = new Keymap(this.#map, group, locked);
    this.#built = { group, locked, keymap };
    this.#spares.reconcile(keymap);
    return keymap;
  }

  /** The layout groups of this keyboard, from 0. */
  async groups(): Promise<readonly number[]> {
    this.#map ??= await readKeyboardMap(this.#client);
    return Array.from(
      { length: Math.max(1, ...this.#map.keys.map((key) => key.groups.length)) },
      (_, i) => i,
    );
  }

  close(): void {
    this.#stop();
  }
}
