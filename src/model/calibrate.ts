import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import * as z from 'zod';
import type { Usage } from '../core/action.js';
import type { Conversation, OfferedTool, Picture } from '../core/chat.js';
import { FramePoint } from '../core/coordinates.js';
import { framePoint, type Size, screenPoint } from '../core/geometry.js';
import { ownFolder } from '../machine/own-folder.js';
import { chatOf } from './chat.js';
import type { Client } from './client.js';
import { sizeFor } from './pictures/size.js';
import { decodeReply } from './reply/decode.js';
import { sumUsage } from './usage.js';

/** Sides of the markers, frame px, large to small. */
const sides = [64, 32, 16, 10] as const;
/** Where they are shown, as shares of the screen; off the middle, where every guess is right. */
const places = [
  [0.12, 0.15],
  [0.83, 0.22],
  [0.27, 0.81],
  [0.71, 0.64],
] as const;
/** A click counts when it lands on the marker; larger misses than this share of the screen mean another space. */
const OTHER_SPACE = 0.1;

/** One marker and where the model pointed. */
export interface Shot {
  readonly side: number;
  readonly wanted: FramePoint;
  /** Missing when the model pointed nowhere. */
  readonly pointed?: FramePoint;
  /** Distance in frame px. */
  readonly off?: number;
  readonly hit: boolean;
  readonly ms: number;
  readonly reason?: string;
}

/** What a calibration found. */
export interface Calibration {
  readonly model: string;
  readonly screen: Size;
  readonly shots: readonly Shot[];
  /** Median distance, frame px. */
  readonly medianOff: number | undefined;
  /** Side of the smallest marker that was always hit, and all larger ones with it. */
  readonly smallestReliable: number | undefined;
  /** What the answers imply about the space of the profile. */
  readonly space: { readonly profile: string; readonly implied: 'absolute' | 'relative' | 'neither' };
  readonly medianMs: number;
  readonly usage: Usage;
  /** Whether the profile may be trusted. */
  readonly ok: boolean;
}

const click: OfferedTool = {
  name: 'click',
  description: 'Clicks a mouse button at a point.',
  schema: z.object({ at: FramePoint, button: z.string(), count: z.number() }),
};
const giveUp: OfferedTool = { name: 'done', description: 'Ends the task.', schema: z.looseObject({}) };

/**
 * Shows the model markers of several sizes at known places on pictures of the screen's size, asks it to click
 * them, and measures where it points. The same request, picture and reading as in a run.
 *
 * @param client its profile may name an unknown space: the answers are then read as both
 * @throws DeskhandError `wrong-world` when already the token counts do not fit; what the line throws
 */
