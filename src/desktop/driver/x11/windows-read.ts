import type { Callback, XGeometry, XProperty } from 'x11';
import type { ScreenBox } from '../../../core/geometry.js';
import { screenBox } from '../../../core/geometry.js';
import type { X11Client } from './client.js';

const anyType = 0;

/** Longest property that is read, in 4-byte units: titles and window lists are far below. */
const longestProperty = 4096;

/** Reads one property of a window; empty when the window has none. Rejects when the window is gone. */
export async function readProperty(client: X11Client, window: number, name: string): Promise<Buffer> {
  const atom = await client.atom(name);
  const { data } = await client.ask<XProperty>((raw, done) =>
    raw.GetProperty(0, window, atom, anyType, 0, longestProperty, done),
  );
  return data;
}

/** A property that is a list of 32-bit numbers: atoms, windows, cardinals. */
export async function readNumbers(client: X11Client, window: number, name: string): Promise<number[]> {
  const data = await readProperty(client, window, name);
  return Array.from({ length: data.length >> 2 }, (_, i) => data.readUInt32LE(4 * i));
}

/** The title: the UTF-8 name that most toolkits set, else the old one, which is UTF-8 or Latin-1. */
export async function readTitle(client: X11Client, window: number): Promise<string> {
  const [modern, old] = await Promise.all([
    readProperty(client, window, '_NET_WM_NAME'),
    readProperty(client, window, 'WM_NAME'),
  ]);
  if (modern.length > 0) return modern.toString('utf8').replace(/\0+$/, '');
  const asUtf8 = old.toString('utf8').replace(/\0+$/, '');
  return asUtf8.includes('�') ? old.toString('latin1') : asUtf8;
}

/** The application class: the second of the two strings of WM_CLASS. */
export async function readClass(client: X11Client, window: number): Promise<string> {
  const data = await readProperty(client, window, 'WM_CLASS');
  const [instance, name] = data.toString('utf8').split('\0');
  return name || instance || '';
}

/** The part of the package's X-Resource module that tells who made a window. */
interface XRes {
  readonly ClientIdMask: { readonly LocalClientPID: number };
  QueryClientIds(
    specs: readonly { client: number; mask: number }[],
    done: Callback<{ value: readonly number[] }[]>,
  ): void;
}

/**
 * The process that made a window: as the server knows it, which no window can tell wrongly and toolkits such
 * as Tk do not tell at all; else what the window says. Undefined for clients of other machines.
 */
export async function readPid(client: X11Client, window: number): Promise<number | undefined> {
  const told = await readNumbers(client, window, '_NET_WM_PID');
  try {
    const res = await client.ask<XRes>((raw, done) => {
      raw.require('res', (error, extension) => void done(error, extension as XRes));
    });
    const mask = res.ClientIdMask.LocalClientPID;
    const ids = await client.ask<{ value: readonly number[] }[]>((_raw, done) =>
      res.QueryClientIds([{ client: window, mask }], done),
    );
    return ids[0]?.value[0] ?? told[0];
  } catch {
    // A server without this extension, or a window that is gone: the window's own word is all there is.
    return told[0];
  }
}

/** The content area in root coordinates, without the window manager's frame. */
export async function readBox(client: X11Client, window: number): Promise<ScreenBox> {
  const [size, corner] = await Promise.all([
    client.ask<XGeometry>((raw, done) => raw.GetGeometry(window, done)),
    client.ask<{ destX: number; destY: number }>((raw, done) =>
      raw.TranslateCoordinates(window, client.root, 0, 0, done),
    ),
  ]);
  return screenBox(corner.destX, corner.destY, size.width, size.height);
}

/** The ancestor of a window that is a child of the root: its frame, or the window itself. */
export async function readTop(client: X11Client, window: number): Promise<number> {
  let at = window;
  for (;;) {
    const { parent } = await client.ask<{ parent: number }>((raw, done) => raw.QueryTree(at, done));
    if (parent === client.root || parent === 0) return at;
    at = parent;
  }
}

/** How a window wants to be given the keyboard (ICCCM, 4.1.7). */
export interface FocusModel {
  /** By the server: false for windows that take it themselves, or never. */
  readonly given: boolean;
  /** Whether it wants to be told, so that it can take it for the part that needs it. */
  readonly told: boolean;
}

export async function readFocusModel(client: X11Client, window: number): Promise<FocusModel> {
  const [[flags = 0, input], protocols, take] = await Promise.all([
    readNumbers(client, window, 'WM_HINTS'),
    readNumbers(client, window, 'WM_PROTOCOLS'),
    client.atom('WM_TAKE_FOCUS'),
  ]);
  return { given: (flags & 1) === 0 || input !== 0, told: protocols.includes(take) };
}

/** What a size in px becomes under the size hints of a window: whole steps, not below or above its limits. */
export async function hintedSize(
  client: X11Client,
  window: number,
  wanted: { width: number; height: number },
): Promise<{ width: number; height: number }> {
  const hints = await readNumbers(client, window, 'WM_NORMAL_HINTS');
  const has = (bit: number): boolean => ((hints[0] ?? 0) & bit) !== 0;
  const side = (size: number, axis: 0 | 1): number => {
    const field = (index: number): number => hints[index + axis] ?? 0;
    const least = has(16) ? field(5) : 1;
    const most = has(32) ? field(7) : Number.MAX_SAFE_INTEGER;
    const base = has(256) ? field(15) : has(16) ? field(5) : 0;
    const step = has(64) ? Math.max(1, field(9)) : 1;
    const within = Math.min(Math.max(size, least), most);
    return Math.max(least, base + Math.floor((within - base) / step) * step);
  };
  return { width: side(wanted.width, 0), height: side(wanted.height, 1) };
}

const badWindow = 3;
const badDrawable = 9;

/** Undefined when the window went away between two requests, which can happen at any time. */
export async function unlessGone<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    const number = error instanceof Error && 'error' in error ? error.error : undefined;
    if (number === badWindow || number === badDrawable) return undefined;
    throw error;
  }
}
