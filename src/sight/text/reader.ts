import { Worker } from 'node:worker_threads';
import { childEntry } from '../../core/entry.js';
import type { FrameBox } from '../../core/geometry.js';
import { NativeWork } from './native-work.js';
import type { Answer, EngineChoice, Pattern, Question, WorkerSetup } from './protocol.js';
import type { Picture, TextLine } from './text-line.js';

export interface ReadOptions {
  /** Only text inside this part of the picture, in frame px. */
  area?: FrameBox;
  /** Of lines that reach beyond the area, only the letters inside; else a line counts as a whole, by its middle. */
  cut?: boolean;
  signal?: AbortSignal;
}

export interface TextReader {
  /** `paddle` or `tesseract`: the engine that was loaded. */
  readonly engine: string;
  /** ISO 639-1 codes of the languages whose letters it knows. */
  readonly languages: readonly string[];
  /** All text of the picture, or of `area`; only regions that differ from pictures read before are read again. */
  read(picture: Picture, options?: ReadOptions): Promise<TextLine[]>;
  /** Lines that could be or hold `text`: found everywhere, but read only where the text could fit. */
  find(picture: Picture, text: string | RegExp, options?: ReadOptions): Promise<TextLine[]>;
  /**
   * Lines that say this very text although they were read a little differently: each that was read nearly so is
   * looked at again, and counts when it says the text hardly less likely than what was read.
   */
  confirm(picture: Picture, text: string, options?: ReadOptions): Promise<TextLine[]>;
  /**
   * How much less likely a box says each of the texts than what the engine would read there: natural logarithms of
   * the ratios, at most about 0. Undefined when the engine cannot tell.
   */
  weigh(
    picture: Picture,
    box: FrameBox,
    texts: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly number[] | undefined>;
  close(): Promise<void>;
}

export interface ReaderOptions {
  /** `auto` takes paddle (the more accurate one) where it can be loaded. */
  engine?: EngineChoice;
  /** ISO 639-1 codes; English, German, French and Spanish unless told; `zh` and `ja` by option. */
  languages?: string[];
  /** Told, once each, what is not as asked: an engine that could not be loaded, a language without data. */
  onNotice?: (text: string) => void;
}

function languagesOf({ languages = ['en', 'de', 'fr', 'es'] }: ReaderOptions): string[] {
  return languages;
}

/** ms that the worker gets to end by itself. */
const CLOSE_MS = 5000;

type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never;
type Asked = Unnumbered<Extract<Question, { picture: Picture }>>;

/** What a question is answered with. */
type Answered = Exclude<Answer, { kind: 'ready' | 'notice' | 'failed' }>;

interface Waiting {
  resolve: (answer: Answered) => void;
  reject: (reason: unknown) => void;
}

/**
 * Starts the reader in a worker thread of its own and waits until it can read.
 *
 * @throws when no engine can be loaded
 */
export async function openTextReader(options: ReaderOptions = {}): Promise<TextReader> {
  const reader = new WorkerReader(options);
  const engine = await reader.started();
  return Object.assign(reader, { engine });
}

/** A reader that loads nothing before it has something to read. */
export interface LateTextReader extends Omit<TextReader, 'engine'> {
  /** Begins to load the engine, where it is likely that something will be read. */
  warm(): void;
}

/** Gives a reader that is started by its first question. Where no engine can be loaded, every question rejects. */
export function lateTextReader(options: ReaderOptions = {}): LateTextReader {
  return new WorkerReader(options);
}

/**
 * Starts the worker thread. The runtime of the networks would tell its maker of every start and keep a device id in the
 * home folder: that is switched off.
 */
function startWorker(options: ReaderOptions, nativeWork: NativeWork): Worker {
  // Only the variables of the main thread reach native code, so it cannot be done in the worker.
  process.env.ORT_DISABLE_TELEMETRY = '1';
  const workerData: WorkerSetup = {
    engine: options.engine ?? 'auto',
    languages: languagesOf(options),
    nativeWork: nativeWork.shared,
  };
  const worker = new Worker(childEntry(import.meta.url, './worker.js'), { workerData });
  // Whatever ends the process, its threads end with it.
  const wait = (): void => nativeWork.standStill(CLOSE_MS);
  process.once('exit', wait);
  worker.once('exit', () => process.off('exit', wait));
  return worker;
}

/** The worker thread, once it was started. */
interface Running {
  readonly worker: Worker;
  /** The engine that was loaded. */
  readonly engine: Promise<string>;
  readonly nativeWork: NativeWork;
  isReady: boolean;
  /** Why it has ended. */
  failed?: Error;
}

class WorkerReader implements LateTextReader {
  private last = 0;
  private closed = false;
  private running: Running | undefined;
  private readonly waiting = new Map<number, Waiting>();

