import type { Check, CheckResult } from '../core/check.js';
import { messageOf } from '../core/errors.js';
import type { View } from '../ports.js';
import { areaOfCheck, evaluateVisible, isRead, pointsByModel } from '../sight/checks.js';
import { unlessChanged } from '../sight/unless-changed.js';
import { AskedCalls, plusUsage } from './asked.js';
import { Claim } from './claim.js';
import type { Checked } from './context.js';
import { changedSince, look } from './look.js';
import type { CheckInput } from './machine.js';
import type { RunPorts } from './run-ports.js';

/** How long a check may take to come true when it does not say, ms. */
export const CHECK_MS = 5000;
/** A check looks again at the latest after this time, even when nothing seems to change, ms. */
export const LOOK_AGAIN_MS = 500;

interface Evaluation {
  readonly result: CheckResult;
  readonly detail: string;
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
  signal: AbortSignal,
): Promise<readonly Checked[]> {
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
    const answer = await untilItHolds(ports, input, { promise, ...(claim && { claim }) }, view, signal);
    view = answer.view;
    const asked = await calls.keep(ports.journal, checkName(input.act, index));
    usage = plusUsage(usage, asked.usage) ?? usage;
    checked.push({
      check: promise,
      result: answer.result,
      detail: answer.detail,
      ...(asked.usage && { usage: asked.usage }),
    });
    await ports.journal.line({
      type: 'check',
      act: input.act,
      check: promise,
      result: answer.result,
      detail:
        promise.message !== undefined && answer.result !== 'holds'
          ? `${promise.message} (${answer.detail})`
          : answer.detail,
      frame: view.frame.id,
      ...asked,
      ms: ports.clock.now() - began,
    });
  }
  return checked;
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
  if (promise.file !== undefined) return fileCheck(ports, promise.file);
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

async function fileCheck(ports: RunPorts, file: NonNullable<Check['file']>): Promise<Evaluation> {
  let text: string | undefined;
  try {
    // The content of a large file is read only where it is asked for.
    const content = file.equals !== undefined || file.contains !== undefined;
    text = await (content ? ports.files.text(file.path) : ports.files.stamp(file.path));
  } catch (error) {
    return { result: 'unknown', detail: `${file.path} cannot be read: ${messageOf(error)}` };
  }
  const wanted = file.exists ?? true;
  if ((text !== undefined) !== wanted) {
    return { result: 'fails', detail: `${file.path} ${text === undefined ? 'does not exist' : 'exists'}` };
  }
  if (text === undefined) return { result: 'holds', detail: `${file.path} does not exist` };
  if (file.equals !== undefined && text !== file.equals) {
    return { result: 'fails', detail: `${file.path} holds ${JSON.stringify(shorten(text))}` };
  }
  if (file.contains !== undefined && !text.includes(file.contains)) {
    return { result: 'fails', detail: `${file.path} holds ${JSON.stringify(shorten(text))}` };
  }
  return { result: 'holds', detail: `${file.path} is as expected` };
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
  if (value.matches !== undefined && !new RegExp(value.matches, 'u').test(String(actual))) {
    return { result: 'fails', detail: `the value is ${shown}, expected it to match ${value.matches}` };
  }
  return { result: 'holds', detail: `the value is ${shown}` };
}

function truth(that: boolean | string): Evaluation {
  if (typeof that === 'boolean')
    return { result: that ? 'holds' : 'fails', detail: `the expression is ${that}` };
  return { result: 'unknown', detail: `“${that}” is text, not true or false` };
}

function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
