import type { XEvent } from 'x11';
import { DeskhandError } from '../../../../core/errors.js';
import type { X11Client } from '../client.js';
import { planChord } from './chord.js';
import { Keymap } from './keymap.js';
import { readKeyboardMap } from './xkb-map.js';

const asynchronous = 1;
const anyModifier = 0x8000;
const allModifiers = 0xff;
/** Error number of the X protocol: another program has the key. */
const badAccess = 10;

/**
 * Makes a chord stop the hand wherever the focus is; no application sees it. More modifiers may be down than
 * the chord names: locks that are on, or the Shift of a letter that is typed right then.
 *
 * @param pressed is told when it is pressed, with the words for who stopped
 * @returns false when another program has taken the chord
 * @throws DeskhandError code `unmapped-key`
 */
export async function grabStopKey(
  client: X11Client,
  chord: readonly string[],
  pressed: (by: string) => void,
): Promise<boolean> {
  // The server tells nothing of the keyboard to a client that has not greeted the extension.
  await client.extension('xkb');
  const map = await readKeyboardMap(client);
  const plan = planChord(chord, new Keymap(map, 0, 0));
  const modifiers = plan.hold.reduce(
    (bits, keycode) => bits | (map.keys.find((key) => key.keycode === keycode)?.modifiers ?? 0),
    0,
  );
  const [first = 0, ...others] = modifiers === 0 ? [anyModifier] : withMore(modifiers);
  const stop = client.onEvent((event: XEvent) => {
    if (event.name !== 'KeyPress' || event.wid !== client.root || event.keycode !== plan.key) return;
    pressed(`the stop key ${chord.join('+')}`);
  });
  if (!(await grab(client, plan.key, first))) {
    stop();
    return false;
  }
  // Some of the others may be taken; the chord as it is written works all the same.
  await Promise.all(others.map((mask) => grab(client, plan.key, mask)));
  return true;
}

/** These modifiers, and with them every set of others; the plain ones first. */
function withMore(modifiers: number): number[] {
  return Array.from({ length: allModifiers + 1 }, (_, mask) => mask).filter(
    (mask) => (mask & modifiers) === modifiers,
  );
}

async function grab(client: X11Client, keycode: number, mask: number): Promise<boolean> {
  try {
    await client.ask<void>((raw, done) =>
      raw.GrabKey(client.root, 0, mask, keycode, asynchronous, asynchronous, done),
    );
    return true;
  } catch (error) {
    if (error instanceof DeskhandError || !(error instanceof Error)) throw error;
    if ('error' in error && error.error === badAccess) return false;
    throw error;
  }
}
