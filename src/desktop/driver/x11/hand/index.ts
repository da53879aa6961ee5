import type { XGeometry } from 'x11';
import { DeskhandError } from '../../../../core/errors.js';
import type { ScreenPoint } from '../../../../core/geometry.js';
import type { Button, Hand } from '../../../../ports.js';
import type { Gate } from '../../gate.js';
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
import type { SentPresses } from './sent.js';
import { Spares } from './spares.js';
import { caughtUp, type TypistParts, typeText } from './typist.js';
import { type DragWatch, Watch } from './watch.js';

/** The hand on one X display. */
export interface X11Hand extends PressingHand {
  /** At start: releases what the server reports down and clears keycodes that a crash left mapped; answers what, in words. */
  sweep(): Promise<string[]>;
  /** Its presses that the server has not told of yet. */
  readonly sent: SentPresses;
  /** Gives borrowed keycodes back and releases everything. */
  close(): Promise<void>;
}

/** Chords sent in one go, as for typed text. */
const burst = 50;
const restMs = 5;
const wheels = { up: 4, down: 5, left: 6, right: 7 } as const;
const buttons = ['left', 'middle', 'right'] as const;
const lockKeys = ['capslock', 'numlock', 'scrolllock'];
const nothingYet = { begun: false, where: '' };

/**
 * Opens the hand on the display of `client`. nut-js finds its display in the environment of the process and
 * keeps it, so one process serves one display.
 *
 * @param gate what text, repeated keys and notches pass, piece by piece
 * @param guard is told of every move of the pointer
 * @throws DeskhandError code `other-display` when nut-js of this process belongs to another display
 */
