import type { Check } from '../../core/check.js';
import { asMap } from '../checks/report.js';
import type { Scope } from '../expression/evaluate.js';
import { type BlockName, blockNames } from '../shape/blocks.js';
import { readyCommon, readyNouns } from '../shape/file.js';
import { readDuration } from '../shape/lift.js';
import type { Step } from '../task.js';
import { deedsOf, type Place } from './deeds.js';
import { toCheck, toChecks, withoutUndefined } from './nouns.js';
import type { ResolvedStep } from './resolved.js';
import { evaluateAll, fitted, StepError } from './values.js';
import { requireApps, windowsOf } from './windows.js';
import { wordsOf } from './words.js';

/** ms that finding a target, and then each check, may take when the step says nothing. */
const TIMEOUT_MS = 10_000;

/** Whether the step holds other steps; such a step is resolved by `resolveBlock`. */
export function isBlock(step: Step): step is Step & { readonly verb: BlockName } {
  return (blockNames as readonly string[]).includes(step.verb);
}

/**
 * A step with all its expressions evaluated and all shorthands written out. `if` is not looked at: ask
 * `stepCondition` first, since a step that is skipped may use values that do not exist. Not for blocks.
 *
 * @throws StepError when an expression has no value or a value does not fit
 */
export function resolveStep(step: Step, scope: Scope): ResolvedStep {
  const { verb } = step;
  if (verb === 'repeat' || verb === 'forEach' || verb === 'steps')
    throw new Error(`${step.path} is a block of steps.`);
  const { if: _, id, ...common } = step.common;
  const beside = fitted(readyCommon, evaluateAll(common, scope, step.path), step.path);
  const timeoutMs = readDuration(beside.timeout) ?? TIMEOUT_MS;
  const place: Place = { path: `${step.path}.${verb}`, id: step.id, timeoutMs, scope };
  const deeds = deedsOf(verb, step.input, place);
  const { strict } = beside;
  const expect = toChecks(beside.expect, `${step.path}.expect`, timeoutMs).map((check) =>
    withoutUndefined<Check>({ ...check, strict: check.strict ?? strict }),
  );
  requireApps(windowsOf({ ...deeds, expect }), scope, step.path);
  return withoutUndefined({
    path: step.path,
    line: step.line,
    id: step.id,
    name: beside.name ?? wordsOf(deeds),
    timeoutMs,
    expect,
    soft: beside.soft ?? false,
    retry: beside.retry ?? 0,
    ...deeds,
  });
}

/**
 * Whether the step is to be carried out: true or false, or a check of the screen that decides (its `within`
 * is 0 unless the task says otherwise, so that a false condition costs no wait).
 */
export function stepCondition(step: Step, scope: Scope): boolean | Check {
  return conditionOf(step.common.if, `${step.path}.if`, scope) ?? true;
}

/** A condition of a repeat, looked at before or after each pass; undefined when it has none. */
export function passCondition(step: Step, key: 'while' | 'until', scope: Scope): boolean | Check | undefined {
  const written = asMap(step.input)?.[key];
  return conditionOf(written, `${step.path}.${step.verb}.${key}`, scope);
}

function conditionOf(written: unknown, path: string, scope: Scope): boolean | Check | undefined {
  if (written === undefined) return undefined;
  const value = evaluateAll(written, scope, path, 'if');
  if (typeof value === 'boolean') return value;
  if (typeof written === 'string')
    throw new StepError(path, 'expected true or false', { hint: 'compare it, such as x != ""' });
  const check = toCheck(fitted(readyNouns.check(), value, path), path, 0);
  requireApps(windowsOf({ checks: [check] }), scope, path);
  return check;
}
