import sharp from 'sharp';
import { PSM, type Worker } from 'tesseract.js';
import type { FrameBox } from '../../../core/geometry.js';
import { inkOf } from '../ink.js';
import { crop, type Raster } from '../raster.js';
import { openTesseractWorker } from './engine.js';

/** Lines are shown dark on light, enlarged, with this much empty room around (px before enlarging). */
const ENLARGED = 2;
const ROOM = 5;
/** Lines that one language must have won before the others are left out, and how clearly. */
const ENOUGH_WINS = 4;
const CLEAR_LEAD = 3;
/** Certainty (0..100) below which the other languages are asked all the same. */
const DOUBTFUL = 60;

/** What a line says, and how sure that is (0..100). */
export interface Reading {
  text: string;
  certainty: number;
}

/**
 * Reads single lines, each language on its own: asked for all at once, tesseract took the marks off most letters
 * (41 of 82 labels right, against 65 by the surest of single languages). Loaded at the first line.
 */
export class LineReader {
  private readonly workers = new Map<string, Promise<Worker>>();

  constructor(
    private readonly languages: readonly string[],
    private readonly notice: (text: string) => void,
  ) {}

  /**
   * What the line in `box` says, in the language that reads it with the greatest certainty.
   *
   * @param wins lines each language has won on this picture so far; counted on here
   */
  async read(raster: Raster, box: FrameBox, wins: Map<string, number>): Promise<Reading> {
    const image = await lineImage(raster, box);
    const favourite = favouriteOf(wins);
    const only = favourite ? await this.ask(favourite, image) : undefined;
    if (only && only.certainty >= DOUBTFUL) return only;
    const all = await Promise.all(
      this.languages.map(async (language) => ({ language, ...(await this.ask(language, image)) })),
    );
    const best = all.sort((a, b) => weight(b, wins) - weight(a, wins))[0];
    if (best) wins.set(best.language, (wins.get(best.language) ?? 0) + 1);
    return best ?? { text: '', certainty: 0 };
  }

  async close(): Promise<void> {
    for (const worker of this.workers.values()) await (await worker).terminate();
  }

  private async ask(language: string, image: Buffer): Promise<Reading> {
    const worker = this.workers.get(language) ?? this.open(language);
    this.workers.set(language, worker);
    const { data } = await (await worker).recognize(image, {}, { text: true });
    return { text: data.text.trim(), certainty: data.confidence };
  }

  private async open(language: string): Promise<Worker> {
    const worker = await openTesseractWorker([language], this.notice);
    await worker.setParameters({ tessedit_pageseg_mode: PSM.SINGLE_LINE, user_defined_dpi: '200' });
    return worker;
  }
}

/** Certainty, with a point for each line that the language has won: text of one screen is mostly of one language. */
function weight(reading: Reading & { language: string }, wins: ReadonlyMap<string, number>): number {
  return reading.certainty + Math.min(8, wins.get(reading.language) ?? 0);
}

function favouriteOf(wins: ReadonlyMap<string, number>): string | undefined {
  const [first, second] = [...wins].sort((a, b) => b[1] - a[1]);
  if (!first || first[1] < ENOUGH_WINS) return undefined;
  return first[1] >= CLEAR_LEAD * (second?.[1] ?? 0) ? first[0] : undefined;
}

/** The line as a PNG, dark on light. */
async function lineImage(raster: Raster, box: FrameBox): Promise<Buffer> {
  const part = crop(raster, box);
  const { background } = inkOf(raster, box);
  const dark = background < 128;
  const data = dark ? part.data.map((v) => 255 - v) : part.data;
  const room = dark ? 255 - background : background;
  return sharp(data, { raw: { width: part.width, height: part.height, channels: 1 } })
    .extend({ top: ROOM, bottom: ROOM, left: ROOM, right: ROOM, background: { r: room, g: room, b: room } })
    .resize({
      width: (part.width + 2 * ROOM) * ENLARGED,
      height: (part.height + 2 * ROOM) * ENLARGED,
      kernel: 'cubic',
      fit: 'fill',
    })
    .png({ compressionLevel: 1 })
    .toBuffer();
}
