import type { RiskClass } from '../core/action.js';
import type { Policy } from '../core/policy.js';

/** The classes of risk that the author of a task approves at one step, by name: `approve: [paying]`. */
export interface StepApproval {
  /** The step's place, such as `steps[2]`, or its name. */
  readonly step: string;
  /** Without classes the approval is for what asks, and lifts no refusal. */
  readonly classes?: readonly RiskClass[];
}

/**
 * Makes the policy that holds at a step: a class that the task refuses is not refused at a step that approves it by
 * name. It asks there, and the approval answers. What a rule or a site policy refuses stays refused.
 */
export function policyAt(
  policy: Policy,
  approvals: readonly StepApproval[],
  step: string | undefined,
): Policy {
  const lifted = approvals.flatMap((each) => (each.step === step ? (each.classes ?? []) : []));
  const refuse = policy.refuse?.filter((risk) => !lifted.includes(risk));
  return refuse === undefined || lifted.length === 0 ? policy : { ...policy, refuse };
}
