import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import x11, {
  type Callback,
  type XClient,
  type XDamage,
  type XDisplay,
  type XError,
  type XEvent,
  type XFixes,
  type XInput,
  type XKb,
  type XRandr,
  type XScreen,
  type XShm,
  type XTest,
} from 'x11';
import { DeskhandError, messageOf } from '../../../core/errors.js';
import { cookieFor } from './authority.js';

/** The extensions that deskhand asks for, by the name the package gives them. */
export interface X11Extensions {
  xtest: XTest;
  shm: XShm;
  damage: XDamage;
  fixes: XFixes;
  randr: XRandr;
  xkb: XKb;
  xinput: XInput;
}

/** One connection to an X server. Every waiting request rejects when the connection ends. */
export interface X11Client {
  /** Name of the display, such as `:12`. */
  readonly display: string;
  readonly screen: XScreen;
  readonly setup: XDisplay;
  readonly root: number;
  /** The package's client, for requests without a reply and for `ask`. */
  readonly raw: XClient;
  /** Sends one request that has a reply, or waits until a request without one was carried out. Rejects with the server's error. */
  ask<T>(request: (raw: XClient, done: Callback<T>) => void): Promise<T>;
  /** Resolves when the server has carried out everything that was sent so far. */
  sync(): Promise<void>;
  /** Loads an extension once. Rejects with `DeskhandError` code `no-extension`. */
  extension<Name extends keyof X11Extensions>(name: Name): Promise<X11Extensions[Name]>;
  /** The number of an atom on this display; the answer is kept. */
  atom(name: string): Promise<number>;
  atomName(atom: number): Promise<string>;
  /** Calls the listener for every event of this connection; answers how to stop. */
  onEvent(listener: (event: XEvent) => void): () => void;
  /** Errors of requests that nobody waits for are told here; by default they are dropped, as the server reports them long after. */
  onError(listener: (error: XError) => void): () => void;
  /** Resolves with the reason when the connection ends, by either side. */
  readonly ended: Promise<DeskhandError>;
  readonly open: boolean;
  close(): Promise<void>;
}

/**
 * Connects to an X display.
 *
 * @param options.authority path of the authority file; without it `~/.Xauthority`
 * @throws DeskhandError kind `environment`, code `no-display`, when the display cannot be reached
 */
export async function openX11Client(options: { display: string; authority?: string }): Promise<X11Client> {
  const { display } = options;
  // The package would quietly take another display.
  if (display === '') throw noDisplay(display, 'no name was given');
  const auth = await cookieOf(options);
  const setup = await connect(display, auth);
  const raw = setup.client;
  raw.atoms = { ...raw.atoms };
  return new Client(display, setup, raw);
}

async function cookieOf(options: {
  display: string;
  authority?: string;
}): Promise<{ name: string; data: string }> {
  const file = options.authority ?? join(homedir(), '.Xauthority');
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch {
    // No file is the ordinary state of a server that asks for no cookie; the server itself refuses otherwise.
    return { name: '', data: '' };
  }
  return cookieFor(bytes, options.display) ?? { name: '', data: '' };
}

function connect(display: string, auth: { name: string; data: string }): Promise<XDisplay> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => reject(noDisplay(display, error));
    try {
      const raw = x11.createClient({ display, auth }, (error, setup) => {
        if (error) fail(error);
        else resolve(setup);
      });
      // The package emits errors even for requests whose caller was told; unheard, they end the process.
      raw.on('error', fail);
    } catch (error) {
      fail(error);
    }
  });
}

function noDisplay(display: string, cause: unknown): DeskhandError {
  const name = display === '' ? 'DISPLAY is not set' : `“${display}”`;
  return new DeskhandError(
    'environment',
    'no-display',
    `No X display can be reached: ${name} (${messageOf(cause)}).`,
    {
      hint: 'Set DISPLAY (and XAUTHORITY) to a running X server, or use a virtual desktop.',
      cause,
    },
  );
}

