import { readAction } from '../actions/index.js';
import type { Approval, Verdict } from '../core/action.js';
import { messageOf } from '../core/errors.js';
import type { FrameBox, FramePoint } from '../core/geometry.js';
import { describeTarget } from '../core/target.js';
import { waysToAllow } from '../core/why-not.js';
import type { Confirmation } from '../ports.js';
import { windowAt } from '../sight/place/windows.js';
import type { ActInput } from './contract.js';
import type { RunPorts } from './run-ports.js';
import { shownBox, watchWhileAsking } from './shown.js';

/** How long the operator has when the task does not say, s. */
const CONFIRM_SECONDS = 120;

/**
 * Asks the operator, shown the real pixels around the real target. No answer in time means no; an operator
 * that fails means no.
 */
export async function confirm(
  ports: RunPorts,
  input: ActInput & { verdict: Verdict },
  signal: AbortSignal,
): Promise<Approval> {
  const began = ports.clock.now();
  const { confirmation, box, crop } = await describe(ports, input, signal);
  const approval = await answerInTime(ports, input, confirmation, signal);
  await ports.journal.line({
    type: 'confirmation',
    act: input.act,
    summary: confirmation.summary,
    ...(crop !== undefined && { crop }),
    ...(box && { box }),
    approval,
    ms: ports.clock.now() - began,
  });
  return approval;
}

async function answerInTime(
  ports: RunPorts,
  input: ActInput,
  confirmation: Confirmation,
  signal: AbortSignal,
): Promise<Approval> {
  const late = new AbortController();
  const either = AbortSignal.any([signal, late.signal]);
  const timeout = ports.clock
    .sleep(confirmation.withinMs, either)
    .then((): Approval => ({ answer: 'no', by: 'timeout', reason: 'nobody answered in time' }));
  const watching = watchWhileAsking(ports, input, confirmation.withinMs, either);
  try {
    return await Promise.race([ports.operator.confirm(confirmation, either), timeout]);
  } catch (error) {
    if (signal.aborted) throw error;
    return { answer: 'no', by: ports.operator.name, reason: messageOf(error) };
  } finally {
    late.abort();
    timeout.catch(() => 'the timer was no longer needed');
    await watching;
  }
}

async function describe(
  ports: RunPorts,
  input: ActInput & { verdict: Verdict },
  signal: AbortSignal,
): Promise<{ confirmation: Confirmation; box: FrameBox | undefined; crop: string | undefined }> {
  const { decision, view, verdict } = input;
  const read = readAction(decision.action);
  const point = read.ok ? read.deed.traits(read.input).points[0] : undefined;
  const shown = point && (await crop(ports, input, point, signal));
  const confirmation: Confirmation = {
    act: input.act,
    step: decision.step,
    stepName: decision.stepName,
    again: hasBeenUsed(input),
    summary: read.ok ? inWords(read.deed.summary(read.input), decision) : decision.action.name,
    action: decision.action,
    class: verdict.class ?? 'other',
    reason: verdict.reason,
    evidence: verdict.evidence,
    rule: verdict.rule,
    site: verdict.site,
    ways: waysToAllow(verdict, decision),
    window: point ? windowAt(view.frame, point) : view.frame.windows.find((window) => window.active),
    box: shown?.box,
    crop: shown && `${ports.journal.folder}/${shown.file}`,
    frame: view.path,
    withinMs: (ports.policy.confirmWithin ?? CONFIRM_SECONDS) * 1000,
  };
  return { confirmation, box: shown?.box, crop: shown?.file };
}

/** Whether an act of the step that was risky, too, was begun by an approval before the step was tried again. */
function hasBeenUsed({ decision, acts }: ActInput): boolean {
  if (decision.retried !== true) return false;
  const begun = acts.filter(({ outcome }) => outcome !== 'stale' && outcome !== 'refused');
  return begun.some((act) => act.decision.step === decision.step && act.verdict?.answer === 'ask');
}

/** The action with what stands where it goes, such as: click left at 465,67 on “Delete”. */
function inWords(summary: string, { sighting, target }: ActInput['decision']): string {
  const on = sighting?.text === undefined ? target && describeTarget(target) : `“${sighting.text}”`;
  return on === undefined ? summary : `${summary} on ${on}`;
}

async function crop(
  ports: RunPorts,
  input: ActInput,
  point: FramePoint,
  signal: AbortSignal,
): Promise<{ box: FrameBox; file: string }> {
  const { decision, view } = input;
  const box = shownBox(input, point);
  const png = await ports.screen.crop(view.key, box, signal);
  const mark = decision.sighting?.control ?? decision.sighting?.box;
  const marked = await ports.markTarget(png, {
    box: mark
      ? { x: mark.x - box.x, y: mark.y - box.y, width: mark.width, height: mark.height }
      : { x: point.x - box.x - 8, y: point.y - box.y - 8, width: 16, height: 16 },
    point: { x: point.x - box.x, y: point.y - box.y },
  });
  const file = await ports.journal.keep(`confirmations/a${String(input.act).padStart(4, '0')}.png`, marked);
  return { box, file };
}
