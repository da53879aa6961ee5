import { readAction } from '../actions/index.js';
import type { Act, Action } from '../core/action.js';
import { DeskhandError } from '../core/errors.js';
import type { FrameBox } from '../core/geometry.js';
import { frameBox } from '../core/geometry.js';
import type { Patience, View } from '../ports.js';
import { CHECK_MS, LOOK_AGAIN_MS } from './check.js';
import type { Checked } from './context.js';
import { look } from './look.js';
import type { ReadBacks } from './read-back.js';
import type { RunPorts } from './run-ports.js';

/** What so few characters show may be taken for a caret: then only equal pictures prove that nothing came. */
const FEW = 2;

/** A text that was typed, until somebody has looked whether it shows. */
export interface TypedAct {
  readonly act: number;
  /** Undefined for a secret: it is never read back. */
  readonly text: string | undefined;
  readonly secret: string | undefined;
  /** The frame that the act was decided on. */
  readonly before: View;
  /** What became of the promises of the step; without any the text has to show. */
  readonly promises: 'none' | 'held' | 'broken';
}

/** The first look after an act, and the promise that typed text shows, when it was broken. */
export interface Looked {
  readonly view: View;
  readonly broken?: Checked;
}

/** What is to be seen after the act; undefined when it typed nothing that has to show. */
export function typedBy(act: Act, before: View): TypedAct | undefined {
  if (act.outcome !== 'done') return undefined;
  const typing = typingOf(act.decision.action);
  if (typing === undefined) return undefined;
  const held = act.checks.every(({ result }) => result === 'holds');
  const promises = act.checks.length === 0 ? 'none' : held ? 'held' : 'broken';
  return { act: act.number, ...typing, before, promises };
}

function typingOf(action: Action): Pick<TypedAct, 'text' | 'secret'> | undefined {
  const read = action.name === 'type' ? readAction(action) : undefined;
  if (!read?.ok) return undefined;
  const { text, secret, unseen } = read.input as { text?: string; secret?: string; unseen?: boolean };
  if (unseen === true) return undefined;
  if (secret !== undefined) return { text: undefined, secret };
  return visibleOf(text ?? '').length > 0 ? { text, secret } : undefined;
}

function visibleOf(text: string): string[] {
  return [...text.replace(/[\s\p{Cf}]/gu, '')];
}

/**
 * Looks at the screen as soon as it is calm. After a text was typed it also finds out whether it shows: where
 * the screen changed is read at the end, and where nothing changed the text is waited for; nothing
 * is ever typed again.
 */
export async function lookAfter(
  ports: RunPorts,
  { patience, typed }: { patience: Patience; typed?: TypedAct },
  readBacks: ReadBacks,
  signal: AbortSignal,
): Promise<Looked> {
  let view = await look(ports, { patience }, signal);
  if (typed === undefined) return { view };
  const began = ports.clock.now();
  // Like any promise that does not say how long.
  const mayTake = typed.text !== undefined && typed.promises === 'none' ? CHECK_MS : 0;
  for (;;) {
    const boxes = await changesSince(ports, typed, view, signal);
    const ms = ports.clock.now() - began;
    if (boxes === undefined) return { view };
    if (boxes.length > 0) {
      readBacks.begin(typed, view, boxes, ms);
      return { view };
    }
    if (ms >= mayTake) return { view, ...(await nothingShows(ports, typed, view, ms)) };
    const withinMs = Math.min(mayTake - ms, LOOK_AGAIN_MS);
    await ports.screen.nextChange(view.key, { withinMs }, signal);
    view = await look(ports, { patience: 'none' }, signal);
  }
}

/** The areas that changed since before the act, carets left out; undefined when nobody can tell. */
async function changesSince(
  ports: RunPorts,
  { before, text }: TypedAct,
  view: View,
  signal: AbortSignal,
): Promise<readonly FrameBox[] | undefined> {
  const { width, height } = before.frame.size;
  try {
    // What moves by itself only counts as noise where no area is named, and text may be typed into it.
    const { boxes } = await ports.screen.compare(before.key, frameBox(0, 0, width, height), signal);
    if (boxes.length > 0) return boxes;
  } catch (error) {
    if (error instanceof DeskhandError && error.code === 'frame-gone') return undefined;
    throw error;
  }
  const few = text !== undefined && visibleOf(text).length <= FEW;
  return few && view.frame.sha256 !== before.frame.sha256 ? undefined : [];
}

/** Writes it down: text without another promise should have shown, of anything else it is only worth a note. */
async function nothingShows(
  { journal }: RunPorts,
  { act, text, secret, promises }: TypedAct,
  view: View,
  ms: number,
): Promise<{ broken?: Checked }> {
  if (text === undefined || promises === 'held') {
    const what = secret === undefined ? 'the text' : `the secret ${secret}`;
    await journal.line({ type: 'note', text: `Nothing on the screen changed after ${what} was typed.` });
    return {};
  }
  const broken = { check: { changed: true }, result: 'fails', typed: 'nothing', detail: NOTHING } as const;
  await journal.line({ type: 'check', act, ...broken, frame: view.frame.id, ms });
  return { broken };
}

const NOTHING =
  'Nothing on the screen changed after the text was typed: click the field first, or say “unseen: true” where a ' +
  'program shows nothing of what is typed, such as a password prompt.';
