import type { WindowFacts } from '../../core/frame.js';
import { type ScreenBox, screenBox } from '../../core/geometry.js';
import type { Hints, Told } from '../../ports.js';
import { type Bus, connectBus, daemon } from './dbus/connection.js';
import { applications, boxOf, type Item, itemsOf } from './tree.js';

/** ms that one question may take, whatever the application does. */
const questionMs = 80;
/** ms to reach the bus and its registry, once; the bus starts them when nobody has asked before. */
const openMs = 2000;
/** An application that did not answer in time is not asked again for this many ms. */
const sulkMs = 10_000;
/** More places than this are not cheaper to look at than the window. */
const mostPlaces = 40;

/** Hints that hold a connection. */
export interface OpenHints extends Hints {
  close(): void;
}

/**
 * Opens the way to what applications tell of themselves (AT-SPI), on the session bus of the environment.
 *
 * @throws Error when there is no such bus, or no accessibility service on it
 */
export async function openHints(env: Readonly<Record<string, string | undefined>>): Promise<OpenHints> {
  const session = await connectBus(env.DBUS_SESSION_BUS_ADDRESS ?? '');
  try {
    const service = { to: 'org.a11y.Bus', path: '/org/a11y/bus' };
    const [address] = await session.call(
      { ...service, from: 'org.a11y.Bus', name: 'GetAddress' },
      undefined,
      openMs,
    );
    await session.call(
      { ...service, from: 'org.freedesktop.DBus.Properties', name: 'Set' },
      { signature: 'ssv', values: ['org.a11y.Status', 'IsEnabled', { type: 'b', value: true }] },
      openMs,
    );
    const bus = await connectBus(String(address));
    // Toolkits keep their tree ready only once somebody listens; this event is one that nobody sends.
    const registry = { to: 'org.a11y.atspi.Registry', path: '/org/a11y/atspi/registry' };
    await bus.call(
      { ...registry, from: 'org.a11y.atspi.Registry', name: 'RegisterEvent' },
      { signature: 's', values: ['window:shade'] },
      openMs,
    );
    return new BusHints(bus);
  } finally {
    session.close();
  }
}

class BusHints implements OpenHints {
  readonly #bus: Bus;
  /** The process of each application that was seen on the bus. */
  readonly #pids = new Map<string, number>();
  /** Applications that did not answer, and until when they are left alone. */
  readonly #sulking = new Map<string, number>();

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  async ask(windows: readonly WindowFacts[], wanted: (name: string) => boolean): Promise<Told | undefined> {
    const pids = [...new Set(windows.map(({ pid }) => pid))];
    if (!this.#bus.open || pids.length === 0) return undefined;
    const until = performance.now() + questionMs;
    try {
      const owners = await this.#ownersOf(pids, until);
      if (owners === undefined) return undefined;
      const told = await Promise.all(owners.map((owner) => this.#tell(owner, wanted, until)));
      if (told.some((each) => each === undefined)) return undefined;
      const all = told.flatMap((each) => each ?? []);
      return { named: boxes(all, 'named'), untold: boxes(all, 'untold') };
    } catch {
      // An application that goes away or speaks another dialect is as good as one that tells nothing.
      return undefined;
    }
  }

  close(): void {
    this.#bus.close();
  }

  /** The bus names of the processes; undefined when one of them is not on the bus. */
  async #ownersOf(pids: readonly (number | undefined)[], until: number): Promise<string[] | undefined> {
    const known = (): (string | undefined)[] =>
      pids.map((pid) => [...this.#pids].find(([, each]) => each === pid)?.[0]);
    if (known().includes(undefined)) await this.#learn(until);
    const owners = known();
    return owners.every((owner) => owner !== undefined) ? owners : undefined;
  }

  async #learn(until: number): Promise<void> {
    const names = await applications(this.#bus, left(until));
    for (const name of this.#pids.keys()) if (!names.includes(name)) this.#pids.delete(name);
    await Promise.all(
      names
        .filter((name) => !this.#pids.has(name))
        .map(async (name) => {
          const ask = { signature: 's', values: [name] };
          const [pid] = await this.#bus.call(daemon('GetConnectionUnixProcessID'), ask, left(until));
          this.#pids.set(name, Number(pid));
        }),
    );
  }

  /** The places of one application that matter; undefined when it does not answer in time. */
  async #tell(owner: string, wanted: (name: string) => boolean, until: number): Promise<Place[] | undefined> {
    if ((this.#sulking.get(owner) ?? 0) > performance.now()) return undefined;
    try {
      const items = await itemsOf(this.#bus, owner, left(until));
      const named = items.filter(({ name }) => name !== '' && wanted(name));
      // Without a name that fits there is nothing to confirm.
      if (named.length === 0) return [];
      const others = items.filter((item) => item.untold && !named.includes(item));
      if (named.length + others.length > mostPlaces) return undefined;
      const placed = await Promise.all([
        ...named.map((item) => this.#place(item, 'named', until)),
        ...others.map((item) => this.#place(item, 'untold', until)),
      ]);
      return placed.filter((place) => place !== undefined);
    } catch {
      this.#sulking.set(owner, performance.now() + sulkMs);
      return undefined;
    }
  }

  async #place(item: Item, kind: Place['kind'], until: number): Promise<Place | undefined> {
    const box = await boxOf(this.#bus, item, left(until));
    return box && { kind, box: screenBox(box.x, box.y, box.width, box.height) };
  }
}

interface Place {
  readonly kind: 'named' | 'untold';
  readonly box: ScreenBox;
}

function boxes(places: readonly Place[], kind: Place['kind']): ScreenBox[] {
  return places.filter((place) => place.kind === kind).map(({ box }) => box);
}

function left(until: number): number {
  return Math.max(1, until - performance.now());
}
