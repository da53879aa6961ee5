import type { WindowFacts, WindowKind } from '../../../core/frame.js';
import type { ScreenBox } from '../../../core/geometry.js';
import type { X11Client } from './client.js';
import { type Clients, type ClientWindow, clientsOf, type Scan } from './clients.js';
import { hiddenBy } from './windows-hidden.js';
import { isOfManager, isPanel, readKind } from './windows-kind.js';
import { readBox, readClass, readNumbers, readPid, readTitle, unlessGone } from './windows-read.js';

/** A window of an application with what is known of it. */
interface Known {
  readonly window: number;
  readonly facts: WindowFacts;
}

interface Lasting {
  readonly pid: number | undefined;
  readonly kind: WindowKind | undefined;
}

/** Windows that come and go by themselves and take no input: tips, which say something, and pictures of a drag. */
const unseenTypes = ['_NET_WM_WINDOW_TYPE_TOOLTIP', '_NET_WM_WINDOW_TYPE_DND'];

/** A window beside those of applications: one to be seen, or a tip. */
type Popup = { readonly facts: WindowFacts } | { readonly tip: ScreenBox };

/** Reads which windows there are, where, and which of them show. */
export class WindowStack {
  readonly #client: X11Client;
  readonly #clients: Clients;
  /** What does not change while a window lives. */
  readonly #lasting = new Map<number, Lasting>();

  constructor(client: X11Client) {
    this.#client = client;
    this.#clients = clientsOf(client);
  }

  /** Every window of an application, topmost first, hidden ones among them; those that vanish meanwhile are left out. */
  async all(): Promise<WindowFacts[]> {
    const { clients, active } = await this.#look();
    return (await this.#factsOf(clients, active)).map(({ facts }) => facts);
  }

  /** What can be seen, topmost first: pop-ups, then the windows of applications; those that are hidden; and tips. */
  async shown(): Promise<{ visible: WindowFacts[]; hidden: WindowFacts[]; tips: ScreenBox[] }> {
    const { clients, others, active } = await this.#look();
    const known = await this.#factsOf(clients, active);
    const popups = await Promise.all(others.toReversed().map((window) => this.#popup(window, known)));
    const windows = known.map(({ facts }) => facts);
    return {
      visible: [
        ...popups.flatMap((popup) => (popup && 'facts' in popup ? [popup.facts] : [])),
        ...windows.filter(({ hidden }) => hidden === undefined),
      ],
      hidden: windows.filter(({ hidden }) => hidden !== undefined),
      tips: popups.flatMap((popup) => (popup && 'tip' in popup ? [popup.tip] : [])),
    };
  }

  /** The windows of applications by their numbers. */
  async ids(): Promise<number[]> {
    return (await this.#clients.scan()).clients.map(({ window }) => window);
  }

  async #look(): Promise<Scan & { readonly active: number | undefined }> {
    const [scan, active] = await Promise.all([this.#clients.scan(), this.#clients.active()]);
    return { ...scan, active };
  }

  async #factsOf(clients: readonly ClientWindow[], active: number | undefined): Promise<Known[]> {
    const alive = new Set(clients.map(({ window }) => window));
    for (const known of this.#lasting.keys()) if (!alive.has(known)) this.#lasting.delete(known);
    const facts = await Promise.all(clients.toReversed().map((one) => this.#facts(one, active)));
    return facts.filter((one) => one !== undefined);
  }

  async #facts({ window, top }: ClientWindow, active: number | undefined): Promise<Known | undefined> {
    const client = this.#client;
    return unlessGone(async () => {
      const [title, name, { pid, kind }, box] = await Promise.all([
        readTitle(client, window),
        // Not kept: LibreOffice gives its window another class once it knows what the document is.
        readClass(client, window),
        this.#lastingOf(window, top),
        readBox(client, window),
      ]);
      const hidden = await hiddenBy(client, window, box);
      const facts: WindowFacts = {
        id: idOf(window),
        title,
        class: name,
        ...(pid === undefined ? {} : { pid }),
        box,
        active: window === active,
        ...(kind === undefined ? {} : { kind }),
        ...(hidden === undefined ? {} : { hidden }),
      };
      return { window, facts };
    });
  }

  async #lastingOf(window: number, top: number): Promise<Lasting> {
    const known = this.#lasting.get(window);
    if (known !== undefined) return known;
    const [pid, kind] = await Promise.all([readPid(this.#client, window), readKind(this.#client, window)]);
    // A window that is not framed yet may not have told everything.
    if (top !== window) this.#lasting.set(window, { pid, kind });
    return { pid, kind };
  }

  /** A window beside those of applications, if it is one to be seen or a tip: pictures of a drag are neither. */
  async #popup(window: number, managed: readonly Known[]): Promise<Popup | undefined> {
    const client = this.#client;
    return unlessGone(async () => {
      const [title, name, pid, [owner], types, ignoredTypes, box] = await Promise.all([
        readTitle(client, window),
        readClass(client, window),
        readPid(client, window),
        readNumbers(client, window, 'WM_TRANSIENT_FOR'),
        readNumbers(client, window, '_NET_WM_WINDOW_TYPE'),
        Promise.all(unseenTypes.map((type) => client.atom(type))),
        readBox(client, window),
      ]);
      if (!onScreen(box, client)) return undefined;
      if (types.some((type) => ignoredTypes.includes(type)))
        return types.includes(ignoredTypes[0] ?? -1) ? { tip: box } : undefined;
      const own = { id: idOf(window), title, class: name, ...(pid === undefined ? {} : { pid }), box };
      if (await isPanel(client, types)) return { facts: { ...own, active: false, kind: 'panel' } };
      const parent =
        managed.find((one) => one.window === owner) ??
        managed.find(({ facts }) => pid !== undefined && facts.pid === pid) ??
        // Nobody knows whose it is: clients of other machines tell no process.
        managed.find(({ facts }) => pid === undefined && facts.active);
      if (parent === undefined && (await isOfManager(client, pid)))
        // Some put pictures of workspaces behind all windows, which nobody sees.
        return coversScreen(box, client) ? undefined : { facts: { ...own, active: false, kind: 'panel' } };
      const { facts: { title: of, class: as, pid: from } = own } = parent ?? {};
      const facts: WindowFacts = {
        ...own,
        title: of,
        class: as,
        ...(from === undefined ? {} : { pid: from }),
        active: false,
        kind: 'pop-up',
      };
      return { facts };
    });
  }
}

/** The identifier of a window as other tools write it. */
function idOf(window: number): string {
  return `0x${window.toString(16)}`;
}

function coversScreen({ width, height }: ScreenBox, { screen }: X11Client): boolean {
  return width >= screen.pixel_width && height >= screen.pixel_height;
}

function onScreen(box: ScreenBox, client: X11Client): boolean {
  const { pixel_width: width, pixel_height: height } = client.screen;
  return box.x < width && box.y < height && box.x + box.width > 0 && box.y + box.height > 0;
}
