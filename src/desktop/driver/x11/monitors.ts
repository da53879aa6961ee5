import type { XRandr } from 'x11';
import { DeskhandError } from '../../../core/errors.js';
import { type Size, screenPoint } from '../../../core/geometry.js';
import type { View } from '../capture/capture.js';
import { monitorNamed } from '../monitor.js';
import type { MonitorFacts } from '../protocol.js';
import type { X11Client } from './client.js';

/** Size of the root window now, px; the connection's own figure is from when it was opened. */
export async function rootSize(client: X11Client): Promise<Size> {
  const { width, height } = await client.ask<Size>((raw, done) => raw.GetGeometry(client.root, done));
  return { width, height };
}

/** All monitors, the primary one first. Without RandR 1.5, the whole display is one monitor. */
export async function x11Monitors(client: X11Client): Promise<MonitorFacts[]> {
  const randr = await client.extension('randr').catch((error: unknown) => {
    if (error instanceof DeskhandError && error.code === 'no-extension') return undefined;
    throw error;
  });
  const monitors = randr !== undefined && knowsMonitors(randr) ? await readMonitors(client, randr) : [];
  if (monitors.length > 0) return monitors;
  return [{ name: client.display, origin: screenPoint(0, 0), size: await rootSize(client), scale: 1 }];
}

function knowsMonitors({ major_version: major, minor_version: minor }: XRandr): boolean {
  return major > 1 || (major === 1 && minor >= 5);
}

async function readMonitors(client: X11Client, randr: XRandr): Promise<MonitorFacts[]> {
  const reply = await getMonitors(client, randr);
  const monitors: (MonitorFacts & { primary: boolean })[] = [];
  for (const one of reply) {
    monitors.push({
      name: await client.atomName(one.name),
      origin: screenPoint(one.x, one.y),
      size: { width: one.width, height: one.height },
      scale: 1,
      primary: one.primary,
    });
  }
  return monitors
    .sort((a, b) => Number(b.primary) - Number(a.primary))
    .map(({ primary: _, ...monitor }) => monitor);
}

interface RawMonitor {
  readonly name: number;
  readonly primary: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** RRGetMonitors (RandR protocol 1.5, minor opcode 42), which the package does not have. */
function getMonitors(client: X11Client, randr: XRandr): Promise<RawMonitor[]> {
  const request = Buffer.alloc(12);
  request.writeUInt8(randr.majorOpcode, 0);
  request.writeUInt8(42, 1);
  request.writeUInt16LE(3, 2);
  request.writeUInt32LE(client.root, 4);
  request.writeUInt8(1, 8);
  return client.ask((raw, done) => {
    raw.seq_num++;
    raw.replies[raw.seq_num] = [unpackMonitors, done];
    raw.pack_stream.put(request);
    raw.pack_stream.submit(true);
  });
}

function unpackMonitors(reply: Buffer): RawMonitor[] {
  const monitors: RawMonitor[] = [];
  let at = 24;
  for (let left = reply.readUInt32LE(4); left > 0; left--) {
    monitors.push({
      name: reply.readUInt32LE(at),
      primary: reply.readUInt8(at + 4) === 1,
      x: reply.readInt16LE(at + 8),
      y: reply.readInt16LE(at + 10),
      width: reply.readUInt16LE(at + 12),
      height: reply.readUInt16LE(at + 14),
    });
    at += 24 + 4 * reply.readUInt16LE(at + 6);
  }
  return monitors;
}

/**
 * The view of one monitor, or of the whole display.
 *
 * @param monitor its name or number; undefined for the whole display
 * @throws DeskhandError code `no-monitor` when there is no such monitor
 */
export async function x11View(client: X11Client, monitor: string | undefined): Promise<View> {
  if (monitor === undefined) return { size: await rootSize(client), origin: screenPoint(0, 0), scale: 1 };
  const { size, origin, scale } = monitorNamed(await x11Monitors(client), monitor);
  return { size, origin, scale };
}
