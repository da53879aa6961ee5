import { lstat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DeskhandError } from '../core/errors.js';
import { RecordingEvent, RecordingLine } from '../core/events.js';
import type { Frame } from '../core/frame.js';
import type { Redact } from '../core/secrets/redact.js';
import type { Clock, Journal, Look, View } from '../ports.js';
import { GENESIS, hashOf, sha256 } from './chain.js';
import { type Disk, type OpenFile, realDisk, store, writeAll } from './disk.js';
import { closedError, failure, sealedError } from './failure.js';
import { isPicture, redactBytes } from './kept.js';
import { freeLock, takeLock } from './lock.js';
import { checkName, numbered } from './names.js';
import { plain } from './plain.js';
import { SEAL_FILE, type Signer, sealText } from './seal.js';

/** The file of lines in a recording folder. */
export const LINES = 'recording.jsonl';

/** A journal that also tells its seal. */
export interface RecordingJournal extends Journal {
  /** Hash of the last line on disk; after the ending line this is the seal to write down elsewhere. */
  readonly head: string;
}

export interface JournalOptions {
  /** Folder made by `newRecordingFolder`. */
  readonly folder: string;
  readonly clock: Clock;
  /** Takes the values of secrets out of every string written (see `redactor`). */
  readonly redact?: Redact;
  /** Signs lock and seal, so that this user's recordings can be told from others'. */
  readonly signer?: Signer;
  /** Told each line once it is on disk, as a reader would read it. */
  readonly onLine?: (line: RecordingLine) => void;
  /** The file system; another one only in tests. */
  readonly disk?: Disk;
}

/**
 * Begins a recording in an empty folder. Every promise of the journal resolves once its bytes are on disk;
 * the first failure is final: every later call rejects with it. Calls are carried out one at a time, in order.
 *
 * @throws DeskhandError `recording-locked`, `recording-exists` or `recording-failed`
 */
export async function openJournal(options: JournalOptions): Promise<RecordingJournal> {
  const folder = resolve(options.folder);
  const disk = options.disk ?? realDisk;
  const file = await begin(folder, disk, options.clock.wall(), options.signer);
  return new Writer({ redact: (text) => text, ...options, folder, disk }, file);
}

async function begin(folder: string, disk: Disk, wall: string, signer?: Signer): Promise<OpenFile> {
  let locked = false;
  let file: OpenFile | undefined;
  try {
    await takeLock(folder, wall, signer);
    locked = true;
    await disk.makeFolder(join(folder, 'frames'));
    file = await disk.open(join(folder, LINES), 'ax');
    await disk.syncFolder(folder);
    await disk.syncFolder(dirname(folder));
    return file;
  } catch (error) {
    await file?.close();
    if (locked) await freeLock(folder);
    if (error instanceof DeskhandError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      throw new DeskhandError('usage', 'recording-exists', `${folder} already holds a recording.`, {
        hint: 'Each run needs a folder of its own.',
        cause: error,
      });
    }
    throw failure(folder, 0, error);
  }
}

class Writer implements RecordingJournal {
  head = GENESIS;
  readonly #start: number;
  /** File of each picture that is stored, by the hash of its bytes. */
  readonly #pictures = new Map<string, string>();
  #seq = 0;
  #frames = 0;
  #sealed = false;
  #closed: Promise<void> | undefined;
  #fatal: unknown;
  #queue: Promise<unknown> = Promise.resolve();

  readonly folder: string;
  private readonly disk: Disk;
  private readonly clock: Clock;
  private readonly redact: Redact;
  private readonly signer: Signer | undefined;
  private readonly onLine: JournalOptions['onLine'];

  constructor(
    options: JournalOptions & Required<Pick<JournalOptions, 'disk' | 'redact'>>,
    private readonly file: OpenFile,
  ) {
    this.folder = options.folder;
    this.disk = options.disk;
    this.clock = options.clock;
    this.redact = options.redact;
    this.signer = options.signer;
    this.onLine = options.onLine;
    this.#start = this.clock.now();
  }

  line(event: RecordingEvent): Promise<void> {
    return this.#next(() => this.#append(event));
  }

