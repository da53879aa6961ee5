import type { Approval, Verdict } from '../core/action.js';
import { type Written, whyNot } from '../core/why-not.js';

/** Why an act was not done when the operator did not say yes: who said no, and why anybody was asked. */
export function refusalWords(
  { by, reason }: Approval,
  verdict: Verdict | undefined,
  written: Written,
): string {
  const said = `${by} said no${reason === undefined ? '' : `: ${reason}`}`;
  return verdict === undefined ? said : `${said}. ${whyNot(verdict, written)}`;
}
