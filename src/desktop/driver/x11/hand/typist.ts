import { DeskhandError } from '../../../../core/errors.js';
import type { Gate } from '../../gate.js';
import type { Device } from './device.js';
import type { Flow } from './flow.js';
import type { Focus } from './focus.js';
import type { Hearing } from './hearing.js';
import type { Keyboard } from './keyboard.js';
import type { Keymap, Stroke } from './keymap.js';
import { keysymsOfKey, keysymsOfTyped } from './keysyms.js';
import { pause } from './pause.js';
import type { Spares } from './spares.js';
import type { Watch } from './watch.js';

/** Symbols sent in one go; a stop takes effect between two such bursts. */
const burst = 20;
/** Return and Tab. To wait before each space of a text, too, would make typing three to seven times slower. */
const acting = new Set([...keysymsOfKey('enter'), ...keysymsOfKey('tab')]);
/** ms an application gets to deal with what was typed before one of these; a busy one is sent it all the same. */
const takenInMs = 1000;
/** ms between bursts: without them a browser loses keys of a long text. */
const restMs = 2;
/** ms an application gets to look up the keys it was sent, or a changed map, before typing gives up. */
const catchUpMs = 10_000;
/** ms that is waited instead when no window says that it has the focus. */
const unknownMs = 30;

/** What the typist works with. */
export interface TypistParts {
  readonly device: Device;
  readonly keyboard: Keyboard;
  readonly spares: Spares;
  readonly hearing: Hearing;
  readonly focus: Focus;
  readonly flow: Flow;
  /** What each burst passes. */
  readonly gate: Gate;
}

/**
 * Types text exactly, on any layout. Characters that the keyboard has are pressed as keys with their level
 * keys; the others are first put on keycodes that nothing is mapped to.
 *
 * nut-js is not used for this on X11: it leaves out Shift for symbols, truncates other characters to one
 * byte, and ends the process on characters that the layout lacks.
 */
export async function typeText(
  text: string,
  parts: TypistParts,
  watch: Watch,
  signal: AbortSignal,
): Promise<void> {
  const symbols = [...text.replaceAll('\r\n', '\n')].map((symbol, i) => keysymsOfTyped(symbol, i));
  if (symbols.length === 0) return;
  await parts.device.undisturbed(async (state) => {
    let from = 0;
    while (from < symbols.length) {
      signal.throwIfAborted();
      const keymap = await parts.keyboard.keymap(state);
      const end = await reach(symbols, from, keymap, parts, signal);
      if (end > from) {
        const strokes = strokesOf(symbols.slice(from, end), await parts.keyboard.keymap(state));
        await send(strokes, { from, whole: symbols.length }, parts, watch, signal);
      }
      from = end;
    }
  });
}

type Symbols = readonly (readonly number[])[];

/** How far the text can be typed with one map; lends keycodes to the characters that it lacks. */
async function reach(
  symbols: Symbols,
  from: number,
  keymap: Keymap,
  parts: TypistParts,
  signal: AbortSignal,
): Promise<number> {
  const { spares } = parts;
  const { unused, all } = spares.count(keymap);
  const lent = new Set<number>();
  const missing = new Set<number>();
  let end = from;
  for (; end < symbols.length; end++) {
    const keysyms = symbols[end] ?? [];
    const keycode = keymap.stroke(keysyms)?.keycode;
    if (keycode !== undefined && !spares.lends(keycode)) continue;
    const [set, key] = keycode === undefined ? [missing, keysyms[0] ?? 0] : [lent, keycode];
    if (!set.has(key) && lent.size + missing.size === all) break;
    set.add(key);
  }
  if (end === from) throw noSpare();
  // What this stretch already uses is touched first, so that lending takes none of it.
  for (const keycode of lent) spares.touch(keycode);
  if (missing.size > 0) {
    if (missing.size > unused) await caughtUp(parts, signal);
    await spares.lend([...missing], keymap);
    parts.keyboard.changed();
    await caughtUp(parts, signal);
  }
  return end;
}

