import type { Alphabet } from './alphabet.js';
import { type Steps, strongest } from './steps.js';

/** A probability that counts as none: the logarithm of 0 would swallow everything. */
const LEAST = 1e-9;
const NEVER = Number.NEGATIVE_INFINITY;

/**
 * The natural logarithm of the probability that the line says exactly these classes, over all ways to spread them
 * over the steps (CTC forward; Graves et al., Connectionist Temporal Classification, 2006).
 */
export function logLikelihood({ data, steps }: Steps, classes: readonly number[]): number {
  const width = data.length / steps;
  // Blanks before, between and behind the classes.
  const states = classes.flatMap((each) => [0, each]).concat(0);
  let before = new Float64Array(states.length).fill(NEVER);
  let now = new Float64Array(states.length).fill(NEVER);
  // So many states fit before and behind a step: the others cannot be on the way from the first to the last one.
  for (let t = 0; t < steps; t++) {
    const first = Math.max(0, states.length - 2 * (steps - t));
    const last = Math.min(states.length - 1, 2 * t + 1);
    now.fill(NEVER);
    for (let s = first; s <= last; s++) {
      const state = states[s] ?? 0;
      // A state is reached from itself, from the one before, and over a blank when its class is another than the last.
      const stay = t === 0 ? (s <= 1 ? 0 : NEVER) : (before[s] ?? NEVER);
      const next = t > 0 && s > 0 ? (before[s - 1] ?? NEVER) : NEVER;
      const skip =
        t > 0 && s > 1 && state !== 0 && state !== states[s - 2] ? (before[s - 2] ?? NEVER) : NEVER;
      now[s] = logSum(stay, next, skip) + Math.log(Math.max(LEAST, data[t * width + state] ?? 0));
    }
    [before, now] = [now, before];
  }
  return logSum(before.at(-1) ?? NEVER, before.at(-2) ?? NEVER, NEVER);
}

function logSum(a: number, b: number, c: number): number {
  const most = Math.max(a, b, c);
  if (most === NEVER) return most;
  return most + Math.log(Math.exp(a - most) + Math.exp(b - most) + Math.exp(c - most));
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

/** The classes of a text; characters that the alphabet lacks become their base letters, others are left out. */
export function nearestClasses(text: string, { chars }: Alphabet): number[] {
  return [...text].flatMap((char) => {
    const own = chars.lastIndexOf(char);
    const [base = ''] = char.normalize('NFKD');
    const found = own > 0 ? own : chars.lastIndexOf(base);
    return found > 0 ? [found] : [];
  });
}
