import { type HostKind, hostTraits } from '../hosts.js';
import { hasHighResolution, resizeRule } from '../pictures/size.js';
import type { Profile } from '../profiles/index.js';
import type { FunctionTool } from './computer-use.js';
import type { Message } from './messages.js';

/** How a model shall think: not at all where that can be chosen, or with at most so many tokens. */
export interface Thinking {
  readonly on: boolean;
  readonly budget?: number;
}

/** A whole request, OpenAI's members and the server's own. */
export interface Body {
  readonly model: string;
  readonly messages: readonly Message[];
  readonly stream: boolean;
  readonly [member: string]: unknown;
}

export interface BodyOptions {
  readonly profile: Profile;
  readonly host: HostKind;
  readonly thinking: Thinking;
  /** Tokens of the answer, without reasoning. */
  readonly answerTokens: number;
  readonly temperature?: number;
  readonly seed?: number;
  readonly tool?: FunctionTool;
  /** The tool must be called, where the server lets one say so; else the model may. */
  readonly mustCall?: boolean;
  /** The answer is one JSON object: the server is told where it knows that, and the messages must say JSON. */
  readonly json?: boolean;
  /** Frames a second that the server takes of a video. */
  readonly fps?: number;
  /** The answer is wanted piece by piece, also where the model needs no stream. */
  readonly stream?: boolean;
}

/** Tokens that reasoning may take when no budget is set. */
const THINKING_TOKENS = 4000;

/** Whether the model will think in this request: one that does by default does wherever it cannot be told not to. */
export function thinks(profile: Profile, host: HostKind, thinking: Thinking): boolean {
  if (profile.thinking === 'none' || profile.thinking === 'always') return profile.thinking === 'always';
  return thinking.on || (profile.thinking === 'on' && hostTraits[host].thinking === 'none');
}

/** The request around the messages. Nothing is sent that the server is not known to understand. */
export function bodyOf(messages: readonly Message[], options: BodyOptions): Body {
  const { profile, host, thinking, tool } = options;
  const thinking_ = thinks(profile, host, thinking);
  const limit = options.answerTokens + (thinking_ ? (thinking.budget ?? THINKING_TOKENS) : 0);
  const stream = profile.stream === 'required' || thinking_ || options.stream === true;
  return {
    model: profile.model,
    messages,
    ...(tool !== undefined &&
      profile.dialect === 'native' && {
        tools: [tool],
        tool_choice: options.mustCall ? namedCall(tool, host, thinking_) : 'auto',
      }),
    temperature: options.temperature ?? profile.temperature,
    ...(profile.presencePenalty && { presence_penalty: 0 }),
    ...(options.seed !== undefined && { seed: options.seed }),
    [profile.outputLimit]: limit,
    // DashScope refuses it for a model that thinks.
    ...(options.json &&
      hostTraits[host].jsonObject &&
      !thinking_ && { response_format: { type: 'json_object' } }),
    ...(hasHighResolution(profile, host) &&
      hostTraits[host].maxPixels && { vl_high_resolution_images: true }),
    ...(hostTraits[host].processorKwargs && {
      mm_processor_kwargs: { ...processorKwargs(profile, host), ...videoKwargs(host, options.fps) },
    }),
    ...thinkingMembers(profile, host, thinking_, thinking.budget),
    ...(profile.topK !== undefined && host === 'dashscope' && { top_k: profile.topK }),
    stream,
    ...(stream && { stream_options: { include_usage: true } }),
  };
}

/** The tool by its name where that is allowed. */
function namedCall({ function: { name } }: FunctionTool, host: HostKind, on: boolean): unknown {
  const { namedCall: allowed } = hostTraits[host];
  const may = allowed === 'always' || (allowed === 'without thinking' && !on);
  return may ? { type: 'function', function: { name } } : 'auto';
}

/** The limits that the picture was made for, so that a server with others leaves it alone all the same. */
function processorKwargs(profile: Profile, host: HostKind): Record<string, unknown> {
  const { minPixels, maxPixels } = resizeRule(profile, host);
  // The processors of the families with blocks of 32 px call numbers of pixels edges.
  return profile.factor === 28
    ? { min_pixels: minPixels, max_pixels: maxPixels }
    : { size: { shortest_edge: minPixels, longest_edge: maxPixels } };
}

function videoKwargs(host: HostKind, fps: number | undefined): Record<string, unknown> {
  return fps !== undefined && hostTraits[host].video === 'kwargs' ? { fps, do_sample_frames: true } : {};
}

/** Only models that can choose are told; telling the others is an error at some servers. */
function thinkingMembers(
  profile: Profile,
  host: HostKind,
  on: boolean,
  budget: number | undefined,
): Record<string, unknown> {
  if (profile.thinking === 'none' || profile.thinking === 'always') return {};
  const tokens = budget ?? THINKING_TOKENS;
  switch (hostTraits[host].thinking) {
    case 'enable_thinking':
      return { enable_thinking: on, ...(on && { thinking_budget: tokens }) };
    case 'reasoning':
      return { reasoning: on ? { max_tokens: tokens } : { enabled: false } };
    case 'reasoning_effort':
      return on ? {} : { reasoning_effort: 'none' };
    case 'chat_template_kwargs':
      return { chat_template_kwargs: { enable_thinking: on } };
    case 'none':
      return {};
  }
}
