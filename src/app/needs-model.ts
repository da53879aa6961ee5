import type { Task } from '../task/index.js';
import { stepsOf } from './task-words.js';

/** A step that only a model can carry out, and what it needs it for. */
export interface NeedsModel {
  readonly path: string;
  readonly line: number;
  readonly name: string;
  readonly what: string;
}

/** The steps that a model has to read for or judge. Goals and descriptions are not among them: others may serve those. */
export function stepsForModel(task: Task): NeedsModel[] {
  const steps = stepsOf(task).flatMap(({ path, line, verb, name, input, common }) => {
    const reads = verb === 'read' && readsByModel(input);
    if (!reads && !claims(input) && !claims(common)) return [];
    const what = reads ? 'to read' : 'to judge what has changed';
    return [{ path, line, name: name ?? `${verb} (${path})`, what }];
  });
  if (!claims(task.until)) return steps;
  return [...steps, { path: 'until', line: 1, name: 'until', what: 'to judge what has changed' }];
}

function readsByModel(input: unknown): boolean {
  if (typeof input !== 'object' || input === null) return false;
  const keys = Object.keys(input);
  return (
    ('by' in input && input.by === 'model') ||
    ['schema', 'question', 'format', 'video'].some((key) => keys.includes(key))
  );
}

/** Whether a change is told in words somewhere; one that is a whole expression may be true or false. */
function claims(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(claims);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, entry]) =>
    key === 'changed' ? typeof entry === 'string' && !/^\s*\$\{[^}]*\}\s*$/.test(entry) : claims(entry),
  );
}