  constructor(private readonly options: ReaderOptions) {}

  get languages(): readonly string[] {
    return languagesOf(this.options);
  }

  /** Resolves with the engine when it is loaded; rejects when none can be. */
  async started(): Promise<string> {
    const { worker, engine } = this.start();
    worker.ref();
    const name = await engine;
    this.idle();
    return name;
  }

  warm(): void {
    if (!this.closed) this.start();
  }

  private start(): Running {
    if (this.running) return this.running;
    const nativeWork = new NativeWork();
    const worker = startWorker(this.options, nativeWork);
    const engine = new Promise<string>((resolve, reject) => {
      const fail = (reason: Error): void => {
        reject(reason);
        running.failed ??= reason;
        for (const call of this.waiting.values()) call.reject(reason);
        this.waiting.clear();
      };
      worker.on('error', fail);
      worker.on('exit', (code) => fail(new Error(`the text reader ended (code ${code})`)));
      worker.on('message', (answer: Answer) => {
        if (answer.kind === 'ready') {
          running.isReady = true;
          resolve(answer.engine);
        } else if (answer.kind === 'notice') this.options.onNotice?.(answer.text);
        else this.settle(answer);
      });
    });
    // Whoever asks is told.
    engine.catch(() => undefined);
    // An idle reader must not keep the program alive.
    worker.unref();
    const running: Running = { worker, engine, nativeWork, isReady: false };
    this.running = running;
    return running;
  }

  private settle(answer: Extract<Answer, { id: number }>): void {
    const call = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (answer.kind === 'failed') call?.reject(new Error(`the text could not be read: ${answer.message}`));
    else call?.resolve(answer);
  }

  read(picture: Picture, options: ReadOptions = {}): Promise<TextLine[]> {
    return this.lines({ kind: 'read', picture, area: options.area, cut: options.cut }, options.signal);
  }

  find(picture: Picture, text: string | RegExp, options: ReadOptions = {}): Promise<TextLine[]> {
    const pattern: Pattern =
      typeof text === 'string' ? { text } : { source: text.source, flags: text.flags.replace(/[gy]/g, '') };
    return this.lines({ kind: 'find', picture, pattern, area: options.area }, options.signal);
  }

  confirm(picture: Picture, text: string, options: ReadOptions = {}): Promise<TextLine[]> {
    return this.lines({ kind: 'confirm', picture, text, area: options.area }, options.signal);
  }

  async weigh(
    picture: Picture,
    box: FrameBox,
    texts: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly number[] | undefined> {
    const answer = await this.ask({ kind: 'weigh', picture, box, texts }, signal);
    return answer.kind === 'doubts' ? answer.doubts : undefined;
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    if (this.running === undefined || this.running.failed !== undefined) return;
    const { worker, nativeWork, isReady } = this.running;
    // Without this the program could end while it waits here.
    worker.ref();
    if (!isReady) {
      // It would load to the end first.
      await nativeWork.over(CLOSE_MS);
      await worker.terminate();
      return;
    }
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.postMessage({ kind: 'close' } satisfies Question);
    // One that is busy with something endless does not hear it.
    const late = setTimeout(() => void worker.terminate(), CLOSE_MS);
    await ended;
    clearTimeout(late);
  }

  private async lines(question: Asked, signal?: AbortSignal): Promise<TextLine[]> {
    const answer = await this.ask(question, signal);
    return answer.kind === 'lines' ? answer.lines : [];
  }

  private ask(question: Asked, signal?: AbortSignal): Promise<Answered> {
    return new Promise<Answered>((resolve, reject) => {
      if (this.closed) throw new Error('the text reader is closed');
      signal?.throwIfAborted();
      const { worker, failed } = this.start();
      if (failed) throw failed;
      const id = ++this.last;
      const abort = (): void => {
        this.waiting.delete(id);
        worker.postMessage({ kind: 'cancel', id } satisfies Question);
        this.idle();
        reject(signal?.reason);
      };
      const done = (): void => {
        signal?.removeEventListener('abort', abort);
        this.idle();
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.waiting.set(id, {
        resolve: (answer) => {
          done();
          resolve(answer);
        },
        reject: (reason) => {
          done();
          reject(reason);
        },
      });
      worker.ref();
      worker.postMessage({ ...question, id } as Question);
    });
  }

  private idle(): void {
    if (this.waiting.size === 0 && !this.closed) this.running?.worker.unref();
  }
}
