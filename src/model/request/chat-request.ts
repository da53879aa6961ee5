import * as z from 'zod';
import { DeskhandError } from '../../core/errors.js';
import { type Form, forms } from '../../core/forms.js';
import { nearestName } from '../../core/nearest.js';

const Address = z.string().min(1);

/** A picture: a path, an http, https, oss or data URL; in code its bytes, too. */
const Image = z.union([
  Address,
  z.instanceof(Uint8Array),
  z.strictObject({ picture: z.union([Address, z.instanceof(Uint8Array)]), name: z.string() }),
]);

const UrlOf = z.union([Address, z.looseObject({ url: Address }).transform(({ url }) => url)]);

/** A part of an earlier message, in the words of the OpenAI-compatible interface. */
const EarlierPart = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string() }),
  z.strictObject({ type: z.literal('image_url'), image_url: UrlOf, pages: z.string().optional() }),
  z.strictObject({ type: z.literal('video_url'), video_url: UrlOf, fps: z.number().optional() }),
  z.strictObject({ type: z.literal('video'), video: z.array(Address).min(1), fps: z.number().optional() }),
]);
export type EarlierPart = z.infer<typeof EarlierPart>;

export const EarlierMessage = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('system'), content: z.string() }),
  z.strictObject({ role: z.literal('user'), content: z.union([z.string(), z.array(EarlierPart).min(1)]) }),
  z.strictObject({ role: z.literal('assistant'), content: z.string() }),
]);
/** A message of a conversation that goes on. */
export type EarlierMessage = z.infer<typeof EarlierMessage>;

const Words = z.record(z.string(), z.unknown());

/** A question to a model, in the fields that the command line, files and programs share. */
export const ChatRequest = z.strictObject({
  prompt: z.string().optional().describe('what is asked'),
  image: Image.optional().describe('a picture: path, http(s), oss or data URL; each page of a PDF is one'),
  images: z.array(Image).optional().describe('several pictures, in order'),
  pages: z.string().optional().describe('pages of a PDF, such as 1-3,7 (default: all of up to 20)'),
  video: z
    .union([Address, z.array(Address).min(1)])
    .optional()
    .describe('URL, file up to 7 MB, folder of frames or recording; or a list of frames'),
  fps: z.number().min(0.1).max(10).optional().describe('frames a second of the video, 0.1 to 10'),
  model: z.string().min(1).optional().describe('name of the model (default: a pinned qwen3-vl-plus)'),
  system: z.string().min(1).optional().describe('instructions in place of the usual ones'),
  messages: z.array(EarlierMessage).optional().describe('what was said before: system, user, assistant'),
  max_tokens: z
    .int()
    .positive()
    .optional()
    .describe('most tokens of the answer (default 512; 4000 where a page is read)'),
  temperature: z.number().min(0).lt(2).optional().describe('from 0 to below 2 (default 0.2; 0 with as)'),
  detail: z.enum(['low', 'high', 'auto']).default('auto').describe('how many pixels pictures are sent with'),
  min_pixels: z.int().positive().optional().describe('smaller pictures are enlarged to so many pixels'),
  max_pixels: z
    .int()
    .positive()
    .optional()
    .describe('larger pictures, and frames, are shrunk to so many pixels'),
  high_resolution: z.boolean().default(false).describe('pictures with all the pixels that DashScope takes'),
  json_mode: z.boolean().default(false).describe('the answer is one JSON value'),
  schema: z
    .union([Words, Address])
    .optional()
    .describe('JSON Schema that the answer fits: an object, or a file with one'),
  as: z.enum(forms).optional().describe('what the picture is read as'),
  retries: z
    .int()
    .nonnegative()
    .default(1)
    .describe('how often an answer that does not fit is asked for again'),
  max_retries: z
    .int()
    .nonnegative()
    .optional()
    .describe('how often a failed request is sent again (default 2; a limit of requests is waited out)'),
  retry_backoff_s: z
    .number()
    .positive()
    .default(1.5)
    .describe('first wait after a failed request, s; it doubles'),
  enable_thinking: z.boolean().optional().describe('let the model think before it answers'),
  thinking_budget: z.int().positive().optional().describe('most tokens of thinking'),
  upload: z.boolean().default(false).describe('send files through the temporary store of DashScope'),
});
export type ChatRequest = z.infer<typeof ChatRequest>;
/** The same, as it is given: what has a default may be missing. */
export type ChatRequestInput = z.input<typeof ChatRequest>;

/** Words of servers and of other programs for the same fields. */
const synonyms: Readonly<Record<string, keyof ChatRequest>> = {
  json: 'json_mode',
  vl_high_resolution_images: 'high_resolution',
};

