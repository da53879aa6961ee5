import { describe, expect, it } from 'vitest';
import { DeskhandError } from '../../src/core/errors.js';
import { type Profile, profileFor, profiles } from '../../src/model/index.js';

/** Names as makers, packers and servers publish them, by what is known of where their points lie. */

type Space = Profile['space'];
type Expected = readonly [family: string, space: Space, factor: 28 | 32, thinking: Profile['thinking']];

const groups: readonly (readonly [Expected, readonly string[]])[] = [
  [
    ['Qwen3-VL', 'relative', 32, 'none'],
    [
      'qwen3-vl-8b-instruct',
      'qwen3-vl-30b-a3b-instruct',
      'qwen3-vl-235b-a22b-instruct',
      'Qwen/Qwen3-VL-2B-Instruct',
      'Qwen/Qwen3-VL-4B-Instruct-FP8',
      'Qwen/Qwen3-VL-8B-Instruct-GGUF',
      'Qwen/Qwen3-VL-30B-A3B-Instruct-FP8',
      'Qwen/Qwen3-VL-235B-A22B-Instruct',
      'Qwen3VL-8B-Instruct-Q4_K_M.gguf',
      'Qwen3VL-30B-A3B-Instruct-F16.gguf',
      '/models/Qwen3-VL-8B-Instruct-UD-Q4_K_XL.gguf',
      'unsloth/Qwen3-VL-8B-Instruct-GGUF',
      'unsloth/Qwen3-VL-8B-Instruct-GGUF:Q4_K_M',
      'unsloth/Qwen3-VL-8B-Instruct-unsloth-bnb-4bit',
      'unsloth/Qwen3-VL-32B-Instruct-bnb-4bit',
      'hf.co/unsloth/Qwen3-VL-4B-Instruct-GGUF:UD-Q4_K_XL',
      'hf.co/Qwen/Qwen3-VL-2B-Instruct-GGUF:Q8_0',
      'bartowski/Qwen_Qwen3-VL-8B-Instruct-GGUF',
      'Qwen_Qwen3-VL-8B-Instruct-IQ4_XS.gguf',
      'mradermacher/Qwen3-VL-8B-Instruct-i1-GGUF',
      'lmstudio-community/Qwen3-VL-8B-Instruct-GGUF',
      'lmstudio-community/Qwen3-VL-8B-Instruct-MLX-4bit',
      'mlx-community/Qwen3-VL-8B-Instruct-4bit',
      'mlx-community/Qwen3-VL-4B-Instruct-8bit',
      'mlx-community/Qwen3-VL-30B-A3B-Instruct-bf16',
      'cpatonn/Qwen3-VL-8B-Instruct-AWQ-4bit',
      'cyankiwi/Qwen3-VL-8B-Instruct-AWQ-8bit',
      'QuantTrio/Qwen3-VL-30B-A3B-Instruct-AWQ',
      'QuantTrio/Qwen3-VL-235B-A22B-Instruct-AWQ',
      'RedHatAI/Qwen3-VL-235B-A22B-Instruct-NVFP4',
      'RedHatAI/Qwen3-VL-8B-Instruct-FP8-dynamic',
      'nvidia/Qwen3-VL-235B-A22B-Instruct-NVFP4',
      'Intel/Qwen3-VL-8B-Instruct-int4-AutoRound',
      'qwen/qwen3-vl-8b',
      'qwen/qwen3-vl-30b',
      'qwen/qwen3-vl-8b-instruct',
      'qwen/qwen3-vl-32b-instruct',
      'qwen/qwen3-vl-235b-a22b-instruct:free',
      'qwen.qwen3-vl-235b-a22b',
      'accounts/fireworks/models/qwen3-vl-30b-a3b-instruct',
      'accounts/fireworks/models/qwen3-vl-235b-a22b-instruct',
      '@cf/qwen/qwen3-vl-8b-instruct',
      'Pro/Qwen/Qwen3-VL-8B-Instruct',
      'qwen3-vl',
      'qwen3-vl:latest',
      'qwen3-vl:2b',
      'qwen3-vl:30b',
      'qwen3-vl:235b-cloud',
      'qwen3-vl:8b-instruct',
      'qwen3-vl:8b-instruct-q4_K_M',
      'qwen3-vl:32b-instruct-q8_0',
      'qwen3-vl:30b-a3b-instruct-bf16',
      'qwen3-vl:235b-instruct-cloud',
    ],
  ],
  [
    ['Qwen3-VL', 'relative', 32, 'off'],
    [
      'qwen3-vl-plus',
      'qwen3-vl-plus-2025-09-23',
      'qwen3-vl-plus-2025-12-19',
      'qwen3-vl-plus-latest',
      'qwen3-vl-flash',
      'qwen3-vl-flash-2026-01-22',
      'qwen3-vl-flash-us',
    ],
  ],
  [
    ['Qwen3-VL', 'relative', 32, 'always'],
    [
      'qwen3-vl-8b-thinking',
      'qwen3-vl-235b-a22b-thinking',
      'Qwen/Qwen3-VL-8B-Thinking',
      'Qwen/Qwen3-VL-32B-Thinking-FP8',
      'Qwen/Qwen3-VL-30B-A3B-Thinking',
      'unsloth/Qwen3-VL-4B-Thinking-GGUF',
      'Qwen3VL-4B-Thinking-Q8_0.gguf',
      'QuantTrio/Qwen3-VL-32B-Thinking-AWQ',
      'qwen/qwen3-vl-8b-thinking',
      'qwen/qwen3-vl-235b-a22b-thinking',
      'accounts/fireworks/models/qwen3-vl-235b-a22b-thinking',
      'qwen3-vl:8b-thinking',
      'qwen3-vl:32b-thinking-q4_K_M',
      'qwen3-vl:235b-thinking-cloud',
    ],
  ],
  [
    ['Qwen3.5', 'relative', 32, 'on'],
    [
      'qwen3.5-plus',
      'qwen3.5-plus-2026-02-15',
      'qwen3.5-flash',
      'qwen3.5-27b',
      'qwen3.5-397b-a17b',
      'Qwen/Qwen3.5-0.8B',
      'Qwen/Qwen3.5-9B',
      'Qwen/Qwen3.5-27B-FP8',
      'Qwen/Qwen3.5-35B-A3B',
      'Qwen/Qwen3.5-122B-A10B-FP8',
      'Qwen/Qwen3.5-397B-A17B-FP8',
      'Qwen/Qwen3.5-397B-A17B-GPTQ-Int4',
      'nvidia/Qwen3.5-397B-A17B-NVFP4',
      'amd/Qwen3.5-397B-A17B-MXFP4',
      'unsloth/Qwen3.5-9B-GGUF',
      'unsloth/Qwen3.5-35B-A3B-GGUF:UD-Q4_K_XL',
      'Qwen3.5-27B-Q5_K_M.gguf',
      'mlx-community/Qwen3.5-27B-4bit',
      'cyankiwi/Qwen3.5-27B-AWQ-4bit',
      'qwen/qwen3.5-plus-02-15',
      'qwen/qwen3.5-flash-02-23',
      'qwen/qwen3.5-397b-a17b',
      'qwen/qwen3.5-9b',
      'qwen3.5',
      'qwen3.5:9b',
      'qwen3.5:27b-q4_K_M',
      'qwen3.5:35b',
      'qwen3.5:122b',
      'qwen3.5:397b-cloud',
      'qwen3.5:cloud',
    ],
  ],
  [
    ['Qwen3.6', 'relative', 32, 'on'],
    [
      'qwen3.6-plus',
      'qwen3.6-plus-2026-04-02',
      'qwen3.6-flash',
      'qwen3.6-27b',
      'qwen3.6-35b-a3b',
      'Qwen/Qwen3.6-27B',
      'Qwen/Qwen3.6-27B-FP8',
      'Qwen/Qwen3.6-35B-A3B-FP8',
      'unsloth/Qwen3.6-35B-A3B-GGUF',
      'RedHatAI/Qwen3.6-35B-A3B-NVFP4',
      'mlx-community/Qwen3.6-27B-8bit',
      'qwen/qwen3.6-plus',
      'qwen/qwen3.6-27b',
      'qwen3.6:27b',
      'qwen3.6:35b-a3b-q8_0',
    ],
  ],
  [
    ['Qwen3.7', 'relative', 32, 'on'],
    ['qwen3.7-plus', 'qwen3.7-plus-2026-05-26', 'qwen3.7-flash', 'qwen/qwen3.7-plus', 'qwen/qwen3.7-flash'],
  ],
  [
    ['Qwen3.8', 'relative', 32, 'on'],
    [
      'qwen3.8-flash',
      'qwen3.8-max',
      'qwen3.8-27b',
      'Qwen/Qwen3.8-27B',
      'Qwen/Qwen3.8-27B-FP8',
      'Qwen/Qwen3.8-Flash-Next',
      'unsloth/Qwen3.8-27B-GGUF',
      'qwen/qwen3.8-flash',
      'qwen/qwen3.8-max',
      'qwen3.8:27b',
    ],
  ],
  [
    ['Qwen2.5-VL', 'absolute', 28, 'none'],
    [
      'qwen2.5-vl-3b-instruct',
      'qwen2.5-vl-72b-instruct',
      'Qwen/Qwen2.5-VL-3B-Instruct',
      'Qwen/Qwen2.5-VL-7B-Instruct',
      'Qwen/Qwen2.5-VL-32B-Instruct-AWQ',
      'Qwen/Qwen2.5-VL-72B-Instruct-AWQ',
      'unsloth/Qwen2.5-VL-7B-Instruct-GGUF',
      'unsloth/Qwen2.5-VL-7B-Instruct-unsloth-bnb-4bit',
      'ggml-org/Qwen2.5-VL-7B-Instruct-GGUF',
      'bartowski/Qwen2.5-VL-7B-Instruct-GGUF',
      'Mungert/Qwen2.5-VL-3B-Instruct-GGUF',
      'Qwen2.5-VL-7B-Instruct-Q4_K_M.gguf',
      'RedHatAI/Qwen2.5-VL-7B-Instruct-quantized.w4a16',
      'RedHatAI/Qwen2.5-VL-72B-Instruct-FP8-dynamic',
      'mlx-community/Qwen2.5-VL-7B-Instruct-8bit',
      'lmstudio-community/Qwen2.5-VL-7B-Instruct-GGUF',
      'qwen/qwen2.5-vl-7b',
      'qwen/qwen2.5-vl-72b-instruct',
      'qwen/qwen2.5-vl-32b-instruct:free',
      'qwen2.5vl',
      'qwen2.5vl:7b',
      'qwen2.5vl:72b',
      'qwen2.5vl:32b-q8_0',
      'qwen2.5vl:3b-fp16',
      'Pro/Qwen/Qwen2.5-VL-7B-Instruct',
      'accounts/fireworks/models/qwen2p5-vl-32b-instruct',
    ],
  ],
  [
    ['Qwen2-VL', 'relative', 28, 'none'],
    [
      'qwen2-vl-7b-instruct',
      'Qwen/Qwen2-VL-2B-Instruct',
      'Qwen/Qwen2-VL-7B-Instruct-AWQ',
      'Qwen/Qwen2-VL-72B-Instruct-GPTQ-Int4',
      'bartowski/Qwen2-VL-7B-Instruct-GGUF',
      'accounts/fireworks/models/qwen2-vl-72b-instruct',
    ],
  ],
  [
    ['QVQ', 'absolute', 28, 'always'],
    ['qvq-max', 'qvq-max-2025-05-15', 'qvq-plus-latest'],
  ],
  [['GUI-Plus', 'absolute', 28, 'none'], ['gui-plus']],
  [['GUI-Plus 2', 'relative', 28, 'off'], ['gui-plus-2026-02-26']],
  [
    ['GUI-Owl 1.0', 'absolute', 28, 'none'],
    ['mPLUG/GUI-Owl-7B', 'mPLUG/GUI-Owl-32B'],
  ],
  [
    ['GUI-Owl 1.5', 'relative', 32, 'none'],
    [
      'mPLUG/GUI-Owl-1.5-2B-Instruct',
      'mPLUG/GUI-Owl-1.5-8B-Instruct',
      'mPLUG/GUI-Owl-1.5-32B-Instruct',
      'mradermacher/GUI-Owl-1.5-8B-Instruct-GGUF',
    ],
  ],
  [
    ['GUI-Owl 1.5', 'relative', 32, 'always'],
    ['mPLUG/GUI-Owl-1.5-8B-Think', 'mPLUG/GUI-Owl-1.5-32B-Think'],
  ],
  [
    ['UI-TARS 1.5', 'absolute', 28, 'none'],
    ['ByteDance-Seed/UI-TARS-1.5-7B', 'bytedance/ui-tars-1.5-7b', 'mlx-community/UI-TARS-1.5-7B-4bit'],
  ],
  [
    ['UI-TARS 1.0', 'relative', 28, 'none'],
    ['ByteDance-Seed/UI-TARS-7B-DPO', 'ByteDance-Seed/UI-TARS-72B-SFT', 'bartowski/UI-TARS-7B-DPO-GGUF'],
  ],
  [
    ['EvoCUA', 'relative', 32, 'none'],
    ['meituan/EvoCUA-8B-20260105', 'meituan/EvoCUA-32B-20260105'],
  ],
  [['Holo1', 'absolute', 28, 'none'], ['Hcompany/Holo1-7B']],
  [
    ['Holo1.5', 'absolute', 28, 'none'],
    ['Hcompany/Holo1.5-7B', 'mradermacher/Holo1.5-7B-GGUF'],
  ],
  [
    ['Holo2', 'relative', 32, 'none'],
    ['Hcompany/Holo2-4B', 'Hcompany/Holo2-30B-A3B', 'holo2-30b-a3b'],
  ],
  [
    ['Holo3', 'relative', 32, 'on'],
    ['Hcompany/Holo3-35B-A3B', 'Hcompany/Holo-3.1-4B'],
  ],
  [
    ['Fara', 'absolute', 28, 'none'],
    ['microsoft/Fara-7B', 'bartowski/Fara-7B-GGUF'],
  ],
  [
    ['MAI-UI', 'relative', 32, 'none'],
    ['Tongyi-MAI/MAI-UI-2B', 'Tongyi-MAI/MAI-UI-8B'],
  ],
  [
    ['UI-Venus 1.5', 'relative', 32, 'none'],
    ['inclusionAI/UI-Venus-1.5-2B', 'inclusionAI/UI-Venus-1.5-8B'],
  ],
];

