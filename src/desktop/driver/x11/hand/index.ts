import type { XGeometry } from 'x11';
import { DeskhandError } from '../../../../core/errors.js';
import type { ScreenPoint } from '../../../../core/geometry.js';
import type { Button, Hand } from '../../../../ports.js';
import { nutKey } from '../../nut/keys.js';
import { type NutLibrary, nutLibrary } from '../../nut/library.js';
import { NutPointer, type PointerGuard } from '../../nut/pointer.js';
import type { PressingHand } from '../../settle/noted.js';
import type { X11Client } from '../client.js';
import { Clipboard } from '../clipboard/clipboard.js';
import { missingKeys, planChord, planHold } from './chord.js';
import { Device, type KeyboardState } from './device.js';
import { type DragParts, dragAlong } from './drag.js';
import { Flow } from './flow.js';
import { Focus } from './focus.js';
import { Hearing } from './hearing.js';
import { Keyboard } from './keyboard.js';
import type { Keymap } from './keymap.js';
import { keysymsOfKey } from './keysyms.js';
import { pasteText } from './paste.js';
import { pause } from './pause.js';
import { Spares } from './spares.js';
import { caughtUp, type TypistParts, typeText } from './typist.js';

/** The hand on one X display. */
export interface X11Hand extends PressingHand {
  /** At start: releases what the server reports down and clears keycodes that a crash left mapped; answers what, in words. */
  sweep(): Promise<string[]>;
  /** Gives borrowed keycodes back and releases everything. */
  close(): Promise<void>;
}

/** Chords sent in one go, as for typed text. */
const burst = 50;
const restMs = 5;
const wheels = { up: 4, down: 5, left: 6, right: 7 } as const;
const buttons = ['left', 'middle', 'right'] as const;
const lockKeys = ['capslock', 'numlock', 'scrolllock'];

/**
 * Opens the hand on the display of `client`. nut-js finds its display in the environment of the process and
 * keeps it, so one process serves one display.
 *
 * @param guard is told of every move of the pointer
 * @throws DeskhandError code `other-display` when nut-js of this process belongs to another display
 */
export async function openX11Hand(client: X11Client, guard?: PointerGuard): Promise<X11Hand> {
  bindNut(client.display);
  const spares = new Spares(client);
  const [nut, device, keyboard] = await Promise.all([
    nutLibrary(),
    Device.open(client),
    Keyboard.open(client, spares),
  ]);
  return new Hands(nut, device, keyboard, spares, guard);
}

let boundTo: string | undefined;

function bindNut(display: string): void {
  if (boundTo !== undefined && boundTo !== display) {
    throw new DeskhandError(
      'failed',
      'other-display',
      `This process has its hand on ${boundTo}, not ${display}.`,
      {
        hint: 'Start one driver process per display.',
      },
    );
  }
  boundTo = display;
  process.env.DISPLAY = display;
}

class Hands implements X11Hand {
  readonly #nut: NutLibrary;
  readonly #device: Device;
  readonly #pointer: NutPointer;
  readonly #spares: Spares;
  readonly #keyboard: Keyboard;
  readonly #focus: Focus;
  readonly #hearing: Hearing;
  readonly #clipboard: Clipboard;
  readonly #typist: TypistParts;
  /** Keys that a `down` holds until its `up`. */
  readonly #heldKeys: number[] = [];