/**
 * Reads a request and fills in its defaults.
 *
 * @param where what an error calls it, such as `batch.jsonl:3`
 * @throws DeskhandError `bad-request` that names each field that is wrong
 */
export function readChatRequest(value: unknown, where = 'The request'): ChatRequest {
  const read = ChatRequest.safeParse(renamed(value));
  if (!read.success)
    throw new DeskhandError(
      'usage',
      'bad-request',
      `${where}: ${read.error.issues.map(issueWords).join('; ')}.`,
      {
        hint: `Its fields are ${Object.keys(ChatRequest.shape).join(', ')}; docs/models.md tells each.`,
      },
    );
  checkTogether(read.data, where);
  return read.data;
}

function renamed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [synonyms[name] ?? name, each]));
}

function issueWords(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String).join('.');
  if (issue.code !== 'unrecognized_keys') return path === '' ? issue.message : `${path}: ${issue.message}`;
  return issue.keys
    .map((key) => {
      const near = issue.path.length > 0 ? undefined : nearestName(key, Object.keys(ChatRequest.shape));
      return `there is no field “${path === '' ? '' : `${path}.`}${key}”${near === undefined ? '' : `, did you mean ${near}?`}`;
    })
    .join('; ');
}

/** Forms that need no question of their own. */
const speakForThemselves: readonly Form[] = forms.filter((form) => form !== 'changes');
/** Forms that take no question, since they always read everything. */
const takeNoQuestion: readonly Form[] = ['text', 'ocr', 'located', 'html', 'markdown'];

/** The pictures of a request, in order. */
export function imagesOf({
  image,
  images,
}: Pick<ChatRequest, 'image' | 'images'>): NonNullable<ChatRequest['images']> {
  return [...(image === undefined ? [] : [image]), ...(images ?? [])];
}

/** What is asked for must make sense together: a field that would do nothing is a mistake. */
function checkTogether(request: ChatRequest, where: string): void {
  const { prompt, as, schema, json_mode, video, fps, messages } = request;
  const wrong = (code: string, what: string, hint: string): DeskhandError =>
    new DeskhandError('usage', code, where === 'The request' ? what : `${where}: ${what}`, { hint });
  const pictures = imagesOf(request).length;
  const asked = prompt !== undefined && prompt.trim() !== '';
  if (pictures === 0 && video === undefined && !shows(messages))
    throw wrong(
      'no-picture',
      'A question needs a picture or a video.',
      'Give image, images or video: a file, an https URL or a data URL (--image, --video).',
    );
  if (!asked && !(as !== undefined && speakForThemselves.includes(as)))
    throw wrong(
      'no-question',
      'There is no question.',
      'deskhand ask --image screen.png "What is the total?", or --as caption, text, located, boxes, table without one.',
    );
  if (asked && as !== undefined && takeNoQuestion.includes(as))
    throw wrong(
      'both',
      `--as ${as} reads the whole picture and takes no question.`,
      'Leave out --as, or the question.',
    );
  if (as !== undefined && (schema !== undefined || json_mode))
    throw wrong(
      'both',
      '--as and a schema or JSON mode exclude each other.',
      'Leave out --as: the schema says what the answer looks like.',
    );
  if (as !== undefined && messages !== undefined)
    throw wrong(
      'both',
      '--as reads one picture anew and goes on with no conversation.',
      'Leave out --as, or the earlier messages.',
    );
  const wanted = as === 'changes' ? 2 : 1;
  if (as !== undefined && as !== 'caption' && pictures !== wanted)
    throw wrong(
      'no-picture',
      `--as ${as} needs ${wanted === 2 ? 'two pictures, before and after' : 'one picture'}.`,
      'Name each with image or images (--image).',
    );
  if (as !== undefined && as !== 'caption' && video !== undefined)
    throw wrong('both', `--as ${as} reads a picture, not a video.`, 'Leave out --as, or the video.');
  if (fps !== undefined && video === undefined)
    throw wrong(
      'no-video',
      'fps says how a video is taken, and there is none.',
      'Give a video (--video), or leave out fps.',
    );
  if (request.thinking_budget !== undefined && request.enable_thinking === false)
    throw wrong('both', 'thinking_budget is given, and enable_thinking is false.', 'Leave out one of them.');
}

/** Whether earlier messages show anything. */
function shows(messages: ChatRequest['messages']): boolean {
  return (messages ?? []).some(
    ({ content }) => typeof content !== 'string' && content.some(({ type }) => type !== 'text'),
  );
}