/** Where points lie is written down nowhere: known by name, or not at all. */
const unknown: readonly string[] = [
  'qwen-vl-max',
  'qwen-vl-plus-latest',
  'qwen-vl-ocr',
  'qwen-vl-ocr-2025-11-20',
  'qwen3.5-ocr',
  'qwen-omni-turbo-latest',
  'qwen3-omni-flash',
  'Qwen/Qwen3-Omni-30B-A3B-Instruct',
  'Qwen/Qwen2.5-Omni-7B',
  'Qwen/QVQ-72B-Preview',
  'Hcompany/Holo4-27B',
  'microsoft/Fara1.5-9B',
  'xlangai/OpenCUA-32B',
  'Salesforce/GTA1-7B',
  'ServiceNow/GroundNext-7B-V0',
  'inclusionAI/UI-Venus-Ground-7B',
  // Made from one of the family by somebody else, who says nothing of points.
  'huihui-ai/Huihui-Qwen3-VL-8B-Instruct-abliterated',
  'prithivMLmods/Qwen2.5-VL-7B-Abliterated-Caption-it',
  'Qwen/Qwen3-VL-Embedding-8B',
  'Qwen/Qwen3.5-35B-A3B-Base',
  'Qwen/Qwen2.5-VL-14B-Instruct',
  // Models of other makers, and names without a picture in them.
  'Qwen/Qwen3-8B',
  'qwen3-coder:30b',
  'qwen-max',
  'qwen3.8-plus',
];

