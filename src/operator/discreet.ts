import { type Redact, redactedValue } from '../core/secrets/redact.js';
import type { Confirmation, Operator } from '../ports.js';

/**
 * The operator, shown no secret: their values are taken out of everything that is asked. Paths stay as they
 * are, since a picture that cannot be opened would be no help.
 */
export function discreet(operator: Operator, redact: Redact): Operator {
  return {
    name: operator.name,
    confirm: ({ crop, frame, ...facts }, signal) =>
      operator.confirm({ ...redactedValue(facts, redact), crop, frame } satisfies Confirmation, signal),
    ask: (question, signal) => operator.ask(redact(question), signal),
  };
}
