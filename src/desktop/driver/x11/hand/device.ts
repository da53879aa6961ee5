import { setTimeout as sleep } from 'node:timers/promises';
import type { XKb, XTest } from 'x11';
import { DeskhandError } from '../../../../core/errors.js';
import type { Button } from '../../../../ports.js';
import type { X11Client } from '../client.js';
import { together } from './exclusive.js';
import { modifierBit } from './keymap.js';
import { pause } from './pause.js';
import { SentPresses } from './sent.js';

const coreKeyboard = 0x100;
/** Every real modifier but Num Lock, which changes no key that is typed on. */
const disturbing = 0xff & ~modifierBit.numlock;
/** ms a window manager gets to let a click through: after a change of the keyboard map it grabs all its keys anew first. */
const thawMs = 10_000;
/** ms that a person gets to let go of a modifier key in the middle of a text, and ms between two looks. */
const handsOffMs = 5000;
const handsOffLookMs = 5;
/** ms by which the server delays a key or button that comes twice; its clock counts whole ms. */
const againMs = 1;
const buttonNumbers: Readonly<Record<Button, number>> = { left: 1, middle: 2, right: 3 };
const buttonBits = [8, 9, 10, 11, 12];

/** Locks and layout group, as the server has them. */
export interface KeyboardState {
  /** All modifiers in effect. */
  readonly mods: number;
  readonly lockedMods: number;
  readonly latchedMods: number;
  /** The layout group in effect, from 0, and the one that is locked: what a person has switched to. */
  readonly group: number;
  readonly lockedGroup: number;
}

/** Raw key and button events of one display by XTEST, and what the server knows of them. */
export class Device {
  readonly client: X11Client;
  /** The presses that were sent and have not been told of by the server. */
  readonly sent = new SentPresses();
  readonly #xtest: XTest;
  readonly #xkb: XKb;
  /** Numbers of the buttons that stay down. */
  readonly #held = new Set<number>();

  private constructor(client: X11Client, xtest: XTest, xkb: XKb) {
    this.client = client;
    this.#xtest = xtest;
    this.#xkb = xkb;
  }

  static async open(client: X11Client): Promise<Device> {
    const [xtest, xkb] = await Promise.all([client.extension('xtest'), client.extension('xkb')]);
    return new Device(client, xtest, xkb);
  }

  /** Sends a key event; nothing is waited for. */
  key(keycode: number, down: boolean): void {
    if (down) this.sent.add(`key ${keycode}`);
    this.#xtest.FakeInput(down ? this.#xtest.KeyPress : this.#xtest.KeyRelease, keycode, 0, 0, 0, 0);
  }

  /**
   * Presses a key that was released right before, a moment later: some toolkits take a release and a press at
   * the same ms for a key that is held, and drop one of them (LibreOffice without GTK types “Helo”).
   */
  again(keycode: number): void {
    this.sent.add(`key ${keycode}`);
    this.#xtest.FakeInput(this.#xtest.KeyPress, keycode, againMs, 0, 0, 0);
  }

  /**
   * The physical button that applications get as `button`: people who use the mouse with the left hand have them
   * swapped (X11 protocol, GetPointerMapping). The button itself where none is mapped to it.
   */
  async physical(button: number): Promise<number> {
    const map = await this.client.ask<readonly number[]>((raw, done) => raw.GetPointerMapping(done));
    const at = map.indexOf(button);
    return at < 0 ? button : at + 1;
  }

  /** Sends an event of a physical button; nothing is waited for. */
  button(button: number, down: boolean): void {
    if (down) this.sent.add(`button ${button}`);
    this.#xtest.FakeInput(down ? this.#xtest.ButtonPress : this.#xtest.ButtonRelease, button, 0, 0, 0, 0);
  }

  /** Presses and releases a physical button; nothing is waited for. */
  click(button: number): void {
    this.button(button, true);
    this.button(button, false);
  }

  /**
   * Clicks several times in one write, with times of the server's own between: however busy this machine is, the
   * clicks come as one multiple click and never as single ones.
   */
  clicks(button: number, count: number): void {
    together(this.client, () => {
      for (let i = 0; i < count; i++) {
        this.sent.add(`button ${button}`);
        this.#xtest.FakeInput(this.#xtest.ButtonPress, button, i === 0 ? 0 : againMs, 0, 0, 0);
        this.#xtest.FakeInput(this.#xtest.ButtonRelease, button, againMs, 0, 0, 0);
      }
    });
  }

  /** Presses and releases a key while others are held, in one go; `again` when it is the one pressed last. */
  tap(keycode: number, hold: readonly number[], again = false): void {
    for (const key of hold) this.key(key, true);
    if (again) this.again(keycode);
    else this.key(keycode, true);
    this.key(keycode, false);
    for (const key of hold.toReversed()) this.key(key, false);
  }

