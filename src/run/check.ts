import type { Check, CheckResult } from '../core/check.js';
import type { FrameBox } from '../core/geometry.js';
import { sumUsages } from '../core/usage.js';
import { execPattern } from '../machine/pattern.js';
import type { View } from '../ports.js';
import { areaOfCheck, evaluateVisible, isRead, pointsByModel } from '../sight/checks.js';
import { unlessChanged } from '../sight/unless-changed.js';
import { AskedCalls } from './asked.js';
import type { Before } from './before.js';
import { Claim } from './claim.js';
import type { Checked, CheckInput } from './contract.js';
import { evaluateFile } from './file-check.js';
import { greyedOut } from './greyed.js';
import { changedSince, look } from './look.js';
import type { RunPorts } from './run-ports.js';
import { shorten } from './shorten.js';
import { CHECK_MS, LOOK_AGAIN_MS } from './timing.js';

interface Evaluation {
  readonly result: CheckResult;
  readonly detail: string;
  /** Where it was seen, frame px. */
  readonly place?: FrameBox;
  /** Set when looking again cannot change it. */
  readonly final?: boolean;
}

/** One promise while it is being checked. */
interface Open {
  readonly promise: Check;
  /** Set for a change that is told in words. */
  readonly claim?: Claim;
}

/** Holds the decision's promises against the screen until each has come true or its time is over. */
export async function check(
  ports: RunPorts,
  input: CheckInput,
  before: Before,
  signal: AbortSignal,
): Promise<readonly Checked[]> {
  const greyed = await greyedOut(ports, input, signal);
  if (greyed !== undefined) return [greyed];
  const checks = input.decision.checks ?? [];
  const checked: Checked[] = [];
  let view: View | undefined;
  let { usage } = input;
  for (const [index, promise] of checks.entries()) {
    const began = ports.clock.now();
    const calls = new AskedCalls();
    const around = { ports, before: input.view, calls, limits: input.limits, usage };
    const { changed } = promise;
    const claim = typeof changed === 'string' ? new Claim(around, promise, changed) : undefined;
    const seen = await untilItHolds(ports, input, { promise, ...(claim && { claim }) }, view, signal);
    view = seen.view;
    const answer = await weighed(ports, before, promise, seen, signal);
    const asked = await calls.keep(ports.journal, checkName(input.act, index));
    usage = sumUsages([usage, asked.usage]) ?? usage;
    checked.push({
      check: promise,
      result: answer.result,
      detail: answer.detail,
      ...(answer.weak && { weak: answer.weak }),
      ...(asked.usage && { usage: asked.usage }),
    });
    await ports.journal.line({
      type: 'check',
      act: input.act,
      check: promise,
      result: answer.result,
      detail:
        promise.message !== undefined && answer.result !== 'holds'
          ? // The message of a false expression tells its values already.
            promise.that === false
            ? promise.message
            : `${promise.message} (${answer.detail})`
          : answer.detail,
      ...(answer.weak && { weak: answer.weak }),
      frame: view.frame.id,
      ...asked,
      ms: ports.clock.now() - began,
    });
  }
  return checked;
}

/** What held already before the step did anything is weak, and has failed when it is strict. */
async function weighed(
  ports: RunPorts,
  before: Before,
  promise: Check,
  { result, detail, place }: Evaluation,
  signal: AbortSignal,
): Promise<{ readonly result: CheckResult; readonly detail: string; readonly weak?: true }> {
  if (result !== 'holds') return { result, detail };
  const strict = promise.strict ?? ports.strict ?? false;
  if (!(await before.held(ports, promise, place, strict, signal))) return { result, detail };
  const weak = `${detail}, but it held already before the step did anything, so it proves nothing`;
  return { result: strict ? 'fails' : 'holds', detail: weak, weak: true };
}

/** Name of the file that keeps what a model said to one check. */
function checkName(act: number, index: number): string {
  return `a${String(act).padStart(4, '0')}-check${index + 1}`;
}

/**
 * Looks again and again until the promise holds. It has failed only on a frame that is younger than its deadline:
 * what a slow reading of an older one says proves nothing. A reading that takes long is dropped when the screen
 * changes where it reads, never twice in a row, and what it read is looked at again while nothing else is to be done.
 */
