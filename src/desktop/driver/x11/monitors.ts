import type { XRandr } from 'x11';
import { DeskhandError } from '../../../core/errors.js';
import { type Size, screenPoint } from '../../../core/geometry.js';
import type { View } from '../capture/capture.js';
import type { MonitorFacts } from '../protocol.js';
import type { X11Client } from './client.js';

/** Size of the root window now, px; the connection's own figure is from when it was opened. */
export async function rootSize(client: X11Client): Promise<Size> {
  const { width, height } = await client.ask<Size>((raw, done) => raw.GetGeometry(client.root, done));
  return { width, height };
}

/** All monitors that show something, the primary one first. Without RandR, the whole display is one monitor. */
export async function x11Monitors(client: X11Client): Promise<MonitorFacts[]> {
  const whole: MonitorFacts = {
    name: client.display,
    origin: screenPoint(0, 0),
    size: await rootSize(client),
    scale: 1,
  };
  const randr = await client.extension('randr').catch((error: unknown) => {
    if (error instanceof DeskhandError && error.code === 'no-extension') return undefined;
    throw error;
  });
  if (randr === undefined) return [whole];
  const monitors = await litOutputs(client, randr);
  return monitors.length > 0 ? monitors : [whole];
}

async function litOutputs(client: X11Client, randr: XRandr): Promise<MonitorFacts[]> {
  const { root } = client;
  const resources = await client.ask<{ outputs: number[]; config_timestamp: number }>((_, done) =>
    randr.GetScreenResourcesCurrent(root, done),
  );
  const primary = await client.ask<number>((_, done) => randr.GetOutputPrimary(root, done));
  const time = resources.config_timestamp;
  const monitors: MonitorFacts[] = [];
  for (const output of [...resources.outputs].sort((a, b) => Number(b === primary) - Number(a === primary))) {
    const info = await client.ask<{ name: string; crtc: number }>((_, done) =>
      randr.GetOutputInfo(output, time, done),
    );
    if (info.crtc === 0) continue;
    const crtc = await client.ask<{ x: number; y: number; width: number; height: number }>((_, done) =>
      randr.GetCrtcInfo(info.crtc, time, done),
    );
    if (crtc.width === 0 || crtc.height === 0) continue;
    monitors.push({
      name: info.name,
      origin: screenPoint(crtc.x, crtc.y),
      size: { width: crtc.width, height: crtc.height },
      scale: 1,
    });
  }
  return monitors;
}

/**
 * The view of one monitor, or of the whole display.
 *
 * @throws DeskhandError code `no-monitor` when no monitor has this name
 */
export async function x11View(client: X11Client, monitor: string | undefined): Promise<View> {
  if (monitor === undefined) return { size: await rootSize(client), origin: screenPoint(0, 0), scale: 1 };
  const monitors = await x11Monitors(client);
  const found = monitors.find((one) => one.name === monitor);
  if (found !== undefined) return { size: found.size, origin: found.origin, scale: found.scale };
  throw new DeskhandError('environment', 'no-monitor', `There is no monitor “${monitor}”.`, {
    hint: `This display has ${monitors.map((one) => one.name).join(', ')}.`,
  });
}
