import { actionFacts } from '../actions/index.js';
import type { Act, Verdict } from '../core/action.js';
import type { Traits } from '../core/traits.js';
import { areasToRead, factsOf, judge } from '../policy/index.js';
import type { TextLine, View } from '../ports.js';
import type { ActInput } from './machine.js';
import type { RunPorts } from './run-ports.js';

export interface JudgeInput extends ActInput {
  readonly acts: readonly Act[];
}

/** Has the rules judge the action by the real screen, and writes the verdict down. */
export async function judgeAct(ports: RunPorts, input: JudgeInput, signal: AbortSignal): Promise<Verdict> {
  const began = ports.clock.now();
  const verdict = await verdictOf(ports, input, signal);
  await ports.journal.line({ type: 'verdict', act: input.act, verdict, ms: ports.clock.now() - began });
  return verdict;
}

async function verdictOf(ports: RunPorts, input: JudgeInput, signal: AbortSignal): Promise<Verdict> {
  const { decision, view, acts } = input;
  const action = actionFacts(decision.action);
  if (!action.ok) return { answer: 'refuse', reason: action.reason, rule: 'unreadable-action' };
  const facts = factsOf({
    action,
    decision,
    frame: view.frame,
    lines: action.kind === 'input' ? await linesFor(ports, view, action.traits, signal) : [],
    acts,
    ...(ports.taskText !== undefined && { taskText: ports.taskText }),
    ...(ports.appNames && { apps: ports.appNames }),
  });
  return judge(facts, ports.policy);
}

/** The text that the rules want to see: around the points, and in a dialog that gets the action. */
async function linesFor(
  ports: RunPorts,
  view: View,
  traits: Traits,
  signal: AbortSignal,
): Promise<readonly TextLine[]> {
  const lines = new Map<string, TextLine>();
  for (const area of areasToRead(traits, view.frame)) {
    for (const line of await ports.eyes.read(view, area, signal)) {
      lines.set(`${line.box.x},${line.box.y},${line.text}`, line);
    }
  }
  return [...lines.values()];
}
