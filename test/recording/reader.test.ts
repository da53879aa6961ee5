import { existsSync, readFileSync } from 'node:fs';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  GENESIS,
  hashOf,
  openJournal,
  readLines,
  readRecording,
  repairRecording,
  verifyRecording,
} from '../../src/recording/index.js';
import { upgrade } from '../../src/recording/upgrade.js';
import { runLine, steppingClock, temporaryFolder } from './support.js';

const GOLDEN = fileURLToPath(new URL('../fixtures/recordings/format-1', import.meta.url));
/** The seal of the golden recording, written down when it was made. */
const GOLDEN_SEAL = '6fe641868d451663101b21f7a7d6f9ca4ae8c35a8c3fdf7a593b1fd649f6626a';
const golden = readFileSync(join(GOLDEN, 'recording.jsonl'));
const goldenLines = golden.toString('utf8').trimEnd().split('\n');

type Raw = Parameters<typeof hashOf>[0];

/** Lines chained anew after their content was changed: only the shape can give them away. */
function rechained(lines: readonly Raw[]): Buffer {
  let prev = GENESIS;
  const texts = lines.map((line) => {
    const rest = Object.fromEntries(Object.entries({ ...line, prev }).filter(([key]) => key !== 'hash'));
    prev = hashOf(rest);
    return `${JSON.stringify({ ...rest, hash: prev })}\n`;
  });
  return Buffer.from(texts.join(''));
}

const parsed = (): Raw[] => goldenLines.map((line) => JSON.parse(line) as Raw);

describe('the golden recording of format 1', () => {
  it('still reads as it was written', async () => {
    const recording = await readRecording(GOLDEN);
    expect(recording.format).toBe(1);
    expect(recording.lines).toHaveLength(goldenLines.length);
    expect(await verifyRecording(recording, GOLDEN_SEAL)).toEqual([]);
    expect(recording.ending?.ending).toBe('passed');
    expect(
      recording.acts.map(({ number, step, outcome, summary, before, after }) => [
        number,
        step,
        outcome,
        summary,
        before?.id,
        after?.id,
      ]),
    ).toEqual([
      [1, 'steps[0]', 'done', 'click left on “Save” at 425,316', 'f0001', 'f0002'],
      [2, 'steps[1]', 'done', 'click left on “Delete” at 425,316', 'f0002', 'f0003'],
    ]);
  });

  it('tells changed and missing files and another seal', async () => {
    const folder = await temporaryFolder();
    await cp(GOLDEN, folder, { recursive: true });
    const picture = await readFile(join(folder, 'frames/f0002.png'));
    picture[200] = (picture[200] ?? 0) ^ 1;
    await writeFile(join(folder, 'frames/f0002.png'), picture);
    await rm(join(folder, 'crops/a2.png'));
    const misfits = await verifyRecording(await readRecording(folder), GENESIS);
    expect(misfits.map(({ what, file }) => [what, file])).toEqual([
      ['anchor', undefined],
      ['file', 'frames/f0002.png'],
      ['file', 'crops/a2.png'],
    ]);
  });
});

describe('a recording that was cut off', () => {
  it('keeps every whole line, wherever it was cut', () => {
    let whole = 0;
    for (let size = 0; size <= golden.length; size += 1) {
      const read = readLines(golden.subarray(0, size));
      if (size > 0 && golden[size - 1] === 0x0a) whole += 1;
      const atEnd = size === 0 || golden[size - 1] === 0x0a;
      if (read.lines.length !== whole || read.corrupt !== undefined || (read.torn === undefined) !== atEnd) {
        throw new Error(
          `cut at ${size}: ${JSON.stringify({ lines: read.lines.length, whole, torn: read.torn })}`,
        );
      }
    }
    expect(whole).toBe(goldenLines.length);
  }, 60_000);

  it('is read without being changed and repaired on demand', async () => {
    const folder = await temporaryFolder();
    const cut = golden.subarray(0, golden.length - 30);
    await writeFile(join(folder, 'recording.jsonl'), cut);
    await writeFile(
      join(folder, 'recording.lock'),
      '{"pid":2147483600,"since":"2026-11-20T13:55:02.000Z"}\n',
    );

    const recording = await readRecording(folder);
    expect(recording.ending).toBeUndefined();
    expect(recording.writer).toBeUndefined();
    expect(recording.torn?.line).toBe(goldenLines.length);
    expect(await readFile(join(folder, 'recording.jsonl'))).toEqual(cut);

    const repaired = await repairRecording(folder);
    expect(repaired?.bytes).toBe(recording.torn?.bytes);
    const kept = await readFile(join(folder, 'recording.jsonl'));
    const broken = await readFile(join(folder, 'recording.jsonl.broken'));
    expect(Buffer.concat([kept, broken])).toEqual(cut);
    expect((await readRecording(folder)).torn).toBeUndefined();
    expect(existsSync(join(folder, 'recording.lock'))).toBe(false);
    expect(await repairRecording(folder)).toBeUndefined();
  });

  it('is not repaired while it is written or when it is corrupt', async () => {
    const live = await temporaryFolder();
    const journal = await openJournal({ folder: live, clock: steppingClock() });
    await journal.line(runLine());
    await expect(repairRecording(live)).rejects.toMatchObject({ code: 'recording-locked' });
    await journal.close();

    const folder = await temporaryFolder();
    const swapped = [...goldenLines];
    swapped.splice(3, 1);
    await writeFile(join(folder, 'recording.jsonl'), `${swapped.join('\n')}\n`);
    await expect(repairRecording(folder)).rejects.toMatchObject({ code: 'recording-corrupt' });
    expect(existsSync(join(folder, 'recording.jsonl.broken'))).toBe(false);
  });

  it.each([
    ['recording-missing', undefined],
    ['recording-empty', ''],
    ['recording-empty', '{"seq":0,"at'],
    ['recording-corrupt', 'hello\n'],
    ['recording-corrupt', '\u0000\u0000\n'],
    ['recording-corrupt', '[]\n{}\n'],
  ])('says %s when nothing of it is good', async (code, text) => {
    const folder = await temporaryFolder();
    if (text !== undefined) await writeFile(join(folder, 'recording.jsonl'), text);
    await expect(readRecording(folder)).rejects.toMatchObject({ code });
  });
});

