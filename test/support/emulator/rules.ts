import { errorNamed, invalid, malformed, WireError } from './errors.js';
import type { Family } from './families.js';
import { type ChatRequest, type Message, partsOf, textOfMessage } from './request.js';

/** Which server is played: they differ in what they accept. */
export type Host = 'dashscope' | 'vllm' | 'siliconflow';

/** Whether the request switches thinking on or off, in the words of whichever server; undefined when it does not say. */
function askedToThink(request: ChatRequest): boolean | undefined {
  const { enable_thinking, chat_template_kwargs, reasoning, reasoning_effort } = request;
  const effort = reasoning_effort ?? reasoning?.effort;
  const wanted = effort !== undefined || reasoning?.max_tokens !== undefined ? effort !== 'none' : undefined;
  return enable_thinking ?? chat_template_kwargs?.enable_thinking ?? reasoning?.enabled ?? wanted;
}

/** Whether the model thinks about this request. */
export function thinks(request: ChatRequest, family: Family): boolean {
  const asked = askedToThink(request);
  if (family.thinking === 'always') return true;
  return family.thinking === 'never' ? false : (asked ?? family.thinking === 'on');
}

/** Throws the refusal of the first rule that the request breaks; pictures are checked elsewhere. */
export function checkRequest(request: ChatRequest, family: Family, host: Host): void {
  checkOrder(request.messages);
  checkContents(request.messages);
  checkTools(request, family, host);
  checkThinking(request, family, host);
  if (host === 'dashscope') checkJsonMode(request);
  if (!family.systemMessage && request.messages.some(({ role }) => role === 'system'))
    throw invalid(`${request.model} does not support system messages.`);
  checkRanges(request, family);
  if (host === 'dashscope') checkRepeats(request.messages);
}

/** System first, tool results right after their calls, every call answered, the model's turn at the end. */
function checkOrder(messages: readonly Message[]): void {
  let open = new Set<string>();
  messages.forEach((message, i) => {
    const { role } = message;
    if (role === 'system' && i > 0)
      throw invalid('Role specification invalid: system message must be at the beginning.');
    if (role === 'tool') {
      if (!open.delete(message.tool_call_id))
        throw invalid(
          'messages with role "tool" must be a response to a preceeding message with "tool_calls".',
        );
      return;
    }
    if (open.size > 0)
      throw invalid(
        `An assistant message with "tool_calls" must be followed by tool messages responding to each "tool_call_id". The following tool_call_ids did not have response messages: ${[...open].join(', ')}`,
      );
    if (role === 'assistant') open = callIds(message);
  });
  if (open.size > 0)
    throw invalid(`The tool_call_ids ${[...open].join(', ')} did not have response messages.`);
  const last = messages.at(-1)?.role;
  if (last !== 'user' && last !== 'tool') throw invalid('The last message must be of role user or tool.');
  if (!messages.some(({ role }) => role === 'user')) throw invalid('messages must contain a user message.');
}

function callIds(message: Extract<Message, { role: 'assistant' }>): Set<string> {
  const ids = (message.tool_calls ?? []).map(({ id }) => id);
  if (new Set(ids).size < ids.length) throw invalid('The ids of tool_calls must differ.');
  return new Set(ids);
}

function checkContents(messages: readonly Message[]): void {
  messages.forEach((message, i) => {
    const { role, content } = message;
    if (role === 'tool' && typeof content !== 'string')
      throw malformed(`Input should be a valid string: messages.[${i}].content`);
    if (role !== 'user' && partsOf(message).some(({ type }) => type !== 'text'))
      throw malformed(`A ${role} message may hold text only: messages.[${i}].content`);
    if (role !== 'assistant') return;
    if ((content ?? '') === '' && message.tool_calls === undefined)
      throw malformed(`An assistant message needs content or tool_calls: messages.[${i}]`);
    for (const { function: called } of message.tool_calls ?? []) checkArguments(called.arguments, i);
  });
}