  constructor(
    nut: NutLibrary,
    device: Device,
    keyboard: Keyboard,
    spares: Spares,
    guard: PointerGuard | undefined,
  ) {
    const { client } = device;
    const hearing = new Hearing(client);
    this.#nut = nut;
    this.#device = device;
    this.#pointer = new NutPointer(
      nut,
      () => boundsOf(client),
      guard,
      (button) => physical(device, button),
    );
    this.#spares = spares;
    this.#keyboard = keyboard;
    this.#focus = new Focus(client, hearing);
    this.#hearing = hearing;
    this.#clipboard = new Clipboard(client);
    this.#typist = {
      device,
      keyboard,
      spares,
      hearing,
      focus: this.#focus,
      flow: new Flow(hearing, this.#focus),
    };
  }

  async click(...[at, { button, count, modifiers }, signal]: Parameters<Hand['click']>): Promise<void> {
    signal.throwIfAborted();
    const held = await this.#planned(modifiers);
    await this.#focus.pressing(at);
    await this.#pointer.put(at);
    await this.#holding(held, signal, async () => {
      if (count === 1) await this.#pointer.click(button, 1, signal);
      else this.#device.clicks(await this.#device.physical(buttons.indexOf(button) + 1), count);
      await this.#device.client.sync();
      await this.#device.buttonsUp();
    });
    this.#focus.clicked();
  }

  async move(at: ScreenPoint, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    // With a button down a move is part of a drag: a jump would be no way that an application can follow.
    if (this.#device.holding)
      await dragAlong([await this.#pointer.where(), at], {}, this.#dragParts(), signal);
    else await this.#pointer.put(at);
  }

  async drag(...[path, options, signal]: Parameters<Hand['drag']>): Promise<void> {
    signal.throwIfAborted();
    const [first] = path;
    if (first === undefined || path.length < 2) {
      throw new DeskhandError('failed', 'bad-path', 'A drag needs at least two points.');
    }
    const held = await this.#planned(options.modifiers);
    await this.#focus.pressing(first);
    await this.#pointer.put(first);
    await this.#holding(held, signal, () =>
      this.#withButton(options.button, async () => {
        await dragAlong(path, options, this.#dragParts(), signal);
      }),
    );
    this.#focus.clicked();
  }

  async scroll(...[at, { direction, notches }, signal]: Parameters<Hand['scroll']>): Promise<void> {
    signal.throwIfAborted();
    if (at !== undefined) await this.#pointer.put(at);
    const wheel = await this.#device.physical(wheels[direction]);
    for (let i = 0; i < notches; i++) {
      signal.throwIfAborted();
      // nut-js swaps left and right on X11 and knows nothing of mapped buttons, so wheel buttons are pressed directly.
      this.#device.button(wheel, true);
      this.#device.button(wheel, false);
      await this.#device.client.sync();
    }
  }

  type(text: string, signal: AbortSignal): Promise<void> {
    return typeText(text, this.#typist, signal);
  }

  paste(...[text, options, signal]: Parameters<Hand['paste']>): Promise<void> {
    const parts = {
      client: this.#device.client,
      clipboard: this.#clipboard,
      focus: this.#focus,
      hearing: this.#hearing,
      press: (chord: readonly string[]) => this.press(chord, 1, signal),
    };
    return pasteText({ text, ...options }, parts, signal);
  }

  async press(chord: readonly string[], count: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await this.#focus.settled(signal);
    // A lock key must not have its own effect undone afterwards.
    if (chord.some((key) => lockKeys.includes(key))) return this.#pressAll(chord, count, signal);
    await this.#device.undisturbed(() => this.#pressAll(chord, count, signal));
  }

  async hold(...[what, ms, signal]: Parameters<Hand['hold']>): Promise<void> {
    signal.throwIfAborted();
    if ('keys' in what) {
      await this.#focus.settled(signal);
      const state = await this.#device.state();
      const { group, keymap } = await this.#reached(what.keys, state, signal);
      const held = planHold(what.keys, keymap);
      await this.#device.inGroup(group, state, () => this.#holding(held, signal, () => pause(ms, signal)));
      return;
    }
    await this.#focus.pressing(what.at);
    await this.#pointer.put(what.at);
    await this.#withButton(what.button, () => pause(ms, signal));
    this.#focus.clicked();
  }

  async down(...[at, { button, modifiers }, signal]: Parameters<Hand['down']>): Promise<void> {
    signal.throwIfAborted();
    const keys = await this.#planned(modifiers);
    await this.#focus.pressing(at);
    await this.#pointer.put(at);
    for (const keycode of keys) this.#device.key(keycode, true);
    this.#heldKeys.push(...keys);
    await this.#device.client.sync();
    await this.#pointer.press(button);
    this.#device.holds(button, true);
    await this.#device.client.sync();
    this.#focus.clicked();
  }

  async up(...[at, { button }, signal]: Parameters<Hand['up']>): Promise<void> {
    try {
      await dragAlong([await this.#pointer.where(), at], {}, this.#dragParts(), signal);
    } finally {
      await this.#pointer.release(button);
      this.#device.holds(button, false);
      for (const keycode of this.#heldKeys.splice(0).toReversed()) this.#device.key(keycode, false);
      await this.#device.client.sync();
      await this.#device.buttonsUp();
    }
    this.#focus.clicked();
  }

  async release(): Promise<void> {
    this.#heldKeys.length = 0;
    await this.#device.releaseAll();
  }

  async sweep(): Promise<string[]> {
    const remapped = await this.#spares.sweep();
    if (remapped.length > 0) this.#keyboard.changed();
    const released = await this.#device.releaseAll();
    return [...released, ...remapped.map((keycode) => `mapping of keycode ${keycode}`)];
  }

  async close(): Promise<void> {
    this.#keyboard.close();
    await this.#device.releaseAll();
    await this.#spares.restore();
    await this.#clipboard.close();
  }

  async #pressAll(chord: readonly string[], count: number, signal: AbortSignal): Promise<void> {
    const state = await this.#device.state();
    const { group, keymap } = await this.#reached(chord, state, signal);
    const plan = planChord(chord, keymap);
    const keys = plan.names.map((name) => nutKey(this.#nut, name)).filter((key) => key !== undefined);
    // nut-js knows no level keys, no second layout group and not all keys; XTEST taps the planned keycodes then.
    const byNut =
      !plan.shifted &&
      state.group === 0 &&
      group === 0 &&
      keys.length === plan.names.length &&
      !this.#spares.lends(plan.key);
    await this.#device.inGroup(group, state, async () => {
      for (let i = 0; i < count; i++) {
        signal.throwIfAborted();
        if (byNut) await this.#nut.keyboard.type(...keys);
        else this.#device.tap(plan.key, plan.hold, i > 0);
        await this.#device.client.sync();
        if ((i + 1) % burst === 0) await pause(restMs, signal);
      }
    });
  }

  /** The keycodes of modifiers to hold; a key that the layout lacks is refused here, before anything is sent. */
  async #planned(keys: readonly string[]): Promise<readonly number[]> {
    if (keys.length === 0) return [];
    return planHold(keys, await this.#keyboard.keymap(await this.#device.state()));
  }

  /**
   * The layout group whose map has all of these keys, the one in effect first: on a desktop with a Latin and a
   * Cyrillic layout, Ctrl+S means the key with the S while the other is on, too. Keys that no group has, such as
   * F13 or the S of a desktop that is Cyrillic alone, are put on free keycodes, as characters of a text are.
   */
  async #reached(
    keys: readonly string[],
    state: KeyboardState,
    signal: AbortSignal,
  ): Promise<{ readonly group: number; readonly keymap: Keymap }> {
    const own = await this.#keyboard.keymap(state);
    if (missingKeys(keys, own).length === 0) return { group: state.group, keymap: own };
    for (const group of await this.#keyboard.groups()) {
      const keymap = await this.#keyboard.keymap({ ...state, group });
      if (missingKeys(keys, keymap).length === 0) return { group, keymap };
    }
    const keymap = await this.#keyboard.keymap(state);
    const lacking = missingKeys(keys, keymap).flatMap((name) => keysymsOfKey(name).slice(0, 1));
    if (lacking.length > this.#spares.count(keymap).all) return { group: state.group, keymap };
    await this.#spares.lend(lacking, keymap);
    this.#keyboard.changed();
    await caughtUp(this.#typist, signal);
    return { group: state.group, keymap: await this.#keyboard.keymap(state) };
  }

  /** Holds keys while `work` runs; they are released whatever happens. */
  async #holding(keycodes: readonly number[], signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    if (keycodes.length === 0) return work();
    signal.throwIfAborted();
    try {
      for (const keycode of keycodes) this.#device.key(keycode, true);
      await this.#device.client.sync();
      await work();
    } finally {
      for (const keycode of keycodes.toReversed()) this.#device.key(keycode, false);
      await this.#device.client.sync();
    }
  }

  #dragParts(): DragParts {
    return { pointer: this.#pointer, hearing: this.#hearing, focus: this.#focus };
  }

  async #withButton(button: Button, work: () => Promise<void>): Promise<void> {
    try {
      await this.#pointer.press(button);
      await work();
    } finally {
      await this.#pointer.release(button);
      await this.#device.buttonsUp();
    }
  }
}

/** The button to press for applications to get this one: a mouse for the left hand has them swapped. */
async function physical(device: Device, button: Button): Promise<Button> {
  const number = await device.physical(buttons.indexOf(button) + 1);
  return buttons[number - 1] ?? button;
}

/** The size of the root window now: a resolution change must not leave a part out of reach. */
async function boundsOf(client: X11Client): Promise<{ x: number; y: number; width: number; height: number }> {
  const { width, height } = await client.ask<XGeometry>((raw, done) => raw.GetGeometry(client.root, done));
  return { x: 0, y: 0, width, height };
}
