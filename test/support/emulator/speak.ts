import { asActionLine } from './action-space.js';
import type { Call, Question, Reply } from './brain.js';

/** What the model wrote, token by token as a server hands it on. */
export interface Spoken {
  readonly content: string;
  readonly reasoning?: string | undefined;
  /** Calls that the server's parser took out of the text; `arguments` as the model wrote them. */
  readonly calls: readonly { readonly name: string; readonly arguments: string }[];
  readonly finish: string;
}

/** Writes the reply as this family and this request have it: parsed calls, or calls in the text. */
export function speak(reply: Reply, question: Question, thinking: boolean): Spoken {
  const { thought, calls } = reply;
  const native = question.family.dialect === 'native' && question.request.tools !== undefined;
  const silent = question.request.tool_choice === 'none' && question.request.tools !== undefined;
  const spokenCalls = silent ? [] : calls;
  const said = reply.content ?? thought ?? '';
  const reasoning = thinking ? `Let me look at the screenshot. ${thought ?? ''}`.trim() : undefined;
  if (native || spokenCalls.length === 0) {
    return {
      content: said,
      reasoning,
      calls: spokenCalls.map((call) => ({ name: call.name, arguments: JSON.stringify(call.arguments) })),
      finish: reply.finish ?? (spokenCalls.length > 0 ? 'tool_calls' : 'stop'),
    };
  }
  if (question.family.dialect === 'action-text') {
    const content = `Thought: ${said.replace(/^Action:\s*/u, '')}\nAction: ${spokenCalls.map(asActionLine).join('\n\n')}`;
    return { content, reasoning, calls: [], finish: reply.finish ?? 'stop' };
  }
  const write = question.family.dialect === 'xml-text' ? asXml : asJson;
  const content = [said, ...spokenCalls.map(write)].filter((part) => part !== '').join('\n');
  return { content, reasoning, calls: [], finish: reply.finish ?? 'stop' };
}

/** A call as the models of the 2.5 and 3 families write it. */
export function asJson(call: Call): string {
  return `<tool_call>\n${JSON.stringify({ name: call.name, arguments: call.arguments })}\n</tool_call>`;
}

/** A call as the models from 3.5 on write it. */
export function asXml(call: Call): string {
  const parameters = Object.entries(call.arguments).map(
    ([key, value]) =>
      `<parameter=${key}>\n${typeof value === 'string' ? value : JSON.stringify(value)}\n</parameter>`,
  );
  return `<tool_call>\n<function=${call.name}>\n${parameters.join('\n')}\n</function>\n</tool_call>`;
}
