import type { HostKind } from '../hosts.js';
import { Profile, type ProfileInput } from './profile.js';

/** The pinned model that is used when none is named. */
export const DEFAULT_MODEL = 'qwen3-vl-plus-2025-12-19';

const MIN_28 = 4 * 28 * 28;
const MIN_32 = 65_536;
/** 1280 blocks of 28 px: DashScope's default for the models with factor 28. */
const SMALL_28 = 1280 * 28 * 28;
/** 1024 blocks: llama.cpp is told to enlarge smaller pictures (`--image-min-tokens 1024`), so they are sent enlarged. */
const ADVISED_28 = 1024 * 28 * 28;
const LARGE_28 = 16_384 * 28 * 28;
/** 2560 blocks of 32 px: DashScope's default for the models with factor 32. */
const USUAL_32 = 2560 * 32 * 32;

const undocumented =
  'The maker does not say how this model writes points. Measure it with doctor --calibrate and add a profile.';

type Family = Omit<ProfileInput, 'model'>;

/** Absolute px, factor 28: the hosted servers shrink to 1280 tokens by default, the local ones hardly at all. */
const absolute28: Family = {
  family: 'Qwen2.5-VL',
  space: 'absolute',
  factor: 28,
  pixels: { min: MIN_28, max: SMALL_28 },
  hardPixels: LARGE_28,
  pixelsAt: {
    vllm: { min: MIN_28, max: LARGE_28 },
    sglang: { min: MIN_28, max: LARGE_28 },
    'llama.cpp': { min: ADVISED_28, max: SMALL_28 },
  },
  host: 'dashscope',
  dialect: 'text',
  contextTokens: 128_000,
};

/** Thinks always, answers only as a stream, and knows no system message. */
const thinker28: Family = {
  ...absolute28,
  family: 'QVQ',
  thinking: 'always',
  stream: 'required',
  instructions: 'user',
};

const relative32: Family = {
  family: 'Qwen3-VL',
  space: 'relative',
  factor: 32,
  pixels: { min: MIN_32, max: USUAL_32 },
  hardPixels: 16_384 * 32 * 32,
  host: 'dashscope',
  dialect: 'native',
  contextTokens: 262_144,
};

/** A model that nobody knows: it may be asked what needs no points. */
export const unknownFamily: Family = {
  ...relative32,
  family: 'unknown',
  space: 'unknown',
  host: 'other',
  dialect: 'text',
  warning: 'Nobody knows this model; it is asked, and no point is read from its answers.',
};

const price = (input: number, output: number, cached?: number): { price: ProfileInput['price'] } => ({
  price: { input, output, ...(cached !== undefined && { cached }), currency: 'USD', date: '2026-07-01' },
});

const yuan = (input: number, output: number): { price: ProfileInput['price'] } => ({
  price: { input, output, currency: 'CNY', date: '2026-08-01' },
});

function all(models: readonly string[], family: Family): Profile[] {
  return models.map((model) => Profile.parse({ ...family, model }));
}

const local = (family: Family, host: HostKind = 'vllm'): Family => ({ ...family, host });

/** Qwen2-VL, Qwen2.5-VL, QVQ and the old qwen-vl-max. */
const older: readonly Profile[] = [
  ...all(['qwen2.5-vl-3b-instruct', 'qwen2.5-vl-7b-instruct', 'qwen2.5-vl-32b-instruct'], absolute28),
  ...all(['qwen2.5-vl-72b-instruct'], absolute28),
  ...all(
    ['3B', '7B', '32B', '72B'].flatMap((size) =>
      ['', '-AWQ'].map((packed) => `Qwen/Qwen2.5-VL-${size}-Instruct${packed}`),
    ),
    local(absolute28),
  ),
  ...all(['qwen2.5vl', 'qwen2.5vl:3b', 'qwen2.5vl:7b', 'qwen2.5vl:32b'], local(absolute28, 'ollama')),
  ...all(['qvq-max', 'qvq-max-latest', 'qvq-max-2025-03-25', 'qvq-max-2025-05-15'], {
    ...thinker28,
    ...yuan(8, 32),
  }),
  ...all(['qvq-plus', 'qvq-plus-latest', 'qvq-plus-2025-05-15'], { ...thinker28, ...yuan(2, 5) }),
  ...all(['qvq-72b-preview'], thinker28),
  ...all(['qwen-vl-max-2025-01-25', 'qwen-vl-max-2025-04-02', 'qwen-vl-max-2025-04-08'], {
    ...absolute28,
    family: 'Qwen-VL',
    ...price(0.8, 3.2, 0.16),
  }),
  ...all(
    ['2B', '7B', '72B'].map((size) => `Qwen/Qwen2-VL-${size}-Instruct`),
    local({
      ...absolute28,
      family: 'Qwen2-VL',
      space: 'relative',
      pixels: { min: MIN_28, max: LARGE_28 },
      pixelsAt: {},
    }),
  ),
];

