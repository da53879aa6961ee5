import type { ResizeRule } from './resize.js';

/** How a model of a family sees, answers and may be asked. */
export interface Family {
  /** Points in px of the seen picture, or in thousandths of its sides. */
  readonly space: 'absolute' | 'relative';
  readonly factor: 28 | 32;
  /** Least px of the seen picture. */
  readonly minPixels: number;
  /** Most px of the seen picture unless the request asks for more. */
  readonly defaultPixels: number;
  /** Most px a request may ask for. */
  readonly hardPixels: number;
  /** Where calls stand in the reply: parsed, or as JSON, XML or an action line left in the content; or tools are refused. */
  readonly dialect: 'native' | 'json-text' | 'xml-text' | 'action-text' | 'refused';
  /** Takes a message of role system. */
  readonly systemMessage: boolean;
  /** Whether the model thinks: cannot, not unless asked, unless told not to, always. */
  readonly thinking: 'never' | 'off' | 'on' | 'always';
  /** Thinking needs a stream. */
  readonly streamedThinking: boolean;
  /** Longest prompt and longest reply, tokens. */
  readonly contextTokens: number;
  readonly replyTokens: number;
}

const blocks32 = {
  factor: 32,
  minPixels: 4 * 32 * 32,
  defaultPixels: 2_621_440,
  hardPixels: 16_777_216,
} as const;
const blocks28 = {
  factor: 28,
  minPixels: 4 * 28 * 28,
  defaultPixels: 1_003_520,
  hardPixels: 12_845_056,
} as const;
const plain = {
  systemMessage: true,
  streamedThinking: false,
  contextTokens: 258_048,
  replyTokens: 32_768,
} as const;

const qwen3vl: Family = { ...plain, ...blocks32, space: 'relative', dialect: 'native', thinking: 'off' };
const qwen25vl: Family = {
  ...plain,
  ...blocks28,
  space: 'absolute',
  dialect: 'native',
  thinking: 'never',
  contextTokens: 129_024,
  replyTokens: 8192,
};
const newer: Family = { ...qwen3vl, thinking: 'on', contextTokens: 991_808, replyTokens: 65_536 };
const guiPlus: Family = { ...qwen25vl, dialect: 'json-text', contextTokens: 254_976, replyTokens: 32_768 };
const local25: Family = { ...qwen25vl, dialect: 'json-text', defaultPixels: 12_845_056 };
const local3: Family = { ...qwen3vl, thinking: 'never', defaultPixels: 16_777_216 };

/** Ollama shrinks to its own limit, whatever it is asked for. */
const ollama = { defaultPixels: 2_097_152, hardPixels: 2_097_152 } as const;
/** Operators of screens on the base of Qwen3-VL and of Qwen2.5-VL. */
const operator3: Family = { ...local3, dialect: 'json-text' };

const dated = '(?:-latest|-\\d{4}-\\d{2}-\\d{2})?';

