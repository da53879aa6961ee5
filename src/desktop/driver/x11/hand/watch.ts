import type { XEvent, XPointer, XWindowAttributes } from 'x11';
import { type ActProgress, cutOff } from '../../../../core/cut-off.js';
import type { DeskhandError } from '../../../../core/errors.js';
import type { ScreenPoint } from '../../../../core/geometry.js';
import type { X11Client } from '../client.js';
import { clientsOf } from '../clients.js';
import { addEvents, eventBits, whenEvents } from '../windows-events.js';
import { readTitle, readTop, unlessGone } from '../windows-read.js';
import { exclusively } from './exclusive.js';
import { pause } from './pause.js';

/** ms in which a window manager may leave the keyboard to nobody while windows come and go. */
const betweenMs = 60;
/** Keys that go through the list or menu that the key before them has opened. */
const navigating = new Set(['up', 'down', 'left', 'right', 'pageup', 'pagedown', 'home', 'end']);

/** Whom the server gives keys to. */
interface Keys {
  /** The window with the focus; undefined: nobody, or whatever lies under the pointer. */
  readonly focus: number | undefined;
  /** The child of the root under the pointer. */
  readonly pointed: number;
}

/**
 * Watches that what an act was decided for stays as it was while the act is under way: the keyboard with the same
 * window, the same window under the pointer, nothing new in the way of a drag. Windows are told apart by the child
 * of the root that they lie in. The first event after a change is not sent, and no other.
 */
export class Watch {
  readonly #client: X11Client;
  /** Children of the root that lay under the points of the act, by point. */
  readonly #under: ReadonlyMap<string, number>;
  /** Children of the root that input may go to; undefined: any. */
  readonly #allowed: ReadonlySet<number> | undefined;
  #keys: Keys;
  /** The child of the root that has the keyboard. */
  #keysTop: number | undefined;

  private constructor(
    client: X11Client,
    seen: {
      readonly under: ReadonlyMap<string, number>;
      readonly allowed: ReadonlySet<number> | undefined;
      readonly keys: Keys;
      readonly keysTop: number | undefined;
    },
  ) {
    this.#client = client;
    this.#under = seen.under;
    this.#allowed = seen.allowed;
    this.#keys = seen.keys;
    this.#keysTop = seen.keysTop;
  }

  /**
   * Notes what has the keyboard and what lies under the points now.
   *
   * @param allowed the windows that may get input, by their ids; without it any
   */
  static async now(
    client: X11Client,
    points: readonly ScreenPoint[] = [],
    allowed?: readonly string[],
  ): Promise<Watch> {
    const [keys, ...tops] = await Promise.all([
      keysOf(client),
      ...points.map((point) => topAt(client, point)),
    ]);
    const windows = allowed?.map(Number);
    const { clients } = windows === undefined ? { clients: [] } : await clientsOf(client).scan();
    return new Watch(client, {
      under: new Map(points.map((point, i) => [placeOf(point), tops[i] ?? 0])),
      allowed:
        windows &&
        new Set([
          ...windows,
          ...clients.filter(({ window }) => windows.includes(window)).map(({ top }) => top),
        ]),
      keys,
      keysTop: await topOfKeys(client, keys),
    });
  }

