import { readFileSync } from 'node:fs';
import type { Callback, XWindowAttributes } from 'x11';
import { isLocker } from '../../../core/lockers.js';
import type { X11Client } from './client.js';
import { readBox, readClass, readPid, readTitle, unlessGone } from './windows-read.js';

const viewable = 2;
/** A locker covers at least this share of the screen: some have one window a monitor. */
const LEAST_SHARE = 0.3;
const alreadyGrabbed = 1;
const asynchronous = 1;

/** The part of the core protocol that takes the keyboard. */
interface Grabbing {
  GrabKeyboard(
    window: number,
    ownerEvents: 0 | 1,
    time: number,
    pointerMode: 0 | 1,
    keyboardMode: 0 | 1,
    done: Callback<number>,
  ): void;
  UngrabKeyboard(time: number): void;
}

/**
 * Returns the name of what keeps the screen locked; undefined when nothing does. That is a window of a known locker
 * that covers a monitor, or any window beside the managed ones that covers the whole screen and holds the keyboard.
 */
export async function lockOf(client: X11Client): Promise<string | undefined> {
  const { children } = await client.ask<{ children: number[] }>((raw, done) =>
    raw.QueryTree(client.root, done),
  );
  const covers = await Promise.all(children.map((window) => unlessGone(() => coverOf(client, window))));
  for (const cover of covers.reverse()) {
    if (cover === undefined) continue;
    const names = await unlessGone(() => namesOf(client, cover.window));
    const locker = names?.find(isLocker);
    if (locker !== undefined) return locker;
    if (cover.whole && cover.unmanaged && (await isKeyboardTaken(client)))
      return names?.[0] ?? 'a window without a name';
  }
  return undefined;
}

interface Cover {
  readonly window: number;
  readonly whole: boolean;
  readonly unmanaged: boolean;
}

/** A window that can be seen, or catches input, and covers a large part of the screen. */
async function coverOf(client: X11Client, window: number): Promise<Cover | undefined> {
  const { mapState, overrideRedirect } = await client.ask<XWindowAttributes>((raw, done) =>
    raw.GetWindowAttributes(window, done),
  );
  if (mapState !== viewable) return undefined;
  const { pixel_width: width, pixel_height: height } = client.screen;
  const box = await readBox(client, window);
  if (box.width * box.height < LEAST_SHARE * width * height) return undefined;
  const whole = box.x <= 0 && box.y <= 0 && box.x + box.width >= width && box.y + box.height >= height;
  return { window, whole, unmanaged: Boolean(overrideRedirect) };
}

/** What a window and its program are called: title, class and process. */
async function namesOf(client: X11Client, window: number): Promise<string[]> {
  const [title, name, pid] = await Promise.all([
    readTitle(client, window),
    readClass(client, window),
    readPid(client, window),
  ]);
  return [title, name, pid === undefined ? '' : programOf(pid)].filter((one) => one !== '');
}

/** The name of a process; empty when this machine does not show it. */
function programOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    // Another machine's client, or it has ended.
    return '';
  }
}

/** Whether another client holds the keyboard; where none does it is given back at once. */
async function isKeyboardTaken(client: X11Client): Promise<boolean> {
  const raw = client.raw as unknown as Grabbing;
  const status = await client.ask<number>((_raw, done) =>
    raw.GrabKeyboard(client.root, 1, 0, asynchronous, asynchronous, done),
  );
  if (status === 0) raw.UngrabKeyboard(0);
  return status === alreadyGrabbed;
}