/** Models that are named by no date, and those whose points are not documented. */
const undated: Family = {
  ...relative32,
  family: 'Qwen-VL',
  space: 'unknown',
  dialect: 'text',
  warning: undocumented,
};

const doubtful: readonly Profile[] = [
  ...all(['qwen-vl-max', 'qwen-vl-max-2025-08-13', 'qwen-vl-max-latest'], {
    ...undated,
    ...price(0.8, 3.2, 0.16),
  }),
  ...all(['qwen-vl-plus', 'qwen-vl-plus-2025-07-10', 'qwen-vl-plus-2025-08-15', 'qwen-vl-plus-latest'], {
    ...undated,
    ...price(0.21, 0.63, 0.042),
  }),
  ...all(['gui-plus-2026-02-26'], {
    ...absolute28,
    family: 'GUI-Plus',
    space: 'unknown',
    warning: 'Its documentation and its sample reply contradict each other on how points are written.',
    topK: 1,
  }),
];

/** Qwen3-VL and what followed. */
const newer: readonly Profile[] = [
  ...all(['qwen3-vl-plus', 'qwen3-vl-plus-2025-09-23', 'qwen3-vl-plus-2025-12-19'], {
    ...relative32,
    thinking: 'off',
    cache: 'implicit',
    ...price(0.2, 1.6, 0.04),
  }),
  ...all(['qwen3-vl-flash', 'qwen3-vl-flash-2025-10-15', 'qwen3-vl-flash-2026-01-22'], {
    ...relative32,
    thinking: 'off',
    cache: 'implicit',
    ...price(0.05, 0.4, 0.01),
  }),
  ...hostedAndLocal('Qwen3-VL', ['2B', '4B', '8B', '32B', '30B-A3B', '235B-A22B']),
  ...all(
    ['qwen3-vl', 'qwen3-vl:2b', 'qwen3-vl:4b', 'qwen3-vl:8b', 'qwen3-vl:32b'],
    local(relative32, 'ollama'),
  ),
  ...all(['qwen3.5-plus', 'qwen3.5-plus-2026-02-15'], {
    ...later('Qwen3.5'),
    cache: 'explicit',
    ...price(0.4, 2.4),
  }),
  ...all(['qwen3.5-flash', 'qwen3.5-flash-2026-02-23'], { ...later('Qwen3.5'), cache: 'explicit' }),
  ...all(['qwen3.5-27b', 'qwen3.5-35b-a3b', 'qwen3.5-122b-a10b', 'qwen3.5-397b-a17b'], later('Qwen3.5')),
  ...all(['qwen3.6-plus', 'qwen3.6-plus-2026-04-02'], {
    ...later('Qwen3.6'),
    cache: 'explicit',
    ...price(0.5, 3, 0.05),
  }),
  ...all(['qwen3.6-flash', 'qwen3.6-flash-2026-04-16'], {
    ...later('Qwen3.6'),
    cache: 'explicit',
    ...price(0.19, 1.13),
  }),
  ...all(['qwen3.6-35b-a3b'], later('Qwen3.6')),
  ...all(['qwen3.7-flash'], { ...later('Qwen3.7'), cache: 'implicit' }),
  ...all(['qwen3.7-plus', 'qwen3.7-plus-2026-05-26'], {
    ...later('Qwen3.7'),
    cache: 'implicit',
    ...price(0.5, 3, 0.05),
  }),
  ...all(['qwen3.8-plus', 'qwen3.8-flash', 'qwen3.8-max'], {
    ...later('Qwen3.8'),
    warning:
      'Users saw points above 1000 from this family; such a reply is refused, never bent into the picture.',
  }),
  ...all(
    ['Qwen/Qwen3.5-27B', 'Qwen/Qwen3.5-35B-A3B', 'Qwen/Qwen3.5-122B-A10B', 'Qwen/Qwen3.5-397B-A17B'],
    local(later('Qwen3.5')),
  ),
  ...all(['Qwen/Qwen3.6-27B', 'Qwen/Qwen3.6-35B-A3B'], local(later('Qwen3.6'))),
  ...all(['Qwen/Qwen3.8-27B', 'Qwen/Qwen3.8-Flash-Next'], local(later('Qwen3.8'))),
];

