import { execPattern } from '../../src/machine/pattern.js';

const atoms = ['a', '.', '[ab]', '\\w', '(a|b)', '(?:a|ab)', '(a+)', '(?:.*,)', '(?:a*)', '(\\w+\\s?)'];
const counts = ['', '*', '+', '?', '{1,9}', '*?', '{3,}', '+'];
const texts = ['a', 'ab', 'a,', 'aab'];
/** ms within which a search has to be over on a busy machine; its own limit is one second. */
const MOST_MS = 5000;

/** Prints how long patterns as a task or a recording of anybody may hold keep a run, over texts they nearly match. N=500. */
export async function patternsSection(): Promise<void> {
  const tries = Number(process.env.N ?? 500);
  const below = generator(7);
  let told = 0;
  let longest = 0;
  const late: string[] = [];
  for (let i = 0; i < tries; i++) {
    const pick = (from: readonly string[]): string => from[below(from.length)] ?? '';
    const body = Array.from({ length: 1 + below(4) }, () => pick(atoms) + pick(counts)).join('');
    const source = `${below(2) === 0 ? '^' : ''}${body}${below(2) === 0 ? '$' : '='}`;
    const text = `${pick(texts).repeat(20 + below(400))}!`;
    const from = performance.now();
    told += isTold(source, text) ? 1 : 0;
    const ms = performance.now() - from;
    longest = Math.max(longest, ms);
    if (ms > MOST_MS) late.push(source);
  }
  console.log(
    `  ${tries} patterns: ${told} told as slow, longest ${longest.toFixed(0)} ms, over ${MOST_MS / 1000} s ${late.length} ${late.join(' ')}`,
  );
}

function isTold(source: string, text: string): boolean {
  try {
    execPattern({ source, flags: 'u' }, text);
    return false;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'slow-pattern') throw error;
    return true;
  }
}

/** Numbers below a limit, the same for the same seed. */
function generator(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
