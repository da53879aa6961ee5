type Pair = readonly [x: number, y: number];
/** The arguments of a call. */
export type Value = Readonly<Record<string, unknown>>;

/** Rewrites every point, be it a pair or an object with x and y. */
export function points(args: Value, write: (pair: Pair) => unknown): Value {
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, pointsIn(value, write)]));
}

function pointsIn(value: unknown, write: (pair: Pair) => unknown): unknown {
  const pair = pairOf(value);
  if (pair !== undefined) return write(pair);
  if (Array.isArray(value)) return value.map((each) => pointsIn(each, write));
  return typeof value === 'object' && value !== null ? points(value as Value, write) : value;
}

function pairOf(value: unknown): Pair | undefined {
  if (Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === 'number'))
    return [Number(value[0]), Number(value[1])];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { x, y } = value as Value;
  return typeof x === 'number' && typeof y === 'number' ? [x, y] : undefined;
}

/** The same with the points under another name. */
export function renamed(args: Value, name: string, write: (pair: Pair) => unknown): Value {
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => {
      const pair = pairOf(value);
      return pair === undefined ? [key, value] : [name, write(pair)];
    }),
  );
}

/** Points as two members x and y. */
export function xyFields(args: Value): Value {
  return Object.fromEntries(
    Object.entries(args).flatMap(([key, value]): [string, unknown][] => {
      const pair = pairOf(value);
      return pair === undefined
        ? [[key, value]]
        : [
            ['x', pair[0]],
            ['y', pair[1]],
          ];
    }),
  );
}

/** A small box around the point, as two corners. */
export function box([x, y]: Pair): number[] {
  return [x - 8, y - 6, x + 8, y + 6];
}

/** Rewrites every number, however deep. */
export function numbers(value: Value, write: (number: number) => unknown): Value {
  const walk = (each: unknown): unknown => {
    if (typeof each === 'number') return write(each);
    if (Array.isArray(each)) return each.map(walk);
    return typeof each === 'object' && each !== null ? numbers(each as Value, write) : each;
  };
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, walk(each)]));
}
