import type { Question } from './brain.js';
import { textOfMessage } from './request.js';

/** How far the conversation says the model has come. */
export interface Progress {
  /** Tasks of the plan that are behind. */
  readonly done: number;
  /** Rounds in a row, just now, in which it only waited. */
  readonly waited: number;
  /** Rounds in a row whose action was not carried out. */
  readonly missed: number;
  /** What it was told when an action was refused. */
  readonly refused: string | undefined;
}

/** The mark in the model's own words that tells which task an action served. */
export function markOf(task: number, tasks: number): string {
  return `(${task + 1} of ${tasks})`;
}

const MARK = /\((\d+) of \d+\)/u;
/** A call in whatever form, but for waiting and looking. */
const ACTED = /(?:tool_call|function=|"name"|Action: \w+\()(?![\s\S]*\b(?:wait|look)\b)/u;
export const WAITING = 'Wait and look again';

/** Reads the progress from what was said so far: the model's own words, and what came of its actions. */
export function progressOf({ messages }: Question): Progress {
  let done = oldActions(messages.map(textOfMessage).join('\n'));
  let waited = 0;
  let missed = 0;
  let refused: string | undefined;
  for (const [i, message] of messages.entries()) {
    if (message.role !== 'assistant') continue;
    const said = textOfMessage(message);
    const called = `${said}${JSON.stringify(message.tool_calls ?? '')}`;
    const mark = MARK.exec(said)?.[1];
    if (mark === undefined && (said.includes(WAITING) || !ACTED.test(called))) {
      if (said.includes(WAITING)) waited += 1;
      continue;
    }
    const result = resultAfter(messages, i);
    waited = 0;
    if (/^\W*refused/iu.test(result)) refused = result;
    if (notDone(result)) missed += 1;
    // A call that came without words served the next task.
    else [done, missed] = [Number(mark ?? done + 1), 0];
  }
  return { done, waited, missed, refused };
}

/** How far older actions have come, which were told in one numbered line each. */
function oldActions(said: string): number {
  const lines = /done so far:\n((?:\d+\. .*\n?)*)/iu.exec(said)?.[1]?.split('\n') ?? [];
  let done = 0;
  for (const line of lines) {
    const [, summary = '', result = ''] = /^\d+\. (.*): (.*)$/u.exec(line) ?? [];
    if (summary === '' || /^(?:wait|look)/iu.test(summary) || notDone(result)) continue;
    done = Number(MARK.exec(summary)?.[1] ?? done + 1);
  }
  return done;
}

/** What the model was told after its message: the result of its first call, or the text of the next turn. */
function resultAfter(messages: Question['messages'], at: number): string {
  const next = messages[at + 1];
  if (next === undefined) return '';
  if (next.role === 'tool') return String(next.content);
  const text = textOfMessage(next);
  return /<tool_response>\s*([\s\S]*?)\s*<\/tool_response>/u.exec(text)?.[1] ?? text;
}

function notDone(result: string): boolean {
  return /^\W*(?:not|nobody|ambiguous|skipped|failed|refused|stale|unknown|error|could not|invalid)\b|could not be used|nothing was done/iu.test(
    result,
  );
}
