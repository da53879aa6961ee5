import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A file that is open for writing. `write` may take fewer bytes than it was given. */
export interface OpenFile {
  write(bytes: Uint8Array, offset: number, length: number): Promise<{ bytesWritten: number }>;
  sync(): Promise<void>;
  datasync(): Promise<void>;
  /** How many folders name the file; 0 once it was deleted. */
  links(): Promise<number>;
  close(): Promise<void>;
}

/** The part of the file system that the writer needs; tests put a failing one in its place. */
export interface Disk {
  open(path: string, flags: string): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  /** Makes new names in the folder survive a power loss. */
  syncFolder(path: string): Promise<void>;
}

export const realDisk: Disk = {
  async open(path, flags) {
    const file = await open(path, flags, 0o600);
    return {
      write: (bytes, offset, length) => file.write(bytes, offset, length, null),
      sync: () => file.sync(),
      datasync: () => file.datasync(),
      links: async () => (await file.stat()).nlink,
      close: () => file.close(),
    };
  },
  rename,
  unlink,
  makeFolder: async (path) => {
    await mkdir(path, { recursive: true, mode: 0o700 });
  },
  async syncFolder(path) {
    // Windows has no handle on folders; NTFS journals the names itself.
    if (process.platform === 'win32') return;
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
};

/** Writes all bytes, however few the system takes at a time. Throws when it takes none. */
export async function writeAll(file: OpenFile, bytes: Uint8Array): Promise<void> {
  for (let offset = 0; offset < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, offset, bytes.length - offset);
    if (bytesWritten <= 0) throw Object.assign(new Error('the system took no byte'), { code: 'EIO' });
    offset += bytesWritten;
  }
}

/** Puts a whole file in place, or nothing: temporary name, sync, rename, sync of the folder. */
export async function store(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.part`;
  try {
    await writeSynced(disk, temporary, bytes);
    await disk.rename(temporary, path);
  } catch (error) {
    // Half a file is of no use; the first error is the one to tell.
    await disk.unlink(temporary).catch(() => undefined);
    throw error;
  }
  await disk.syncFolder(dirname(path));
}

async function writeSynced(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  const file = await disk.open(path, 'wx');
  try {
    await writeAll(file, bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
