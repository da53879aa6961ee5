import { chmod, copyFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import {
  createWorker,
  OEM,
  PSM,
  type Page as TesseractPage,
  type Worker,
  type WorkerParams,
} from 'tesseract.js';
import { type FrameBox, frameBox } from '../../../core/geometry.js';
import { ownFolder } from '../../../machine/own-folder.js';
import { stitched } from '../arrange.js';
import type { Engine, Glyph, Part, Spot } from '../engine.js';
import { crop, type Raster } from '../raster.js';

/** ISO 639-1 code to the name of the language data. */
const DATA: Record<string, string> = { en: 'eng', de: 'deu', fr: 'fra', es: 'spa', ja: 'jpn' };
/** Interface text is smaller than what tesseract was trained on. */
const ENLARGED = 2;

/** A tesseract.js worker that reads the language data of the installed packages; nothing is downloaded. */
export async function openTesseractWorker(
  languages: readonly string[],
  notice: (text: string) => void,
): Promise<Worker> {
  const missing = languages.filter((l) => !DATA[l]);
  if (missing.length > 0) notice(`tesseract has no language data for ${missing.join(', ')}.`);
  const known = languages.flatMap((l) => DATA[l] ?? []);
  const codes = known.length > 0 ? known : ['eng'];
  const folder = await gather(codes);
  try {
    const worker = await createWorker(codes, OEM.LSTM_ONLY, {
      langPath: folder,
      cacheMethod: 'none',
      gzip: true,
    });
    // Otherwise the engine talks on standard output ("Detected 11 diacritics"). The file is in its own file system.
    await worker.setParameters({ debug_file: '/dev/null' } as Partial<WorkerParams>);
    return worker;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** One folder with the data of all languages, as tesseract.js wants it: each comes in a package of its own. */
async function gather(codes: readonly string[]): Promise<string> {
  const require = createRequire(import.meta.url);
  const folder = ownFolder('deskhand-text-');
  for (const code of codes) {
    const home = dirname(require.resolve(`@tesseract.js-data/${code}/package.json`));
    const name = `${code}.traineddata.gz`;
    await copyFile(join(home, '4.0.0_best_int', name), join(folder, name));
    await chmod(join(folder, name), 0o600);
  }
  return folder;
}

/** Tesseract as an engine of its own: it finds and reads in one pass. */
export async function openTesseract(
  languages: readonly string[],
  notice: (text: string) => void,
): Promise<Engine> {
  const worker = await openTesseractWorker(languages, notice);
  await worker.setParameters({ tessedit_pageseg_mode: PSM.SPARSE_TEXT, user_defined_dpi: '144' });
  return new TesseractEngine(worker);
}

class TesseractEngine implements Engine {
  readonly name = 'tesseract';
  /** Lines are read where they are found: no window may end in the middle of one. */
  readonly cell = { width: Number.POSITIVE_INFINITY, height: 450 };

  constructor(private readonly worker: Worker) {}

  async detect(raster: Raster, region: FrameBox): Promise<Spot[]> {
    const { data } = await this.worker.recognize(
      await picture(raster, region),
      {},
      { text: false, blocks: true },
    );
    return spotsOf(data, region, raster);
  }

  arrange(raster: Raster, parts: readonly Part[]): Spot[] {
    return stitched(raster, parts).map((spot) => ({ ...spot }));
  }

  /** Nothing is left to read: `detect` has read it. */
  recognise(): Promise<void> {
    return Promise.resolve();
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}

/** The region as an enlarged PNG. */
async function picture(raster: Raster, region: FrameBox): Promise<Buffer> {
  const part = crop(raster, region);
  return sharp(part.data, { raw: { width: part.width, height: part.height, channels: 1 } })
    .resize(part.width * ENLARGED, part.height * ENLARGED, { kernel: 'cubic' })
    .png({ compressionLevel: 1 })
    .toBuffer();
}

function spotsOf(page: TesseractPage, region: FrameBox, raster: Raster): Spot[] {
  const lines = (page.blocks ?? []).flatMap((b) => b.paragraphs).flatMap((p) => p.lines);
  return lines.flatMap((line) => {
    const glyphs = line.words.flatMap((word, i): Glyph[] => {
      const [left, right] = [region.x + word.bbox.x0 / ENLARGED, region.x + word.bbox.x1 / ENLARGED];
      const chars = [...word.text];
      const step = (right - left) / Math.max(1, chars.length);
      const read = chars.map((char, k) => ({
        char,
        left: left + k * step,
        right: left + (k + 1) * step,
        score: word.confidence / 100,
      }));
      return i === 0 ? read : [{ char: ' ', left, right: left, score: 1 }, ...read];
    });
    const x = Math.max(0, Math.floor(region.x + line.bbox.x0 / ENLARGED));
    const y = Math.max(0, Math.floor(region.y + line.bbox.y0 / ENLARGED));
    const right = Math.min(raster.width, Math.ceil(region.x + line.bbox.x1 / ENLARGED));
    const bottom = Math.min(raster.height, Math.ceil(region.y + line.bbox.y1 / ENLARGED));
    if (glyphs.length === 0 || right <= x || bottom <= y) return [];
    return [{ box: frameBox(x, y, right - x, bottom - y), origin: 'text', glyphs }];
  });
}