async function untilItHolds(
  ports: RunPorts,
  input: CheckInput,
  open: Open,
  seen: View | undefined,
  signal: AbortSignal,
): Promise<Evaluation & { view: View }> {
  const { clock, screen } = ports;
  const deadline = clock.now() + (open.promise.within ?? CHECK_MS);
  let askedAt = seen === undefined ? clock.now() : Number.NEGATIVE_INFINITY;
  let view = seen ?? (await look(ports, { patience: input.patience }, signal));
  let last: { readonly sha256: string; readonly evaluation: Evaluation } | undefined;
  let passedBy: View | undefined;
  for (;;) {
    const late = askedAt >= deadline;
    const { sha256 } = view.frame;
    // The same picture gets the same answer of a model, and each answer costs.
    const known = last?.sha256 === sha256 && pointsByModel(open.promise) ? last.evaluation : undefined;
    const mayDrop = !late && passedBy === undefined;
    const evaluation = known ?? (await evaluateOn(ports, input, open, view, mayDrop, signal));
    if (evaluation === undefined) passedBy = view;
    else {
      if (evaluation.result === 'holds' || evaluation.final || late) return { ...evaluation, view };
      const once = passedBy && (await evaluateOn(ports, input, open, passedBy, true, signal));
      if (passedBy !== undefined && once?.result === 'holds') return { ...once, view: passedBy };
      passedBy = undefined;
      last = { sha256, evaluation };
      const left = Math.max(0, deadline - clock.now());
      await screen.nextChange(view.key, { withinMs: Math.min(left, LOOK_AGAIN_MS) }, signal);
    }
    askedAt = clock.now();
    view = await look(ports, { patience: 'none' }, signal);
  }
}

/** Undefined when the reading took long and the screen changed where it read. */
function evaluateOn(
  ports: RunPorts,
  input: CheckInput,
  open: Open,
  view: View,
  mayDrop: boolean,
  signal: AbortSignal,
): Promise<Evaluation | undefined> {
  const read = (during: AbortSignal) => evaluate(ports, input, open, view, during);
  if (!mayDrop || !isRead(open.promise)) return read(signal);
  const area = areaOfCheck(open.promise, view.frame);
  return unlessChanged(read, (during) => changedSince(ports.screen, view, area, during), ports.clock, signal);
}

async function evaluate(
  ports: RunPorts,
  input: CheckInput,
  { promise, claim }: Open,
  view: View,
  signal: AbortSignal,
): Promise<Evaluation> {
  if (claim !== undefined) return claim.holdsOn(view, signal);
  if (typeof promise.changed === 'boolean') return changed(ports, input, promise.changed, signal);
  if (promise.file !== undefined) return evaluateFile(ports.files, promise.file);
  if (promise.value !== undefined) return valueCheck(promise.value);
  if (promise.that !== undefined) return truth(promise.that);
  return evaluateVisible(view, promise, ports.eyes, signal);
}

async function changed(
  ports: RunPorts,
  input: CheckInput,
  expected: boolean,
  signal: AbortSignal,
): Promise<Evaluation> {
  const change = await ports.screen.compare(input.view.key, undefined, signal);
  const detail = change.same ? 'nothing changed' : `${change.boxes.length} areas changed`;
  return { result: change.same !== expected ? 'holds' : 'fails', detail };
}

function valueCheck(value: NonNullable<Check['value']>): Evaluation {
  const actual = value.actual;
  const shown = shorten(JSON.stringify(actual) ?? 'undefined');
  if (
    'equals' in value &&
    value.equals !== undefined &&
    JSON.stringify(actual) !== JSON.stringify(value.equals)
  ) {
    return { result: 'fails', detail: `the value is ${shown}, expected ${JSON.stringify(value.equals)}` };
  }
  if (value.contains !== undefined && !String(actual).includes(value.contains)) {
    return { result: 'fails', detail: `the value is ${shown}, expected it to contain “${value.contains}”` };
  }
  if (
    value.matches !== undefined &&
    execPattern({ source: value.matches, flags: 'u' }, String(actual)) === null
  ) {
    return { result: 'fails', detail: `the value is ${shown}, expected it to match ${value.matches}` };
  }
  return { result: 'holds', detail: `the value is ${shown}` };
}

function truth(that: boolean | string): Evaluation {
  if (typeof that === 'boolean')
    return { result: that ? 'holds' : 'fails', detail: `the expression is ${that}` };
  return { result: 'unknown', detail: `“${that}” is text, not true or false` };
}