export async function openX11Hand(client: X11Client, gate: Gate, guard?: PointerGuard): Promise<X11Hand> {
  bindNut(client.display);
  const spares = new Spares(client);
  const [nut, device, keyboard] = await Promise.all([
    nutLibrary(),
    Device.open(client),
    Keyboard.open(client, spares),
  ]);
  return new Hands(nut, device, keyboard, spares, gate, guard);
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
  readonly #device: Device;
  readonly #gate: Gate;
  readonly #pointer: NutPointer;
  readonly #spares: Spares;
  readonly #keyboard: Keyboard;
  readonly #focus: Focus;
  readonly #hearing: Hearing;
  readonly #clipboard: Clipboard;
  readonly #typist: TypistParts;
  /** Keys that a `down` holds until its `up`. */
  readonly #heldKeys: number[] = [];
  /** What the act that comes next was decided on. */
  #watch: Watch | undefined;

  constructor(
    nut: NutLibrary,
    device: Device,
    keyboard: Keyboard,
    spares: Spares,
    gate: Gate,
    guard: PointerGuard | undefined,
  ) {
    const { client } = device;
    const hearing = new Hearing(client);
    this.#device = device;
    this.#gate = gate;
    this.#pointer = new NutPointer(nut, () => boundsOf(client), guard);
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
      gate,
      flow: new Flow(hearing, this.#focus),
    };
  }

  get sent(): SentPresses {
    return this.#device.sent;
  }

  async watch(...[{ points, keyboard, allowed }, signal]: Parameters<PressingHand['watch']>): Promise<void> {
    // A click before may still be on its way to giving a window the keyboard.
    if (keyboard) await this.#focus.settled(signal);
    this.#watch = await Watch.now(this.#device.client, points, allowed);
  }

  async click(...[at, { button, count, modifiers }, signal]: Parameters<Hand['click']>): Promise<void> {
    signal.throwIfAborted();
    const held = await this.#planned(modifiers);
    const number = await this.#device.physical(buttons.indexOf(button) + 1);
    const watch = await this.#reaching(at);
    await this.#holding(held, signal, async () => {
      await watch.pointer(at, () => this.#device.clicks(number, count), nothingYet);
      await this.#device.client.sync();
      await this.#device.buttonsUp();
    });
    this.#focus.clicked();
  }

  async move(at: ScreenPoint, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    // With a button down a move is part of a drag: a jump would be no way that an application can follow.
    if (this.#device.holding) await this.#along([await this.#pointer.where(), at], {}, signal);
    else await this.#pointer.put(at);
  }

  async drag(...[path, options, signal]: Parameters<Hand['drag']>): Promise<void> {
    signal.throwIfAborted();
    const [first] = path;
    if (first === undefined || path.length < 2) {
      throw new DeskhandError('failed', 'bad-path', 'A drag needs at least two points.');
    }
    const held = await this.#planned(options.modifiers);
    const watch = await this.#reaching(first);
    await this.#holding(held, signal, () =>
      this.#withButton(first, options.button, watch, () => this.#along(path, options, signal)),
    );
    this.#focus.clicked();
  }

  async scroll(...[at, { direction, notches }, signal]: Parameters<Hand['scroll']>): Promise<void> {
    signal.throwIfAborted();
    if (at !== undefined) await this.#pointer.put(at);
    const where = at ?? (await this.#pointer.where());
    const watch = await this.#watching([where]);
    const wheel = await this.#device.physical(wheels[direction]);
    for (let i = 0; i < notches; i++) {
      await this.#gate.passed(signal);
      // nut-js swaps left and right on X11 and knows nothing of mapped buttons, so wheel buttons are pressed directly.
      await watch.pointer(where, () => this.#device.click(wheel), {
        begun: i > 0,
        where: `after ${i} of ${notches} notches`,
      });
      await this.#device.client.sync();
    }
  }

  async type(text: string, signal: AbortSignal): Promise<void> {
    await this.#focus.settled(signal);
    await typeText(text, this.#typist, await this.#watching(), signal);
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
    if ('keys' in what) return this.#holdKeys(what.keys, ms, signal);
    const watch = await this.#reaching(what.at);
    await this.#withButton(what.at, what.button, watch, () => watch.hold(ms, signal));
    this.#focus.clicked();
  }

  async down(...[at, { button, modifiers }, signal]: Parameters<Hand['down']>): Promise<void> {
    signal.throwIfAborted();
    const keys = await this.#planned(modifiers);
    const watch = await this.#reaching(at);
    const number = await this.#device.physical(buttons.indexOf(button) + 1);
    const press = (): void => {
      for (const keycode of keys) this.#device.key(keycode, true);
      this.#device.button(number, true);
    };
    await watch.pointer(at, press, nothingYet);
    this.#heldKeys.push(...keys);
    this.#device.holds(button, true);
    await this.#device.client.sync();
    this.#focus.clicked();
  }

  async up(...[at, { button }, signal]: Parameters<Hand['up']>): Promise<void> {
    try {
      await this.#along([await this.#pointer.where(), at], {}, signal);
    } finally {
      this.#device.button(await this.#device.physical(buttons.indexOf(button) + 1), false);
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
    const watch = await this.#watching();
    const state = await this.#device.state();
    const { group, keymap } = await this.#reached(chord, state, signal);
    const { key, hold } = planChord(chord, keymap);
    await this.#device.inGroup(group, state, async () => {
      for (let i = 0; i < count; i++) {
        const how = { begun: i > 0, where: `after ${i} of ${count} times` };
        await this.#gate.passed(signal);
        await watch.keys(() => this.#device.tap(key, hold, i > 0), how, signal, chord);
        await this.#device.client.sync();
        if ((i + 1) % burst === 0) await pause(restMs, signal);
      }
    });
  }

  async #holdKeys(names: readonly string[], ms: number, signal: AbortSignal): Promise<void> {
    await this.#focus.settled(signal);
    const watch = await this.#watching();
    const state = await this.#device.state();
    const { group, keymap } = await this.#reached(names, state, signal);
    const keycodes = planHold(names, keymap);
    const press = (): void => {
      for (const keycode of keycodes) this.#device.key(keycode, true);
    };
    await this.#device.inGroup(group, state, async () => {
      try {
        await watch.keys(press, nothingYet, signal);
        await watch.hold(ms, signal);
      } finally {
        for (const keycode of keycodes.toReversed()) this.#device.key(keycode, false);
        await this.#device.client.sync();
      }
    });
  }

  /** What was noted for this act, else what is so now. */
  async #watching(points: readonly ScreenPoint[] = []): Promise<Watch> {
    return this.#watch ?? Watch.now(this.#device.client, points);
  }

  /** Puts the pointer where something is to be pressed, and answers what watches over the press. */
  async #reaching(at: ScreenPoint): Promise<Watch> {
    await this.#focus.pressing(at);
    const watch = await this.#watching([at]);
    await this.#pointer.put(at);
    return watch;
  }

  /** Moves along a path with a button down; whatever comes in the way ends it there, and everything is released. */
  async #along(
    path: readonly ScreenPoint[],
    options: Parameters<typeof dragAlong>[1],
    signal: AbortSignal,
  ): Promise<void> {
    const [first] = path;
    if (first === undefined) return;
    const way: DragWatch = await (await this.#watching([first])).drag(first);
    const parts: DragParts = {
      pointer: this.#pointer,
      hearing: this.#hearing,
      focus: this.#focus,
      before: (next) => way.before(next),
    };
    try {
      await dragAlong(path, options, parts, signal);
    } catch (error) {
      await this.release();
      throw error;
    } finally {
      way.end();
    }
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

  async #withButton(at: ScreenPoint, button: Button, watch: Watch, work: () => Promise<void>): Promise<void> {
    const number = await this.#device.physical(buttons.indexOf(button) + 1);
    try {
      await watch.pointer(at, () => this.#device.button(number, true), nothingYet);
      await this.#device.client.sync();
      await work();
    } finally {
      this.#device.button(number, false);
      await this.#device.client.sync();
      await this.#device.buttonsUp();
    }
  }
}

/** The size of the root window now: a resolution change must not leave a part out of reach. */
async function boundsOf(client: X11Client): Promise<{ x: number; y: number; width: number; height: number }> {
  const { width, height } = await client.ask<XGeometry>((raw, done) => raw.GetGeometry(client.root, done));
  return { x: 0, y: 0, width, height };
}
