import { setTimeout as sleep } from 'node:timers/promises';
import screenshot from 'screenshot-desktop';
import sharp from 'sharp';
import { DeskhandError } from '../../../core/errors.js';
import { type ScreenPoint, screenPoint } from '../../../core/geometry.js';
import { type Capture, type View, viewChanged } from '../capture/capture.js';
import { monitorNamed } from '../monitor.js';

/** A picture that takes longer will not come: the library's promise stays open when its tool fails, ms. */
const patienceMs = 10_000;

interface Picture {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

/**
 * Capture by `screenshot-desktop`, for displays that nothing faster reaches: another monitor on Windows and
 * macOS, or an X display whose pixels are not 4 bytes each. Starts a program for every picture.
 *
 * @param monitor name or number of the monitor; without it the main one
 * @throws DeskhandError code `no-capture` when the library's tools do not work here
 */
export async function openScreenshotCapture(
  monitor: string | undefined,
  origin: ScreenPoint = screenPoint(0, 0),
): Promise<{ view: View; capture: Capture }> {
  const id = await displayId(monitor);
  const { width, height } = await take(id);
  return {
    view: { size: { width, height }, origin, scale: 1 },
    capture: {
      path: 'screenshot-desktop',
      async grab(area, target) {
        const picture = await take(id);
        if (picture.width !== width || picture.height !== height) throw viewChanged();
        for (let row = 0; row < area.height; row++) {
          const from = ((area.y + row) * width + area.x) * 3;
          swapped(picture.data, from, target, row * area.width * 4, area.width);
        }
      },
      close: async () => undefined,
    },
  };
}

/** Asked first, because only this call rejects when the library's tools fail. */
async function displayId(monitor: string | undefined): Promise<string | number | undefined> {
  const displays = await inTime(screenshot.listDisplays());
  if (monitor === undefined) return undefined;
  return monitorNamed(displays, monitor).id;
}

async function take(id: string | number | undefined): Promise<Picture> {
  const png = await inTime(screenshot({ format: 'png', ...(id === undefined ? {} : { screen: id }) }));
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

async function inTime<Value>(work: Promise<Value>): Promise<Value> {
  const over = new AbortController();
  const late = sleep(patienceMs, undefined, { signal: over.signal }).then(() => {
    throw new Error(`no answer within ${patienceMs} ms`);
  });
  // It may also fail after the race, when nobody waits for it any more.
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    throw new DeskhandError('environment', 'no-capture', 'The screen cannot be captured.', {
      hint: 'On Linux, install imagemagick and x11-xserver-utils; on macOS, allow screen recording.',
      cause: error,
    });
  } finally {
    over.abort();
  }
}

/** Red, green, blue to blue, green, red and nothing. */
function swapped(data: Uint8Array, from: number, target: Uint8Array, to: number, count: number): void {
  for (let at = 0; at < count; at++) {
    target[to + at * 4] = data[from + at * 3 + 2] ?? 0;
    target[to + at * 4 + 1] = data[from + at * 3 + 1] ?? 0;
    target[to + at * 4 + 2] = data[from + at * 3] ?? 0;
  }
}
