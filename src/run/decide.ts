import type { Act } from '../core/action.js';
import { DeskhandError } from '../core/errors.js';
import type { Answer, Change, Progress, Situation } from '../ports.js';
import type { Decided, DecideInput, Stuck, Voided } from './contract.js';
import { changedSince, WATCH_MS } from './look.js';
import type { RunPorts } from './run-ports.js';
import type { Told } from './told.js';

/** A change of this share of the whole screen while the pilot thinks voids its decision. */
const LARGE_SHARE = 0.2;
/** An application that has dealt with its input answers within this time, ms. */
const ANSWER_MS = 2000;

/**
 * Asks the pilot for one action and keeps watching while it thinks. A window that comes or goes, or a change
 * of a large part of the screen, voids the decision before it is made; smaller changes are left to aiming,
 * which knows the target.
 */
export async function decide(
  ports: RunPorts,
  input: DecideInput,
  told: Told,
  signal: AbortSignal,
): Promise<Decided> {
  if (input.stuck?.toldAtAct === input.acts.length) {
    await ports.journal.line({ type: 'stuck', reason: input.stuck.reason, told: true });
  }
  const began = ports.clock.now();
  const tell = async (progress: Progress) => {
    told.add(progress);
    await ports.journal.line(progress);
  };
  const answer = await thinkAndWatch(ports, input, tell, signal);
  if (answer.kind === 'voided') await ports.journal.line({ type: 'look-again', reason: answer.reason });
  if (answer.kind === 'act') {
    await ports.journal.line({
      type: 'decision',
      act: input.act,
      frame: input.view.frame.id,
      decision: answer.decision,
      ms: ports.clock.now() - began,
      ...(answer.usage && { usage: answer.usage }),
      ...(answer.exchange !== undefined && { exchange: answer.exchange }),
    });
  }
  return { answer, told: told.take() };
}

async function thinkAndWatch(
  ports: RunPorts,
  input: DecideInput,
  tell: Situation['tell'],
  signal: AbortSignal,
): Promise<Decided['answer']> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const thinking = think(ports, input, tell, either);
  try {
    return await Promise.race([thinking, watch(ports, input, either)]);
  } finally {
    over.abort();
    thinking.catch(() => 'a voided or failed thought has no more to say');
  }
}

function think(
  ports: RunPorts,
  input: DecideInput,
  tell: Situation['tell'],
  signal: AbortSignal,
): Promise<Answer> {
  const { view, acts, values, stuck } = input;
  const changed: Situation['changed'] = (area, during) => changedSince(ports.screen, view, area, during);
  const answers: Situation['answers'] = (during) => answersSoon(ports, during);
  const hints = hintsFrom(acts, stuck);
  return ports.pilot.decide(
    { view, acts, hints, values, apps: ports.apps.list(), changed, answers, tell },
    signal,
  );
}

/** Whether the application that has the focus has dealt with everything within a moment, or cannot be asked. */
async function answersSoon({ hand, clock }: RunPorts, signal: AbortSignal): Promise<boolean> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const asked = hand.answered(undefined, either).then(
    () => true,
    (error: unknown) => {
      if (either.aborted || (error instanceof DeskhandError && error.code === 'application-hangs'))
        return false;
      throw error;
    },
  );
  const late = clock.sleep(ANSWER_MS, either).then(() => false);
  try {
    return await Promise.race([asked, late]);
  } finally {
    over.abort();
    for (const loser of [asked, late]) loser.catch(() => 'the other one has answered');
  }
}

/** Never resolves unless something that matters changes. */
async function watch(ports: RunPorts, input: DecideInput, signal: AbortSignal): Promise<Voided> {
  const change = await ports.screen
    .nextChange(input.view.key, { share: LARGE_SHARE, withinMs: WATCH_MS }, signal)
    .catch((error: unknown) => {
      if (signal.aborted) return undefined;
      throw error;
    });
  if (change === undefined) return new Promise<never>(() => undefined);
  return { kind: 'voided', reason: whatChanged(change) };
}

function whatChanged(change: Change): string {
  return (
    change.windows ?? `${Math.round(change.share * 100)} % of the screen changed while the pilot thought`
  );
}

function hintsFrom(acts: readonly Act[], stuck: Stuck | undefined): string[] {
  const hints: string[] = [];
  const last = acts.at(-1);
  if (last && last.outcome !== 'done')
    hints.push(`The last action was ${last.outcome}: ${last.reason ?? ''}`);
  for (const checked of last?.checks ?? []) {
    if (checked.result !== 'holds') hints.push(`A check ${checked.result}: ${checked.detail ?? ''}`);
  }
  if (stuck) hints.push(`You repeat yourself: ${stuck.reason}. Find another way, or give up and say why.`);
  return hints;
}
