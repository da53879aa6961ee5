/** A tool call as it came, before anything is believed. */
export interface RawCall {
  readonly id?: string;
  readonly name: string;
  /** JSON text, or the object itself. */
  readonly input: unknown;
}

/** The parts of a reply that matter, wherever the server put them. */
export interface RawMessage {
  readonly text: string;
  readonly reasoning: string;
  readonly calls: readonly RawCall[];
  /** Why the reply ended; undefined when the server does not tell. */
  readonly finish: string | undefined;
  readonly refusal: string | undefined;
  /** Message of an error body that came instead of a reply. */
  readonly error: string | undefined;
}

const nothing: RawMessage = {
  text: '',
  reasoning: '',
  calls: [],
  finish: undefined,
  refusal: undefined,
  error: undefined,
};

/**
 * Finds the message in a whole chat completion, in one message, or in bare text. Real replies break OpenAI's
 * schema in many places, so nothing is required.
 */
export function readMessage(reply: unknown): RawMessage {
  if (typeof reply === 'string') return { ...nothing, text: reply };
  if (!isRecord(reply)) return nothing;
  if (isRecord(reply.error)) return { ...nothing, error: String(reply.error.message ?? 'unknown error') };
  // DashScope's own interface wraps the choices once more.
  if (!('choices' in reply) && isRecord(reply.output)) return readMessage(reply.output);
  if (!('choices' in reply)) return fromMessage(isRecord(reply.message) ? reply.message : reply, reply);
  const choices = Array.isArray(reply.choices) ? reply.choices : [];
  const choice: unknown = choices[0];
  if (!isRecord(choice)) return nothing;
  return fromMessage(isRecord(choice.message) ? choice.message : {}, choice);
}

/** The name of the model that a completion says it comes from; undefined where it does not say. */
export function modelOf(reply: unknown): string | undefined {
  const name = isRecord(reply) ? reply.model : undefined;
  return typeof name === 'string' && name.trim() !== '' ? name : undefined;
}

/** The number by which a server's log finds a request; undefined where the completion does not say. */
export function requestIdOf(reply: unknown): string | undefined {
  const { request_id, id } = isRecord(reply) ? reply : {};
  return [request_id, id].find((each) => typeof each === 'string' && each !== '') as string | undefined;
}

function fromMessage(message: Record<string, unknown>, around: Record<string, unknown>): RawMessage {
  const { finish_reason: finish } = around;
  return {
    text: textOf(message.content),
    reasoning:
      [message.reasoning_content, message.reasoning, message.thinking].map(textOf).find(Boolean) ?? '',
    calls: callsOf(message),
    finish: typeof finish === 'string' ? finish : undefined,
    refusal: typeof message.refusal === 'string' && message.refusal !== '' ? message.refusal : undefined,
    error: undefined,
  };
}

/** Content is text, or a list of parts of which some hold text. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => (isRecord(part) && typeof part.text === 'string' ? part.text : ''))
    .join('');
}

function callsOf(message: Record<string, unknown>): RawCall[] {
  const { tool_calls: listed, function_call: single } = message;
  const calls: unknown[] = Array.isArray(listed) ? listed : [];
  const found = calls.flatMap((call) => (isRecord(call) ? [fromCall(call)] : []));
  return found.length === 0 && isRecord(single) ? [fromCall({ function: single })] : found;
}

function fromCall(call: Record<string, unknown>): RawCall {
  const inner = isRecord(call.function) ? call.function : call;
  return {
    ...(typeof call.id === 'string' && call.id !== '' && { id: call.id }),
    name: typeof inner.name === 'string' ? inner.name : '',
    input: inner.arguments ?? inner.input ?? {},
  };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
