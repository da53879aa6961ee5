import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Box, holds, type Label, ownerOf, type Pane, type Testimony, within } from './label.js';

const run = promisify(execFile);
const source = fileURLToPath(new URL('drawn.c', import.meta.url));

/** The environment in which a program's texts are written down, in `folder`. Needs gcc, libx11-dev, libxft-dev. */
export async function writingDown(folder: string): Promise<Record<string, string>> {
  const library = join(folder, 'drawn.so');
  if (!existsSync(library))
    await run('gcc', ['-shared', '-fPIC', '-O1', '-I/usr/include/freetype2', '-o', library, source, '-ldl']);
  return { LD_PRELOAD: library, DRAWN_LOG: join(folder, 'drawn.txt') };
}

interface Text {
  readonly text: string;
  /** In its drawable. */
  readonly box: Box;
  /** Y of its baseline: pieces of one line may be of several sizes. */
  readonly base: number;
}

/** What of the texts that the program gave to the X library still stands on the screen. */
export async function drawnTestimony(
  env: Readonly<Record<string, string>>,
  folder: string,
  panes: readonly Pane[],
): Promise<Testimony> {
  const drawn = replay(await readFile(join(folder, 'drawn.txt'), 'utf8'));
  const labels: Label[] = [];
  const also = panes.map(({ title }) => title);
  for (const [drawable, texts] of drawn) {
    const window = await windowOf(drawable, env);
    if (window === undefined) continue;
    const [x, y, width, height] = window;
    for (const { text, box } of inLines(texts)) {
      const whole = within([0, 0, width, height], box, 1);
      const place: Box = [x + box[0], y + box[1], box[2], box[3]];
      const tight = height <= 4 * box[3] && texts.length === 1;
      const top = ownerOf(panes, place);
      const own = top !== undefined && within(top.box, window, 4);
      if (!whole || !own || !/[\p{L}\p{N}]/u.test(text) || text.length > 60) also.push(text);
      else labels.push({ text, kind: 'label', box: tight ? window : padded(place) });
    }
  }
  return { labels, also };
}

/** A row is a little more than its letters. */
function padded([x, y, width, height]: Box): Box {
  return [x - height * 0.5, y - height * 0.2, width + height, height * 1.4];
}

/** Plays the log: what was drawn, copied, and painted over. */
function replay(log: string): Map<string, Text[]> {
  const drawn = new Map<string, Text[]>();
  const at = (drawable: string): Text[] => drawn.get(drawable) ?? [];
  const clear = (drawable: string, area: Box): void => {
    drawn.set(
      drawable,
      at(drawable).filter(({ box }) => !holds(area, [box[0] + box[2] / 2, box[1] + box[3] / 2])),
    );
  };
  for (const line of log.split('\n')) {
    const [kind, drawable = '', ...rest] = line.split(' ');
    const n = rest.map(Number);
    if (kind === 'T') {
      const [x = 0, y = 0, width = 0, ascent = 0, descent = 0] = n;
      const text = rest.slice(5).join(' ').trim();
      const box: Box = [x, y - ascent, width, ascent + descent];
      if (text === '') continue;
      clear(drawable, box);
      drawn.set(drawable, [...at(drawable), { text, box, base: y }]);
    } else if (kind === 'X') {
      const [x = 0, y = 0, width = 0, height = 0] = n;
      clear(drawable, [x, y, width || 1e6, height || 1e6]);
    } else if (kind === 'C') {
      const target = rest[0] ?? '';
      const [, x = 0, y = 0, width = 0, height = 0, toX = 0, toY = 0] = n;
      const copied = at(drawable).filter(({ box }) => within([x, y, width, height], box, 2));
      clear(target, [toX, toY, width, height]);
      const moved = copied.map(({ text, box, base }): Text => {
        return { text, box: [box[0] - x + toX, box[1] - y + toY, box[2], box[3]], base: base - y + toY };
      });
      drawn.set(target, [...at(target), ...moved]);
    }
  }
  return drawn;
}

/** Pieces of one line that follow each other closely are one text. */
function inLines(texts: readonly Text[]): Text[] {
  const lines: Text[] = [];
  for (const each of [...texts].sort((a, b) => a.base - b.base || a.box[0] - b.box[0])) {
    const last = lines.at(-1);
    if (last === undefined || last.base !== each.base) lines.push(each);
    else if (Math.abs(gapOf(last, each)) >= 0.5 * each.box[3]) lines.push(each);
    else lines[lines.length - 1] = joined(last, each);
  }
  return lines;
}

function gapOf({ box }: Text, next: Text): number {
  return next.box[0] - (box[0] + box[2]);
}

function joined(first: Text, next: Text): Text {
  const [x, y, width, height] = next.box;
  const top = Math.min(first.box[1], y);
  const bottom = Math.max(first.box[1] + first.box[3], y + height);
  const space = gapOf(first, next) > 0.15 * height ? ' ' : '';
  const box: Box = [first.box[0], top, x + width - first.box[0], bottom - top];
  return { text: first.text + space + next.text, box, base: next.base };
}

/** Where a window is on the screen; undefined for what is no window, or is not to be seen. */
async function windowOf(id: string, env: Readonly<Record<string, string>>): Promise<Box | undefined> {
  try {
    const { stdout } = await run('xwininfo', ['-id', id], { env: { ...env } });
    if (!stdout.includes('IsViewable')) return undefined;
    const number = (name: string): number => Number(new RegExp(`${name}:\\s+(-?\\d+)`).exec(stdout)?.[1]);
    return [
      number('Absolute upper-left X'),
      number('Absolute upper-left Y'),
      number('Width'),
      number('Height'),
    ];
  } catch {
    return undefined;
  }
}