class Client implements X11Client {
  readonly display: string;
  readonly setup: XDisplay;
  readonly raw: XClient;
  readonly screen: XScreen;
  readonly root: number;
  readonly ended: Promise<DeskhandError>;
  open = true;
  readonly #waiting = new Set<(error: DeskhandError) => void>();
  readonly #extensions = new Map<string, Promise<unknown>>();
  readonly #errorListeners = new Set<(error: XError) => void>();

  constructor(display: string, setup: XDisplay, raw: XClient) {
    const screen = setup.screen[screenNumber(display)] ?? setup.screen[0];
    if (screen === undefined) throw noDisplay(display, new Error('the server has no screen'));
    this.display = display;
    this.setup = setup;
    this.raw = raw;
    this.screen = screen;
    this.root = screen.root;
    this.ended = new Promise((resolve) => {
      raw.on('end', () => resolve(this.#end()));
      raw.on('error', (error) => {
        // A protocol error carries a number and concerns one request; anything else is the connection itself.
        if (error.error !== undefined) for (const listener of this.#errorListeners) listener(error);
        else resolve(this.#end());
      });
    });
  }

  ask<T>(request: (raw: XClient, done: Callback<T>) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!this.open) {
        reject(this.#goneError());
        return;
      }
      this.#waiting.add(reject);
      request(this.raw, (error, reply) => {
        this.#waiting.delete(reject);
        if (error) reject(error);
        else resolve(reply);
        return true;
      });
    });
  }

  sync(): Promise<void> {
    return this.ask<void>((raw, done) => raw.sync(done));
  }

  extension<Name extends keyof X11Extensions>(name: Name): Promise<X11Extensions[Name]> {
    let loaded = this.#extensions.get(name);
    if (loaded === undefined) {
      loaded = this.#load(name);
      this.#extensions.set(name, loaded);
    }
    return loaded as Promise<X11Extensions[Name]>;
  }

  #load(name: string): Promise<unknown> {
    return this.ask<unknown>((raw, done) => {
      raw.require(name, (error, extension) => void done(error, extension));
    }).catch((error: unknown) => {
      if (!this.open) throw error;
      throw new DeskhandError(
        'environment',
        'no-extension',
        `The display ${this.display} has no ${name} extension.`,
        { hint: 'Use an X server with this extension, such as Xvfb or Xorg.', cause: error },
      );
    });
  }

  atom(name: string): Promise<number> {
    const known = this.raw.atoms[name];
    return known === undefined
      ? this.ask<number>((raw, done) => raw.InternAtom(false, name, done))
      : Promise.resolve(known);
  }

  atomName(atom: number): Promise<string> {
    return this.ask<string>((raw, done) => raw.GetAtomName(atom, done));
  }

  onEvent(listener: (event: XEvent) => void): () => void {
    this.raw.on('event', listener);
    return () => {
      this.raw.removeListener('event', listener);
    };
  }

  onError(listener: (error: XError) => void): () => void {
    this.#errorListeners.add(listener);
    return () => {
      this.#errorListeners.delete(listener);
    };
  }

  async close(): Promise<void> {
    if (!this.open) return;
    this.open = false;
    await new Promise<void>((resolve) => {
      this.raw.on('end', resolve);
      this.raw.close(() => resolve());
    });
    this.#rejectAll();
  }

  #end(): DeskhandError {
    this.open = false;
    this.#rejectAll();
    return this.#goneError();
  }

  #rejectAll(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const reject of waiting) reject(this.#goneError());
  }

  #goneError(): DeskhandError {
    return new DeskhandError(
      'environment',
      'display-gone',
      `The connection to the display ${this.display} has ended.`,
      { hint: 'The X server was ended or has crashed; start the desktop again.' },
    );
  }
}

/** The screen that a display name asks for: 1 in `:0.1`, else 0. */
function screenNumber(display: string): number {
  return Number(/:\d+\.(\d+)$/.exec(display)?.[1] ?? 0);
}
