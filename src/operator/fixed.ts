import type { Operator } from '../ports.js';

/** An operator that gives every confirmation the same answer, for machines that nobody watches. Answers no question. */
export function fixed(answer: 'yes' | 'no'): Operator {
  const name = `fixed ${answer}`;
  return {
    name,
    confirm: () =>
      Promise.resolve({ answer, by: name, ...(answer === 'no' && { reason: 'nobody is asked' }) }),
    ask: () => Promise.resolve(undefined),
  };
}
