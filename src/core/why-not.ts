import type { Decision, Verdict } from './action.js';

/** Who wrote an act, and under which name it can be approved. */
export type Written = Pick<Decision, 'stepName' | 'origin'>;

/**
 * The lines of YAML that would allow in advance what the rules ask about or refuse; none where no task can.
 *
 * @example name: "Delete them" and approve: true on the step
 */
export function waysToAllow(verdict: Verdict, { stepName, origin }: Written): string[] {
  const { answer, class: risk, rule, evidence, site } = verdict;
  if (site !== undefined || answer === 'allow') return [];
  if (rule === 'outside-the-allowed-windows') {
    const title = /“(.*)”/su.exec(evidence ?? '')?.[1];
    return title === undefined ? [] : [`${JSON.stringify(title)} in policy: {windows: […]}`];
  }
  if (rule === 'refused-keys') return [`policy: {keys: {refuse: […]}} without ${evidence}`];
  if (answer === 'refuse') {
    // What a rule itself refuses, no policy allows.
    return risk !== undefined && verdict.reason.endsWith(`The task refuses ${risk}.`)
      ? [`approve: [${risk}] on the step`, `policy: {refuse: […]} without ${risk}`]
      : [];
  }
  // A step of the author may be approved as it stands, what a model decides only by its class.
  const named = JSON.stringify(stepName);
  return [
    ...(stepName !== undefined && origin === 'author'
      ? [`name: ${named} and approve: true on the step`]
      : []),
    ...(stepName !== undefined && origin === 'model' && risk !== undefined
      ? [`approve: [${risk}] on the step ${named}`]
      : []),
    ...(risk === undefined ? [] : [`policy: {allow: [${risk}]}`]),
  ];
}

/**
 * Why an act is asked about or refused, in words: the reason, class, rule and what it saw, who forbade it, and the lines
 * of YAML that allow it in advance. Everything that tells of a verdict tells it with these words.
 */
export function whyNot(verdict: Verdict, written: Written): string {
  const { class: risk, evidence, rule, site } = verdict;
  const seen = evidence === undefined ? undefined : `seen in “${evidence}”`;
  const facts = [risk, rule, seen].filter((fact) => fact !== undefined);
  const why = `${verdict.reason}${facts.length === 0 ? '' : ` (${facts.join(', ')}).`}`;
  if (site !== undefined) return `${why} So says ${site}, which no task can change.`;
  const ways = waysToAllow(verdict, written);
  return ways.length === 0 ? why : `${why} To allow it in advance: ${ways.join(', or ')}.`;
}
