import { type Bus, connectBus } from '../../src/desktop/accessibility/dbus/connection.js';
import type { Value } from '../../src/desktop/accessibility/dbus/values.js';
import { type Box, type Label, ownerOf, type Pane, type Testimony, within } from './label.js';

/** One object of an accessibility tree. */
interface Node {
  readonly role: number;
  readonly name: string;
  /** As the application tells it, in its own px. */
  readonly box: Box | undefined;
  /** Whether it takes input now. */
  readonly enabled: boolean;
  readonly parent: Node | undefined;
  readonly children: Node[];
}

/** Numbers of AT-SPI, from its interface definition (atspi-constants.h). */
const roles = {
  checkBox: 7,
  checkMenuItem: 8,
  dialog: 16,
  frame: 23,
  label: 29,
  listItem: 32,
  menu: 33,
  menuBar: 34,
  menuItem: 35,
  pageTab: 37,
  popupMenu: 41,
  pushButton: 43,
  radioButton: 44,
  radioMenuItem: 45,
  tableCell: 56,
  columnHeader: 57,
  toggleButton: 62,
  toolBar: 63,
  window: 69,
  link: 88,
  treeItem: 91,
} as const;
const alert = 2;
/** What can be asked for, and its word. */
const asked: ReadonlyMap<number, string> = new Map<number, string>([
  [roles.checkBox, 'check box'],
  [roles.checkMenuItem, 'menu entry'],
  [roles.columnHeader, 'column'],
  [roles.label, 'label'],
  [roles.link, 'link'],
  [roles.listItem, 'list entry'],
  [roles.menu, 'menu'],
  [roles.menuItem, 'menu entry'],
  [roles.pageTab, 'tab'],
  [roles.pushButton, 'button'],
  [roles.radioButton, 'radio button'],
  [roles.radioMenuItem, 'menu entry'],
  [roles.tableCell, 'cell'],
  [roles.toggleButton, 'button'],
  [roles.treeItem, 'tree entry'],
]);
const tops: ReadonlySet<number> = new Set([roles.frame, roles.dialog, roles.window, alert]);
/** What cuts off what sticks out of it: scroll pane, viewport, table, tree, tree table, list, tab list, and windows. */
const cutting: ReadonlySet<number> = new Set([49, 68, 55, 65, 66, 31, 38, ...tops]);

/** Px that the frames of window managers have in both directions together, at most. */
const frame = 60;

/** Bits of the state: one of the two is enough for some toolkits to say that a thing takes input. */
const enabled = 8;
const sensitive = 24;
const showing = 25;
const callMs = 5000;
/** Of one parent; lists of thousands show only their first ones anyway. */
const mostChildren = 300;
const mostNodes = 6000;

/** A connection to the bus that applications tell of themselves on (AT-SPI). */
export interface Tree {
  /** What the processes on the screen name. */
  testimony(panes: readonly Pane[], scale: number): Promise<Testimony>;
  close(): void;
}

/** Opens it on a desktop that has accessibility. */
export async function openTree(env: Readonly<Record<string, string>>): Promise<Tree> {
  const session = await connectBus(env.DBUS_SESSION_BUS_ADDRESS ?? '');
  const [address] = await session.call(
    { to: 'org.a11y.Bus', path: '/org/a11y/bus', from: 'org.a11y.Bus', name: 'GetAddress' },
    undefined,
    callMs,
  );
  session.close();
  const bus = await connectBus(String(address));
  return {
    async testimony(panes, scale) {
      const found: Label[] = [];
      const also: string[] = panes.map(({ title }) => title);
      for (const top of await windowsOf(bus)) {
        const place = placing(top, panes, scale);
        for (const node of all(top)) {
          const label = place && labelOf(node, panes, place);
          if (label !== undefined) found.push(label);
          else if (node.name.trim() !== '') also.push(node.name.trim());
        }
      }
      return { labels: outermost(found), also };
    },
    close: () => bus.close(),
  };
}

async function windowsOf(bus: Bus): Promise<Node[]> {
  const root = ['org.a11y.atspi.Registry', '/org/a11y/atspi/accessible/root'] as const;
  const windows: Node[] = [];
  const budget = { left: mostNodes };
  for (const application of await childrenOf(bus, root))
    for (const each of await childrenOf(bus, application)) {
      const node = await read(bus, each, undefined, budget);
      if (node !== undefined) windows.push(node);
    }
  return windows;
}

type Reference = readonly [string, string];
const accessible = 'org.a11y.atspi.Accessible';

async function childrenOf(bus: Bus, [to, path]: Reference): Promise<Reference[]> {
  const ask = { to, path, from: accessible };
  try {
    const count = await property(bus, [to, path], 'ChildCount');
    if (Number(count) <= mostChildren) {
      const [children] = await bus.call({ ...ask, name: 'GetChildren' }, undefined, callMs);
      return (children as Reference[]).filter(([, at]) => !at.endsWith('/null'));
    }
    const first: Reference[] = [];
    for (let i = 0; i < mostChildren; i++) {
      const given = { signature: 'i', values: [i] };
      const [child] = await bus.call({ ...ask, name: 'GetChildAtIndex' }, given, callMs);
      first.push(child as Reference);
    }
    return first;
  } catch {
    // It went away in the meantime, or speaks another dialect.
    return [];
  }
}

async function property(bus: Bus, [to, path]: Reference, name: string): Promise<Value | undefined> {
  const get = { to, path, from: 'org.freedesktop.DBus.Properties', name: 'Get' };
  const [value] = await bus.call(get, { signature: 'ss', values: [accessible, name] }, callMs);
  return Array.isArray(value) && value.length === 1 ? (value[0] as Value) : value;
}

