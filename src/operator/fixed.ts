import type { Operator } from '../ports.js';

/**
 * An operator that gives every confirmation the same answer, for machines that nobody watches. Answers no question, and says
 * yes to nothing that a site policy wants a person asked about.
 */
export function fixed(answer: 'yes' | 'no'): Operator {
  const name = `fixed ${answer}`;
  return {
    name,
    confirm: ({ site }) => {
      if (site !== undefined)
        return Promise.resolve({ answer: 'no', by: name, reason: `${site} wants a person asked` });
      return Promise.resolve({ answer, by: name, ...(answer === 'no' && { reason: 'nobody is asked' }) });
    },
    ask: () => Promise.resolve(undefined),
  };
}
