import type { WindowKind } from '../../../core/frame.js';
import type { X11Client } from './client.js';
import { readFocusModel, readNumbers, readPid, unlessGone } from './windows-read.js';

const kinds: Readonly<Record<string, WindowKind>> = {
  _NET_WM_WINDOW_TYPE_SPLASH: 'splash',
  _NET_WM_WINDOW_TYPE_DIALOG: 'dialog',
  _NET_WM_WINDOW_TYPE_DOCK: 'panel',
  _NET_WM_WINDOW_TYPE_DESKTOP: 'panel',
  _NET_WM_WINDOW_TYPE_NOTIFICATION: 'panel',
};
const panelTypes = ['_NET_WM_WINDOW_TYPE_DOCK', '_NET_WM_WINDOW_TYPE_DESKTOP'];
/** Of the hints of Motif: that they say something of decorations, and which ones; 0 is none. */
const saysDecorations = 2;

/**
 * What a window says that it is (EWMH, `_NET_WM_WINDOW_TYPE`). Old toolkits have no types: a window that belongs
 * to another one is a dialog there, and one that wants neither frame nor keyboard is a splash picture. Undefined
 * for ordinary windows.
 */
export async function readKind(client: X11Client, window: number): Promise<WindowKind | undefined> {
  const [types, [owner], [flags = 0, , decorations], focus] = await Promise.all([
    readNumbers(client, window, '_NET_WM_WINDOW_TYPE'),
    readNumbers(client, window, 'WM_TRANSIENT_FOR'),
    readNumbers(client, window, '_MOTIF_WM_HINTS'),
    readFocusModel(client, window),
  ]);
  const names = await Promise.all(types.map((type) => client.atomName(type)));
  const told = names.map((name) => kinds[name]).find((kind) => kind !== undefined);
  if (told !== undefined) return told;
  const bare = (flags & saysDecorations) !== 0 && decorations === 0;
  if (bare && !focus.given && !focus.told) return 'splash';
  return owner === undefined || owner === 0 ? undefined : 'dialog';
}

/** Whether a window that no window manager knows is a part of the desktop, such as the manager's own bar. */
export async function isPanel(client: X11Client, types: readonly number[]): Promise<boolean> {
  const panels = await Promise.all(panelTypes.map((name) => client.atom(name)));
  return types.some((type) => panels.includes(type));
}

/**
 * Whether a process is the window manager (EWMH, `_NET_SUPPORTING_WM_CHECK`: a window that the manager has made). What
 * it shows by itself, such as the bar of icewm, fluxbox or dwm, belongs to no application.
 */
export async function isOfManager(client: X11Client, pid: number | undefined): Promise<boolean> {
  const [made] = await readNumbers(client, client.root, '_NET_SUPPORTING_WM_CHECK');
  if (pid === undefined || made === undefined || made === 0) return false;
  return (await unlessGone(() => readPid(client, made))) === pid;
}
