import { type FrameBox, frameBox, grow, overlaps, type Size } from '../../core/geometry.js';
import type { Sighting } from '../../core/target.js';

/** Letters may be drawn so far over the border of their field, px: fields have rings while they are written in. */
const SLACK = 4;
/** How far below a label without a border its text may stand, and how far it may reach, in heights of the label. */
const BELOW = { reach: 3, width: 20 };

/**
 * Returns where a text may show that is typed into the field of a label: in the field; where none was seen, in the row
 * of the label or below it. Frame px.
 */
export function meantPlaces({ box, control }: Pick<Sighting, 'box' | 'control'>, size: Size): FrameBox[] {
  if (control !== undefined) return [grow(control, SLACK)];
  const { x, y, width, height } = box;
  return [
    frameBox(0, y, size.width, height),
    frameBox(x - height, y + height, width + BELOW.width * height, BELOW.reach * height),
  ];
}

/** Whether something changed in one of the places. */
export function showsIn(places: readonly FrameBox[], changed: readonly FrameBox[]): boolean {
  return changed.some((box) => places.some((place) => overlaps(place, box)));
}