  /**
   * Sends keys, if the keyboard is still where it was when they arrive.
   *
   * @param keys their names, where they may go on in a list or menu of the same program that has opened by itself
   * @throws DeskhandError code `cut-off` when something was sent before, `other-window` when nothing was
   */
  async keys(
    send: () => void,
    how: ActProgress,
    signal: AbortSignal,
    keys: readonly string[] = [],
  ): Promise<void> {
    const limit = performance.now() + betweenMs;
    for (;;) {
      signal.throwIfAborted();
      let sent = false;
      const now = await exclusively(
        this.#client,
        () => keysOf(this.#client),
        (found) => {
          if (!sameKeys(found, this.#keys)) return;
          send();
          sent = true;
        },
      );
      if (sent) return;
      if (await this.#stillHere(now, keys)) continue;
      if (performance.now() > limit) throw await this.#keysWent(now, how);
      await pause(5, signal);
    }
  }

  /**
   * Sends input of the pointer, if the same window still lies under it when it arrives.
   *
   * @param at where the pointer was put
   * @throws DeskhandError code `cut-off` or `other-window`
   */
  async pointer(at: ScreenPoint, send: () => void, how: ActProgress): Promise<void> {
    const expected = this.#under.get(placeOf(at)) ?? (await topAt(this.#client, at));
    this.#mayGet(expected, how);
    const pointed = await exclusively(
      this.#client,
      () => pointedAt(this.#client),
      (found) => {
        if (found === expected) send();
      },
    );
    if (pointed !== expected) throw await this.#inTheWay(pointed, how);
  }

  /** Watches the way of a drag that begins at a point. */
  drag(at: ScreenPoint): Promise<DragWatch> {
    return DragWatch.begin(this.#client, at, this.#allowed, this.#keysTop);
  }

  /**
   * Waits while keys or a button are held.
   *
   * @throws DeskhandError code `cut-off` as soon as the keyboard, or what lies under the pointer, is another one
   */
  async hold(ms: number, signal: AbortSignal): Promise<void> {
    const { focus } = this.#keys;
    // A window that is going is seen at the next look.
    if (focus !== undefined) await unlessGone(() => addEvents(this.#client, focus, eventBits.focus));
    const begin = performance.now();
    const pointed = await pointedAt(this.#client);
    const other = await whenEvents(
      this.#client,
      async () => {
        const now = await keysOf(this.#client);
        if (now.pointed !== pointed) return now;
        return sameKeys(now, this.#keys) || (await this.#stillHere(now, [])) ? undefined : now;
      },
      ms,
      signal,
    );
    if (other === undefined) return;
    const how = {
      begun: true,
      where: `after ${((performance.now() - begin) / 1000).toFixed(1)} of ${ms / 1000} s`,
    };
    throw other.pointed === pointed
      ? await this.#keysWent(other, how)
      : await this.#inTheWay(other.pointed, how);
  }

  /** Whether the focus has only gone to another part of the same window; that is what is expected from then on. */
  async #stillHere(now: Keys, keys: readonly string[]): Promise<boolean> {
    const top = await topOfKeys(this.#client, now);
    if (top === undefined || this.#keysTop === undefined) return false;
    const goesOn = keys.length > 0 && keys.every((key) => navigating.has(key));
    if (top !== this.#keysTop && !(goesOn && (await isPopUpOf(this.#client, top, this.#keysTop))))
      return false;
    this.#keys = now;
    this.#keysTop = top;
    return true;
  }

  #mayGet(top: number, how: ActProgress): void {
    if (this.#allowed === undefined || this.#allowed.has(top)) return;
    throw cutOff('a window that may get no input lies there now', how);
  }

  async #keysWent(now: Keys, how: ActProgress): Promise<DeskhandError> {
    const name = await nameOf(this.#client, now.focus ?? now.pointed);
    return cutOff(`${name} took the keyboard`, how);
  }

  async #inTheWay(top: number, how: ActProgress): Promise<DeskhandError> {
    return cutOff(`${await nameOf(this.#client, top)} lies under the pointer now`, how);
  }
}

/** Watches the windows on the way of a drag from its press to its release. */
export class DragWatch {
  readonly #client: X11Client;
  readonly #pressed: number;
  readonly #allowed: ReadonlySet<number> | undefined;
  readonly #keysTop: number | undefined;
  /** Children of the root that have come up, moved or were raised since the press. */
  readonly #changed = new Set<number>();
  readonly #stop: () => void;

  private constructor(
    client: X11Client,
    pressed: number,
    allowed: ReadonlySet<number> | undefined,
    keysTop: number | undefined,
  ) {
    this.#client = client;
    this.#pressed = pressed;
    this.#allowed = allowed;
    this.#keysTop = keysTop;
    this.#stop = client.onEvent((event: XEvent) => {
      if (event.name !== 'MapNotify' && event.name !== 'ConfigureNotify') return;
      const window = event.wid1 ?? event.wid;
      if (window !== undefined) this.#changed.add(window);
    });
  }

  static async begin(
    client: X11Client,
    at: ScreenPoint,
    allowed: ReadonlySet<number> | undefined,
    keysTop: number | undefined,
  ): Promise<DragWatch> {
    await addEvents(client, client.root, eventBits.substructure);
    return new DragWatch(client, await topAt(client, at), allowed, keysTop);
  }

  /**
   * To be called before each move with the button down, and before it is let go. What the drag itself brings up may
   * lie there: the window that was pressed, wherever it goes, and pop-ups of its program such as the dragged picture.
   *
   * @throws DeskhandError code `cut-off` when another window has come in the way or has taken the keyboard
   */
  async before(next: ScreenPoint): Promise<void> {
    const [top, keys] = await Promise.all([topAt(this.#client, next), keysOf(this.#client)]);
    const how = { begun: true, where: `before ${Math.round(next.x)},${Math.round(next.y)}` };
    const own = async (window: number): Promise<boolean> =>
      window === 0 || window === this.#pressed || (await isPopUpOf(this.#client, window, this.#pressed));
    if (this.#changed.has(top) && !(await own(top)))
      throw cutOff(`${await nameOf(this.#client, top)} came in the way`, how);
    if (this.#allowed !== undefined && !this.#allowed.has(top) && !(await own(top)))
      throw cutOff(`${await nameOf(this.#client, top)}, which may get no input, lies in the way`, how);
    const focused = await topOfKeys(this.#client, keys);
    if (focused === undefined || focused === this.#keysTop || (await own(focused))) return;
    throw cutOff(`${await nameOf(this.#client, focused)} took the keyboard`, how);
  }

  end(): void {
    this.#stop();
  }
}

function placeOf({ x, y }: ScreenPoint): string {
  return `${Math.round(x)},${Math.round(y)}`;
}

async function keysOf(client: X11Client): Promise<Keys> {
  const [{ focus }, pointed] = await Promise.all([
    client.ask<{ focus: number }>((raw, done) => raw.GetInputFocus(done)),
    pointedAt(client),
  ]);
  return { focus: focus <= 1 || focus === client.root ? undefined : focus, pointed };
}

/** Whether keys go to the same place: where they go to what lies under the pointer, that has to be the same. */
function sameKeys(a: Keys, b: Keys): boolean {
  return a.focus === b.focus && (a.focus !== undefined || a.pointed === b.pointed);
}

async function pointedAt(client: X11Client): Promise<number> {
  const { child } = await client.ask<XPointer>((raw, done) => raw.QueryPointer(client.root, done));
  return child;
}

/** The child of the root at a point; 0 where only the root lies. */
async function topAt(client: X11Client, { x, y }: ScreenPoint): Promise<number> {
  const { child } = await client.ask<{ child: number }>((raw, done) =>
    raw.TranslateCoordinates(client.root, client.root, Math.round(x), Math.round(y), done),
  );
  return child;
}

async function topOfKeys(client: X11Client, { focus, pointed }: Keys): Promise<number | undefined> {
  if (focus === undefined) return pointed === 0 ? undefined : pointed;
  return unlessGone(() => readTop(client, focus));
}

/** Whether a window is one that no window manager frames, such as a menu, of the same connection as another one. */
async function isPopUpOf(client: X11Client, window: number, other: number): Promise<boolean> {
  const attributes = await unlessGone(() =>
    client.ask<XWindowAttributes>((raw, done) => raw.GetWindowAttributes(window, done)),
  );
  if (attributes === undefined || attributes.overrideRedirect === 0) return false;
  const inside = await unlessGone(() => innerOf(client, other));
  const connection = (id: number): number => (id & ~client.setup.resource_mask) >>> 0;
  return inside !== undefined && connection(window) === connection(inside);
}

/** The window of an application in a child of the root: window managers own their frames. */
async function innerOf(client: X11Client, top: number): Promise<number> {
  const { clients } = await clientsOf(client).scan();
  return clients.find((each) => each.top === top)?.window ?? top;
}

async function nameOf(client: X11Client, window: number): Promise<string> {
  const title = await unlessGone(async () => {
    const { clients } = await clientsOf(client).scan();
    const top = await readTop(client, window);
    const known = clients.find((each) => each.top === top || each.window === window);
    return readTitle(client, known?.window ?? window);
  });
  return title === undefined || title === '' ? 'another window' : `“${title}”`;
}
