import type { HostKind } from '../hosts.js';
import {
  absolute28,
  type Family,
  families,
  guiPlus,
  guiPlus2,
  later,
  relative32,
  thinker28,
  undated,
} from './families.js';
import { readName } from './name.js';
import { Profile, type ProfileInput } from './profile.js';

/** The pinned model that is used when none is named. */
export const DEFAULT_MODEL = 'qwen3-vl-plus-2025-12-19';

type Priced = { price: ProfileInput['price'] };

const price = (input: number, output: number, cached?: number, date = '2026-07-01'): Priced => ({
  price: { input, output, ...(cached !== undefined && { cached }), currency: 'USD', date },
});
const yuan = (input: number, output: number): Priced => ({
  price: { input, output, currency: 'CNY', date: '2026-08-01' },
});

function all(models: readonly string[], family: Family): Profile[] {
  return models.map((model) => Profile.parse({ ...family, model }));
}

const vlPlus: Family = { ...relative32, thinking: 'off', cache: 'implicit', ...price(0.2, 1.6, 0.04) };
const vlFlash: Family = { ...relative32, thinking: 'off', cache: 'implicit', ...price(0.05, 0.4, 0.01) };
const max: Family = { ...undated, ...price(0.8, 3.2, 0.16) };
const plus: Family = { ...undated, ...price(0.21, 0.63, 0.042) };

/** Models that are hosted by their maker, with what they cost. */
export const hosted: readonly Profile[] = [
  ...all(['qwen3-vl-plus', 'qwen3-vl-plus-2025-09-23', 'qwen3-vl-plus-2025-12-19'], vlPlus),
  ...all(['qwen3-vl-flash', 'qwen3-vl-flash-2025-10-15', 'qwen3-vl-flash-2026-01-22'], vlFlash),
  ...all(['qwen3.5-plus', 'qwen3.5-plus-2026-02-15'], {
    ...later('3.5'),
    cache: 'explicit',
    ...price(0.4, 2.4),
  }),
  ...all(['qwen3.5-flash', 'qwen3.5-flash-2026-02-23'], { ...later('3.5'), cache: 'explicit' }),
  ...all(['qwen3.6-plus', 'qwen3.6-plus-2026-04-02'], {
    ...later('3.6'),
    cache: 'explicit',
    ...price(0.5, 3, 0.05),
  }),
  ...all(['qwen3.6-flash', 'qwen3.6-flash-2026-04-16'], {
    ...later('3.6'),
    cache: 'explicit',
    ...price(0.19, 1.13),
  }),
  ...all(['qwen3.7-flash'], { ...later('3.7'), cache: 'implicit' }),
  ...all(['qwen3.7-plus', 'qwen3.7-plus-2026-05-26'], {
    ...later('3.7'),
    cache: 'implicit',
    ...price(0.4, 1.6, 0.05, '2026-08-26'),
  }),
  ...all(['qwen3.8-flash'], { ...later('3.8'), ...price(0.15, 0.47, undefined, '2026-08-26') }),
  ...all(['qwen3.8-max'], { ...later('3.8'), ...price(2, 6, 0.25, '2026-08-03') }),
  ...all(['qwen-vl-max-2025-01-25', 'qwen-vl-max-2025-04-02', 'qwen-vl-max-2025-04-08'], {
    ...absolute28,
    family: 'Qwen-VL',
    ...price(0.8, 3.2, 0.16),
  }),
  ...all(['qvq-max', 'qvq-max-latest', 'qvq-max-2025-03-25', 'qvq-max-2025-05-15'], {
    ...thinker28,
    ...yuan(8, 32),
  }),
  ...all(['qvq-plus', 'qvq-plus-latest', 'qvq-plus-2025-05-15'], { ...thinker28, ...yuan(2, 5) }),
  ...all(['gui-plus'], { ...guiPlus, ...yuan(1.5, 4.5) }),
  ...all(['gui-plus-2026-02-26'], { ...guiPlus2, ...yuan(1.5, 4.5) }),
  ...all(['qwen-vl-max', 'qwen-vl-max-2025-08-13', 'qwen-vl-max-latest'], max),
  ...all(['qwen-vl-plus', 'qwen-vl-plus-2025-07-10', 'qwen-vl-plus-2025-08-15', 'qwen-vl-plus-latest'], plus),
];

