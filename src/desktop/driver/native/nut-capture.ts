import { screenPoint } from '../../../core/geometry.js';
import { type Capture, type View, viewChanged } from '../capture/capture.js';
import type { NutLibrary } from '../nut/library.js';

/**
 * Capture by nut-js, for Windows and macOS: the main display, in its own px. Unproven there, written after
 * the library's own description: rows of blue, green, red and alpha, with the density of the display.
 */
export async function openNutCapture(nut: NutLibrary): Promise<{ view: View; capture: Capture }> {
  const first = await nut.screen.grab();
  const size = { width: first.width, height: first.height };
  const view: View = { size, origin: screenPoint(0, 0), scale: first.pixelDensity.scaleX };
  const capture: Capture = {
    path: 'nut',
    async grab(area, target) {
      const image = await nut.screen.grab();
      if (image.width !== size.width || image.height !== size.height) throw viewChanged();
      copyArea(image, area, target);
    },
    close: async () => undefined,
  };
  return { view, capture };
}

/** Copies an area out of rows of 3 or 4 channels into gapless px of 4 bytes. */
export function copyArea(
  image: { readonly data: Uint8Array; readonly byteWidth: number; readonly channels: number },
  area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  target: Uint8Array,
): void {
  const { data, byteWidth, channels } = image;
  for (let row = 0; row < area.height; row++) {
    const from = (area.y + row) * byteWidth + area.x * channels;
    const to = row * area.width * 4;
    if (channels === 4) target.set(data.subarray(from, from + area.width * 4), to);
    else spread(data, from, target, to, area.width);
  }
}

function spread(data: Uint8Array, from: number, target: Uint8Array, to: number, count: number): void {
  for (let at = 0; at < count; at++) {
    for (let channel = 0; channel < 3; channel++)
      target[to + at * 4 + channel] = data[from + at * 3 + channel] ?? 0;
  }
}
