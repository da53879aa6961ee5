import type { HostKind } from '../hosts.js';

/** What a model's name says besides its maker's own name for it. */
export interface ModelName {
  /** The maker's name in lower case, without owner, packing, number format and words of the server. */
  readonly base: string;
  /** The kind of server that writes names in this form; undefined where many do. */
  readonly host: HostKind | undefined;
}

/** How a model was packed, in which numbers, and the words that servers add: none of it changes where points lie. */
const packing = new RegExp(
  `[-._:](?:${[
    'gguf|mlx|onnx|openvino|exl[23]|awq|gptq|bnb|hqq|unsloth|auto-?round|quantized|quant|dwq|qat|imatrix|i1|ud',
    'fp(?:4|8|16)|bf16|f(?:16|32)|int[48]|nvfp4|mxfp[48]|w\\d+a\\d+|dynamic|block|static|mixed|g(?:s)?\\d+',
    '\\d+(?:\\.\\d+)?-?bits?|\\d+(?:\\.\\d+)?bpw|i?q\\d(?:_[a-z0-9]+)*|tq\\d_\\d',
    'free|nitro|floor|exacto|extended|online|latest|cloud|turbo|tput|maas|us',
  ].join('|')})$`,
);

/**
 * Reads the name of a model as makers, packers and servers write it: `Qwen/Qwen3-VL-8B-Instruct-FP8`,
 * `hf.co/unsloth/Qwen3-VL-8B-Instruct-GGUF:Q4_K_M`, `qwen3-vl:8b-instruct-q8_0`, `qwen/qwen3-vl-8b-instruct:free`,
 * `accounts/fireworks/models/qwen2p5-vl-32b-instruct` or `Qwen3VL-8B-Instruct-Q4_K_M.gguf`.
 */
export function readName(name: string): ModelName {
  const written = name.trim();
  const parts = written.split('/');
  let base = (parts.at(-1) ?? '')
    .toLowerCase()
    .replace(/^(?:qwen|bytedance-seed|mplug|hcompany)[_.](?=[a-z])/, '')
    .replace(/^qwen(\d)p(\d)/, 'qwen$1.$2');
  for (let before = ''; before !== base; ) {
    before = base;
    base = base.replace(packing, '');
  }
  return { base: base.replaceAll(/[_:]/g, '-'), host: hostOf(written, parts) };
}

/** OpenRouter's words behind a colon; other words there are tags of Ollama. */
const routed = /:(?:free|nitro|floor|exacto|extended|online|thinking)$/i;

function hostOf(name: string, parts: readonly string[]): HostKind | undefined {
  if (/\.gguf$/i.test(name)) return 'llama.cpp';
  if (/^(?:hf\.co|huggingface\.co)\//i.test(name)) return 'ollama';
  if (routed.test(name)) return 'openrouter';
  if ((parts.at(-1) ?? '').includes(':')) return 'ollama';
  if (parts.length === 2) return name === name.toLowerCase() ? 'openrouter' : 'vllm';
  if (parts.length > 2) return undefined;
  return /[A-Z]/.test(name) ? 'vllm' : undefined;
}
