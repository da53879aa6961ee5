import { availableParallelism } from 'node:os';
import type { Strip } from './png.js';
import type { Box } from './strip-maker.js';
import { type TilePicture, tileSide } from './tiles.js';

/** Strips that two threads make together: whoever is free takes the next one. */
export interface StripJob {
  readonly picture: TilePicture;
  /** What the PNG shows. */
  readonly box: Box;
  /** Numbers of the strips to be made, from the top. */
  readonly wanted: readonly number[];
  /** One word of shared memory: how many strips have been taken. */
  readonly taken: Int32Array;
}

/** What the helper thread is started with. */
export interface HelperSetup {
  readonly memory: WebAssembly.Memory;
  /** Byte offset of its scratch space. */
  readonly scratch: number;
}

/** Strips that were made, by their numbers. */
export type MadeStrips = readonly (readonly [number, Strip])[];

/** A job that nobody has begun. */
export function stripJob(picture: TilePicture, box: Box, wanted: readonly number[]): StripJob {
  return { picture, box, wanted, taken: new Int32Array(new SharedArrayBuffer(4)) };
}

/** Takes the next strip: its number; undefined when all are taken. */
export function takeStrip({ wanted, taken }: StripJob): number | undefined {
  return wanted[Atomics.add(taken, 0, 1)];
}

/** The part of the box that strip `number` shows: as many rows as a tile has, fewer in the last. */
export function stripBox(box: Box, number: number): Box {
  const y = box.y + number * tileSide;
  return { ...box, y, height: Math.min(tileSide, box.y + box.height - y) };
}

/** Whether a second thread can be of use. */
export const canHelp = availableParallelism() > 1;