  frame(look: Look): Promise<View> {
    const at = this.#at();
    return this.#next(async () => {
      const from = this.clock.now();
      const digest = sha256(look.png);
      const file = this.#pictures.get(digest) ?? (await this.#storePicture(look.png, digest));
      this.#frames += 1;
      const frame = frameOf(look, { id: frameId(this.#frames), file, sha256: digest, at });
      const { settleMs, captureMs, encodeMs } = look;
      const saveMs = round(Math.max(0, this.clock.now() - from));
      await this.#append({ type: 'frame', frame, settleMs, captureMs, encodeMs, saveMs });
      return { frame, path: join(this.folder, file), key: look.key };
    });
  }

  keep(name: string, content: Uint8Array | string): Promise<string> {
    return this.#next(async () => {
      const wanted = checkName(this.redact(name).replace(/\[secret ([^\]]*)\]/g, 'secret $1'));
      const bytes = isPicture(content) ? content : redactBytes(content, this.redact);
      const file = await this.#freeName(wanted);
      await this.#guard(async () => {
        if (file.includes('/')) await this.disk.makeFolder(join(this.folder, dirname(file)));
        await store(this.disk, join(this.folder, file), bytes);
      });
      await this.#append({ type: 'file', file, sha256: sha256(bytes), bytes: bytes.length });
      return file;
    });
  }

  close(): Promise<void> {
    this.#closed ??= this.#queue.then(async () => {
      await this.file.close();
      await freeLock(this.folder);
    });
    return this.#closed;
  }

  /** Runs after everything asked before it; not at all once something failed. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed !== undefined) return Promise.reject(closedError(this.folder));
    const result = this.#queue.then(() => {
      if (this.#fatal !== undefined) throw this.#fatal;
      if (this.#sealed) throw sealedError(this.folder);
      return work();
    });
    // The caller gets the rejection; the queue only needs to know that it is over.
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async #append(event: RecordingEvent): Promise<void> {
    await this.#guard(async () => {
      const body = plain(event, this.redact);
      RecordingEvent.parse(body);
      const { type, ...rest } = body;
      const envelope = { seq: this.#seq, at: this.#at(), wall: this.clock.wall() };
      const line = { ...envelope, type: type ?? null, ...rest, prev: this.head };
      const hash = hashOf(line);
      await writeAll(this.file, Buffer.from(`${JSON.stringify({ ...line, hash })}\n`));
      await this.file.datasync();
      if ((await this.file.links()) === 0) throw Object.assign(new Error('deleted'), { code: 'ENOENT' });
      this.head = hash;
      this.#seq += 1;
      this.#sealed = event.type === 'ending';
      if (this.#sealed && this.signer !== undefined) {
        const seal = Buffer.from(`${this.signer.sign(sealText(hash))}\n`);
        await store(this.disk, join(this.folder, SEAL_FILE), seal);
      }
      this.onLine?.(RecordingLine.parse({ ...line, hash }));
    });
  }

  /** A failed write is never retried: what the disk holds afterwards is unknown, so nothing may follow it. */
  async #guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#fatal = failure(this.folder, this.#seq + 1, error);
      throw this.#fatal;
    }
  }

  async #storePicture(png: Uint8Array, digest: string): Promise<string> {
    const file = `frames/${frameId(this.#pictures.size + 1)}.png`;
    await this.#guard(() => store(this.disk, join(this.folder, file), png));
    this.#pictures.set(digest, file);
    return file;
  }

  /** The name, or the next free number of it: evidence is never overwritten. */
  async #freeName(name: string): Promise<string> {
    if (name.includes('/')) await this.#refuseLink(dirname(name));
    for (let number = 1; ; number += 1) {
      const candidate = number === 1 ? name : numbered(name, number);
      if ((await factsOf(join(this.folder, candidate))) === undefined) return candidate;
    }
  }

  async #refuseLink(folder: string): Promise<void> {
    const facts = await factsOf(join(this.folder, folder));
    if (facts === undefined || facts.isDirectory()) return;
    throw new DeskhandError('failed', 'recording-name', `${basename(folder)} is no folder of the recording.`);
  }

  #at(): number {
    return round(this.clock.now() - this.#start);
  }
}

function frameOf(look: Look, own: Pick<Frame, 'id' | 'file' | 'sha256' | 'at'>): Frame {
  const { size, scale, origin, display, pointer, windows, hiddenWindows, tips, calm, masks = [] } = look;
  return {
    ...own,
    size,
    scale,
    origin,
    display,
    windows: [...windows],
    ...(hiddenWindows === undefined ? {} : { hiddenWindows: [...hiddenWindows] }),
    ...(tips === undefined ? {} : { tips: [...tips] }),
    calm,
    ...(pointer !== undefined && { pointer }),
    ...(masks.length > 0 && { masks: [...masks] }),
  };
}

function frameId(number: number): string {
  return `f${String(number).padStart(4, '0')}`;
}

/** Microseconds are enough. */
function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

async function factsOf(path: string) {
  return lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}
