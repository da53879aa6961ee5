import type { ProfileInput } from './profile.js';

/** What is known of the models of a family, wherever they run and however they are packed. */
export type Family = Omit<ProfileInput, 'model'>;

const MIN_28 = 4 * 28 * 28;
const MIN_32 = 65_536;
/** 1280 blocks of 28 px: DashScope's default for the models with factor 28. */
const SMALL_28 = 1280 * 28 * 28;
/** 1024 blocks: llama.cpp is told to enlarge smaller pictures (`--image-min-tokens 1024`), so they are sent enlarged. */
const ADVISED_28 = 1024 * 28 * 28;
const LARGE_28 = 16_384 * 28 * 28;
/** 2560 blocks of 32 px: DashScope's default for the models with factor 32. */
const USUAL_32 = 2560 * 32 * 32;
/** Ollama's own limit for both generations, whatever the model says. */
const OLLAMA = 2 << 20;

const documented = (where: string): { source: ProfileInput['source'] } => ({
  source: { known: 'documented', where },
});
const seen = (where: string): { source: ProfileInput['source'] } => ({ source: { known: 'seen', where } });

/** Absolute px, factor 28: the hosted servers shrink to 1280 tokens by default, the local ones hardly at all. */
export const absolute28: Family = {
  family: 'Qwen2.5-VL',
  space: 'absolute',
  factor: 28,
  pixels: { min: MIN_28, max: SMALL_28 },
  hardPixels: LARGE_28,
  pixelsAt: {
    vllm: { min: MIN_28, max: LARGE_28 },
    sglang: { min: MIN_28, max: LARGE_28 },
    'llama.cpp': { min: ADVISED_28, max: SMALL_28 },
    ollama: { min: MIN_28, max: OLLAMA },
  },
  host: 'dashscope',
  dialect: 'text',
  contextTokens: 128_000,
  ...documented('QwenLM/Qwen2.5-VL: cookbooks; smart_resize of qwen-vl-utils'),
};

/** Thinks always, answers only as a stream, and knows no system message. */
export const thinker28: Family = {
  ...absolute28,
  family: 'QVQ',
  thinking: 'always',
  stream: 'required',
  instructions: 'user',
  ...documented('DashScope: visual reasoning, resize rules of Qwen2.5-VL'),
};

export const relative32: Family = {
  family: 'Qwen3-VL',
  space: 'relative',
  factor: 32,
  pixels: { min: MIN_32, max: USUAL_32 },
  hardPixels: 16_384 * 32 * 32,
  pixelsAt: { ollama: { min: MIN_32, max: OLLAMA } },
  host: 'dashscope',
  dialect: 'native',
  contextTokens: 262_144,
  ...documented('QwenLM/Qwen3-VL: cookbooks, computer use (0 to 1000)'),
};

/** Thinks by default, and bounds reasoning and answer together. */
export function later(version: '3.5' | '3.6' | '3.7' | '3.8'): Family {
  return {
    ...relative32,
    family: `Qwen${version}`,
    thinking: 'on',
    outputLimit: 'max_completion_tokens',
    contextTokens: 1_000_000,
    ...(version === '3.8'
      ? {
          warning:
            'Users saw points above 1000 from this family; such a reply is refused, never bent into the picture.',
          ...seen('replies of qwen3.8-flash: 0 to 1000; DashScope: “in most cases”'),
        }
      : documented('DashScope: vision, 0 to 1000')),
  };
}

const undocumented =
  'The maker does not say how this model writes points. Measure it with doctor --calibrate and add a profile.';

/** Points are written in a way that no document and no recording tells. */
export const undated: Family = {
  ...relative32,
  family: 'Qwen-VL',
  space: 'unknown',
  dialect: 'text',
  warning: undocumented,
  source: undefined,
};

/** A model that nobody knows: it may be asked what needs no points. */
export const unknownFamily: Family = {
  ...undated,
  family: 'unknown',
  host: 'other',
  warning: 'Nobody knows this model; it is asked, and no point is read from its answers.',
};

