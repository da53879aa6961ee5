import type { X11Client } from '../client.js';
import type { KeyboardState } from './device.js';
import { Keymap } from './keymap.js';
import type { Spares } from './spares.js';
import { type KeyboardMap, readKeyboardMap } from './xkb-map.js';

/** The keyboard's map as it is now: read again only after the server has told of a change. */
export class Keyboard {
  readonly #client: X11Client;
  readonly #spares: Spares;
  readonly #stop: () => void;
  #map: KeyboardMap | undefined;
  #built: { readonly group: number; readonly locked: number; readonly keymap: Keymap } | undefined;

  constructor(client: X11Client, spares: Spares) {
    this.#client = client;
    this.#spares = spares;
    this.#stop = client.onEvent((event) => {
      if (event.name === 'MappingNotify') this.changed();
    });
  }

  /** Says that the map is another one now. */
  changed(): void {
    this.#map = undefined;
    this.#built = undefined;
  }

  /** The map for the group and the locks of this state. The state must be fresh: what the server told before it has been heard. */
  async keymap(state: KeyboardState): Promise<Keymap> {
    const { group, lockedMods: locked } = state;
    if (this.#built?.group === group && this.#built.locked === locked) return this.#built.keymap;
    this.#map ??= await readKeyboardMap(this.#client);
    const keymap = new Keymap(this.#map, group, locked);
    this.#built = { group, locked, keymap };
    this.#spares.reconcile(keymap);
    return keymap;
  }

  close(): void {
    this.#stop();
  }
}