/** Reads an object with all that is on the screen below it; undefined when it is not on the screen. */
async function read(
  bus: Bus,
  reference: Reference,
  parent: Node | undefined,
  budget: { left: number },
): Promise<Node | undefined> {
  if (budget.left-- <= 0) return undefined;
  const [to, path] = reference;
  try {
    const [state] = await bus.call({ to, path, from: accessible, name: 'GetState' }, undefined, callMs);
    const [low = 0] = state as number[];
    if (((low >>> showing) & 1) === 0) return undefined;
    const [role] = await bus.call({ to, path, from: accessible, name: 'GetRole' }, undefined, callMs);
    const name = String((await property(bus, reference, 'Name')) ?? '');
    const children: Node[] = [];
    const box = await extents(bus, reference);
    const takesInput = ((low >>> enabled) & 1) !== 0 || ((low >>> sensitive) & 1) !== 0;
    const node = { role: Number(role), name, box, enabled: takesInput, parent, children };
    for (const each of await childrenOf(bus, reference)) {
      const child = await read(bus, each, node, budget);
      if (child !== undefined) children.push(child);
    }
    return node;
  } catch {
    // It went away in the meantime.
    return undefined;
  }
}

async function extents(bus: Bus, [to, path]: Reference): Promise<Box | undefined> {
  const ask = { to, path, from: 'org.a11y.atspi.Component', name: 'GetExtents' };
  try {
    const [answer] = await bus.call(ask, { signature: 'u', values: [0] }, callMs);
    const [x = 0, y = 0, width = 0, height = 0] = answer as number[];
    // Cells that are scrolled away stand at the smallest number.
    return width > 0 && height > 0 && x > -(2 ** 30) && y > -(2 ** 30) ? [x, y, width, height] : undefined;
  } catch {
    return undefined;
  }
}

function* all(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children) yield* all(child);
}

/** How a window's own px become px of the screen, and which window of the screen it is. */
interface Placing {
  readonly pane: Pane;
  readonly move: (box: Box) => Box;
}

/**
 * Toolkits tell places on the screen or in the window, in px of the screen or of their own before scaling: the
 * way in which the window itself comes out where the X server has it.
 */
function placing({ box, name }: Node, panes: readonly Pane[], scale: number): Placing | undefined {
  if (box === undefined) return undefined;
  let best: { placing: Placing; off: number } | undefined;
  for (const factor of new Set([scale, 1]))
    for (const pane of panes) {
      const scaled = box.map((px) => px * factor) as unknown as Box;
      // Some count the frame of the window manager, some do not.
      const there = within(scaled, pane.box, 4);
      const size = Math.abs(pane.box[2] - scaled[2]) + Math.abs(pane.box[3] - scaled[3]);
      const off = size + (there ? 0 : 10) + (pane.title === name ? 0 : 50);
      if (size > frame || (best !== undefined && best.off <= off)) continue;
      const by = there ? [0, 0] : [pane.box[0] - scaled[0], pane.box[1] - scaled[1]];
      const move = ([x, y, width, height]: Box): Box => [
        x * factor + (by[0] ?? 0),
        y * factor + (by[1] ?? 0),
        width * factor,
        height * factor,
      ];
      best = { placing: { pane, move }, off };
    }
  return best?.placing;
}

/** The node as a label that is wholly to be seen; undefined for all others. */
function labelOf(node: Node, panes: readonly Pane[], { pane, move }: Placing): Label | undefined {
  const kind = asked.get(node.role);
  const text = node.name.trim();
  if (kind === undefined || node.box === undefined || !/^[^\n]{1,60}$/u.test(text)) return undefined;
  if (!/[\p{L}\p{N}]/u.test(text)) return undefined;
  if (isPicture(node)) return undefined;
  const popUp = isInPopUp(node);
  if (!popUp && isCut(node, node.box)) return undefined;
  const box = move(node.box);
  const first = ownerOf(panes, box);
  if (first === undefined) return undefined;
  // A pop-up of a menu bar is a window of its own; everything else lies in the window that tells of it.
  if (popUp ? first.id === pane.id && hasBar(node) : first.id !== pane.id) return undefined;
  return {
    text,
    kind: node.parent?.role === roles.menuBar ? 'menu' : kind,
    box,
    ...(node.enabled ? {} : { greyed: true }),
  };
}

/** Whether it is a button of a tool bar that is too narrow to have its name beside its picture. */
function isPicture({ role, box, parent }: Node): boolean {
  if (role !== roles.pushButton && role !== roles.toggleButton) return false;
  for (let each = parent; each !== undefined; each = each.parent)
    if (each.role === roles.toolBar) return box !== undefined && box[2] < 2 * box[3];
  return false;
}

/** Whether it is in an open menu, which is a window of its own. */
function isInPopUp(node: Node): boolean {
  for (let each = node.parent; each !== undefined; each = each.parent) {
    if (each.role === roles.popupMenu) return true;
    if (each.role === roles.menu) return true;
    if (each.role === roles.menuBar || tops.has(each.role)) return false;
  }
  return false;
}

function hasBar(node: Node): boolean {
  for (let each = node.parent; each !== undefined; each = each.parent)
    if (each.role === roles.menuBar) return true;
  return false;
}

function isCut(node: Node, box: Box): boolean {
  for (let each = node.parent; each !== undefined; each = each.parent)
    if (cutting.has(each.role) && each.box !== undefined && !within(each.box, box, 1)) return true;
  return false;
}

/** A button and the label in it are one thing. */
function outermost(labels: readonly Label[]): Label[] {
  return labels.filter(
    (label, i) =>
      !labels.some(
        (other, j) =>
          i !== j &&
          other.text === label.text &&
          within(other.box, label.box) &&
          (j < i || !within(label.box, other.box)),
      ),
  );
}