/** The names that are served when nothing else is said. The first that fits counts. */
const table: readonly (readonly [RegExp, Family])[] = [
  [new RegExp(`^qwen3-vl-(?:plus|flash)${dated}$`), qwen3vl],
  [/^qwen3-vl-\d+b(?:-a\d+b)?-instruct$/, { ...qwen3vl, thinking: 'never' }],
  [/^qwen3-vl-\d+b(?:-a\d+b)?-thinking$/, { ...qwen3vl, thinking: 'always' }],
  [new RegExp(`^qwen3\\.[567]-(?:plus|flash)${dated}$`), newer],
  [new RegExp(`^qwen3\\.8-(?:plus|flash|max)${dated}$`), newer],
  [/^qwen2\.5-vl-(?:3|7|32|72)b-instruct$/, qwen25vl],
  [
    new RegExp(`^qvq-(?:max|plus|72b-preview)${dated}$`),
    { ...qwen25vl, dialect: 'json-text', systemMessage: false, thinking: 'always', streamedThinking: true },
  ],
  [/^qwen-vl-max-2025-0[1-4]-\d\d$/, qwen25vl],
  [new RegExp(`^qwen-vl-(?:max|plus)${dated}$`), { ...qwen3vl, thinking: 'never' }],
  [/^gui-plus-2026-02-26$/, { ...qwen3vl, ...blocks28, minPixels: 4 * 28 * 28 }],
  [/^gui-plus$/, guiPlus],
  [/^(?:Qwen\/)?Qwen2\.5-VL-\d+B-Instruct(?:-AWQ)?$/i, local25],
  [/^(?:Qwen\/)?Qwen2-VL-\d+B-Instruct$/i, { ...local25, space: 'relative' }],
  [/^qwen2\.5vl(?::\d+b)?$/, { ...qwen25vl, ...ollama, dialect: 'refused' }],
  [/^qwen3-vl(?::\d+b(?:-instruct)?)?$/, { ...qwen3vl, ...ollama, thinking: 'never' }],
  [/^qwen3\.[568](?::\d+b)?$/, { ...newer, ...ollama }],
  [/^(?:Qwen\/)?Qwen3-VL-\d+B(?:-A\d+B)?-Instruct(?:-FP8)?$/i, local3],
  [/^(?:Qwen\/)?Qwen3-VL-\d+B(?:-A\d+B)?-Thinking(?:-FP8)?$/i, { ...local3, thinking: 'always' }],
  [/^qwen3\.[568]-\d+b(?:-a\d+b)?$/, newer],
  [/^qwen\/qwen3\.[678]-(?:plus|flash|max)$/, newer],
  [
    /^(?:Qwen\/)?Qwen3\.[5678]-(?:[\d.]+B(?:-A\d+B)?|Flash-Next)(?:-FP8)?$/,
    { ...local3, thinking: 'on', dialect: 'xml-text' },
  ],
  [/^(?:mPLUG\/)?GUI-Owl-1\.5-\d+B.*-Think$/, { ...local3, dialect: 'json-text', thinking: 'always' }],
  [/^(?:mPLUG\/)?GUI-Owl-1\.5-\d+B.*$/, { ...local3, dialect: 'json-text' }],
  [/^(?:mPLUG\/)?GUI-Owl-(?:7|32)B$/, { ...local25, defaultPixels: 3000 * 28 * 28 }],
  [/^(?:meituan\/EvoCUA|Hcompany\/Holo2|Tongyi-MAI\/MAI-UI|inclusionAI\/UI-Venus-1\.5)-/, operator3],
  [/^Hcompany\/Holo-?3/, { ...operator3, thinking: 'on' }],
  [/^(?:Hcompany\/Holo1(?:\.5)?|microsoft\/Fara)-\d+B$/, local25],
  [/^ByteDance-Seed\/UI-TARS-\d+B-(?:SFT|DPO)$/, { ...local25, space: 'relative', dialect: 'action-text' }],
  [
    /^(?:ByteDance-Seed\/)?UI-TARS-1\.5-7B$/i,
    { ...local25, dialect: 'action-text', defaultPixels: 16_384 * 28 * 28, hardPixels: 16_384 * 28 * 28 },
  ],
];

/** The models that a server of the emulator has: its own by name, then the known ones. */
export function servedModel(
  name: string,
  own: Readonly<Record<string, Partial<Family>>> | undefined,
): Family | undefined {
  if (own === undefined) return known(name);
  const given = own[name];
  return given && { ...(known(name) ?? qwen3vl), ...given };
}

function known(name: string): Family | undefined {
  return table.find(([pattern]) => pattern.test(name))?.[1];
}

/** How the server resizes a picture of a request for this family. */
export function resizeRule(
  family: Family,
  asked: { highResolution: boolean; maxPixels?: number | undefined; minPixels?: number | undefined },
): ResizeRule {
  const wanted = asked.highResolution ? family.hardPixels : (asked.maxPixels ?? family.defaultPixels);
  const max = Math.min(wanted, family.hardPixels);
  return { factor: family.factor, max, min: Math.min(max, asked.minPixels ?? family.minPixels) };
}
