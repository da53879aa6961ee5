import type { Act } from '../core/action.js';
import type { Stuck } from './contract.js';

/** How often the same action on an unchanged frame, or a failure in a row, is one too many. */
const REPEATS = 3;
/** Acts the pilot has to find another way once it was told. */
const PATIENCE_AFTER_TELLING = 3;

/**
 * Looks whether the last acts repeat themselves: the same action on an unchanged frame, two actions in turn
 * (A-B-A-B) on frames that come back, or failures in a row. The pilot is told once; if it still repeats
 * itself after three more acts, the answer is final. Acts of the author never count: repeats, retries and
 * steps that may fail were written down on purpose.
 */
export function findStuck(acts: readonly Act[], before: Stuck | undefined): Stuck | undefined {
  const reason = circle(acts);
  if (reason === undefined) {
    const forgotten = before !== undefined && acts.length - before.toldAtAct > PATIENCE_AFTER_TELLING * 2;
    return forgotten ? undefined : before;
  }
  if (before === undefined) return { reason, toldAtAct: acts.length, final: false };
  const final = acts.length - before.toldAtAct >= PATIENCE_AFTER_TELLING;
  return { reason, toldAtAct: before.toldAtAct, final };
}

function circle(all: readonly Act[]): string | undefined {
  const acts = all.slice(all.findLastIndex(({ decision }) => decision.origin === 'author') + 1);
  const last = acts.slice(-REPEATS);
  if (last.length === REPEATS && new Set(last.map(signature)).size === 1) {
    return `the same action was taken ${REPEATS} times on an unchanged screen`;
  }
  const four = acts.slice(-4).map(signature);
  if (four.length === 4 && four[0] === four[2] && four[1] === four[3] && four[0] !== four[1]) {
    return 'two actions were taken in turn, twice, and the screen came back each time';
  }
  if (last.length === REPEATS && last.every((act) => act.outcome === 'failed' || act.outcome === 'refused')) {
    return `${REPEATS} actions in a row failed or were refused`;
  }
  return undefined;
}

/** Same signature: same deed with the same input for the same step, decided on the same pixels. */
function signature(act: Act): string {
  const { action, step } = act.decision;
  return JSON.stringify([step ?? '', action.name, action.input, act.frameSha]);
}