export const guiPlus: Family = {
  ...absolute28,
  family: 'GUI-Plus',
  topK: 1,
  temperature: 0.01,
  ...seen('a reply of gui-plus beside its usage: px of the picture in blocks of 28'),
};

/** Its own pages speak of 1000x1000 and of blocks of 28; asked for px, it clicked outside the window. */
export const guiPlus2: Family = {
  ...guiPlus,
  family: 'GUI-Plus 2',
  space: 'relative',
  dialect: 'native',
  thinking: 'off',
  temperature: 0,
  contextTokens: 262_144,
  ...seen('runs with native tools; the maker’s own agent (X-PLUG/MobileAgent) divides by 1000'),
};

const owl1: Family = {
  ...absolute28,
  family: 'GUI-Owl 1.0',
  pixelsAt: { ...absolute28.pixelsAt, vllm: { min: MIN_28, max: 3000 * 28 * 28 } },
  ...documented('X-PLUG/MobileAgent: its prompt for PCs names px of the resized picture'),
};
const owl15: Family = {
  ...relative32,
  family: 'GUI-Owl 1.5',
  dialect: 'text',
  ...documented('X-PLUG/MobileAgent: cookbook of GUI-Owl-1.5'),
};
const tars15: Family = {
  ...absolute28,
  family: 'UI-TARS 1.5',
  dialect: 'action',
  instructions: 'user',
  ...documented('bytedance/UI-TARS: README_coordinates'),
};
const operator32 = (family: string, where: string): Family => ({
  ...relative32,
  family,
  dialect: 'text',
  ...documented(where),
});
const operator28 = (family: string, where: string): Family => ({
  ...absolute28,
  family,
  ...documented(where),
});
const asking = (family: string): Family => ({ ...undated, family });

/** Omni models answer only as a stream. */
const omni: Family = { ...asking('Qwen-Omni'), stream: 'required' };

const thinking = (family: Family): Family => ({ ...family, thinking: 'always' });

const sized = (...sizes: readonly string[]): string => `(?:${sizes.join('|').replaceAll('.', '\\.')})`;
const vl3 = sized('2b', '4b', '8b', '32b', '30b(?:-a3b)?', '235b(?:-a22b)?');
const sizes35 = sized('0.8b', '2b', '4b', '9b', '27b', '35b(?:-a3b)?', '122b(?:-a10b)?', '397b(?:-a17b)?');
const date = '(?:-(?:\\d{4}-)?\\d{2}-\\d{2})?';

