import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Disk, type OpenFile, realDisk } from '../../src/recording/disk.js';
import { openJournal, readRecording, verifyRecording } from '../../src/recording/index.js';
import { drawnScreen, lookOf, runLine, steppingClock, temporaryFolder, writeSample } from './support.js';

type Operation = 'open' | 'write' | 'sync' | 'datasync' | 'rename' | 'syncFolder' | 'close';

/** The real disk, with `before` called ahead of every operation; what it throws is what the operation throws. */
function watchedDisk(
  before: (operation: Operation, path: string) => void,
  largestWrite = Number.POSITIVE_INFINITY,
): Disk {
  const watchFile = (file: OpenFile, path: string): OpenFile => ({
    ...file,
    write: async (bytes, offset, length) => {
      before('write', path);
      return file.write(bytes, offset, Math.min(length, largestWrite));
    },
    sync: async () => {
      before('sync', path);
      await file.sync();
    },
    datasync: async () => {
      before('datasync', path);
      await file.datasync();
    },
  });
  return {
    ...realDisk,
    open: async (path, flags) => {
      before('open', path);
      return watchFile(await realDisk.open(path, flags), path);
    },
    rename: async (from, to) => {
      before('rename', to);
      await realDisk.rename(from, to);
    },
    syncFolder: async (path) => {
      before('syncFolder', path);
      await realDisk.syncFolder(path);
    },
  };
}

function fault(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** How many operations of each kind a sample run takes. */
async function countOperations(): Promise<Map<Operation, number>> {
  const counts = new Map<Operation, number>();
  const folder = await temporaryFolder();
  const disk = watchedDisk((operation) => counts.set(operation, (counts.get(operation) ?? 0) + 1));
  const journal = await openJournal({ folder, clock: steppingClock(), disk });
  await writeSample(journal);
  await journal.close();
  return counts;
}

describe('a disk that fails', () => {
  it('ends the recording at every write, sync, rename and open that fails, with all lines before readable', async () => {
    const counts = await countOperations();
    expect(counts.get('datasync')).toBeGreaterThan(20);
    const faults: [Operation, string][] = [
      ['write', 'ENOSPC'],
      ['datasync', 'EIO'],
      ['sync', 'ENOSPC'],
      ['rename', 'EACCES'],
      ['open', 'EDQUOT'],
      ['syncFolder', 'EIO'],
    ];
    let runs = 0;
    for (const [operation, code] of faults) {
      for (let failing = 1; failing <= (counts.get(operation) ?? 0); failing += 1) {
        await failOnce(operation, failing, code);
        runs += 1;
      }
    }
    expect(runs).toBeGreaterThan(60);
  }, 60_000);

  it('says that the disk is full and that earlier steps are readable', async () => {
    const folder = await temporaryFolder();
    let full = false;
    const disk = watchedDisk((operation) => {
      if (full && operation === 'write') throw fault('ENOSPC');
    });
    const journal = await openJournal({ folder, clock: steppingClock(), disk });
    await journal.line(runLine());
    full = true;
    await expect(journal.line({ type: 'note', text: 'x' })).rejects.toMatchObject({
      code: 'recording-failed',
      message: expect.stringContaining('the disk is full'),
      hint: expect.stringContaining('The lines before it are readable'),
    });
    // The disk has room again, but what it holds is unknown: nothing may follow.
    full = false;
    await expect(journal.line({ type: 'note', text: 'y' })).rejects.toMatchObject({
      code: 'recording-failed',
    });
    await expect(journal.keep('z.txt', 'z')).rejects.toMatchObject({ code: 'recording-failed' });
    await journal.close();
    expect((await readRecording(folder)).lines).toHaveLength(1);
  });

  it('writes whole lines although the system takes a few bytes at a time', async () => {
    const folder = await temporaryFolder();
    const disk = watchedDisk(() => undefined, 53);
    const journal = await openJournal({ folder, clock: steppingClock(), disk });
    await writeSample(journal);
    await journal.close();
    expect(await verifyRecording(await readRecording(folder), journal.head)).toEqual([]);
  });

  it('has every picture and kept file on disk before the line that names it', async () => {
    const folder = await temporaryFolder();
    const order: string[] = [];
    const disk = watchedDisk((operation, path) =>
      order.push(`${operation} ${path.slice(folder.length + 1)}`),
    );
    const journal = await openJournal({ folder, clock: steppingClock(), disk });
    await journal.line(runLine());
    order.length = 0;
    await journal.frame(lookOf(await drawnScreen(1)));
    expect(order.map((entry) => entry.replace(/\.[0-9a-f]{8}\.part/, '.part'))).toEqual([
      'open frames/f0001.png.part',
      'write frames/f0001.png.part',
      'sync frames/f0001.png.part',
      'rename frames/f0001.png',
      'syncFolder frames',
      'write recording.jsonl',
      'datasync recording.jsonl',
    ]);
    await journal.close();
  });

  it.skipIf(process.getuid?.() !== 0)('stops on a real disk that is full', async ({ skip }) => {
    const folder = join(await temporaryFolder(), 'small');
    await mkdir(folder);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'pipe' });
    } catch {
      skip('no right to mount a small disk here; the injected faults cover the same code');
    }
    onTestFinished(() => {
      execFileSync('umount', [folder]);
    });
    const run = join(folder, 'run');
    mkdirSync(run);
    const journal = await openJournal({ folder: run, clock: steppingClock() });
    await journal.line(runLine());
    let acknowledged = 1;
    const fill = async (): Promise<void> => {
      for (;;) {
        await journal.line({ type: 'note', text: 'x'.repeat(500) });
        acknowledged += 1;
      }
    };
    await expect(fill()).rejects.toMatchObject({ message: expect.stringContaining('the disk is full') });
    expect(acknowledged).toBeGreaterThan(20);
    expect((await readRecording(run)).lines).toHaveLength(acknowledged);
    await journal.close();
  });

  it.skipIf(process.getuid?.() === 0)('refuses a folder that is read-only', async () => {
    const folder = await temporaryFolder();
    await chmod(folder, 0o500);
    await expect(openJournal({ folder, clock: steppingClock() })).rejects.toMatchObject({
      message: expect.stringContaining('permission was denied'),
    });
    await chmod(folder, 0o700);
  });
});

