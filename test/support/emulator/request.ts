import { z } from 'zod';

const cacheMark = z.strictObject({ type: z.literal('ephemeral') }).optional();

const TextPart = z.strictObject({ type: z.literal('text'), text: z.string(), cache_control: cacheMark });
const PicturePart = z.strictObject({
  type: z.literal('image_url'),
  image_url: z.strictObject({ url: z.string(), detail: z.enum(['auto', 'low', 'high']).optional() }),
  max_pixels: z.number().int().positive().optional(),
  min_pixels: z.number().int().positive().optional(),
  cache_control: cacheMark,
});
const VideoPart = z.strictObject({
  type: z.literal('video'),
  video: z.array(z.string()),
  fps: z.number().positive().optional(),
  max_pixels: z.number().int().positive().optional(),
  min_pixels: z.number().int().positive().optional(),
  cache_control: cacheMark,
});

const VideoUrlPart = z.strictObject({
  type: z.literal('video_url'),
  video_url: z.strictObject({ url: z.string() }),
  fps: z.number().positive().optional(),
  max_pixels: z.number().int().positive().optional(),
  min_pixels: z.number().int().positive().optional(),
  cache_control: cacheMark,
});

const Part = z.discriminatedUnion('type', [TextPart, PicturePart, VideoPart, VideoUrlPart]);
export type Part = z.infer<typeof Part>;

const ToolCall = z.object({
  id: z.string().min(1),
  type: z.literal('function'),
  index: z.number().int().optional(),
  function: z.strictObject({ name: z.string(), arguments: z.string() }),
});

const Message = z.discriminatedUnion('role', [
  z.strictObject({
    role: z.literal('system'),
    content: z.union([z.string(), z.array(Part)]),
    name: z.string().optional(),
  }),
  z.strictObject({
    role: z.literal('user'),
    content: z.union([z.string(), z.array(Part).min(1)]),
    name: z.string().optional(),
  }),
  z.strictObject({
    role: z.literal('assistant'),
    content: z.union([z.string(), z.array(Part), z.null()]).optional(),
    reasoning_content: z.string().nullable().optional(),
    refusal: z.string().nullable().optional(),
    tool_calls: z.array(ToolCall).min(1).optional(),
    partial: z.boolean().optional(),
  }),
  z.strictObject({ role: z.literal('tool'), tool_call_id: z.string(), content: z.unknown() }),
]);
export type Message = z.infer<typeof Message>;

const Tool = z.strictObject({
  type: z.literal('function'),
  function: z.strictObject({
    name: z.string(),
    description: z.string().optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
    strict: z.boolean().nullable().optional(),
  }),
});
export type Tool = z.infer<typeof Tool>;

const NamedTool = z.strictObject({
  type: z.literal('function'),
  function: z.strictObject({ name: z.string() }),
});

/** OpenAI's published members of a chat request, and what DashScope and vLLM add. Others are mistakes. */
export const ChatRequest = z.strictObject({
  model: z.string(),
  messages: z.array(Message).min(1),
  tools: z.array(Tool).optional(),
  tool_choice: z.union([z.enum(['auto', 'none', 'required']), NamedTool]).optional(),
  parallel_tool_calls: z.boolean().optional(),
  n: z.number().int().optional(),
  temperature: z.number().nullable().optional(),
  top_p: z.number().nullable().optional(),
  presence_penalty: z.number().nullable().optional(),
  frequency_penalty: z.number().nullable().optional(),
  seed: z.number().int().nullable().optional(),
  stop: z.union([z.string(), z.array(z.string()), z.null()]).optional(),
  max_tokens: z.number().int().nullable().optional(),
  max_completion_tokens: z.number().int().nullable().optional(),
  stream: z.boolean().nullable().optional(),
  stream_options: z.strictObject({ include_usage: z.boolean().optional() }).nullable().optional(),
  response_format: z.looseObject({ type: z.enum(['text', 'json_object', 'json_schema']) }).optional(),
  logprobs: z.boolean().nullable().optional(),
  top_logprobs: z.number().int().nullable().optional(),
  user: z.string().optional(),
  reasoning_effort: z.string().optional(),
  // DashScope
  enable_thinking: z.boolean().optional(),
  thinking_budget: z.number().int().positive().optional(),
  vl_high_resolution_images: z.boolean().optional(),
  tool_stream: z.boolean().optional(),
  top_k: z.number().int().optional(),
  repetition_penalty: z.number().positive().optional(),
  // OpenRouter: effort or max_tokens, not both
  reasoning: z
    .strictObject({
      enabled: z.boolean().optional(),
      effort: z.string().optional(),
      max_tokens: z.number().int().positive().optional(),
      exclude: z.boolean().optional(),
    })
    .refine(({ effort, max_tokens }) => effort === undefined || max_tokens === undefined)
    .optional(),
  // vLLM
  chat_template_kwargs: z.looseObject({ enable_thinking: z.boolean().optional() }).optional(),
  mm_processor_kwargs: z
    .looseObject({
      max_pixels: z.number().int().optional(),
      min_pixels: z.number().int().optional(),
      size: z
        .looseObject({ longest_edge: z.number().optional(), shortest_edge: z.number().optional() })
        .optional(),
    })
    .optional(),
});
export type ChatRequest = z.infer<typeof ChatRequest>;

/** The content of a message as parts. */
export function partsOf(message: Message): readonly Part[] {
  const { content } = message;
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return message.role === 'tool' || !Array.isArray(content) ? [] : (content as Part[]);
}

/** The text of a message. */
export function textOfMessage(message: Message): string {
  return partsOf(message)
    .flatMap((part) => (part.type === 'text' ? [part.text] : []))
    .join('\n');
}
