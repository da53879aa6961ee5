import type { AuthorApproval } from '../operator/author.js';
import type { Step, Task } from '../task/index.js';

/** Every step of a task, those inside blocks too, in the order of the file's lists. */
export function stepsOf(task: Task): Task['steps'] {
  return [...task.before, ...task.steps, ...task.onFailure, ...task.after].flatMap(withInside);
}

function withInside(step: Step): Step[] {
  return [step, ...[...step.steps, ...step.otherwise].flatMap(withInside)];
}

/** Goal, steps and parameters in words: what the author of the task has said, for the rules. */
export function taskWords(task: Task, params: Readonly<Record<string, unknown>>): string {
  const said: unknown[] = [
    task.name,
    task.description,
    task.goal,
    ...Object.values(params),
    ...stepsOf(task).flatMap(({ name, input, common }) => [name, input, common]),
  ];
  return said.flatMap(textsIn).join('\n');
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn);
  return [];
}

/** What the author approved in advance: steps by name in the policy, or marked, then by their place. */
export function approvalsOf(task: Task): AuthorApproval[] {
  const named = (task.policy.approve ?? []).map((step) => ({ step }));
  const marked = stepsOf(task).flatMap(({ path, approved }) =>
    approved === false ? [] : [{ step: path, ...(approved !== true && { classes: approved }) }],
  );
  return [...named, ...marked];
}