/** Names that are listed of the families: as their makers, Ollama, OpenRouter and packers publish them. */
const published: readonly string[] = [
  ...['3b', '7b', '32b', '72b'].map((size) => `qwen2.5-vl-${size}-instruct`),
  ...['2b', '4b', '8b', '32b', '30b-a3b', '235b-a22b'].flatMap((size) =>
    ['instruct', 'thinking'].map((variant) => `qwen3-vl-${size}-${variant}`),
  ),
  ...['27b', '35b-a3b', '122b-a10b', '397b-a17b'].map((size) => `qwen3.5-${size}`),
  'qwen3.6-27b',
  'qwen3.6-35b-a3b',
  'qwen3.8-27b',
  'qwen-vl-ocr',
  'qwen-vl-ocr-latest',
  'qwen3.5-ocr',
  'qwen-omni-turbo',
  'qwen3-omni-flash',
  ...['2B', '7B', '72B'].map((size) => `Qwen/Qwen2-VL-${size}-Instruct`),
  ...['3B', '7B', '32B', '72B'].flatMap((size) =>
    ['', '-AWQ'].map((packed) => `Qwen/Qwen2.5-VL-${size}-Instruct${packed}`),
  ),
  ...['2B', '4B', '8B', '32B', '30B-A3B', '235B-A22B'].flatMap((size) =>
    ['Instruct', 'Thinking'].flatMap((variant) =>
      ['', '-FP8'].map((packed) => `Qwen/Qwen3-VL-${size}-${variant}${packed}`),
    ),
  ),
  ...['0.8B', '2B', '4B', '9B', '27B', '35B-A3B', '122B-A10B', '397B-A17B'].map(
    (size) => `Qwen/Qwen3.5-${size}`,
  ),
  ...['27B', '35B-A3B', '122B-A10B', '397B-A17B'].map((size) => `Qwen/Qwen3.5-${size}-FP8`),
  ...['27B', '35B-A3B'].flatMap((size) => ['', '-FP8'].map((packed) => `Qwen/Qwen3.6-${size}${packed}`)),
  ...['27B', 'Flash-Next'].flatMap((size) => ['', '-FP8'].map((packed) => `Qwen/Qwen3.8-${size}${packed}`)),
  ...['', ':3b', ':7b', ':32b', ':72b'].map((tag) => `qwen2.5vl${tag}`),
  ...['', ':2b', ':4b', ':8b', ':8b-instruct', ':30b', ':32b', ':235b'].map((tag) => `qwen3-vl${tag}`),
  ...['', ':9b', ':27b', ':35b', ':122b'].map((tag) => `qwen3.5${tag}`),
  ...[':27b', ':35b'].map((tag) => `qwen3.6${tag}`),
  ...['qwen3.6-plus', 'qwen3.7-plus', 'qwen3.8-flash', 'qwen3.8-max'].map((name) => `qwen/${name}`),
  ...['7B', '32B'].map((size) => `mPLUG/GUI-Owl-${size}`),
  ...['2B', '4B', '8B', '32B'].map((size) => `mPLUG/GUI-Owl-1.5-${size}-Instruct`),
  ...['8B', '32B'].map((size) => `mPLUG/GUI-Owl-1.5-${size}-Think`),
  'ByteDance-Seed/UI-TARS-1.5-7B',
  ...['2B-SFT', '7B-SFT', '7B-DPO', '72B-SFT', '72B-DPO'].map((size) => `ByteDance-Seed/UI-TARS-${size}`),
  ...['8B', '32B'].map((size) => `meituan/EvoCUA-${size}-20260105`),
  ...['3B', '7B'].map((size) => `Hcompany/Holo1-${size}`),
  ...['3B', '7B', '72B'].map((size) => `Hcompany/Holo1.5-${size}`),
  ...['4B', '8B', '30B-A3B', '235B-A22B'].map((size) => `Hcompany/Holo2-${size}`),
  'Hcompany/Holo3-35B-A3B',
  'Hcompany/Holo-3.1-4B',
  'Hcompany/Holo-3.1-35B-A3B',
  'microsoft/Fara-7B',
  ...['2B', '8B', '32B', '235B-A22B'].map((size) => `Tongyi-MAI/MAI-UI-${size}`),
  ...['2B', '8B', '30B-A3B'].map((size) => `inclusionAI/UI-Venus-1.5-${size}`),
];

/** The profile of a name that follows the pattern of a family; undefined when none does. */
export function profileByFamily(name: string): Profile | undefined {
  const { base, host } = readName(name);
  const family = families.find(([names]) => names.test(base))?.[1];
  if (family === undefined) return undefined;
  return Profile.parse({ ...family, model: name.trim(), host: hostFor(base, family, host) });
}

/** A bare name in lower case is the maker's own, where the maker hosts the family. */
function hostFor(base: string, family: Family, written: HostKind | undefined): HostKind {
  if (written !== undefined) return written;
  if (/^qwen\d(?:\.\d)?(?:-?vl)?$/.test(base)) return 'ollama';
  return /^(?:qwen|qvq|gui-plus)/.test(base) ? (family.host ?? 'other') : 'other';
}

/** Every profile that is listed. */
export const profiles: readonly Profile[] = warned([
  ...hosted,
  ...published.flatMap((name) => profileByFamily(name) ?? []),
]);

/** Names that move say which pinned one could be used instead. */
function warned(all: readonly Profile[]): Profile[] {
  return all.map((profile) =>
    profile.model.endsWith('-latest') ? { ...profile, warning: movingWords(profile, all) } : profile,
  );
}

/** What is told of a name that ends in -latest: that it moves, and the newest snapshot whose points are known. */
export function movingWords({ model, space, warning }: Profile, all: readonly Profile[]): string {
  const base = model.replace(/-latest$/, '');
  const dated = all.filter((each) => /^-\d{4}-\d{2}-\d{2}$/.test(each.model.slice(base.length)));
  const snapshots = dated.filter((each) => each.model.startsWith(base));
  const pinned = snapshots.filter((each) => each.space !== 'unknown').at(-1) ?? snapshots.at(-1);
  const instead = pinned === undefined ? 'a dated snapshot' : `a snapshot, such as ${pinned.model}`;
  const doubt = space === 'unknown' && warning !== undefined ? ` ${warning}` : '';
  return `This name moves to newer models; pin ${instead}.${doubt}`;
}
