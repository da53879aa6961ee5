import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { locateOnPicture } from '../../src/sight/locate-picture.js';
import type { TextReader } from '../../src/sight/text/reader.js';

/** A text as it is drawn: px of the left end and of the baseline. */
interface Drawn {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size?: number;
  readonly font?: string;
}

/** A drawn picture, and what has to be found in it where; null where nothing may be found. */
export interface PictureCase {
  readonly name: string;
  readonly kind: string;
  readonly texts: readonly Drawn[];
  readonly asks: readonly {
    readonly text: string;
    readonly at: readonly [number, number, number, number] | null;
  }[];
}

/** Px of a letter of DejaVu Sans Mono through its size. */
const mono = 0.602;
const size = { width: 640, height: 240 };

/** A delimited run in a font whose letters are all of one width: each word and where it stands. */
function delimited(run: string, words: readonly string[]): PictureCase {
  const [x, y, font] = [30, 70, 15];
  return {
    name: run,
    kind: 'R1',
    texts: [{ text: run, x, y, size: font, font: 'DejaVu Sans Mono' }],
    asks: words.map((text) => ({
      text,
      at: [x + run.indexOf(text) * mono * font, y - font, text.length * mono * font, font * 1.3],
    })),
  };
}

/** Small pictures, drawn here, on which labels were once pointed at wrongly or not found. */
export const pictures: readonly PictureCase[] = [
  delimited('Approve|Reject|Delete', ['Approve', 'Reject', 'Delete']),
  delimited('Home/Orders/Reports', ['Home', 'Orders', 'Reports']),
  delimited('F1=Help|F3=Exit', ['Help', 'Exit']),
  delimited('Demo,Source', ['Demo', 'Source']),
  delimited('<<First>> <<Next>> <<Last>>', ['First', 'Next', 'Last']),
  {
    name: 'a key inside a sentence',
    kind: 'R4',
    texts: [{ text: 'Type a number, then press (enter blind) to go on', x: 30, y: 90 }],
    asks: [{ text: 'Enter', at: null }],
  },
  {
    name: 'a label over two lines',
    kind: 'R5',
    texts: [
      { text: 'SIGNATURE', x: 100, y: 80 },
      { text: 'DRINKS', x: 117, y: 98 },
      { text: 'Starters', x: 300, y: 88 },
    ],
    asks: [{ text: 'SIGNATURE DRINKS', at: [98, 64, 92, 38] }],
  },
  {
    name: 'long runs of zeros, and signs',
    kind: 'R7',
    texts: [
      { text: 'REPO_000000000096', x: 40, y: 60 },
      { text: 'C:\\Temp\\', x: 40, y: 110 },
      { text: '===> Ledger', x: 40, y: 160 },
    ],
    asks: [
      { text: 'REPO_000000000096', at: [38, 44, 180, 22] },
      { text: 'C:\\Temp\\', at: [38, 94, 90, 22] },
    ],
  },
  {
    name: 'a label that stands there twice, once with its colon',
    kind: 'R6',
    texts: [{ text: '*Nickname :', x: 40, y: 90 }],
    asks: [{ text: '*Nickname', at: [38, 74, 90, 22] }],
  },
  {
    name: 'the words of a total',
    kind: 'R9',
    texts: [{ text: 'TOTAL VALUE: 2142.59 EUR', x: 40, y: 90, font: 'DejaVu Sans Mono' }],
    asks: [{ text: 'TOTAL VALUE: 2142.59 EUR', at: [38, 74, 215, 22] }],
  },
];

type Asked = PictureCase['asks'];

/** A frame of a real program on which labels were once pointed at wrongly or not found. */
export interface FrameCase {
  readonly name: string;
  readonly kind: string;
  readonly file: string;
  readonly asks: Asked;
  /** A text that has to be read as it stands. */
  readonly reads?: string;
}

export const frames: readonly FrameCase[] = [
  {
    name: 'a pop-up of Swing with three entries',
    kind: 'R2',
    file: 'swing-menu',
    asks: [
      { text: 'Export', at: [4, 88, 110, 23] },
      { text: 'New invoice...', at: [4, 45, 110, 22] },
    ],
  },
  {
    name: 'bold buttons of Swing',
    kind: 'R8',
    file: 'swing-ok',
    asks: [
      { text: 'OK', at: [385, 266, 52, 26] },
      { text: 'Cancel', at: [440, 266, 80, 26] },
    ],
  },
  {
    name: 'a combo list over a button',
    kind: 'R8',
    file: 'swing-popup',
    asks: [{ text: 'Training', at: [460, 269, 110, 20] }],
  },
  {
    name: 'a button of GTK 2 with its letter underlined',
    kind: 'R8',
    file: 'gtk2-ok',
    asks: [{ text: 'OK', at: [650, 538, 80, 28] }],
  },
  {
    name: 'a total in a terminal',
    kind: 'R9',
    file: 'terminal-total',
    asks: [],
    reads: 'TOTAL VALUE: 2142.59 EUR',
  },
];

/** What is wrong with the answers on a frame; undefined when all are right. */
export async function askFrame(
  reader: TextReader,
  { file, asks, reads }: FrameCase,
): Promise<string | undefined> {
  const path = fileURLToPath(new URL(`frames/${file}.png`, import.meta.url));
  if (reads !== undefined) {
    const lines = (await reader.read({ key: file, path })).map(({ text }) => text);
    if (!lines.some((line) => line.includes(reads))) return `it reads ${lines.join(' / ')}`;
  }
  return wrongAnswers(reader, path, asks);
}

/** What is wrong with the answers on a picture; undefined when all are right. */
export async function askPicture(
  reader: TextReader,
  folder: string,
  one: PictureCase,
): Promise<string | undefined> {
  const path = join(folder, 'picture.png');
  await writeFile(
    path,
    await sharp(Buffer.from(svgOf(one)))
      .png()
      .toBuffer(),
  );
  return wrongAnswers(reader, path, one.asks);
}

async function wrongAnswers(reader: TextReader, path: string, asks: Asked): Promise<string | undefined> {
  const wrong: string[] = [];
  for (const { text, at } of asks) {
    const answer = await locateOnPicture(reader, { image: path, text }, new AbortController().signal);
    const point = answer.point;
    const says = point === null ? answer.answer : `at ${point.x},${point.y}`;
    const right =
      at === null
        ? point === null
        : point !== null &&
          point.x >= at[0] &&
          point.y >= at[1] &&
          point.x < at[0] + at[2] &&
          point.y < at[1] + at[3];
    if (!right) wrong.push(`${text}: ${says}${at === null ? '' : ` instead of in ${at.map(Math.round)}`}`);
  }
  return wrong.length === 0 ? undefined : wrong.join('; ');
}

function svgOf({ texts }: PictureCase): string {
  const drawn = texts.map(
    ({ text, x, y, size: px = 14, font = 'DejaVu Sans' }) =>
      `<text x="${x}" y="${y}" font-family="${font}" font-size="${px}" fill="#111" xml:space="preserve">${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}"><rect width="100%" height="100%" fill="#f4f4f4"/>${drawn.join('')}</svg>`;
}
