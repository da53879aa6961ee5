import type { Target } from '../../../src/core/target.js';
import { type PlainStep, readInstructions } from '../../../src/pilots/offline/grammar.js';

/** One thing to do or to see, in the order of the goal. */
export type Task =
  | {
      readonly do: 'click';
      readonly on: Target;
      readonly button: 'left' | 'middle' | 'right';
      readonly count: number;
    }
  | { readonly do: 'enter'; readonly into: Target }
  | { readonly do: 'move'; readonly to: Target }
  | { readonly do: 'drag'; readonly from: Target; readonly to: Target }
  | { readonly do: 'type'; readonly text: string }
  | { readonly do: 'press'; readonly keys: readonly string[]; readonly count: number }
  | {
      readonly do: 'scroll';
      readonly direction: 'up' | 'down' | 'left' | 'right';
      readonly notches: number;
      readonly at?: Target;
    }
  | { readonly do: 'pause'; readonly seconds: number }
  | { readonly do: 'see'; readonly what: Target; readonly gone: boolean; readonly patience: number };

export type Plan =
  | { readonly ok: true; readonly tasks: readonly Task[] }
  | { readonly ok: false; readonly reason: string };

/** How often a model looks again for something that should be there. */
const PATIENCE = { wait: 20, check: 4 };

/** What a goal in plain words asks for. `singlePresses` writes each press of a key as a task of its own. */
export function planOf(goal: string, singlePresses: boolean): Plan {
  const read = readInstructions(goal);
  if (!read.ok) return { ok: false, reason: read.reason };
  const tasks: Task[] = [];
  for (const step of read.steps) {
    const made = tasksOf(step);
    if (made === undefined) return { ok: false, reason: `I cannot do this: ${JSON.stringify(step)}` };
    tasks.push(...(singlePresses ? made.flatMap(singly) : made));
  }
  return { ok: true, tasks };
}

function singly(task: Task): Task[] {
  return task.do === 'press' ? new Array<Task>(task.count).fill({ ...task, count: 1 }) : [task];
}

function tasksOf(step: PlainStep): readonly Task[] | undefined {
  const [verb, value] = Object.entries(step)[0] ?? [];
  const input = (typeof value === 'object' && value !== null ? value : {}) as Readonly<
    Record<string, unknown>
  >;
  switch (verb) {
    case 'click': {
      const { button, count, ...target } = input;
      return [{ do: 'click', on: targetOf(target), button: buttonOf(button), count: Number(count ?? 1) }];
    }
    case 'doubleClick':
      return [{ do: 'click', on: targetOf(input), button: 'left', count: 2 }];
    case 'rightClick':
      return [{ do: 'click', on: targetOf(input), button: 'right', count: 1 }];
    case 'move':
      return [{ do: 'move', to: targetOf(input) }];
    case 'drag':
      return [{ do: 'drag', from: targetOf(input.from), to: targetOf(input.to) }];
    case 'type':
      return typing(value, input);
    case 'press':
      return [{ do: 'press', ...pressing(value, input) }];
    case 'scroll':
      return [scrolling(input)];
    case 'wait':
      return waiting(value, input);
    case 'check':
      return seeing(input, PATIENCE.check);
    case 'note':
    case 'read':
      return [];
    default:
      return undefined;
  }
}

function targetOf(value: unknown): Target {
  return (typeof value === 'string' ? { text: value } : value) as Target;
}

function buttonOf(value: unknown): 'left' | 'middle' | 'right' {
  return value === 'middle' || value === 'right' ? value : 'left';
}

/** Into a field: select what stands in it, then type over it. */
function typing(value: unknown, input: Readonly<Record<string, unknown>>): readonly Task[] {
  if (typeof value === 'string') return [{ do: 'type', text: value }];
  const text = String(input.text ?? '');
  const write: Task = text === '' ? { do: 'press', keys: ['delete'], count: 1 } : { do: 'type', text };
  return [{ do: 'enter', into: targetOf(input.into) }, write];
}

function pressing(value: unknown, input: Readonly<Record<string, unknown>>) {
  const chord = String(typeof value === 'string' ? value : input.keys).toLowerCase();
  const keys = chord === '+' ? ['+'] : chord.split('+').map((key) => (key === '' ? '+' : key));
  return { keys, count: Number(input.count ?? 1) };
}

function scrolling(input: Readonly<Record<string, unknown>>): Task {
  const { direction, notches, at } = input;
  return {
    do: 'scroll',
    direction: direction as 'up' | 'down' | 'left' | 'right',
    notches: Number(notches),
    ...(at !== undefined && { at: targetOf(at) }),
  };
}

function waiting(value: unknown, input: Readonly<Record<string, unknown>>): readonly Task[] {
  if (typeof value === 'string') return [{ do: 'pause', seconds: Number.parseFloat(value) }];
  return seeing((input.for ?? {}) as Readonly<Record<string, unknown>>, PATIENCE.wait);
}

function seeing(input: Readonly<Record<string, unknown>>, patience: number): readonly Task[] {
  const gone = 'gone' in input;
  return [{ do: 'see', what: targetOf(gone ? input.gone : input.visible), gone, patience }];
}