/** The names of a family, as `readName` leaves them, and what is known of it. Only published sizes and variants. */
export const families: readonly (readonly [names: RegExp, family: Family])[] = [
  [new RegExp(`^qwen3-?vl-(?:plus|flash)${date}$`), { ...relative32, thinking: 'off', cache: 'implicit' }],
  [new RegExp(`^qwen3-?vl(?:-${vl3})?(?:-instruct)?$`), relative32],
  [new RegExp(`^qwen3-?vl(?:-${vl3})?-thinking$`), thinking(relative32)],
  [new RegExp(`^qwen3\\.5-(?:plus|flash)${date}$`), { ...later('3.5'), cache: 'explicit' }],
  [new RegExp(`^qwen3\\.6-(?:plus|flash)${date}$`), { ...later('3.6'), cache: 'explicit' }],
  [new RegExp(`^qwen3\\.7-(?:plus|flash)${date}$`), { ...later('3.7'), cache: 'implicit' }],
  [new RegExp(`^qwen3\\.8-(?:flash|max)${date}$`), later('3.8')],
  [new RegExp(`^qwen3\\.5(?:-${sizes35})?$`), later('3.5')],
  [new RegExp(`^qwen3\\.6(?:-${sized('27b', '35b(?:-a3b)?')})?$`), later('3.6')],
  [new RegExp(`^qwen3\\.8(?:-${sized('27b', 'flash-next')})?$`), later('3.8')],
  [new RegExp(`^qwen2\\.?5-?vl(?:-${sized('3b', '7b', '32b', '72b')})?(?:-instruct)?$`), absolute28],
  [
    new RegExp(`^qwen2-?vl-${sized('2b', '7b', '72b')}(?:-instruct)?$`),
    {
      ...absolute28,
      family: 'Qwen2-VL',
      space: 'relative',
      pixels: { min: MIN_28, max: LARGE_28 },
      pixelsAt: {},
      ...documented('QwenLM/Qwen2-VL: README, <|box_start|>(x,y) in 0 to 1000'),
    },
  ],
  [new RegExp(`^qvq-(?:max|plus)${date}$`), thinker28],
  [/^gui-plus$/, guiPlus],
  [/^gui-plus-2026-02-26$/, guiPlus2],
  [/^gui-owl-(?:7b|32b)$/, owl1],
  [/^gui-owl-1\.5-(?:2b|4b|8b|32b)(?:-instruct)?$/, owl15],
  [/^gui-owl-1\.5-(?:8b|32b)-think(?:ing)?$/, thinking(owl15)],
  [/^ui-tars-1\.5-7b$/, tars15],
  [
    /^ui-tars-(?:2b|7b|72b)(?:-(?:sft|dpo))?$/,
    {
      ...tars15,
      family: 'UI-TARS 1.0',
      space: 'relative',
      ...documented('bytedance/UI-TARS: README of the first version, 0 to 1000'),
    },
  ],
  [
    /^evocua-(?:8b|32b)-20260105$/,
    operator32('EvoCUA', 'meituan/EvoCUA: relative, blocks of 32, computer_use in tool_call'),
  ],
  [/^holo1-(?:3b|7b)$/, operator28('Holo1', 'trycua/cua: px of the picture resized as for Qwen2-VL')],
  [
    /^holo1\.5-(?:3b|7b|72b)$/,
    operator28('Holo1.5', 'trycua/cua: px of the picture resized as for Qwen2-VL'),
  ],
  [
    /^holo2-(?:4b|8b|30b-a3b|235b-a22b)$/,
    { ...operator32('Holo2', ''), ...seen('users’ code: ClickCoordinates, ge 0, le 1000') },
  ],
  [
    /^holo-?3(?:\.1)?-(?:0\.8b|4b|9b|35b-a3b|122b-a10b)$/,
    {
      ...later('3.5'),
      ...operator32('Holo3', 'hub.hcompany.ai, element localization: integers in 0 to 1000'),
      thinking: 'on',
    },
  ],
  [/^fara-7b$/, operator28('Fara', 'microsoft/fara: px of the picture resized as for Qwen2.5-VL')],
  [/^mai-ui-(?:2b|8b|32b|235b-a22b)$/, operator32('MAI-UI', 'Tongyi-MAI/MAI-UI: 0 to 1000')],
  [/^ui-venus-1\.5-(?:2b|8b|30b-a3b)$/, operator32('UI-Venus 1.5', 'inclusionAI/UI-Venus: 0 to 999')],

  // Known by name, but nobody wrote down where their points lie: they can be asked, and measured.
  [new RegExp(`^qwen-vl-(?:max|plus)${date}$`), asking('Qwen-VL')],
  [new RegExp(`^qwen(?:-vl|3\\.5)-ocr${date}$`), asking('Qwen-OCR')],
  [/^qwen(?:2\.5|3|3\.5)?-omni\b.*$/, omni],
  [/^qvq-72b-preview$/, { ...thinker28, space: 'unknown', warning: undocumented, source: undefined }],
  [
    /^(?:holo4|fara1\.5|opencua|gta1|groundnext|gelato|scalecua|jedi|ui-venus|ui-tars-2)\b.*$/,
    asking('operators of screens'),
  ],
];
