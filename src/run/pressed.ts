import type { Act } from '../core/action.js';
import { DeskhandError } from '../core/errors.js';
import type { Frame, WindowFacts } from '../core/frame.js';
import { clip, type FrameBox, type FramePoint, framePoint, grow } from '../core/geometry.js';
import { screenBoxToFrame } from '../core/spaces.js';
import type { Traits } from '../core/traits.js';
import {
  controlsAround,
  isEditing,
  isTextWindow,
  labelsIn,
  pressedByDrag,
  pressingOf,
} from '../policy/index.js';
import type { TextLine, View } from '../ports.js';
import { labelsOn } from '../sight/label/on-screen.js';
import { windowAt } from '../sight/place/windows.js';
import type { ActInput } from './contract.js';
import type { RunPorts } from './run-ports.js';
import { activeWindow } from './surroundings.js';

/** Frames that the driver keeps to compare with. */
const KEPT = 12;
/** More changed places than this are no focus that has moved on. */
const MOST_CONTROLS = 12;
/** How far around a point that was clicked its control reaches, px. */
const REACH = { width: 60, height: 24 };
/** How far around the beginning of a drag is read, px: as far as a button reaches beside its label, and that. */
const DRAG_REACH = 160;
/** Acts that say nothing of where the focus is. */
const silent = new Set([
  'wait',
  'wait-for-change',
  'note',
  'check',
  'read',
  'move',
  'scroll',
  'look-closer',
  'ask',
]);

/** A control that an action would press without a click. */
export interface Pressed {
  readonly text: string;
  readonly at: FramePoint;
  /** It is this one. Otherwise it is one of the controls of the window, and nobody can tell which. */
  readonly sure: boolean;
}

type ReadIn = (areas: readonly FrameBox[]) => Promise<readonly TextLine[]>;

/**
 * Knows which control a key would press, by the pixels: the focus ring, the default button or the row of a menu that
 * the last key has moved shows as a change between the frame before that key and now.
 */
export class PressedControls {
  /** The frames that acts were decided on, by act. */
  readonly #views = new Map<number, View>();

  /** To be told of every act before it is begun. */
  begin({ act, view }: ActInput): void {
    this.#views.set(act, view);
    for (const number of this.#views.keys()) if (number <= act - KEPT) this.#views.delete(number);
  }

  /** The controls that an action may press without a click; none where it presses nothing, or only edits text. */
  async of(
    ports: RunPorts,
    input: ActInput,
    traits: Traits,
    { read, signal }: { readonly read: ReadIn; readonly signal: AbortSignal },
  ): Promise<readonly Pressed[]> {
    const { frame } = input.view;
    const menus = frame.windows.filter((window) => window.kind === 'pop-up' && !isTip(window, frame));
    const pressing = pressingOf(traits, { editing: isEditing(input.acts), menu: menus.length > 0 });
    if (pressing === undefined) return [];
    if (pressing.by === 'drag') return this.#underDrag(pressing, frame, read);
    const window = activeWindow(frame);
    if (isTextWindow(window)) return [];
    // Letters choose in the menu that is open; whether other keys reach it, only the program knows.
    const inMenu = pressing.by === 'letter' && menus.length > 0;
    const places = [...menus, ...(window === undefined || inMenu ? [] : [window])];
    const whole = places.flatMap(({ box }) => clip(screenBoxToFrame(box, frame), frame.size) ?? []);
    const known = pressing.by === 'focus' ? await this.#focused(ports, input, menus, signal) : undefined;
    const letter = pressing.by === 'letter' ? pressing.letter : undefined;
    if (known === undefined)
      return labelsIn(labelsOn(frame, await read(whole)), whole, letter).map((label) => ({
        ...label,
        sure: false,
      }));
    const shown = labelsOn(frame, await read(known));
    return known.flatMap((control) => {
      const labels = labelsIn(shown, [control]);
      // What has no text is judged by where it is, as a click there would be.
      const places = labels.length > 0 ? labels : [{ text: '', at: centre(control) }];
      return places.map((place) => ({ ...place, sure: true }));
    });
  }

  async #underDrag(
    { from, to }: { readonly from: FramePoint; readonly to: FramePoint },
    frame: Frame,
    read: ReadIn,
  ): Promise<readonly Pressed[]> {
    if (isTextWindow(windowAt(frame, from))) return [];
    const around = clip(grow(boxAt(from), DRAG_REACH), frame.size);
    const lines = around === undefined ? [] : await read([around]);
    return pressedByDrag(from, to, labelsOn(frame, lines)).map((at) => ({ text: '', at, sure: true }));
  }

  /** Where the control with the focus is; undefined when nobody can tell. */
  async #focused(
    ports: RunPorts,
    { acts, view }: ActInput,
    menus: readonly WindowFacts[],
    signal: AbortSignal,
  ): Promise<readonly FrameBox[] | undefined> {
    const last = acts.findLast(
      ({ outcome, decision }) =>
        (outcome === 'done' || outcome === 'unknown') && !silent.has(decision.action.name),
    );
    if (last === undefined) return undefined;
    const clicked = clickedAt(last);
    // With a menu open, keys go there, whatever was clicked to open it.
    if (clicked !== undefined)
      return menus.length > 0 || windowAt(view.frame, clicked)?.active !== true
        ? undefined
        : [boxAt(clicked)];
    const before = this.#views.get(last.number);
    if (before === undefined) return undefined;
    const boxes = await changedSince(ports, before, signal);
    const controls = controlsAround(boxes).flatMap((box) => clip(box, view.frame.size) ?? []);
    return controls.length === 0 || controls.length > MOST_CONTROLS ? undefined : controls;
  }
}

function isTip({ box }: WindowFacts, { tips = [] }: Frame): boolean {
  return tips.some((tip) => tip.x === box.x && tip.y === box.y && tip.width === box.width);
}

function centre({ x, y, width, height }: FrameBox): FramePoint {
  return framePoint(Math.round(x + width / 2), Math.round(y + height / 2));
}

function clickedAt({ decision: { action } }: Act): FramePoint | undefined {
  const { at, button } = action.input;
  const plain = action.name === 'click' && (button === undefined || button === 'left');
  if (!plain || typeof at !== 'object' || at === null || !('x' in at) || !('y' in at)) return undefined;
  return typeof at.x === 'number' && typeof at.y === 'number' ? framePoint(at.x, at.y) : undefined;
}

function boxAt({ x, y }: FramePoint): FrameBox {
  const { width, height } = REACH;
  return { x: x - width / 2, y: y - height / 2, width, height } as FrameBox;
}

/** Nothing where the frame is no longer kept. */
async function changedSince(
  ports: RunPorts,
  before: View,
  signal: AbortSignal,
): Promise<readonly FrameBox[]> {
  try {
    return (await ports.screen.compare(before.key, undefined, signal)).boxes;
  } catch (error) {
    if (error instanceof DeskhandError && error.code === 'frame-gone') return [];
    throw error;
  }
}