/** Thinks by default, and bounds reasoning and answer together. */
function later(family: string): Family {
  return {
    ...relative32,
    family,
    thinking: 'on',
    outputLimit: 'max_completion_tokens',
    contextTokens: 1_000_000,
  };
}

function hostedAndLocal(family: string, sizes: readonly string[]): Profile[] {
  return sizes.flatMap((size) => [
    ...all([`${family}-${size}-Instruct`.toLowerCase()], { ...relative32, family }),
    ...all([`${family}-${size}-Thinking`.toLowerCase()], { ...relative32, family, thinking: 'always' }),
    ...['', '-FP8'].flatMap((packed) => [
      ...all([`Qwen/${family}-${size}-Instruct${packed}`], local({ ...relative32, family })),
      ...all(
        [`Qwen/${family}-${size}-Thinking${packed}`],
        local({ ...relative32, family, thinking: 'always' }),
      ),
    ]),
  ]);
}

/** Models that were trained for operating screens. */
const operators: readonly Profile[] = [
  ...all(['gui-plus'], { ...absolute28, family: 'GUI-Plus', topK: 1, temperature: 0.01, ...yuan(1.5, 4.5) }),
  ...all(
    ['mPLUG/GUI-Owl-7B', 'mPLUG/GUI-Owl-32B'],
    local({
      ...absolute28,
      family: 'GUI-Owl 1.0',
      pixels: { min: MIN_28, max: SMALL_28 },
      pixelsAt: { vllm: { min: MIN_28, max: 3000 * 28 * 28 } },
    }),
  ),
  ...all(
    ['2B', '4B', '8B', '32B', '235B-A22B'].map((size) => `mPLUG/GUI-Owl-1.5-${size}-Instruct`),
    local({ ...relative32, family: 'GUI-Owl 1.5', dialect: 'text' }),
  ),
  ...all(
    ['2B', '4B', '8B', '32B', '235B-A22B'].map((size) => `mPLUG/GUI-Owl-1.5-${size}-Thinking`),
    local({ ...relative32, family: 'GUI-Owl 1.5', dialect: 'text', thinking: 'always' }),
  ),
  ...all(
    ['ByteDance-Seed/UI-TARS-1.5-7B', 'ui-tars-1.5-7b'],
    local({ ...absolute28, family: 'UI-TARS 1.5', dialect: 'action', instructions: 'user' }),
  ),
];

/** Every profile that comes with deskhand. */
export const profiles: readonly Profile[] = warned([...newer, ...older, ...doubtful, ...operators]);

/** Names that move say which pinned one could be used instead. */
function warned(all: readonly Profile[]): Profile[] {
  return all.map((profile) =>
    profile.model.endsWith('-latest') ? { ...profile, warning: movingWords(profile, all) } : profile,
  );
}

/** What is told of a name that ends in -latest: that it moves, and the newest snapshot whose points are known. */
export function movingWords({ model, space }: Profile, all: readonly Profile[]): string {
  const base = model.replace(/-latest$/, '');
  const dated = all.filter((each) => /^-\d{4}-\d{2}-\d{2}$/.test(each.model.slice(base.length)));
  const snapshots = dated.filter((each) => each.model.startsWith(base));
  const pinned = snapshots.filter((each) => each.space !== 'unknown').at(-1) ?? snapshots.at(-1);
  const instead = pinned === undefined ? 'a dated snapshot' : `a snapshot, such as ${pinned.model}`;
  const doubt = space === 'unknown' ? ` ${undocumented}` : '';
  return `This name moves to newer models; pin ${instead}.${doubt}`;
}
