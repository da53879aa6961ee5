import type { PointTrace } from '../../core/chat.js';
import type { Profile } from '../profiles/index.js';
import { type DecodeAround, shownBy } from './decode.js';
import { tracePoint } from './geometry.js';
import { readJson } from './json-text.js';
import { isRecord, readMessage } from './message.js';
import { Misread } from './misread.js';
import { readPoint } from './points.js';
import { splitThought } from './thought.js';

/** A thing that a reply locates without saying what to do with it. */
export interface Place extends PointTrace {
  readonly label?: string;
}

/**
 * The places that a reply names as `point_2d` or `bbox_2d` (then its middle), as the models answer where
 * something is. They are told and never acted on; what lies outside the picture is left out.
 */
export function placesIn(profile: Profile, reply: unknown, around: DecodeAround): readonly Place[] {
  if (profile.space === 'unknown') return [];
  const { text } = splitThought(readMessage(reply).text);
  const read = readJson(text.replace(/^\s*```(?:json)?\s*/, ''), 'said');
  if (!read.ok) return [];
  const values: unknown[] = Array.isArray(read.value) ? read.value : [read.value];
  return values.flatMap((value) => placeOf(value, profile, around) ?? []);
}

function placeOf(value: unknown, profile: Profile, around: DecodeAround): Place | undefined {
  if (!isRecord(value)) return undefined;
  const point = readPoint(value.point_2d ?? value.bbox_2d);
  if (!point.ok) return undefined;
  try {
    const { label } = value;
    return {
      ...(typeof label === 'string' && { label }),
      ...tracePoint(point.point, shownBy(profile, around)),
    };
  } catch (error) {
    if (error instanceof Misread) return undefined;
    throw error;
  }
}
