import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { DeskhandError } from '../core/errors.js';
import { frameBox } from '../core/geometry.js';
import type { RecordedFrame, Recording } from '../core/recording.js';
import type { Apps, Change, Desktop, Hand, Look, Windows } from '../ports.js';
import { looksOf } from './recorded-looks.js';

/**
 * A desktop made of the frames of a recording, in their order: nothing is touched and no display is needed.
 * Each look shows the next frame; input and processes do nothing.
 */
export function recordedDesktop(
  recording: Recording,
): Pick<Desktop, 'screen' | 'hand' | 'windows' | 'apps' | 'size' | 'name' | 'kind'> {
  const frames = looksOf(recording);
  const [first] = frames;
  if (first === undefined) {
    throw new DeskhandError('usage', 'no-frames', `${recording.folder} holds no frame.`, {
      hint: 'The run ended before it saw the screen; there is nothing to replay.',
    });
  }
  let next = 0;
  const at = (key: number): RecordedFrame => frames[key] ?? first;
  const current = (): RecordedFrame => at(Math.max(0, next - 1));
  const same: Change = { same: true, boxes: [], share: 0 };
  return {
    name: first.display,
    kind: 'recorded',
    size: first.size,
    screen: {
      look: async () => {
        const key = Math.min(next, frames.length - 1);
        next = key + 1;
        return lookAt(recording.folder, at(key), key);
      },
      compare: async (key) => {
        // Looks never come between a frame and its act here, so this only tells what an act has changed.
        const [before, now] = [at(key), current()];
        const whole = frameBox(0, 0, now.size.width, now.size.height);
        return before.sha256 === now.sha256 ? same : { same: false, boxes: [whole], share: 1 };
      },
      nextChange: (_key, { withinMs }, signal) =>
        withinMs > LONGEST_WAIT_MS ? untilAborted(signal) : Promise.resolve(same),
      crop: async (key, { x, y, width, height }) =>
        sharp(join(recording.folder, at(key).file))
          .extract({ left: x, top: y, width, height })
          .png()
          .toBuffer(),
    },
    hand: idleHand,
    windows: idleWindows(() => current().windows),
    apps: idleApps,
  };
}

/** Longer watches are those that run beside a thinking pilot: on recorded frames nothing ever interrupts it. */
const LONGEST_WAIT_MS = 600_000;

function lookAt(folder: string, frame: RecordedFrame, key: number): Look {
  const { size, scale, origin, display, windows, calm, pointer, masks, settleMs, captureMs, encodeMs } =
    frame;
  const png = new Uint8Array(readFileSync(join(folder, frame.file)));
  return {
    key,
    png,
    size,
    scale,
    origin,
    display,
    windows,
    calm,
    settleMs,
    captureMs,
    encodeMs,
    ...(pointer && { pointer }),
    ...(masks && { masks }),
  };
}

function untilAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));
}

const nothing = async (): Promise<void> => undefined;

const idleHand: Hand = {
  click: nothing,
  move: nothing,
  drag: nothing,
  scroll: nothing,
  type: nothing,
  paste: nothing,
  press: nothing,
  hold: nothing,
  down: nothing,
  up: nothing,
  answered: nothing,
  watch: nothing,
  release: nothing,
};

function idleWindows(list: () => RecordedFrame['windows']): Windows {
  return {
    list: async () => list(),
    visible: async () => list(),
    lock: async () => undefined,
    awake: nothing,
    activate: nothing,
    close: nothing,
    place: nothing,
    maximise: nothing,
  };
}

const idleApps: Apps = {
  list: () => [],
  close: nothing,
  launch: async ({ name }) => ({ name, pid: 0, log: '', exit: () => undefined }),
  run: async () => ({ code: 0, stdout: '', stderr: '' }),
};
