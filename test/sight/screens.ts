import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { type FrameBox, frameBox } from '../../src/core/geometry.js';
import type { TextLine, View } from '../../src/ports.js';
import { decodePicture, encodePicture, loadPicture, type RawPicture } from '../../src/sight/picture.js';
import type { Reading } from '../../src/sight/reading.js';

/** A labelled screen of a real program. */
export interface Screen {
  readonly name: string;
  readonly path: string;
  readonly scale: number;
  readonly targets: readonly { readonly text: string; readonly box: FrameBox }[];
}

const folder = fileURLToPath(new URL('../fixtures/screens/', import.meta.url));

interface Labels {
  scale: number;
  targets: { text: string; box: [number, number, number, number] }[];
}

/** All labelled screens, in the order of their names. */
export function screens(): Screen[] {
  const labels = JSON.parse(readFileSync(`${folder}screens.json`, 'utf8')) as Record<string, Labels>;
  return Object.entries(labels).map(([name, { scale, targets }]) => ({
    name,
    scale,
    path: `${folder}${name}.png`,
    targets: targets.map(({ text, box }) => ({ text, box: frameBox(...box) })),
  }));
}

export function screen(name: string): Screen {
  const found = screens().find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no screen ${name}`);
  return found;
}

/** The box of a labelled text. */
export function boxOf(name: string, text: string): FrameBox {
  const target = screen(name).targets.find((each) => each.text === text);
  if (target === undefined) throw new Error(`${name} has no label ${text}`);
  return target.box;
}

export function pictureOf(name: string): Promise<RawPicture> {
  return loadPicture(screen(name).path);
}

/** The picture after a JPEG round trip. */
export async function throughJpeg(picture: RawPicture, quality: number): Promise<RawPicture> {
  return decodePicture(
    await sharp(await encodePicture(picture))
      .jpeg({ quality })
      .toBuffer(),
  );
}

/** A line of text whose words share the box evenly by their letters. */
export function line(
  text: string,
  box: FrameBox,
  score = 1,
): TextLine & { words: TextLine['words'][number][] } {
  const letter = box.width / Math.max(1, text.length);
  const words = [...text.matchAll(/\S+/gu)].map((word) => ({
    text: word[0],
    score,
    box: frameBox(box.x + letter * word.index, box.y, letter * word[0].length, box.height),
  }));
  return { text, box, score, words };
}

/** A reader that knows the lines of the picture by heart, and what was asked of it. */
export function knownReader(lines: readonly TextLine[]): Reading & { readonly asked: string[] } {
  const asked: string[] = [];
  const within = (area?: FrameBox) =>
    lines
      .filter(
        ({ box }) =>
          area === undefined ||
          (box.x >= area.x - 1 &&
            box.y >= area.y - 1 &&
            box.x + box.width <= area.x + area.width + 1 &&
            box.y + box.height <= area.y + area.height + 1),
      )
      .map((each) => ({ ...each, words: each.words.map((word) => ({ ...word })) }));
  return {
    asked,
    read: async (_picture, options) => {
      asked.push('read');
      return within(options?.area);
    },
    find: async (_picture, text, options) => {
      asked.push(`find ${text}`);
      const wanted = typeof text === 'string' ? text.toLowerCase() : text;
      return within(options?.area).filter((each) =>
        typeof wanted === 'string' ? each.text.toLowerCase().includes(wanted) : wanted.test(each.text),
      );
    },
  };
}

/** The labels of a screen as a reader would tell them. */
export function labelsAsLines(name: string): TextLine[] {
  return screen(name).targets.map(({ text, box }) => line(text, box));
}

/** A view of a picture file, with windows when the test needs some. */
export function viewOf(
  path: string,
  size: { width: number; height: number },
  windows: View['frame']['windows'] = [],
): View {
  return {
    path,
    key: 1,
    frame: {
      id: 'f0001',
      file: path,
      sha256: path,
      size,
      scale: 1,
      origin: { x: 0, y: 0 } as View['frame']['origin'],
      display: ':0',
      windows: [...windows],
      calm: true,
      at: 0,
    },
  };
}
