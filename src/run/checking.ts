import { arriving } from './arriving.js';
import type { Before } from './before.js';
import { check } from './check.js';
import type { ActInput, Checked, CheckInput, TypedAct } from './contract.js';
import type { RunPorts } from './run-ports.js';
import { CHECK_MS } from './timing.js';
import { textToSee } from './typed.js';

/**
 * Holds what an act has promised: the promises of its step, and that a text it typed is seen. A promise that was not
 * true before and is now shows that the keys were taken, so nothing more is asked of the text.
 */
export async function checking(
  ports: RunPorts,
  input: CheckInput,
  before: Before,
  signal: AbortSignal,
): Promise<readonly Checked[]> {
  const checked = await check(ports, input, before, signal);
  const typed = typedBy(ports, input);
  if (typed === undefined || checked.some(({ result, weak }) => result === 'holds' && weak !== true))
    return checked;
  const isBroken = checked.some(({ result }) => result !== 'holds');
  const seen = await arriving(ports, isBroken ? { ...typed, within: 0 } : typed, signal);
  // What is broken already is only explained by it.
  return isBroken && seen.result === 'holds' ? checked : [...checked, seen];
}

/** The text that the act typed and that has to show now. */
function typedBy(ports: RunPorts, input: CheckInput): TypedAct | undefined {
  const toSee = textToSee(input.decision.action);
  if (toSee === undefined) return undefined;
  if ('text' in toSee) return typedAct(input, toSee.text);
  const letters = [...ports.secrets.reveal(toSee.secret)].length;
  return typedAct(input, { secret: toSee.secret, letters });
}

/** A text that an act has typed. */
export function typedAct(input: ActInput, text: TypedAct['text']): TypedAct {
  return {
    act: input.act,
    text,
    before: input.view,
    into: input.decision.into,
    // Like any promise that does not say how long.
    within: input.decision.within ?? CHECK_MS,
  };
}