describe('a power loss', () => {
  it('at any moment leaves every acknowledged line and the files that it names', async () => {
    const folder = await temporaryFolder();
    const shadow = new ShadowDisk(folder);
    const journal = await openJournal({ folder, clock: steppingClock(), disk: shadow });
    const tellAcknowledged = {
      ...journal,
      folder,
      line: async (event: Parameters<typeof journal.line>[0]) => {
        await journal.line(event);
        shadow.acknowledge();
      },
      frame: async (look: Parameters<typeof journal.frame>[0]) => {
        const view = await journal.frame(look);
        shadow.acknowledge();
        return view;
      },
      keep: async (name: string, content: string | Uint8Array) => {
        const file = await journal.keep(name, content);
        shadow.acknowledge();
        return file;
      },
      close: () => journal.close(),
    };
    await writeSample(tellAcknowledged);
    await journal.close();

    expect(shadow.moments.length).toBeGreaterThan(80);
    for (const [index, moment] of shadow.moments.entries()) {
      if (moment.acknowledged === 0) continue;
      const copy = join(await temporaryFolder(), String(index));
      for (const [file, bytes] of moment.survivors) {
        mkdirSync(dirname(join(copy, file)), { recursive: true });
        writeFileSync(join(copy, file), bytes);
      }
      const recording = await readRecording(copy);
      const bad = (await verifyRecording(recording)).filter(
        ({ what }) => what !== 'ending' && what !== 'tail',
      );
      expect(bad).toEqual([]);
      expect(recording.lines.length).toBeGreaterThanOrEqual(moment.acknowledged);
    }
  }, 60_000);
});

/** Remembers after every operation what a power loss would leave: synced bytes under synced names only. */
class ShadowDisk implements Disk {
  readonly moments: { acknowledged: number; survivors: ReadonlyMap<string, Buffer> }[] = [];
  /** Bytes that were synced, by the file's present path. */
  readonly #synced = new Map<string, Buffer>();
  /** Names that were synced with their folder, and the bytes they lead to. */
  readonly #named = new Map<string, () => Buffer>();
  #acknowledged = 0;

  constructor(private readonly folder: string) {}

  acknowledge(): void {
    this.#acknowledged += 1;
    this.#remember();
  }

  async open(path: string, flags: string): Promise<OpenFile> {
    const file = await realDisk.open(path, flags);
    const sync = (real: () => Promise<void>) => async () => {
      await real();
      this.#synced.set(this.#name(path), readFileSync(path));
      this.#remember();
    };
    return {
      ...file,
      write: async (bytes, offset, length) => {
        const result = await file.write(bytes, offset, length);
        this.#remember();
        return result;
      },
      sync: sync(file.sync),
      datasync: sync(file.datasync),
    };
  }

  async rename(from: string, to: string): Promise<void> {
    await realDisk.rename(from, to);
    this.#synced.set(this.#name(to), this.#synced.get(this.#name(from)) ?? Buffer.alloc(0));
    this.#synced.delete(this.#name(from));
    this.#remember();
  }

  async syncFolder(path: string): Promise<void> {
    await realDisk.syncFolder(path);
    for (const name of [...this.#synced.keys(), 'recording.jsonl']) {
      const inside = dirname(join(this.folder, name)) === path && existsSync(join(this.folder, name));
      if (inside) this.#named.set(name, () => this.#synced.get(name) ?? Buffer.alloc(0));
    }
    this.#remember();
  }

  unlink = realDisk.unlink;
  makeFolder = realDisk.makeFolder;

  #remember(): void {
    const survivors = new Map([...this.#named].map(([name, bytes]) => [name, bytes()]));
    this.moments.push({ acknowledged: this.#acknowledged, survivors });
  }

  #name(path: string): string {
    return path.slice(this.folder.length + 1);
  }
}

/** Runs the sample with one operation failing and checks what is left. */
async function failOnce(operation: Operation, failing: number, code: string): Promise<void> {
  const folder = await temporaryFolder();
  let seen = 0;
  const disk = watchedDisk((kind) => {
    if (kind !== operation) return;
    seen += 1;
    if (seen === failing) throw fault(code);
  });
  let journal: Awaited<ReturnType<typeof openJournal>>;
  try {
    journal = await openJournal({ folder, clock: steppingClock(), disk });
  } catch (error) {
    expect(error).toMatchObject({ code: 'recording-failed' });
    expect(existsSync(join(folder, 'recording.lock'))).toBe(false);
    return;
  }
  await expect(writeSample(journal)).rejects.toMatchObject({ code: 'recording-failed' });
  const head = journal.head;
  await expect(journal.line({ type: 'note', text: 'after' })).rejects.toMatchObject({
    code: 'recording-failed',
  });
  expect(journal.head).toBe(head);
  await journal.close();
  const bytes = readFileSync(join(folder, 'recording.jsonl'));
  if (!bytes.includes(0x0a)) return;
  const recording = await readRecording(folder);
  expect(recording.corrupt).toBeUndefined();
  expect(recording.ending?.ending === 'passed' ? operation : 'cut').toMatch(/cut|datasync/);
  const misfits = await verifyRecording(recording);
  expect(misfits.filter(({ what }) => what === 'file')).toEqual([]);
}
