import type { XGeometry, XWindowAttributes } from 'x11';
import type { HiddenBy } from '../../../core/frame.js';
import type { ScreenBox } from '../../../core/geometry.js';
import type { X11Client } from './client.js';
import { readNumbers } from './windows-read.js';

const viewable = 2;
/** The workspace of windows that are on all of them (EWMH, _NET_WM_DESKTOP). */
export const allWorkspaces = 0xffffffff;

/**
 * Why nothing of a window can be on the screen: it is on another workspace, minimised, or wholly beyond the edge,
 * where some window managers put what is on another workspace. Undefined when it may show; another window can
 * still lie over it.
 *
 * @param box its content area, logical px
 */
export async function hiddenBy(
  client: X11Client,
  window: number,
  box: ScreenBox,
): Promise<HiddenBy | undefined> {
  const { mapState } = await client.ask<XWindowAttributes>((raw, done) =>
    raw.GetWindowAttributes(window, done),
  );
  if (mapState === viewable) return (await isBeyond(client, box)) ? 'beyond the edge' : undefined;
  return (await onOtherWorkspace(client, window)) === undefined ? 'minimised' : 'on another workspace';
}

/** The workspace that a window is on, from 0, when it is not the one that is shown. */
export async function onOtherWorkspace(client: X11Client, window: number): Promise<number | undefined> {
  const [[own], [current]] = await Promise.all([
    readNumbers(client, window, '_NET_WM_DESKTOP'),
    readNumbers(client, client.root, '_NET_CURRENT_DESKTOP'),
  ]);
  const other = own !== undefined && current !== undefined && own !== current && own !== allWorkspaces;
  return other ? own : undefined;
}

/** The size of the root is asked for: that of the connection is the one it had in the beginning. */
async function isBeyond(client: X11Client, box: ScreenBox): Promise<boolean> {
  const { width, height } = await client.ask<XGeometry>((raw, done) => raw.GetGeometry(client.root, done));
  return box.x >= width || box.y >= height || box.x + box.width <= 0 || box.y + box.height <= 0;
}
