import type { DeclaredTool } from './brain.js';
import { type ChatRequest, textOfMessage } from './request.js';

/** The functions that the request lets the model call: those of `tools`, or those told in the system text. */
export function declaredTools(request: ChatRequest): DeclaredTool[] {
  if (request.tools !== undefined) return request.tools.map((tool) => declared(tool.function));
  const told = request.messages.map(textOfMessage).find((text) => text.includes('<tools>'));
  const block = /<tools>([\s\S]*?)<\/tools>/u.exec(told ?? '')?.[1] ?? '';
  return block.split('\n').flatMap((line) => {
    const value = parsed(line.trim());
    const described = value?.function ?? value;
    return isNamed(described) ? [declared(described)] : [];
  });
}

interface Described {
  readonly name: string;
  readonly description?: string | undefined;
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
}

function declared({ name, description, parameters }: Described): DeclaredTool {
  return { name, description: description ?? '', parameters: parameters ?? {} };
}

function parsed(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isNamed(value: unknown): value is Described {
  return (
    typeof value === 'object' && value !== null && typeof (value as { name?: unknown }).name === 'string'
  );
}
