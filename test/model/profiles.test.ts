import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openChat, profileFor, profiles, sizeFor } from '../../src/model/index.js';
import { halfToEven, smartResize } from '../../src/model/pictures/smart-resize.js';
import { skippingClock } from './support.js';

/** Screen, then size and tokens at: 28 small, 28 large, 32 usual. */
const known = [
  ['1280x720', '1288x728/1198', '1288x728/1198', '1280x704/882'],
  ['1366x768', '1316x728/1224', '1372x756/1325', '1376x768/1034'],
  ['1920x1080', '1316x728/1224', '1932x1092/2693', '1920x1088/2042'],
  ['2560x1440', '1316x728/1224', '2548x1428/4643', '2144x1184/2481'],
  ['3840x2160', '1316x728/1224', '3836x2156/10551', '2144x1184/2481'],
] as const;

function size(written: string): { width: number; height: number } {
  const [width = 0, height = 0] = written.split('x').map(Number);
  return { width, height };
}

function told(model: string, screen: string, host?: 'vllm'): string {
  const { sent, imageTokens } = sizeFor(profileFor(model), size(screen), host);
  return `${sent.width}x${sent.height}/${imageTokens}`;
}

describe('sizes', () => {
  it.each(known)('%s is sent as the servers resize it', (screen, small28, large28, usual32) => {
    expect(told('qwen2.5-vl-72b-instruct', screen)).toBe(small28);
    expect(told('Qwen/Qwen2.5-VL-7B-Instruct', screen)).toBe(large28);
    expect(told('qwen3-vl-plus', screen)).toBe(usual32);
  });

  it('matches usage figures of real replies', () => {
    expect(told('gui-plus', '3008x1758')).toBe('1288x756/1244');
    expect(told('qwen3.5-plus', '1216x2688')).toBe('1088x2400/2552');
  });

  it('rounds ties to the even neighbour', () => {
    expect([0.5, 1.5, 2.5, 22.5, 23.5, 22.4, 22.6].map(halfToEven)).toEqual([0, 2, 2, 22, 24, 22, 23]);
  });

  it('refuses shapes that the servers refuse', () => {
    const rule = { factor: 32, minPixels: 65_536, maxPixels: 2_621_440 };
    expect(() => smartResize({ width: 4000, height: 15 }, rule)).toThrow(/refused by the servers/);
    expect(() => smartResize({ width: 4000, height: 10 }, rule)).toThrow(/refused by the servers/);
  });

  it('refuses a shape of which no size is left alone', () => {
    expect(() => sizeFor(profileFor('qwen3-vl-plus'), size('7680x42'))).toThrow(/refused by the servers/);
    const narrow = () => sizeFor(profileFor('qwen2.5-vl-7b-instruct'), size('11x1200'), 'llama.cpp');
    expect(narrow).toThrow(/leave alone/);
  });

  it('is enlarged where the server enlarges small pictures', () => {
    expect(told('qwen2.5-vl-7b-instruct', '640x480')).toBe('644x476/393');
    const { sent } = sizeFor(profileFor('qwen2.5-vl-7b-instruct'), size('640x480'), 'llama.cpp');
    expect(sent.width * sent.height).toBeGreaterThanOrEqual(1024 * 28 * 28);
  });

  it('refuses absolute points at a server that shrinks pictures', () => {
    expect(() => sizeFor(profileFor('qwen2.5-vl-7b-instruct'), size('1280x800'), 'lmstudio')).toThrow(
      /shrinks/,
    );
    expect(sizeFor(profileFor('qwen3-vl-8b-instruct'), size('1280x800'), 'lmstudio').space).toBe('relative');
  });
});

describe('profiles', () => {
  it('names every model once', () => {
    const names = profiles.map(({ model }) => model.toLowerCase());
    expect(names).toEqual([...new Set(names)]);
  });

  it('refuses an unknown name with the nearest ones', () => {
    expect(() => profileFor('qwen3-vl-pluss')).toThrow(/qwen3-vl-plus/);
    expect(() => profileFor('gpt-9')).toThrow(/no profile/);
  });

  it('warns of names that move', () => {
    const moving = profiles.filter(({ model }) => model.endsWith('-latest'));
    expect(moving.length).toBeGreaterThan(0);
    for (const { warning } of moving) expect(warning).toMatch(/pin|Measure/);
  });

  it('does not talk to a model of unknown points', () => {
    for (const profile of profiles.filter(({ space }) => space === 'unknown')) {
      expect(() => openChat({ profile, key: 'k', clock: skippingClock() })).toThrow(/Nobody knows/);
    }
  });

  it("reads a user's own profile, which beats a known one", async () => {
    const folder = await mkdtemp(join(tmpdir(), 'deskhand-profiles-'));
    const file = join(folder, 'mine.json');
    const own = {
      model: 'qwen3-vl-plus',
      family: 'mine',
      space: 'absolute',
      factor: 28,
      pixels: { min: 3136, max: 1_003_520 },
    };
    await writeFile(file, JSON.stringify([own]));
    expect(profileFor('qwen3-vl-plus', { file })).toMatchObject({ family: 'mine', space: 'absolute' });
    await writeFile(file, JSON.stringify({ ...own, factor: 30 }));
    expect(() => profileFor('qwen3-vl-plus', { file })).toThrow(/factor/);
    await rm(folder, { recursive: true });
  });
});