export async function calibrate(client: Client, screen: Size, signal: AbortSignal): Promise<Calibration> {
  const folder = ownFolder('deskhand-calibrate-');
  try {
    const shots: Measured[] = [];
    for (const side of sides) {
      for (const [across, down] of places) {
        const wanted = framePoint(Math.round(screen.width * across), Math.round(screen.height * down));
        const picture = await drawMarker(folder, screen, wanted, side);
        shots.push(await shoot(client, picture, wanted, side, signal));
      }
    }
    return judge(client, screen, shots);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A shot read in each space, and what it cost. */
interface Measured {
  readonly shot: Shot;
  readonly asOther: number | undefined;
  readonly usage: Usage;
}

/** Shows the model a marker, asks it to click it, and measures where it points; read in the other space, too. */
export async function shoot(
  client: Client,
  picture: Picture,
  wanted: FramePoint,
  side: number,
  signal: AbortSignal,
): Promise<Measured> {
  const conversation: Conversation = {
    goal: 'Click the middle of the magenta square.',
    tools: [click, giveUp],
    turns: [{ number: 1, picture, hints: [] }],
  };
  const space = client.profile.space === 'unknown' ? 'relative' : client.profile.space;
  const other = space === 'relative' ? 'absolute' : 'relative';
  const began = client.clock.now();
  const answer = await chatOf({ ...client, profile: { ...client.profile, space } }).next(
    conversation,
    signal,
  );
  const ms = client.clock.now() - began;
  const { reading } = answer;
  const pointed = reading.outcome === 'decision' ? reading.points[0]?.frame : undefined;
  const elsewhere = chatReader(client, other, picture, answer.exchange.reply);
  const distance = (point: FramePoint): number => Math.hypot(point.x - wanted.x, point.y - wanted.y);
  const off = pointed && distance(pointed);
  const shot: Shot = {
    side,
    wanted,
    ...(pointed && { pointed }),
    ...(off !== undefined && { off }),
    hit: off !== undefined && off <= Math.max(2, side / 2),
    ms,
    ...(reading.outcome !== 'decision' && { reason: `${reading.outcome}: ${reading.reason}` }),
  };
  return { shot, asOther: elsewhere && distance(elsewhere), usage: answer.usage };
}

/** The same reply, read as if the model wrote points in the other space. */
function chatReader(
  { profile, host }: Client,
  space: 'absolute' | 'relative',
  picture: Picture,
  reply: unknown,
): FramePoint | undefined {
  const { sent } = sizeFor(profile, picture.size, host);
  const reading = decodeReply({ ...profile, space }, reply, { screen: picture.size, sent });
  return reading.outcome === 'decision' ? reading.points[0]?.frame : undefined;
}

function judge({ profile }: Client, screen: Size, measured: readonly Measured[]): Calibration {
  const shots = measured.map(({ shot }) => shot);
  const own = median(shots.map(({ off }) => off ?? Number.POSITIVE_INFINITY));
  const other = median(measured.map(({ asOther }) => asOther ?? Number.POSITIVE_INFINITY));
  const space = profile.space === 'unknown' ? 'relative' : profile.space;
  const most = OTHER_SPACE * Math.min(screen.width, screen.height);
  const another = space === 'relative' ? 'absolute' : 'relative';
  const implied = Math.min(own, other) > most ? 'neither' : own <= other ? space : another;
  return {
    model: profile.model,
    screen,
    shots,
    medianOff: Number.isFinite(own) ? own : undefined,
    smallestReliable: smallest(shots),
    space: { profile: profile.space, implied },
    medianMs: median(shots.map(({ ms }) => ms)),
    usage: sumUsage(measured.map(({ usage }) => usage)),
    ok: implied === profile.space,
  };
}

function smallest(shots: readonly Shot[]): number | undefined {
  let reliable: number | undefined;
  for (const side of sides) {
    if (!shots.filter((shot) => shot.side === side).every(({ hit }) => hit)) break;
    reliable = side;
  }
  return reliable;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.POSITIVE_INFINITY;
}

/** Draws a gray screen with bars like windows, and one magenta square around the point, into the folder. */
export async function drawMarker(
  folder: string,
  screen: Size,
  at: FramePoint,
  side: number,
): Promise<Picture> {
  const bar = (y: number): string =>
    `<rect x="0" y="${y}" width="${screen.width}" height="22" fill="#d4d4d0"/>`;
  const bars = [0.05, 0.4, 0.7].map((share) => bar(Math.round(screen.height * share))).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${screen.width}" height="${screen.height}"><rect width="100%" height="100%" fill="#ececea"/>${bars}<rect x="${at.x - side / 2}" y="${at.y - side / 2}" width="${side}" height="${side}" fill="#ff00ff"/></svg>`;
  const png = await sharp(Buffer.from(svg)).png({ compressionLevel: 1 }).toBuffer();
  const sha256 = createHash('sha256').update(png).digest('hex');
  const file = `${sha256.slice(0, 12)}.png`;
  const path = join(folder, file);
  await writeFile(path, png);
  return { path, sha256, file, size: screen, scale: 1, origin: screenPoint(0, 0) };
}