/** `unknown` for a name that there is no profile for, too: neither is ever acted on. */
function spaceOf(name: string): Space {
  try {
    return profileFor(name).space;
  } catch (error) {
    if (error instanceof DeskhandError && error.code === 'unknown-model') return 'unknown';
    throw error;
  }
}

const known = groups.flatMap(([expected, names]) => names.map((name) => [name, expected] as const));

describe('a published name', () => {
  it.each(known)(
    '%s has the profile of its family, and a source',
    (name, [family, space, factor, thinking]) => {
      const profile = profileFor(name);
      expect([profile.family, profile.space, profile.factor, profile.thinking]).toEqual([
        family,
        space,
        factor,
        thinking,
      ]);
      expect(profile.source?.known).toMatch(/^(documented|seen)$/);
      expect(profile.source?.where).toBeTruthy();
      // It is sent as it was written; only the maker's own service has one way of writing it.
      expect(profile.model.toLowerCase()).toBe(name.toLowerCase());
    },
  );

  it.each(unknown)('%s is not guessed', (name) => {
    expect(spaceOf(name)).toBe('unknown');
  });

  it('is known for more than 200 names; what is unknown are at most 15 %', () => {
    const all = [...known.map(([name]) => name), ...unknown];
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(200);
    expect(unknown.length / all.length).toBeLessThan(0.15);
  });

  it('tells the server that writes names in this way, where its address does not', () => {
    const hosts = (...names: string[]): string[] => names.map((name) => profileFor(name).host);
    expect(hosts('qwen3-vl:8b', 'hf.co/unsloth/Qwen3-VL-4B-Instruct-GGUF:Q8_0', 'qwen2.5vl')).toEqual([
      'ollama',
      'ollama',
      'ollama',
    ]);
    expect(hosts('Qwen3VL-8B-Instruct-Q4_K_M.gguf', '/m/Qwen3-VL-8B-Instruct-Q8_0.gguf')).toEqual([
      'llama.cpp',
      'llama.cpp',
    ]);
    expect(hosts('Qwen/Qwen3-VL-8B-Instruct', 'qwen/qwen3-vl-8b-instruct', 'qwen3-vl-8b-instruct')).toEqual([
      'vllm',
      'openrouter',
      'dashscope',
    ]);
  });
});

it('every listed model says how it is known where its points lie, and none is guessed', () => {
  for (const { model, space, source } of profiles) {
    expect(source?.known, model).not.toBe('guessed');
    expect(source === undefined, model).toBe(space === 'unknown');
  }
});