describe('a recording that was changed', () => {
  it('never shows a flipped byte as good', () => {
    let start = 0;
    const starts = goldenLines.map((line) => {
      const at = start;
      start += Buffer.byteLength(line) + 1;
      return at;
    });
    let flips = 0;
    for (const [index, at] of starts.entries()) {
      const end = starts[index + 1] ?? golden.length;
      for (let byte = at; byte < end; byte += 1) {
        const changed = Buffer.from(golden);
        changed[byte] = (changed[byte] ?? 0) ^ (1 << (byte % 8));
        const good = linesOf(changed);
        // Only lines before the flipped one may be shown.
        if (good > index)
          throw new Error(`flip in line ${index + 1}, byte ${byte - at}: ${good} lines shown`);
        flips += 1;
      }
    }
    expect(flips).toBe(golden.length);
  }, 60_000);

  it.each<[string, (lines: string[]) => string[], number]>([
    ['a deleted line', (lines) => lines.toSpliced(5, 1), 6],
    ['a deleted first line', (lines) => lines.slice(1), 1],
    ['two lines swapped', (lines) => lines.with(5, lines[6] ?? '').with(6, lines[5] ?? ''), 6],
    ['a line twice', (lines) => lines.toSpliced(5, 0, lines[5] ?? ''), 7],
    ['an empty line', (lines) => lines.toSpliced(5, 0, ''), 6],
    ['other spaces', (lines) => lines.with(5, (lines[5] ?? '').replace('{', '{ ')), 6],
    ['a carriage return', (lines) => lines.with(5, `${lines[5] ?? ''}\r`), 6],
    ['a doubled member', (lines) => lines.with(5, (lines[5] ?? '').replace('{', '{"seq":5,')), 6],
    ['a foreign ending', (lines) => lines.toSpliced(5, 0, lines.at(-1) ?? ''), 6],
  ])('tells the line number of %s', (_, change, line) => {
    const bytes = Buffer.from(`${change(goldenLines).join('\n')}\n`);
    const read = readLines(bytes);
    expect(read.corrupt?.line).toBe(line);
    expect(read.lines).toHaveLength(line - 1);
    expect(read.goodBytes).toBe(
      Buffer.byteLength(
        goldenLines
          .slice(0, line - 1)
          .map((l) => `${l}\n`)
          .join(''),
      ),
    );
  });

  it.each<[string, (lines: Raw[]) => Raw[], RegExp]>([
    ['an unknown kind of line', (lines) => lines.with(5, { ...lines[5], type: 'teleport' }), /type/],
    ['a member of the wrong type', (lines) => lines.with(2, { ...lines[2], name: 7 }), /name/],
    ['a second beginning', (lines) => lines.with(5, { ...lines[0], seq: 5 }), /second time/],
    [
      'a line after the ending',
      (lines) => [...lines, { ...lines[2], seq: lines.length }],
      /follows the ending/,
    ],
  ])('finds %s although its hashes were made anew', (_, change, reason) => {
    expect(readLines(rechained(change(parsed()))).corrupt?.reason).toMatch(reason);
  });
});

describe('formats', () => {
  it('refuses a recording of the future by its number', async () => {
    const folder = await temporaryFolder();
    const [first, ...rest] = parsed();
    await writeFile(join(folder, 'recording.jsonl'), rechained([{ ...first, format: 7 }, ...rest]));
    await expect(readRecording(folder)).rejects.toMatchObject({
      code: 'recording-format',
      message: expect.stringContaining('format 7; this version reads up to 1'),
      hint: 'Update deskhand.',
    });
  });

  it.each([0, -1, 1.5, 'two', null])('refuses the format %j', (format) => {
    const [first, ...rest] = parsed();
    expect(() => readLines(rechained([{ ...first, format }, ...rest]))).toThrow(/format/);
  });

  it('upgrades one format at a time, in order', () => {
    const trail = (mark: string) => (lines: readonly Raw[]) => [...lines, { mark }];
    const table = { 1: trail('1 to 2'), 2: trail('2 to 3'), 3: trail('3 to 4') };
    expect(upgrade([], 2, table, 4)).toEqual([{ mark: '2 to 3' }, { mark: '3 to 4' }]);
    expect(upgrade([], 4, table, 4)).toEqual([]);
    expect(() => upgrade([], 5, table, 4)).toThrow(/format 5; this version reads up to 4/);
    expect(() => upgrade([], 1, { 2: trail('x') }, 3)).toThrow(/format 1 is unknown/);
  });
});

/** Good lines, 0 when the whole recording is refused. */
function linesOf(bytes: Buffer): number {
  try {
    return readLines(bytes).lines.length;
  } catch {
    return 0;
  }
}
