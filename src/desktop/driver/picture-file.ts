import { readSync, writeSync } from 'node:fs';
import { openMemoryFile } from './memory-file.js';

/** Smaller pictures go through the pipe as fast, bytes. */
const smallBytes = 64 * 1024;

/** A result whose picture lies in the picture file: `png` is empty and `bytes` long there. */
interface InFile {
  readonly value: unknown;
  readonly bytes?: number;
}

/**
 * Opens the file through which a driver hands over pictures: a megabyte takes a fraction of the time of the
 * pipe, which holds 64 KiB. Undefined where there is no shared memory; then they go through the pipe.
 */
export function openPictureFile(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return openMemoryFile(0);
  } catch {
    // A container may have no /dev/shm; nothing but time is lost.
    return undefined;
  }
}

/** The driver's end: puts one picture at a time into the file. */
export class PictureOutbox {
  readonly #file: number | undefined;
  #free = true;

  /** @param file descriptor of the picture file */
  constructor(file: number | undefined) {
    this.#file = file;
  }

  /** Takes the picture out of a result, unless the file holds one that was not taken yet. */
  pack(value: unknown): InFile {
    const file = this.#file;
    if (file === undefined || !this.#free || !hasPicture(value) || value.png.byteLength < smallBytes)
      return { value };
    const { png } = value;
    try {
      for (let at = 0; at < png.byteLength; ) at += writeSync(file, png, at, png.byteLength - at, at);
    } catch {
      // Shared memory is full; the pipe has room for everything.
      return { value };
    }
    this.#free = false;
    return { value: { ...value, png: new Uint8Array() }, bytes: png.byteLength };
  }

  /** The picture in the file has been taken. */
  taken(): void {
    this.#free = true;
  }
}

/** The parent's end: the result with its picture. */
export function unpackPicture(file: number, value: unknown, bytes: number): unknown {
  const png = Buffer.allocUnsafeSlow(bytes);
  for (let at = 0; at < bytes; ) {
    const read = readSync(file, png, at, bytes - at, at);
    if (read === 0) throw new Error(`The driver's picture ends after ${at} of ${bytes} bytes.`);
    at += read;
  }
  return { ...(value as object), png };
}

function hasPicture(value: unknown): value is { readonly png: Uint8Array } {
  return (
    typeof value === 'object' && value !== null && (value as { png?: unknown }).png instanceof Uint8Array
  );
}
