import { readFileSync } from 'node:fs';
import { DeskhandError } from '../../../core/errors.js';
import type { ScreenPoint } from '../../../core/geometry.js';
import type { Hand } from '../../../ports.js';
import type { PressingHand } from '../settle/noted.js';
import type { Awakening } from './awake.js';
import type { X11Client } from './client.js';
import { type Clients, clientsOf } from './clients.js';
import { Hearing } from './hand/hearing.js';
import { pause } from './hand/pause.js';
import { readPid, readTitle, unlessGone } from './windows-read.js';

/** An application that has answered nothing for this many ms hangs; saving a large file takes seconds, too. */
const hungMs = 10_000;
/** ms for which an application that was silent counts as silent, and ms it gets to answer all the same. */
const silentMs = 1000;
const againMs = 50;
/** ms between two looks at a process that waits for a disk. */
const lookMs = 50;
/** ms for which the process behind a window is remembered. */
const knownMs = 60_000;

/**
 * Knows whether the application that would get an input can take it in. Those that have answered the window
 * manager's ping before (GTK, Qt, Chromium, LibreOffice) are asked, which takes about a ms; of the others (Xt, Tk,
 * and whoever says that it answers but never has) only a process that was stopped, or that waits for a disk all
 * the time, can be told from one that works.
 */
export class Hung {
  readonly #client: X11Client;
  readonly #awakening: Awakening;
  readonly #hearing: Hearing;
  readonly #clients: Clients;
  readonly #withinMs: number;
  /** The window whose application was silent last, and until when that counts, ms. */
  #silent: { readonly window: number; readonly until: number } | undefined;
  #known: { readonly window: number; readonly at: number; readonly pid: number | undefined } | undefined;

  /** @param withinMs how long an application may answer nothing */
  constructor(client: X11Client, awakening: Awakening, withinMs = hungMs) {
    this.#client = client;
    this.#awakening = awakening;
    this.#withinMs = withinMs;
    this.#hearing = new Hearing(client);
    this.#clients = clientsOf(client);
  }

  /**
   * Resolves when the application of the window at the point, or with the focus, answers or cannot be asked; for
   * the first input of a window, when it takes input at all.
   *
   * @throws DeskhandError code `application-hangs`, before anything was pressed
   */
  async answered(at: ScreenPoint | undefined, signal: AbortSignal): Promise<void> {
    const window = at === undefined ? await this.#clients.active() : await this.#clients.at(at.x, at.y);
    if (window === undefined) return;
    const trouble = await unlessGone(() => this.#troubleOf(window, signal));
    if (trouble === undefined) return this.#awakening.of(window, this.#withinMs, signal);
    this.#silent = { window, until: performance.now() + silentMs };
    const title = await unlessGone(() => readTitle(this.#client, window));
    throw new DeskhandError(
      'failed',
      'application-hangs',
      `The application of the window “${title ?? ''}” hangs: ${trouble}. Nothing was pressed.`,
      { hint: 'Look at the application; end it, or let it go on, and run again.' },
    );
  }

  async #troubleOf(window: number, signal: AbortSignal): Promise<string | undefined> {
    const pid = await this.#pidOf(window);
    const state = pid === undefined ? undefined : stateOf(pid);
    if (state === 'T' || state === 't') return `its process ${pid} was stopped`;
    // Who asks again at once need not wait for all of it a second time.
    const silent = this.#silent?.window === window && performance.now() < this.#silent.until;
    const answers = await this.#hearing.pinged(window, silent ? againMs : this.#withinMs, signal);
    if (answers === false) return `it has not answered for ${this.#withinMs / 1000} s`;
    if (answers === true || pid === undefined || state !== 'D') return undefined;
    return this.#waitsOnAndOn(pid, signal);
  }

  async #waitsOnAndOn(pid: number, signal: AbortSignal): Promise<string | undefined> {
    const limit = performance.now() + this.#withinMs;
    while (stateOf(pid) === 'D') {
      if (performance.now() > limit)
        return `its process ${pid} has waited for a disk or a network for ${this.#withinMs / 1000} s`;
      await pause(lookMs, signal);
    }
    return undefined;
  }

  async #pidOf(window: number): Promise<number | undefined> {
    const now = performance.now();
    if (this.#known?.window === window && now - this.#known.at < knownMs) return this.#known.pid;
    const pid = await readPid(this.#client, window);
    this.#known = { window, at: now, pid };
    return pid;
  }
}

/** The hand, which begins nothing while the application that would get it hangs. */
export function answeredHand(hand: PressingHand, hung: Hung): Hand {
  const asked = async (
    at: ScreenPoint | undefined,
    signal: AbortSignal,
    act: () => Promise<void>,
  ): Promise<void> => {
    signal.throwIfAborted();
    await hung.answered(at, signal);
    await act();
  };
  return {
    click: (at, options, signal) => asked(at, signal, () => hand.click(at, options, signal)),
    move: (at, signal) => hand.move(at, signal),
    drag: (path, options, signal) => asked(path[0], signal, () => hand.drag(path, options, signal)),
    scroll: (at, options, signal) => asked(at, signal, () => hand.scroll(at, options, signal)),
    type: (text, signal) => asked(undefined, signal, () => hand.type(text, signal)),
    paste: (text, options, signal) => asked(undefined, signal, () => hand.paste(text, options, signal)),
    press: (chord, count, signal) => asked(undefined, signal, () => hand.press(chord, count, signal)),
    hold: (what, ms, signal) =>
      asked('at' in what ? what.at : undefined, signal, () => hand.hold(what, ms, signal)),
    down: (at, options, signal) => asked(at, signal, () => hand.down(at, options, signal)),
    // What has taken the press must get the release, whatever it does.
    up: (at, options, signal) => hand.up(at, options, signal),
    answered: (at, signal) => hung.answered(at, signal),
    watch: (on, signal) => hand.watch(on, signal),
    release: () => hand.release(),
  };
}

/** The letter for what the main thread does (proc(5)); undefined when it has ended or cannot be seen. */
function stateOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in brackets may hold anything; the state is the first letter after the last bracket.
    const at = stat.lastIndexOf(')') + 2;
    return stat.slice(at, at + 1);
  } catch {
    return undefined;
  }
}
