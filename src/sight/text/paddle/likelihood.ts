import type { Alphabet } from './alphabet.js';
import { type Steps, strongest } from './steps.js';

/** A probability that counts as none: the logarithm of 0 would swallow everything. */
const LEAST = 1e-9;

/**
 * The natural logarithm of the probability that the line says exactly these classes, over all ways to spread them
 * over the steps (CTC forward; Graves et al., Connectionist Temporal Classification, 2006).
 */
export function logLikelihood({ data, steps }: Steps, classes: readonly number[]): number {
  const width = data.length / steps;
  // Blanks before, between and behind the classes.
  const states = classes.flatMap((each) => [0, each]).concat(0);
  let before = new Float64Array(states.length).fill(Number.NEGATIVE_INFINITY);
  for (let t = 0; t < steps; t++) {
    const now = new Float64Array(states.length).fill(Number.NEGATIVE_INFINITY);
    states.forEach((state, s) => {
      const ways = t === 0 ? [s <= 1 ? 0 : Number.NEGATIVE_INFINITY] : waysTo(before, states, s);
      now[s] = logSum(ways) + Math.log(Math.max(LEAST, data[t * width + state] ?? 0));
    });
    before = now;
  }
  return logSum([before.at(-1) ?? Number.NEGATIVE_INFINITY, before.at(-2) ?? Number.NEGATIVE_INFINITY]);
}

/** A state is reached from itself, from the one before, and over a blank when its class is another than the last. */
function waysTo(before: Float64Array, states: readonly number[], s: number): number[] {
  const ways = [before[s] ?? Number.NEGATIVE_INFINITY];
  if (s > 0) ways.push(before[s - 1] ?? Number.NEGATIVE_INFINITY);
  if (s > 1 && states[s] !== 0 && states[s] !== states[s - 2])
    ways.push(before[s - 2] ?? Number.NEGATIVE_INFINITY);
  return ways;
}

function logSum(values: readonly number[]): number {
  const most = Math.max(...values);
  if (most === Number.NEGATIVE_INFINITY) return most;
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
}

/** The most likely class of each step, repeats and blanks left out. */
export function bestClasses(line: Steps, { allowed }: Alphabet): number[] {
  const classes: number[] = [];
  let last = 0;
  for (let t = 0; t < line.steps; t++) {
    const { best } = strongest(line, t, allowed);
    if (best !== 0 && best !== last) classes.push(best);
    last = best;
  }
  return classes;
}

/** The classes of a text; undefined when the alphabet lacks one of its characters. */
export function classesOf(text: string, { chars }: Alphabet): number[] | undefined {
  const classes = [...text].map((char) => chars.lastIndexOf(char));
  return classes.every((each) => each > 0) ? classes : undefined;
}
