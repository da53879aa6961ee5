import { readAction } from '../actions/index.js';
import { framePoint } from '../core/geometry.js';
import type { SitePolicy } from '../core/site-policy.js';
import type { Target } from '../core/target.js';
import { textOf } from '../core/target.js';
import { coversStep } from '../operator/author.js';
import { judge, policyAt } from '../policy/index.js';
import {
  bindParams,
  ExpressionError,
  isBlock,
  resolveStep,
  type Step,
  StepError,
  type Task,
} from '../task/index.js';
import { approvalsOf, stepsOf } from './task-words.js';

export interface MayAsk {
  readonly path: string;
  readonly line: number;
  readonly name: string;
  readonly class: string;
  readonly reason: string;
  readonly answer: 'ask' | 'refuse';
  /** File and line of the site policy that says so. */
  readonly site?: string;
  readonly approved: boolean;
}

/**
 * The steps that the rules would ask about, judged by the words of the task alone: the screen may add more,
 * such as a dialog with a dangerous question behind a plain OK.
 *
 * @param params values of the parameters; their defaults unless told
 * @param sites the policies of the machine
 */
export function stepsThatMayAsk(
  task: Task,
  params?: Readonly<Record<string, unknown>>,
  sites: readonly SitePolicy[] = [],
): MayAsk[] {
  const approvals = approvalsOf(task);
  const bound = bindParams(task, {});
  const scope = { params: params ?? (bound.ok ? bound.values : {}), values: {} };
  return stepsOf(task).flatMap((step) => {
    if (isBlock(step)) return [];
    const verdict = verdictByWords(
      step,
      { ...task, policy: policyAt(task.policy, approvals, step.path) },
      scope,
      sites,
    );
    if (verdict === undefined || verdict.answer === 'allow') return [];
    const name = step.name ?? verdict.name;
    return [
      {
        path: step.path,
        line: step.line,
        name,
        class: verdict.class ?? 'other',
        reason: verdict.reason,
        answer: verdict.answer,
        ...(verdict.site !== undefined && { site: verdict.site }),
        approved:
          verdict.site === undefined &&
          approvals.some((approval) => coversStep(approval, [step.path, name], verdict.class ?? 'other')),
      },
    ];
  });
}

/** Whether the rules would ask about a click on what is described so, by its words alone. */
export function describesRisk(description: string, { policy }: Pick<Task, 'policy'>): boolean {
  const traits = { points: [somewhere], touch: 'press' as const, chords: [] };
  const facts = { deed: 'click', kind: 'input' as const, traits, origin: 'model' as const };
  const verdict = judge(
    { ...facts, target: description, label: description },
    { ...policy, windows: undefined },
  );
  return verdict.answer !== 'allow';
}

function verdictByWords(
  step: Step,
  task: Task,
  scope: Parameters<typeof resolveStep>[1],
  sites: readonly SitePolicy[],
) {
  try {
    const resolved = resolveStep(step, scope);
    const action = actionOf(resolved);
    const read = action && readAction(action);
    if (!read?.ok) return undefined;
    const target =
      'target' in resolved && resolved.target !== undefined ? labelOf(resolved.target) : undefined;
    const verdict = judge(
      {
        deed: read.deed.name,
        kind: read.deed.kind,
        traits: read.deed.traits(read.input),
        origin: 'author',
        ...(target !== undefined && { target, label: target }),
      },
      { ...task.policy, windows: undefined },
      // Which windows there will be is not known yet.
      sites.map((site) => ({ ...site, windows: undefined })),
    );
    return { ...verdict, name: resolved.name };
  } catch (error) {
    // Values that only the run will know cannot be judged before it.
    if (error instanceof StepError || error instanceof ExpressionError) return undefined;
    throw error;
  }
}

const somewhere = framePoint(0, 0);

function actionOf(step: ReturnType<typeof resolveStep>) {
  switch (step.verb) {
    case 'click':
      return { name: 'click', input: { at: somewhere, button: step.button, count: step.count } };
    case 'mouseDown':
      return { name: 'mouse-down', input: { at: somewhere, button: step.button } };
    case 'mouseUp':
      return { name: 'mouse-up', input: { at: somewhere, button: step.button } };
    case 'type':
      return {
        name: 'type',
        input: {
          ...(step.secret === undefined ? { text: step.text ?? '' } : { secret: step.secret }),
          enter: step.enter,
        },
      };
    case 'press':
      return { name: 'press', input: { keys: [...step.chord], count: step.count } };
    case 'run':
      return { name: 'run', input: { command: step.command, args: [...step.args] } };
    default:
      return undefined;
  }
}

function labelOf(target: Target): string | undefined {
  return target.text === undefined ? target.describe : textOf(target.text);
}
