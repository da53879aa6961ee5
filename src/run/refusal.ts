import type { Approval, Decision, Verdict } from '../core/action.js';

/**
 * Why an act was not done when the operator did not say yes: who said no, what the rules saw, and the lines of YAML
 * that allow it in advance.
 */
export function refusalWords(
  { by, reason }: Approval,
  verdict: Verdict | undefined,
  { stepName, origin }: Pick<Decision, 'stepName' | 'origin'>,
): string {
  const said = `${by} said no${reason === undefined ? '' : `: ${reason}`}`;
  if (verdict === undefined) return said;
  const { class: risk, evidence, rule } = verdict;
  const seen = evidence === undefined ? undefined : `seen in “${evidence}”`;
  const facts = [risk, rule, seen].filter((fact) => fact !== undefined);
  const why = `${verdict.reason}${facts.length === 0 ? '' : ` (${facts.join(', ')}).`}`;
  // Only steps of the author have a name that can be approved; what a model decides is allowed by its class alone.
  const ways = [
    ...(origin === 'author' && stepName !== undefined
      ? [`name: ${JSON.stringify(stepName)} and approve: true on the step`]
      : []),
    ...(risk === undefined ? [] : [`policy: {allow: [${risk}]}`]),
  ];
  return `${said}. ${why}${ways.length === 0 ? '' : ` To allow it in advance: ${ways.join(', or ')}.`}`;
}
