import * as z from 'zod';
import { PaceName, paces, SLOWEST } from '../../core/pace.js';

/**
 * The shapes are built twice from one description. *Written* is what stands in the file: every field that is
 * not text may also be a whole `${…}`. *Ready* is what is left when the expressions have their values.
 */
export interface Lift {
  /** A field that is not text by itself. `expected` completes “expected …”. */
  value<S extends z.ZodType>(schema: S, expected: string): S;
  /** A field of text; once expressions have their values, numbers and truth values become text too. */
  text(): z.ZodType<string>;
}

const WHOLE = /^\s*\$\{[\s\S]*\}\s*$/;

/** The message of fields that take only text of a certain form, so that a number is not read as text for them. */
export const NOT_ANY_TEXT = 'expected text of a certain form';

/** A text that is one whole `${…}`. */
const Whole = z
  .string({ error: NOT_ANY_TEXT })
  .regex(WHOLE, { abort: true })
  .describe(`an expression, such as \${count}`);

/**
 * The type of a written field is given as that of the ready one: nothing reads a written value by its type,
 * it is only checked, and `resolveStep` reads the ready shape.
 */
export const written: Lift = {
  value: (schema, expected) =>
    z.union([schema, Whole], {
      error: `expected ${expected}, or an expression such as \${count}`,
    }) as unknown as typeof schema,
  text: () => z.string(),
};

export const ready: Lift = {
  value: (schema) => schema,
  text: () =>
    z
      .union([z.string(), z.number(), z.boolean()], { error: 'expected text' })
      .transform((value) => String(value)),
};

const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|min|h)$/;
const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/** A duration as people write it, in ms: `500`, `"500ms"`, `"5s"`, `"2m"`, `"1h"`; undefined when it is none. */
export function readDuration(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const [, amount, unit] = DURATION.exec(value.trim()) ?? [];
  return amount === undefined || unit === undefined ? undefined : Number(amount) * (units[unit] ?? 1);
}

/** A pace as people write it, in ms between two keys: `slow`, `80ms`, `80`; undefined when it is none. */
export function readPace(value: unknown): number | undefined {
  const named = PaceName.safeParse(value);
  if (named.success) return paces[named.data];
  const ms = readDuration(value);
  return ms !== undefined && ms <= SLOWEST ? ms : undefined;
}

/** A shape that is made when it is first asked for, and then the same for all: making one takes 0.1 ms, and a task has thousands. */
export function once<Shape>(make: () => Shape): () => Shape {
  let made: { readonly shape: Shape } | undefined;
  return () => {
    made ??= { shape: make() };
    return made.shape;
  };
}

/** What is made of a lift, once for each. */
export function perLift<Made>(make: (lift: Lift) => Made): (lift: Lift) => Made {
  const known = new Map<Lift, () => Made>();
  return (lift) => {
    const made = known.get(lift) ?? once(() => make(lift));
    known.set(lift, made);
    return made();
  };
}

/** Fields of the scalar kinds that shapes are made of. */
export const scalars = perLift((lift: Lift) => {
  return {
    /** A name of a pace, or the time between two keys; nothing is evaluated in it. */
    pace: once(() =>
      z.union(
        [
          PaceName,
          z.number().min(0).max(SLOWEST),
          z.string({ error: NOT_ANY_TEXT }).regex(DURATION, { abort: true }),
        ],
        { error: `expected ${Object.keys(paces).join(', ')}, or the time between two keys such as 80ms` },
      ),
    ),
    text: once(() => lift.text()),
    flag: once(() => lift.value(z.boolean(), 'true or false')),
    number: once(() => lift.value(z.number(), 'a number')),
    whole: (least: number, most: number) =>
      lift.value(z.number().int().min(least).max(most), `a whole number from ${least} to ${most}`),
    choice: <const Names extends readonly [string, ...string[]]>(names: Names) =>
      lift.value(z.enum(names), `one of ${names.join(', ')}`),
    duration: once(() =>
      lift.value(
        z.union(
          [z.number().nonnegative(), z.string({ error: NOT_ANY_TEXT }).regex(DURATION, { abort: true })],
          {
            error: 'expected a duration: ms as a number, or text such as 500ms, 5s, 2m',
          },
        ),
        'a duration: ms as a number, or text such as 500ms, 5s, 2m',
      ),
    ),
  };
});
