import type { Hand, Screen, Windows } from '../../ports.js';
import type { DriverCalls, DriverMethod } from './protocol.js';

/** Asks the driver for one method. */
export type Call = <Method extends DriverMethod>(
  method: Method,
  params: DriverCalls[Method]['params'],
  signal: AbortSignal | undefined,
) => Promise<DriverCalls[Method]['result']>;

/** The screen behind a driver. */
export function remoteScreen(call: Call): Screen {
  return {
    look: (patience, signal) => call('screen.look', [patience], signal),
    compare: (key, area, signal) => call('screen.compare', [key, area], signal),
    nextChange: (key, options, signal) => call('screen.nextChange', [key, options], signal),
    crop: (key, box, signal) => call('screen.crop', [key, box], signal),
  };
}

/** The hand behind a driver. */
export function remoteHand(call: Call): Hand {
  return {
    click: (at, options, signal) => call('hand.click', [at, options], signal),
    move: (at, signal) => call('hand.move', [at], signal),
    drag: (path, options, signal) => call('hand.drag', [path, options], signal),
    scroll: (at, options, signal) => call('hand.scroll', [at, options], signal),
    type: (text, signal) => call('hand.type', [text], signal),
    paste: (text, options, signal) => call('hand.paste', [text, options], signal),
    press: (chord, count, signal) => call('hand.press', [chord, count], signal),
    hold: (what, ms, signal) => call('hand.hold', [what, ms], signal),
    down: (at, options, signal) => call('hand.down', [at, options], signal),
    up: (at, options, signal) => call('hand.up', [at, options], signal),
    answered: (at, signal) => call('hand.answered', [at], signal),
    watch: (on, signal) => call('hand.watch', [on], signal),
    release: () => call('hand.release', [], undefined),
  };
}

/** The windows behind a driver. */
export function remoteWindows(call: Call): Windows {
  return {
    list: (signal) => call('windows.list', [], signal),
    visible: (signal) => call('windows.visible', [], signal),
    lock: (signal) => call('windows.lock', [], signal),
    awake: (id, withinMs, signal) => call('windows.awake', [id, withinMs], signal),
    activate: (id, signal) => call('windows.activate', [id], signal),
    close: (id, signal) => call('windows.close', [id], signal),
    place: (id, box, signal) => call('windows.place', [id, box], signal),
    maximise: (id, signal) => call('windows.maximise', [id], signal),
  };
}
