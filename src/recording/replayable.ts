import type { Size } from '../core/geometry.js';
import type { RecordedAct, Recording } from '../core/recording.js';
import { readKept } from './kept-file.js';
import { pngSize } from './picture-size.js';
import { verifyRecording } from './verify.js';

/** Larger screens do not exist, px a side; a picture of one is an attack. */
const LARGEST_SIDE = 32_767;

/**
 * Finds why a recording must not be acted on: a line or a file is not what was written, a picture has not the size
 * that its line tells, a patch lies outside of its frame, or an act points outside of the patch that is compared
 * before it. Nothing is done with the recording until this is empty.
 *
 * @returns each reason as a sentence without its full stop
 */
export async function faultsForReplay(recording: Recording): Promise<readonly string[]> {
  const misfits = await verifyRecording(recording);
  const damaged = misfits
    .filter(({ what }) => what === 'line' || what === 'file')
    .map(({ line, file, reason }) => `${file ?? `line ${line}`}: ${reason}`);
  if (damaged.length > 0) return damaged;
  const faults: string[] = [];
  for (const { file, size } of recording.frames.values()) {
    const wrong = await wrongSize(recording, file, size);
    if (wrong !== undefined) faults.push(wrong);
  }
  for (const act of recording.acts) faults.push(...(await patchFaults(recording, act)));
  return faults;
}

async function patchFaults(recording: Recording, act: RecordedAct): Promise<string[]> {
  const { patch, before, number } = act;
  if (patch === undefined) return [];
  const { box, file } = patch;
  const frame = before?.size;
  if (frame === undefined) return [`act ${number} has a patch of no frame`];
  const outside =
    box.x < 0 || box.y < 0 || box.x + box.width > frame.width || box.y + box.height > frame.height;
  if (outside) return [`act ${number}: its patch lies outside of the frame`];
  const astray = pointsOf(act)
    .slice(0, 1)
    .filter((point) => !isIn(point, patch.box));
  if (astray.length > 0) return [`act ${number} points outside of the patch that is compared before it`];
  const wrong = await wrongSize(recording, file, box);
  return wrong === undefined ? [] : [wrong];
}

function isIn(
  point: { x: number; y: number },
  box: { x: number; y: number; width: number; height: number },
): boolean {
  return point.x >= box.x && point.y >= box.y && point.x < box.x + box.width && point.y < box.y + box.height;
}

/** The points of an action, as every action that has some writes them. */
function pointsOf({ decision }: RecordedAct): { x: number; y: number }[] {
  const { at, path } = decision.action.input;
  return [at, ...(Array.isArray(path) ? path : [])].filter(isPoint);
}

function isPoint(value: unknown): value is { x: number; y: number } {
  if (typeof value !== 'object' || value === null || !('x' in value) || !('y' in value)) return false;
  return typeof value.x === 'number' && typeof value.y === 'number';
}

async function wrongSize({ folder }: Recording, file: string, expected: Size): Promise<string | undefined> {
  const bytes = await readKept(folder, file);
  const size = bytes && pngSize(bytes);
  if (size === undefined) return `${file}: it is no picture`;
  const large = Math.max(size.width, size.height) > LARGEST_SIDE;
  const other = size.width !== Math.round(expected.width) || size.height !== Math.round(expected.height);
  return large || other
    ? `${file}: it is ${size.width}x${size.height} px, its line says ${expected.width}x${expected.height}`
    : undefined;
}
