import type { RiskClass } from '../core/action.js';
import type { Operator } from '../ports.js';

/** What the author of a task has approved in advance. */
export interface AuthorApproval {
  /** The step's name, id or place, such as `steps[2]`. */
  readonly step: string;
  /** The classes of risk that need no question there; without them every one. */
  readonly classes?: readonly RiskClass[];
}

/** Whether an approval is for a step of one of these names, and for this class. */
export function coversStep(
  { step, classes }: AuthorApproval,
  names: readonly (string | undefined)[],
  risk: RiskClass,
): boolean {
  return names.includes(step) && (classes === undefined || classes.includes(risk));
}

/**
 * What the author of the task approved in advance is answered yes by `author`, once each time the step is entered: a
 * step that is tried again after an act was done by that yes asks the next operator, as does everything else. What a site
 * policy wants a person asked about, no author approves.
 */
export function approvedInAdvance(approvals: readonly AuthorApproval[], next: Operator): Operator {
  return {
    name: approvals.length === 0 ? next.name : `author, then ${next.name}`,
    confirm(confirmation, signal) {
      const { stepName, step, again, site, class: risk } = confirmation;
      const approval = approvals.find((each) => coversStep(each, [stepName, step], risk));
      if (approval === undefined || again || site !== undefined) return next.confirm(confirmation, signal);
      const what = approval.classes === undefined ? '' : `${risk} in `;
      return Promise.resolve({
        answer: 'yes',
        by: 'author',
        reason: `the task approves ${what}the step “${stepName ?? step}”`,
      });
    },
    ask: (question, signal) => next.ask(question, signal),
  };
}
