import { resolve } from 'node:path';
import type { Frame } from '../../core/frame.js';
import { frameBox } from '../../core/geometry.js';
import type { Target } from '../../core/target.js';
import { findPatch } from '../match/patch.js';
import type { MatchResult } from '../match/result.js';
import { loadPicture, type RawPicture } from '../picture.js';
import { type Candidate, type Finding, nothing } from './candidate.js';
import { type Anchors, narrow } from './narrow.js';
import type { Scope } from './scope.js';

/** What the image rung found, and whether the pixels were equal, so that no label needs to be read. */
export interface ImageFinding extends Finding {
  readonly exact: boolean;
}

/** Looks for the target's picture on the frame. */
export async function imageRung(
  picture: RawPicture,
  frame: Frame,
  target: Target & { image: string },
  scope: Scope,
  anchors: Anchors,
  folder: string,
): Promise<ImageFinding> {
  const result = await imageMatch(picture, frame, target.image, folder, scope.area, target);
  const candidates: Candidate[] = result.candidates
    .filter(({ box }) => scope.shows(box))
    .map(({ box, score }) => ({ box, score, fit: 1 }));
  if (candidates.length === 0) {
    const size = await otherSize(picture, frame, target.image, folder, scope.area);
    const reason = `the image ${target.image} is not on the screen: ${result.reason}${size ?? ''}`;
    return { ...nothing('image', reason), exact: false };
  }
  // The search itself may have chosen the one that still is at its old place.
  const chosen = result.found === 'found' && target.index === undefined ? candidates.slice(0, 1) : candidates;
  const finding = narrow('image', chosen, target, anchors, []);
  return { ...finding, runnerUp: Math.max(finding.runnerUp, result.runnerUp), exact: result.exact };
}

/** Sizes that programs are drawn at besides the one of the picture, as ratios. */
const SIZES = [2, 0.5, 1.5];

/** Where the picture would be found at another size: that it is, and the name that says so. */
async function otherSize(
  picture: RawPicture,
  frame: Frame,
  image: string,
  folder: string,
  area: Scope['area'],
): Promise<string | undefined> {
  const patch = await loadPicture(resolve(folder, image));
  const present = frame.scale / scaleOfFile(image, frame.scale);
  for (const size of SIZES) {
    const scaleRatio = present * size;
    if (findPatch(picture, patch, { scaleRatio, ...(area && { area }) }).found === 'absent') continue;
    const named = image.replace(/(?:@[\d.]+x)?(\.[a-z]+)$/iu, `@${round(frame.scale / scaleRatio)}x$1`);
    return `; but it is, ${round(size)} times as large: take the picture anew, or name its file ${named}, which tells the scale it was taken at`;
  }
  return undefined;
}

const round = (value: number): number => Math.round(100 * value) / 100;

/** Searches an image file of the task in the picture. */
export async function imageMatch(
  picture: RawPicture,
  frame: Frame,
  image: string,
  folder: string,
  area: Scope['area'],
  target: Target = {},
): Promise<MatchResult> {
  const patch = await loadPicture(resolve(folder, image));
  const { point } = target;
  const near =
    point === undefined || typeof point === 'string'
      ? undefined
      : frameBox(point.x - patch.width / 2, point.y - patch.height / 2, patch.width, patch.height);
  return findPatch(picture, patch, {
    scaleRatio: frame.scale / scaleOfFile(image, frame.scale),
    ...(area && { area }),
    ...(near && { near }),
  });
}

/** The display scale at which a picture was taken, told by its name: `save@1.25x.png`; else the present one. */
function scaleOfFile(image: string, present: number): number {
  const scale = Number(/@([\d.]+)x\.[a-z]+$/iu.exec(image)?.[1] ?? present);
  return scale > 0 ? scale : present;
}
