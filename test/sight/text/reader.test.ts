import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { centreOf, contains, frameBox } from '../../../src/core/geometry.js';
import { matchText } from '../../../src/sight/text/match.js';
import { openTextReader, type TextReader } from '../../../src/sight/text/reader.js';
import type { Picture } from '../../../src/sight/text/text-line.js';

const SCREENS = new URL('../../fixtures/screens/', import.meta.url);

function pictureOf(png: Uint8Array): Picture {
  return { key: createHash('sha256').update(png).digest('hex'), png };
}

const screen = (name: string): Picture => pictureOf(readFileSync(new URL(`${name}.png`, SCREENS)));

interface Labelled {
  targets: { text: string; box: [number, number, number, number] }[];
}

function targetsOf(name: string): Labelled['targets'] {
  const index = JSON.parse(readFileSync(new URL('screens.json', SCREENS), 'utf8')) as Record<
    string,
    Labelled
  >;
  return index[name]?.targets ?? [];
}

describe('reading a screen', { timeout: 120_000 }, () => {
  let reader: TextReader;
  beforeAll(async () => {
    reader = await openTextReader();
  }, 60_000);
  afterAll(() => reader.close());

  it('finds the labels of a form in their widgets', async () => {
    const lines = await reader.read(screen('tk-form-light'));
    const missed = targetsOf('tk-form-light').filter(({ text, box: [x, y, width, height] }) => {
      const best = matchText(lines, text)[0];
      return !best || !contains({ x, y, width, height }, centreOf(best.box));
    });
    expect(missed).toEqual([]);
  });

  it('keeps what stands side by side apart', async () => {
    const lines = await reader.find(screen('tk-form-light'), 'Cancel');
    expect(lines.map((l) => l.text)).toEqual(['Cancel']);
  });

  it('reads a text whole that an earlier look has cut in two', async () => {
    const picture = screen('tk-form-light');
    const found = (await reader.find(picture, 'Cancel'))[0];
    if (!found) throw new Error('the label is not there');
    // The reader looks 24 px further than asked: at each of these the edge runs through the label.
    for (const share of [0.25, 0.5, 0.75]) {
      const own = await openTextReader();
      const bottom = Math.round(found.box.y + found.box.height * share) - 24;
      await own.read(picture, { area: frameBox(0, 0, 4000, bottom) });
      const again = await own.find(picture, 'Cancel');
      await own.close();
      expect(again.map((line) => line.text)).toEqual(['Cancel']);
    }
  });

  it('reads keys with one character', async () => {
    const lines = await reader.read(screen('tk-keypad-light'));
    const texts = lines.map((l) => l.text);
    for (const key of ['7', '+', '=', '-', '/', '.']) expect(texts).toContain(key);
  });

  it('reads letters with marks', async () => {
    const lines = await reader.find(screen('tk-form-dark-de'), 'Schließen');
    expect(lines.map((l) => l.text)).toContain('Schließen');
  });

  it('reads only an area when asked', async () => {
    const lines = await reader.read(screen('tk-form-light'), { area: frameBox(0, 0, 400, 40) });
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.every((l) => l.box.y < 40)).toBe(true);
  });

  it('sees the change and keeps the rest of the last picture', async () => {
    const before = screen('tk-form-light');
    const known = await reader.read(before);
    const label =
      '<svg width="160" height="30"><rect width="160" height="30" fill="#fff"/><text x="8" y="20" font-size="15" font-family="DejaVu Sans">Fresh news</text></svg>';
    const png = await sharp(before.png)
      .composite([{ input: Buffer.from(label), left: 700, top: 500 }])
      .png()
      .toBuffer();
    const lines = await reader.read(pictureOf(png));
    expect(lines.map((l) => l.text)).toEqual(
      expect.arrayContaining([...known.map((l) => l.text), 'Fresh news']),
    );
    expect(lines).toHaveLength(known.length + 1);
  });

  it('stops when asked', async () => {
    const stop = new AbortController();
    const reading = reader.read(screen('web-table-1080p'), { signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
    expect((await reader.find(screen('tk-keypad-light'), '7')).length).toBeGreaterThan(0);
  });

  it('names a picture that cannot be read', async () => {
    await expect(reader.read({ key: 'gone', path: '/nowhere.png' })).rejects.toThrow('could not be read');
  });
});

describe('the lighter engine', { timeout: 120_000 }, () => {
  it('reads the same form, and says which language it lacks', async () => {
    const notices: string[] = [];
    const reader = await openTextReader({
      engine: 'tesseract',
      languages: ['en', 'zh'],
      onNotice: (n) => notices.push(n),
    });
    const lines = await reader.read(screen('tk-form-light'));
    await reader.close();
    expect(reader.engine).toBe('tesseract');
    expect(matchText(lines, 'E-mail address')[0]?.whole).toBe(true);
    expect(notices.join()).toContain('zh');
  });
});

describe('reading Japanese', { timeout: 120_000 }, () => {
  it('reads kana and kanji beside Chinese and Latin labels', async () => {
    const reader = await openTextReader({ languages: ['en', 'zh', 'ja'] });
    const lines = await reader.read(screen('web-cjk-light'));
    await reader.close();
    const said = lines.map(({ text }) => text);
    expect(said).toEqual(
      expect.arrayContaining(['ファイル', 'ログイン', '設定を保存', 'お問い合わせ', '表示', '保存文件']),
    );
  });
});
