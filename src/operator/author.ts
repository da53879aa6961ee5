import type { Operator } from '../ports.js';

/**
 * Steps that the author of the task approved in advance, by name, are answered yes by `author`; everything
 * else goes to the next operator. A step without a name can never be approved in advance.
 */
export function approvedInAdvance(names: readonly string[], next: Operator): Operator {
  return {
    name: names.length === 0 ? next.name : `author, then ${next.name}`,
    confirm(confirmation, signal) {
      const { stepName } = confirmation;
      if (stepName === undefined || !names.includes(stepName)) return next.confirm(confirmation, signal);
      return Promise.resolve({
        answer: 'yes',
        by: 'author',
        reason: `the task approves the step “${stepName}”`,
      });
    },
    ask: (question, signal) => next.ask(question, signal),
  };
}
