import { Worker } from 'node:worker_threads';
import { childEntry } from '../../core/entry.js';
import type { FrameBox } from '../../core/geometry.js';
import type { Answer, EngineChoice, Pattern, Question } from './protocol.js';
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
 * Starts the reader in a worker thread of its own; rejects when no engine can be loaded. The runtime of the
 * networks would tell its maker of every start and keep a device id in the home folder: that is switched off.
 */
export async function openTextReader(options: ReaderOptions = {}): Promise<TextReader> {
  // Only the variables of the main thread reach native code, so it cannot be done in the worker.
  process.env.ORT_DISABLE_TELEMETRY = '1';
  const worker = new Worker(childEntry(import.meta.url, './worker.js'), {
    workerData: {
      engine: options.engine ?? 'auto',
      languages: options.languages ?? ['en', 'de', 'fr', 'es'],
    },
  });
  const waiting = new Map<number, Waiting>();
  const engine = await new Promise<string>((resolve, reject) => {
    const fail = (reason: Error): void => {
      reject(reason);
      for (const call of waiting.values()) call.reject(reason);
      waiting.clear();
    };
    worker.on('error', fail);
    worker.on('exit', (code) => fail(new Error(`the text reader ended (code ${code})`)));
    worker.on('message', (answer: Answer) => {
      if (answer.kind === 'ready') resolve(answer.engine);
      else if (answer.kind === 'notice') options.onNotice?.(answer.text);
      else settle(waiting, answer);
    });
  });
  return new WorkerReader(engine, worker, waiting);
}

function settle(waiting: Map<number, Waiting>, answer: Extract<Answer, { id: number }>): void {
  const call = waiting.get(answer.id);
  waiting.delete(answer.id);
  if (answer.kind === 'failed') call?.reject(new Error(`the text could not be read: ${answer.message}`));
  else call?.resolve(answer);
}

class WorkerReader implements TextReader {
  private last = 0;
  private closed = false;

  constructor(
    readonly engine: string,
    private readonly worker: Worker,
    private readonly waiting: Map<number, Waiting>,
  ) {
    // An idle reader must not keep the program alive.
    worker.unref();
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
    // Without this the program could end while it waits here.
    this.worker.ref();
    const ended = new Promise<void>((resolve) => this.worker.once('exit', () => resolve()));
    this.post({ kind: 'close' });
    // One that is busy with something endless does not hear it.
    const late = setTimeout(() => void this.worker.terminate(), CLOSE_MS);
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
      const id = ++this.last;
      const abort = (): void => {
        this.waiting.delete(id);
        this.post({ kind: 'cancel', id });
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
      this.worker.ref();
      this.post({ ...question, id } as Question);
    });
  }

  private idle(): void {
    if (this.waiting.size === 0 && !this.closed) this.worker.unref();
  }

  private post(question: Question): void {
    this.worker.postMessage(question);
  }
}
