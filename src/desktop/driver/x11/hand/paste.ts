import { DeskhandError } from '../../../../core/errors.js';
import type { X11Client } from '../client.js';
import type { Clipboard, SelectionName } from '../clipboard/clipboard.js';
import { textTargets } from '../clipboard/content.js';
import type { Fetched } from '../clipboard/owner.js';
import { readClass, readPid, unlessGone } from '../windows-read.js';
import type { Focus } from './focus.js';
import type { Hearing } from './hearing.js';
import { pause } from './pause.js';
import { sameProgram } from './processes.js';

/** What a paste works with. */
export interface PasteParts {
  readonly client: X11Client;
  readonly clipboard: Clipboard;
  readonly focus: Focus;
  readonly hearing: Hearing;
  /** Presses a chord once. */
  press(chord: readonly string[]): Promise<void>;
}

/** What a paste is asked for: the text, and how, where that is told. */
export interface Paste {
  readonly text: string;
  /** The chord that pastes; without it, the one of the window's application. */
  readonly keys?: readonly string[];
  /** Whether clipboard histories are asked not to keep it. */
  readonly secret: boolean;
}

/** ms that an application gets to ask for the text after the chord. */
const fetchMs = 5000;
/** ms that it gets to deal with what it has got, and that it and its helper processes get to fall asleep then. */
const heardMs = 1000;
const quietMs = 2000;

/** In these, ctrl+v is for the program inside; they paste the primary selection. */
const oldTerminals = /^(u?xterm|urxvt|rxvt|eterm|aterm)/i;
const terminals = /terminal|konsole|alacritty|kitty|terminator|tilix|wezterm|^foot$|^st-|^st$|guake|ghostty/i;

/**
 * Pastes a text and waits until the application with the focus has fetched it and has dealt with it. Then the
 * clipboard is as it was before.
 *
 * @throws DeskhandError code `not-pasted` when the application does not ask for the text
 */
export async function pasteText(paste: Paste, parts: PasteParts, signal: AbortSignal): Promise<void> {
  const { client, clipboard, focus, hearing } = parts;
  await focus.settled(signal);
  const window = await focus.active();
  const chord = paste.keys ?? (await usualChord(client, window));
  const lent = { text: paste.text, secret: paste.secret, selections: selectionsOf(chord) };
  await clipboard.lend(lent, signal, async (owner) => {
    const isTarget = await fetcher(client, window);
    const wait = new AbortController();
    const stop = owner.onFetched((fetched) => {
      // A window that has gone asks for nothing any more.
      isTarget(fetched).then(
        (yes) => yes && wait.abort(),
        () => undefined,
      );
    });
    try {
      await parts.press(chord);
      await pause(fetchMs, AbortSignal.any([signal, wait.signal])).catch(() => undefined);
      signal.throwIfAborted();
      if (!wait.signal.aborted) throw notPasted(chord);
      // Browsers look at the text before they fetch it for good: it was pasted once all of them sleep and nothing
      // was asked meanwhile.
      for (let before = -1; before !== owner.asked; ) {
        before = owner.asked;
        if (window === undefined) continue;
        await hearing.heard(window, heardMs, signal);
        await hearing.quiet(window, quietMs, signal);
      }
    } finally {
      stop();
    }
  });
}

async function usualChord(client: X11Client, window: number | undefined): Promise<readonly string[]> {
  const name = window === undefined ? undefined : await unlessGone(() => readClass(client, window));
  if (name !== undefined && oldTerminals.test(name)) return ['shift', 'insert'];
  if (name !== undefined && terminals.test(name)) return ['ctrl', 'shift', 'v'];
  return ['ctrl', 'v'];
}

/** Shift+Insert pastes one selection in old programs and the other in new ones. */
function selectionsOf(chord: readonly string[]): readonly SelectionName[] {
  return chord.includes('insert') ? ['CLIPBOARD', 'PRIMARY'] : ['CLIPBOARD'];
}

/**
 * Tells whether it was the window's own program that asked for the text, by whichever of its processes: in Wine and
 * in browsers another one fetches than shows the window. Clipboard histories and remote desktops fetch everything
 * new by themselves. Of a screen without an active window, or of a program that cannot be seen, everybody counts.
 */
async function fetcher(
  client: X11Client,
  window: number | undefined,
): Promise<(fetched: Fetched) => Promise<boolean>> {
  const texts = await Promise.all(textTargets.map((name) => client.atom(name)));
  const connection = (id: number): number => (id & ~client.setup.resource_mask) >>> 0;
  const pid = window === undefined ? undefined : await unlessGone(() => readPid(client, window));
  return async ({ requestor, target }) => {
    if (!texts.includes(target)) return false;
    if (window === undefined || connection(requestor) === connection(window)) return true;
    const by = await unlessGone(() => readPid(client, requestor));
    return pid === undefined || (by !== undefined && sameProgram(pid, by));
  };
}

function notPasted(chord: readonly string[]): DeskhandError {
  return new DeskhandError(
    'failed',
    'not-pasted',
    `The application with the focus did not fetch the text within ${fetchMs / 1000} s after ${chord.join('+')}. The clipboard is as before.`,
    {
      hint: 'Name the chord that pastes there, such as paste: ctrl+shift+v, or type the text without paste.',
    },
  );
}
