/** Kinds of servers, by what they do with pictures and which request members they know. */
export const hostKinds = [
  'dashscope',
  'vllm',
  'sglang',
  'llama.cpp',
  'ollama',
  'lmstudio',
  'openrouter',
  'other',
] as const;
export type HostKind = (typeof hostKinds)[number];

/** What a kind of server knows besides OpenAI's own request members. */
export interface HostTraits {
  /** `max_pixels` beside a picture. */
  readonly maxPixels: boolean;
  /** `mm_processor_kwargs` in the body: the limits of the server's resize, in the words of its picture processor. */
  readonly processorKwargs: boolean;
  /**
   * How thinking is switched: by a member of the body (`enable_thinking` of DashScope, `reasoning` of OpenRouter), of the
   * chat template, or not at all. `reasoning_effort` of Ollama only switches off: on is what it does by itself, and some of
   * its models refuse every other effort (ollama/ollama#14820, #12561).
   */
  readonly thinking: 'enable_thinking' | 'reasoning' | 'reasoning_effort' | 'chat_template_kwargs' | 'none';
  /** `cache_control` on content parts. */
  readonly cacheMarks: boolean;
  /** `response_format` may be `json_object`. */
  readonly jsonObject: boolean;
  /**
   * When `tool_choice` may name the function that must be called; `auto` is known everywhere. Nobody is sent
   * `required`, which DashScope refuses.
   */
  readonly namedCall: 'never' | 'without thinking' | 'always';
  /** `detail` of a picture means something. */
  readonly detail: boolean;
  /** Shrinks every picture behind the client's back: models with absolute points cannot be used. */
  readonly shrinks: boolean;
  /**
   * Videos: `all` takes a URL with `fps` and a list of frames, `kwargs` a URL with `fps` among the words for its picture
   * processor, `url` a URL alone; frames are sent as pictures everywhere but to the first.
   */
  readonly video: 'all' | 'kwargs' | 'url' | 'none';
  /** Most bytes of one picture before base64; undefined where nothing is known. */
  readonly pictureBytes: number;
}

/** DashScope counts 10,485,760 characters of the data URI; this leaves room for base64 and the prefix. */
const CAUTIOUS_BYTES = 7_000_000;

const plain: HostTraits = {
  maxPixels: false,
  processorKwargs: false,
  thinking: 'none',
  cacheMarks: false,
  jsonObject: false,
  namedCall: 'never',
  detail: false,
  shrinks: false,
  video: 'none',
  pictureBytes: CAUTIOUS_BYTES,
};

/** What is known of each kind of server. */
export const hostTraits: Readonly<Record<HostKind, HostTraits>> = {
  dashscope: {
    ...plain,
    maxPixels: true,
    thinking: 'enable_thinking',
    cacheMarks: true,
    jsonObject: true,
    namedCall: 'without thinking',
    video: 'all',
  },
  vllm: {
    ...plain,
    processorKwargs: true,
    thinking: 'chat_template_kwargs',
    jsonObject: true,
    namedCall: 'always',
    video: 'kwargs',
  },
  sglang: { ...plain, thinking: 'chat_template_kwargs', jsonObject: true, video: 'url' },
  'llama.cpp': { ...plain, thinking: 'chat_template_kwargs', jsonObject: true },
  ollama: { ...plain, thinking: 'reasoning_effort', jsonObject: true },
  lmstudio: { ...plain, shrinks: true },
  openrouter: { ...plain, thinking: 'reasoning', detail: true, video: 'url' },
  other: plain,
};

/** Servers of one's own: what they answer costs no money. */
export const ownServers: readonly HostKind[] = ['vllm', 'sglang', 'llama.cpp', 'ollama', 'lmstudio'];

/** The servers' usual ports on one's own machine. */
const usualPorts: Readonly<Record<string, HostKind>> = {
  '8000': 'vllm',
  '30000': 'sglang',
  '8080': 'llama.cpp',
  '11434': 'ollama',
  '1234': 'lmstudio',
};

/** The kind of server behind a base URL, by its name, path or port; `other` when nothing tells. */
export function hostKindOf(baseUrl: string): HostKind {
  if (!URL.canParse(baseUrl)) return 'other';
  const url = new URL(baseUrl);
  if (url.hostname.endsWith('.aliyuncs.com') || url.pathname.includes('/compatible-mode/'))
    return 'dashscope';
  if (url.hostname === 'openrouter.ai' || url.hostname.endsWith('.openrouter.ai')) return 'openrouter';
  return usualPorts[url.port] ?? 'other';
}