function checkArguments(written: string, i: number): void {
  try {
    const value: unknown = JSON.parse(written);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw invalid(
    `The "function.arguments" parameter of the code model must be in JSON format: messages.[${i}].`,
  );
}

function checkTools(request: ChatRequest, family: Family, host: Host): void {
  const { tools, tool_choice: choice, n } = request;
  if (n !== undefined && (n < 1 || n > 4 || (tools !== undefined && n !== 1)))
    throw invalid(tools === undefined ? 'n should be in [1, 4]' : 'n must be 1 when tools are given');
  if (tools === undefined) {
    if (choice !== undefined && choice !== 'none')
      throw invalid('tool_choice is only allowed when tools are given');
    return;
  }
  if (tools.length === 0) throw malformed("[] is too short - 'tools'");
  if (family.dialect === 'refused') throw malformed(`${request.model} does not support tools`);
  const names = tools.map((tool) => tool.function.name);
  for (const name of names) {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(name))
      throw invalid(`The tool name ${JSON.stringify(name)} is not valid.`);
    if (name === 'search') throw invalid('Tool names are not allowed to be [search]');
  }
  if (new Set(names).size < names.length) throw invalid('The names of tools must differ.');
  if (typeof choice === 'object' && !names.includes(choice.function.name))
    throw invalid(`tool_choice names ${choice.function.name}, which is no given tool.`);
  if (choice !== 'required') return;
  if (host === 'dashscope')
    throw invalid("tool_choice is one of the strings that should be ['none', 'auto'] or an object");
  if (host === 'siliconflow')
    throw new WireError(400, '20015', 'Value error, tool_choice required is not supported');
}

function checkThinking(request: ChatRequest, family: Family, host: Host): void {
  const asked = askedToThink(request);
  const { thinking } = family;
  if (asked === true && thinking === 'never') throw invalid('The model does not support enable_thinking.');
  if (asked === false && thinking === 'always')
    throw invalid('The value of the enable_thinking parameter is restricted to True.');
  if (!thinks(request, family)) return;
  if (host === 'dashscope' && typeof request.tool_choice === 'object')
    throw invalid(
      'The tool_choice parameter does not support being set to required or object in thinking mode',
    );
  if (family.streamedThinking && request.stream !== true)
    throw invalid(
      'This model only support stream mode, please enable the stream parameter to access the model.',
    );
  if (
    request.response_format !== undefined &&
    request.response_format.type !== 'text' &&
    host === 'dashscope'
  )
    throw invalid('Json mode response is not supported when enable_thinking is true');
}

/** JSON mode wants the word in the messages. */
function checkJsonMode({ response_format, messages }: ChatRequest): void {
  if (response_format?.type !== 'json_object') return;
  if (messages.some((message) => /json/iu.test(textOfMessage(message)))) return;
  throw invalid(
    "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
  );
}

function checkRanges(request: ChatRequest, family: Family): void {
  const { temperature, top_p, seed, presence_penalty, max_tokens, max_completion_tokens } = request;
  if (outside(temperature, (v) => v >= 0 && v < 2)) throw invalid('Temperature should be in [0.0, 2.0)');
  if (outside(top_p, (v) => v > 0 && v <= 1)) throw invalid('Range of top_p should be (0.0, 1.0]');
  if (outside(seed, (v) => v >= 0 && v <= 2 ** 31 - 1))
    throw invalid('Range of seed should be [0, 2147483647]');
  if (outside(presence_penalty, (v) => v >= -2 && v <= 2))
    throw invalid('Range of presence_penalty should be [-2.0, 2.0]');
  const fits = (v: number): boolean => v >= 1 && v <= family.replyTokens;
  if (outside(max_tokens, fits) || outside(max_completion_tokens, fits))
    throw invalid(`Range of max_tokens should be [1, ${family.replyTokens}]`);
  if (request.stream_options && request.stream !== true)
    throw malformed("The 'stream_options' parameter is only allowed when 'stream' is enabled.");
}

function outside(value: number | null | undefined, fits: (value: number) => boolean): boolean {
  return typeof value === 'number' && !fits(value);
}

/** Two rounds in a row that call the same with the same arguments, byte for byte. */
function checkRepeats(messages: readonly Message[]): void {
  let before: string | undefined;
  for (const message of messages) {
    if (message.role !== 'assistant' || message.tool_calls === undefined) continue;
    const called = JSON.stringify(message.tool_calls.map((call) => call.function));
    if (called === before) throw errorNamed('repeated-calls');
    before = called;
  }
}
