import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import * as z from 'zod';
import { DeskhandError } from '../core/errors.js';
import { type FrameBox, type FramePoint, screenPoint } from '../core/geometry.js';
import { type Located, type Rung, type Sighting, Target } from '../core/target.js';
import type { View } from '../ports.js';
import { openEyes } from './ladder.js';
import { loadPicture } from './picture.js';
import type { Reading } from './reading.js';

/** One question to the ladder about a picture: a target, with `patch` for the picture file to find. */
export const LocateQuery = Target.omit({ image: true, window: true }).extend({
  image: z.string().describe('the picture to look at'),
  patch: z.string().optional().describe('picture file to find in it'),
});
export type LocateQuery = z.infer<typeof LocateQuery>;

/** What the ladder says, in a form that can be written as one line of JSON. */
export interface LocateAnswer {
  /** True only when there is exactly one such place. */
  readonly found: boolean;
  readonly answer: Located['found'];
  /** Frame px; null unless found. */
  readonly box: FrameBox | null;
  readonly point: FramePoint | null;
  /** 0..1; 0 unless found. */
  readonly score: number;
  readonly rung: Rung | null;
  readonly ms: number;
  readonly runnerUp?: number;
  /** The text that was read there. */
  readonly text?: string;
  /** The control around it. */
  readonly control?: FrameBox;
  /** Why it was not found. */
  readonly reason?: string;
  /** Texts that are most like the wanted one. */
  readonly nearest?: readonly string[];
  /** The places that could not be told apart. */
  readonly candidates?: readonly Sighting[];
}

/** Climbs the ladder on a picture file, without a desktop, a model or a person. */
export async function locateOnPicture(
  reader: Reading,
  query: LocateQuery,
  signal: AbortSignal,
): Promise<LocateAnswer> {
  const { image, patch, ...target } = query;
  if (Object.keys(target).length === 0 && patch === undefined)
    throw new DeskhandError('usage', 'no-query', `There is nothing to look for on ${image}.`, {
      hint: 'Give "text" or "patch".',
    });
  const view = await viewOfFile(image);
  const eyes = openEyes({ reader, imageFolder: process.cwd() });
  const located = await eyes.locate(view, { ...target, ...(patch && { image: patch }) }, signal, 'text');
  return answerOf(located);
}

/** A picture file as if it were a frame of a recording, at scale 1 and without windows. */
export async function viewOfFile(path: string): Promise<View> {
  const { width, height } = await loadPicture(path);
  const file = resolve(path);
  return {
    path: file,
    key: 0,
    frame: {
      id: 'picture',
      file,
      sha256: createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
      size: { width, height },
      scale: 1,
      origin: screenPoint(0, 0),
      display: dirname(file),
      windows: [],
      calm: true,
      at: 0,
    },
  };
}

function answerOf(located: Located): LocateAnswer {
  if (located.found === 'found') {
    const { box, point, score, rung, ms, runnerUp, text, control } = located.sighting;
    return {
      found: true,
      answer: 'found',
      box,
      point,
      score,
      rung,
      ms,
      ...(runnerUp !== undefined && { runnerUp }),
      ...(text !== undefined && { text }),
      ...(control && { control }),
    };
  }
  const { reason, ms } = located;
  const none = {
    found: false,
    answer: located.found,
    box: null,
    point: null,
    score: 0,
    rung: null,
    ms,
    reason,
  };
  return located.found === 'absent'
    ? { ...none, nearest: located.nearest }
    : { ...none, candidates: located.candidates };
}
