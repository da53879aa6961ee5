import type * as z from 'zod';
import type { Check } from '../../core/check.js';
import { frameBox, framePoint } from '../../core/geometry.js';
import { keyName, modifierKeys, readChord } from '../../core/keys.js';
import type { Target } from '../../core/target.js';
import type { readyNouns } from '../shape/file.js';
import { readDuration } from '../shape/lift.js';
import { StepError } from './values.js';

type Ready<Name extends 'target' | 'check' | 'checks'> = z.infer<ReturnType<(typeof readyNouns)[Name]>>;
type TargetFields = Exclude<Ready<'target'>, string>;

/** A target without its shorthand: plain text is text on the screen. */
export function toTarget(written: Ready<'target'>): Target {
  return typeof written === 'string' ? { text: written } : targetOf(written);
}

/** The target in a map that may hold other keys too. */
export function targetOf(fields: TargetFields): Target {
  const { text, image, describe, point, near, below, above, index, window, region, offset } = fields;
  const { 'left-of': leftOf, 'right-of': rightOf } = fields;
  const target: Target = {
    text,
    image,
    describe,
    point: typeof point === 'object' ? framePoint(point.x, point.y) : point,
    near,
    below,
    above,
    'left-of': leftOf,
    'right-of': rightOf,
    index,
    window,
    region: region === undefined ? undefined : frameBox(region.x, region.y, region.width, region.height),
    offset,
  };
  return withoutUndefined(target);
}

/** Checks without their shorthands. `withinMs` is set where a check says nothing of it. Throws a StepError. */
export function toChecks(written: Ready<'checks'> | undefined, path: string, withinMs?: number): Check[] {
  if (written === undefined) return [];
  const list = Array.isArray(written) ? written : [written];
  return list.map((entry, index) =>
    toCheck(entry, Array.isArray(written) ? `${path}[${index}]` : path, withinMs),
  );
}

export function toCheck(written: Ready<'check'>, path: string, withinMs?: number): Check {
  if (typeof written === 'string') return withoutUndefined({ text: written, within: withinMs });
  const { visible, gone, area, within, that, ...rest } = written;
  if (typeof that === 'string')
    throw new StepError(`${path}.that`, `expected true or false, found text “${that}”`, {
      hint: 'compare it, such as x == "yes"',
    });
  return withoutUndefined<Check>({
    ...rest,
    that,
    visible: visible === undefined ? undefined : toTarget(visible),
    gone: gone === undefined ? undefined : toTarget(gone),
    area: area === undefined ? undefined : frameBox(area.x, area.y, area.width, area.height),
    within: readDuration(within) ?? withinMs,
  });
}

/** The keys of a chord by their one names, modifiers first. Throws a StepError. */
export function toChord(written: string | readonly string[], path: string): readonly string[] {
  const reading = readChord(written);
  if (reading.ok) return reading.chord;
  throw new StepError(path, reading.reason, { hint: 'key names are such as enter, escape, pagedown, f5' });
}

/** Modifier keys by their one names. Throws a StepError. */
export function toModifiers(written: string | readonly string[] | undefined, path: string): string[] {
  const parts = typeof written === 'string' ? written.split('+') : (written ?? []);
  return parts.map((part) => {
    const name = keyName(part);
    if (name !== undefined && (modifierKeys as readonly string[]).includes(name)) return name;
    throw new StepError(path, `“${part}” is not a modifier key`, {
      hint: `one of ${modifierKeys.join(', ')}`,
    });
  });
}

/** The object without the keys whose value is undefined, so that recordings stay short. */
export function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T;
}
