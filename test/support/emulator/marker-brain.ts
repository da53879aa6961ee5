import type { RawPicture } from '../../../src/sight/picture.js';
import type { Brain, SeenPoint } from './brain.js';
import { callFor } from './calls.js';

export type Colour = readonly [red: number, green: number, blue: number];

/** How far a colour may be from the marker's and still belong to it, after a resize has mixed its edge. */
const REACH = 150;

/** Clicks the middle of the marker of that colour in the px it received; gives up when there is none. */
export function markerBrain(colour: Colour = [255, 0, 255]): Brain {
  return (question) => {
    const picture = question.pictures.at(-1);
    const at = picture && findMarker(picture.pixels, colour);
    if (at === undefined)
      return { calls: [callFor(question, { kind: 'fail', reason: 'There is no marker on the picture.' })] };
    return {
      thought: 'Action: Click the marker.',
      calls: [callFor(question, { kind: 'click', at, button: 'left', count: 1 })],
    };
  };
}

/** The middle of the marker in px of the picture; undefined when no px is close to its colour. */
export function findMarker(picture: RawPicture, colour: Colour): SeenPoint | undefined {
  const { width, height, channels, data } = picture;
  const likeness = (x: number, y: number): number => {
    const at = (y * width + x) * channels;
    const [red, green, blue] = colour;
    const far = Math.hypot((data[at] ?? 0) - red, (data[at + 1] ?? 0) - green, (data[at + 2] ?? 0) - blue);
    return Math.max(0, 1 - far / REACH);
  };
  let best = { x: 0, y: 0, like: 0 };
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const like = likeness(x, y);
      if (like > best.like) best = { x, y, like };
    }
  return best.like > 0.3 ? middleOf(best, likeness, { width, height }) : undefined;
}

/** The weighted middle of all px that hang together with the first one. */
function middleOf(
  first: SeenPoint,
  likeness: (x: number, y: number) => number,
  { width, height }: { width: number; height: number },
): SeenPoint {
  const seen = new Set<number>([first.y * width + first.x]);
  const open = [first];
  let [sum, sumX, sumY] = [0, 0, 0];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const weight = likeness(at.x, at.y);
    sum += weight;
    // The middle of a px lies half a px from its edge.
    sumX += weight * (at.x + 0.5);
    sumY += weight * (at.y + 0.5);
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      const [x, y] = [at.x + dx, at.y + dy];
      if (x < 0 || y < 0 || x >= width || y >= height || seen.has(y * width + x)) continue;
      seen.add(y * width + x);
      if (likeness(x, y) > 0) open.push({ x, y });
    }
  }
  return { x: sumX / sum, y: sumY / sum };
}
