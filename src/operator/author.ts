import type { Operator } from '../ports.js';

/**
 * Steps that the author of the task approved in advance, by name, are answered yes by `author`; everything
 * else goes to the next operator. A step that the task marks with `approve: true` is known by its place, such
 * as `steps[2]`, so that it needs no name.
 */
export function approvedInAdvance(names: readonly string[], next: Operator): Operator {
  return {
    name: names.length === 0 ? next.name : `author, then ${next.name}`,
    confirm(confirmation, signal) {
      const { stepName, step } = confirmation;
      const approved = [stepName, step].some((name) => name !== undefined && names.includes(name));
      if (!approved) return next.confirm(confirmation, signal);
      return Promise.resolve({
        answer: 'yes',
        by: 'author',
        reason: `the task approves the step “${stepName ?? step}”`,
      });
    },
    ask: (question, signal) => next.ask(question, signal),
  };
}
