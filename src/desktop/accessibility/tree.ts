import type { Bus } from './dbus/connection.js';
import type { Value } from './dbus/values.js';

/** One object of an application's accessibility tree that is on the screen. */
export interface Item {
  readonly owner: string;
  readonly path: string;
  readonly name: string;
  readonly role: number;
  /** Whether the text it shows may be in no name: a field, a terminal, a drawing. */
  readonly untold: boolean;
}

/** Numbers of AT-SPI, from its interface definition (atspi-constants.h). */
const states = { showing: 25, managesDescendants: 31 };
const roles = {
  ...{ canvas: 6, comboBox: 11, drawingArea: 18, filler: 20, frame: 23, panel: 39, passwordText: 40 },
  ...{ progressBar: 42, scrollBar: 48, separator: 50, spinButton: 52, dialog: 16, window: 69 },
  ...{ terminal: 60, text: 61, entry: 79 },
};
/** What shows values instead of a label. */
const showsValues: ReadonlySet<number> = new Set([
  ...[roles.canvas, roles.comboBox, roles.drawingArea, roles.passwordText, roles.progressBar],
  ...[roles.spinButton, roles.terminal, roles.text, roles.entry],
]);
/** What shows no text of its own even without children. */
const showsNothing: ReadonlySet<number> = new Set([
  ...[roles.filler, roles.panel, roles.scrollBar, roles.separator],
]);
/** Their names are titles, which the window manager draws. */
const titled: ReadonlySet<number> = new Set([roles.frame, roles.dialog, roles.window]);

const accessible = 'org.a11y.atspi.Accessible';
const rootPath = '/org/a11y/atspi/accessible/root';

/** The applications that tell something of themselves, by their names on the bus. */
export async function applications(bus: Bus, withinMs: number): Promise<string[]> {
  const registry = {
    ...{ to: 'org.a11y.atspi.Registry', path: rootPath, from: accessible, name: 'GetChildren' },
  };
  const [children] = await bus.call(registry, undefined, withinMs);
  return (children as readonly (readonly [string, string])[]).map(([name]) => name);
}

/** Everything of an application that is on the screen, in one answer of the application. */
export async function itemsOf(bus: Bus, application: string, withinMs: number): Promise<Item[]> {
  const cache = { to: application, path: '/org/a11y/atspi/cache', from: 'org.a11y.atspi.Cache' };
  const [entries] = await bus.call({ ...cache, name: 'GetItems' }, undefined, withinMs);
  return (entries as readonly (readonly Value[])[]).flatMap((entry) => readItem(entry, application) ?? []);
}

/**
 * An entry of the cache. Toolkits differ in what they say of parents and children, which lies in the middle;
 * the last five are the same everywhere: interfaces, name, role, description, states.
 */
function readItem(entry: readonly Value[], owner: string): Item | undefined {
  const [reference] = entry as readonly (readonly [string, string])[];
  const [interfaces, name, role, , flags] = entry.slice(-5) as [string[], string, number, string, number[]];
  const [low = 0] = flags;
  const is = (state: number): boolean => ((low >>> state) & 1) === 1;
  if (reference === undefined || !is(states.showing)) return undefined;
  if (!interfaces.some((each) => each.endsWith('.Component'))) return undefined;
  const speaks = interfaces.some((each) => each.endsWith('.Text'));
  const silent = name.trim() === '';
  const drawn = silent && !hasChildren(entry) && !showsNothing.has(role);
  const untold = showsValues.has(role) || (silent && speaks) || drawn || is(states.managesDescendants);
  return { owner, path: reference[1], name: titled.has(role) ? '' : name, role, untold };
}

/** New toolkits tell how many children there are, old ones list them. */
function hasChildren(entry: readonly Value[]): boolean {
  const children = entry.at(-6);
  return Array.isArray(children) ? children.length > 0 : Number(children) !== 0;
}

/** Where an item is, in px of the screen; undefined when it says that it is nowhere. */
export async function boxOf(
  bus: Bus,
  { owner, path }: Item,
  withinMs: number,
): Promise<{ x: number; y: number; width: number; height: number } | undefined> {
  const extents = { to: owner, path, from: 'org.a11y.atspi.Component', name: 'GetExtents' };
  const [answer] = await bus.call(extents, { signature: 'u', values: [screenCoordinates] }, withinMs);
  const [x = 0, y = 0, width = 0, height = 0] = answer as readonly number[];
  return width > 0 && height > 0 && x > nowhere && y > nowhere ? { x, y, width, height } : undefined;
}

/** AT-SPI's `ATSPI_COORD_TYPE_SCREEN`. */
const screenCoordinates = 0;
/** Cells that are scrolled away stand at the smallest number. */
const nowhere = -(2 ** 31) + 1;