  state(): Promise<KeyboardState> {
    return this.client.ask((_raw, done) => this.#xkb.GetState(coreKeyboard, done));
  }

  /** Keycodes that the server reports down. */
  async keysDown(): Promise<number[]> {
    const bits = await this.client.ask<Buffer>((raw, done) => raw.QueryKeymap(done));
    return Array.from({ length: 256 }, (_, keycode) => keycode).filter(
      (keycode) => ((bits[keycode >> 3] ?? 0) & (1 << (keycode & 7))) !== 0,
    );
  }

  /** Says that a button stays down, or no longer does. */
  holds(button: Button, down: boolean): void {
    if (down) this.#held.add(buttonNumbers[button]);
    else this.#held.delete(buttonNumbers[button]);
  }

  /** Whether a button stays down. */
  get holding(): boolean {
    return this.#held.size > 0;
  }

  /** Buttons 1 to 5 that the server reports down; it reports no others. */
  async buttonsDown(): Promise<number[]> {
    const pointer = await this.client.ask<{ keyMask: number }>((raw, done) =>
      raw.QueryPointer(this.client.root, done),
    );
    return buttonBits.filter((bit) => (pointer.keyMask & (1 << bit)) !== 0).map((bit) => bit - 7);
  }

  /**
   * Resolves when the server has let every button go but those that stay down. A window manager that raises clicked windows freezes the
   * pointer at each press until it has dealt with it: releases wait in the server meanwhile, while keys
   * overtake them. So nothing may be sent after a click before this.
   *
   * @throws DeskhandError code `button-held` when a button stays down
   */
  async buttonsUp(): Promise<void> {
    const limit = performance.now() + thawMs;
    while ((await this.buttonsDown()).some((button) => !this.#held.has(button))) {
      if (performance.now() > limit) {
        throw new DeskhandError(
          'failed',
          'button-held',
          `A mouse button stayed down for ${thawMs / 1000} s.`,
          {
            hint: 'The window manager may hang, or somebody holds the button; look at the screen.',
          },
        );
      }
      await sleep(1);
    }
  }

  /** Releases every key and button that the server reports down; answers which, in words. */
  async releaseAll(): Promise<string[]> {
    this.#held.clear();
    const [keys, buttons] = await Promise.all([this.keysDown(), this.buttonsDown()]);
    for (const key of keys) this.key(key, false);
    // The server tells which buttons applications see down; with swapped ones those are not the ones to release.
    for (const button of buttons) this.button(await this.physical(button), false);
    await this.client.sync();
    return [...keys.map((key) => `keycode ${key}`), ...buttons.map((button) => `button ${button}`)];
  }

  /**
   * Runs `work` with Caps Lock and every latch and stuck modifier off; the locks are put back afterwards.
   * Toolkits change the case of symbols under Caps Lock in ways the keyboard map does not tell.
   *
   * @throws DeskhandError code `modifier-held` when somebody holds a modifier on a real keyboard
   */
  async undisturbed<T>(work: (state: KeyboardState) => Promise<T>): Promise<T> {
    let state = await this.state();
    if ((state.mods & disturbing) === 0) return work(state);
    const locks = state.lockedMods & disturbing;
    this.#setLocks(locks, 0);
    if ((state.mods & disturbing & ~locks) !== 0) await this.releaseAll();
    state = await this.state();
    try {
      if ((state.mods & disturbing) !== 0) {
        throw modifierHeld('nothing was typed');
      }
      return await work(state);
    } finally {
      this.#setLocks(locks, locks);
      await this.client.sync();
    }
  }

  /**
   * Resolves when the server has carried out everything and nobody holds a modifier: a person who reaches for
   * the keyboard, such as for the stop key, must not turn text into commands.
   *
   * @throws DeskhandError code `modifier-held` when it is held on and on
   */
  async handsOff(signal: AbortSignal): Promise<void> {
    const limit = performance.now() + handsOffMs;
    while (((await this.state()).mods & disturbing) !== 0) {
      signal.throwIfAborted();
      if (performance.now() > limit) throw modifierHeld('the rest of the text was not typed');
      await pause(handsOffLookMs, signal);
    }
  }

  /** Runs `work` with another layout group switched on, and switches back to that of `state` whatever happens. */
  async inGroup(group: number, state: KeyboardState, work: () => Promise<void>): Promise<void> {
    if (group === state.group) return work();
    this.#lockGroup(group);
    try {
      await this.client.sync();
      await work();
    } finally {
      this.#lockGroup(state.lockedGroup);
      await this.client.sync();
    }
  }

  #lockGroup(group: number): void {
    this.#xkb.LatchLockState(coreKeyboard, 0, 0, true, group, 0, 0, false, 0);
  }

  #setLocks(affect: number, locks: number): void {
    this.#xkb.LatchLockState(coreKeyboard, affect, locks, false, 0, disturbing, 0, false, 0);
  }
}

function modifierHeld(consequence: string): DeskhandError {
  return new DeskhandError(
    'failed',
    'modifier-held',
    `A modifier key is held down on the keyboard; ${consequence}.`,
    { hint: 'Let go of Shift, Ctrl, Alt and Super, then run again.' },
  );
}
