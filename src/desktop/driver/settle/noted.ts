import type { ScreenPoint } from '../../../core/geometry.js';
import type { Hand, Windows } from '../../../ports.js';
import type { Inputs } from './inputs.js';

type Note = (point: ScreenPoint | undefined, act: () => Promise<void>) => Promise<void>;

function noteIn(inputs: Inputs): Note {
  return async (point, act) => {
    const end = inputs.begin(point);
    try {
      await act();
    } finally {
      end();
    }
  };
}

/** A hand that presses without asking whether the application answers. */
export type PressingHand = Omit<Hand, 'answered'>;

/** The hand, with every input noted, so that its effects can be told from what moves by itself. */
export function notedHand(hand: PressingHand, inputs: Inputs): PressingHand {
  const noted = noteIn(inputs);
  return {
    click: (at, options, signal) => noted(at, () => hand.click(at, options, signal)),
    move: (at, signal) => noted(at, () => hand.move(at, signal)),
    drag: (path, options, signal) => noted(undefined, () => hand.drag(path, options, signal)),
    scroll: (at, options, signal) => noted(at, () => hand.scroll(at, options, signal)),
    type: (text, signal) => noted(undefined, () => hand.type(text, signal)),
    paste: (text, options, signal) => noted(undefined, () => hand.paste(text, options, signal)),
    press: (chord, count, signal) => noted(undefined, () => hand.press(chord, count, signal)),
    hold: (what, ms, signal) => noted('at' in what ? what.at : undefined, () => hand.hold(what, ms, signal)),
    down: (at, options, signal) => noted(at, () => hand.down(at, options, signal)),
    up: (at, options, signal) => noted(undefined, () => hand.up(at, options, signal)),
    watch: (on, signal) => hand.watch(on, signal),
    release: () => hand.release(),
  };
}

/** The windows, with everything noted that moves them. */
export function notedWindows(windows: Windows, inputs: Inputs): Windows {
  const noted = noteIn(inputs);
  return {
    list: (signal) => windows.list(signal),
    visible: (signal) => windows.visible(signal),
    lock: (signal) => windows.lock(signal),
    awake: (id, withinMs, signal) => windows.awake(id, withinMs, signal),
    activate: (id, signal) => noted(undefined, () => windows.activate(id, signal)),
    close: (id, signal) => noted(undefined, () => windows.close(id, signal)),
    place: (id, box, signal) => noted(undefined, () => windows.place(id, box, signal)),
    maximise: (id, signal) => noted(undefined, () => windows.maximise(id, signal)),
  };
}