/** A stroke, and whether it is one that presses a button or moves on where a dialog has come up. */
interface TypedStroke extends Stroke {
  readonly acts: boolean;
}

function strokesOf(symbols: Symbols, keymap: Keymap): TypedStroke[] {
  return symbols.map((keysyms) => {
    const stroke = keymap.stroke(keysyms);
    if (stroke === undefined) throw lostMap();
    return { ...stroke, acts: acting.has(keysyms[0] ?? 0) };
  });
}

/** Where the burst that begins here ends: at the latest before the next key that acts. */
function burstEnd(strokes: readonly TypedStroke[], from: number): number {
  const next = strokes.findIndex(({ acts }, i) => acts && i > from);
  return Math.min(from + burst, next < 0 ? strokes.length : next);
}

/**
 * Waits until the application has dealt with what was typed: some hand keys that came before a dialog of their own
 * on to it, and the next key would press its button.
 */
async function takenIn({ focus, hearing }: TypistParts, signal: AbortSignal): Promise<void> {
  const window = await focus.active();
  if (window !== undefined) await hearing.heard(window, takenInMs, signal);
}

/** Sends a stretch of the text, as long as the keyboard stays where it was. */
async function send(
  strokes: readonly TypedStroke[],
  { from, whole }: { readonly from: number; readonly whole: number },
  parts: TypistParts,
  watch: Watch,
  signal: AbortSignal,
): Promise<void> {
  for (let at = 0; at < strokes.length; ) {
    await parts.flow.room(signal);
    await parts.gate.passed(signal);
    const some = strokes.slice(at, burstEnd(strokes, at));
    const sent = from + at;
    if (sent > 0 && some[0]?.acts === true) await takenIn(parts, signal);
    const how = { begun: sent > 0, where: `after ${sent} of ${whole} characters` };
    await watch.keys(() => sendBurst(some, parts.device), how, signal);
    parts.flow.sent(some.length);
    await parts.device.handsOff(signal);
    at += some.length;
    if (at < strokes.length) await pause(restMs, signal);
  }
}

/** Level keys stay down between symbols that need the same ones, and are up at the end. */
function sendBurst(strokes: readonly Stroke[], device: Device): void {
  let held: readonly number[] = [];
  const hold = (wanted: readonly number[]): void => {
    for (const key of held) if (!wanted.includes(key)) device.key(key, false);
    for (const key of wanted) if (!held.includes(key)) device.key(key, true);
    held = wanted;
  };
  let last = 0;
  for (const { keycode, hold: wanted } of strokes) {
    hold(wanted);
    if (keycode === last) device.again(keycode);
    else device.key(keycode, true);
    device.key(keycode, false);
    last = keycode;
  }
  hold([]);
}

/** Waits until the application with the focus has looked up everything sent so far. */
export async function caughtUp(
  parts: Pick<TypistParts, 'focus' | 'hearing'>,
  signal: AbortSignal,
): Promise<void> {
  const window = await parts.focus.active();
  const heard =
    window === undefined
      ? await pause(unknownMs, signal).then(() => true)
      : await parts.hearing.heard(window, catchUpMs, signal);
  if (heard) return;
  throw new DeskhandError(
    'failed',
    'application-hangs',
    `The application took no key for ${catchUpMs / 1000} s; the rest of the text was not typed.`,
    { hint: 'Look at the screen; the application may hang or show a dialog.' },
  );
}

function noSpare(): DeskhandError {
  return new DeskhandError(
    'failed',
    'untypable',
    'The keyboard map lacks a character of the text and has no free key to put it on; nothing was typed.',
    { hint: 'Type this text with the clipboard, or choose a layout that has the character.' },
  );
}

function lostMap(): DeskhandError {
  return new DeskhandError(
    'failed',
    'keyboard-changed',
    'The keyboard map was changed while text was typed.',
    {
      hint: 'Look at what was typed and let nothing change the layout meanwhile.',
    },
  );
}
