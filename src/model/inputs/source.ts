import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { DeskhandError, messageOf } from '../../core/errors.js';
import { fetchPicture } from '../pictures/fetch.js';

/** What tells one input of a question from every other, without holding it. */
export interface InputReference {
  readonly kind: 'image' | 'video' | 'frame';
  /** Path or URL as it was given; `data` for a data URL, `bytes` for bytes. */
  readonly path: string;
  /** Page of a PDF, from 1. */
  readonly page?: number;
  /** Bytes of the file; missing where only the server opens it. */
  readonly size?: number;
  readonly sha256?: string;
}

/** The bytes of an input and what is kept of it. */
export interface Source {
  readonly bytes: Uint8Array;
  readonly reference: InputReference;
}

/** A larger file is no picture for a model, bytes. */
const MOST_BYTES = 500_000_000;

/** Reads the bytes of a picture: of a file, an http(s) URL, a data URL, or as they are. */
export async function sourceOf(
  image: string | Uint8Array,
  kind: InputReference['kind'],
  signal: AbortSignal,
): Promise<Source> {
  const bytes = typeof image === 'string' ? await bytesOf(image, signal) : image;
  return { bytes, reference: { kind, path: pathOf(image), ...factsOf(bytes) } };
}

/** Size and fingerprint of bytes. */
export function factsOf(bytes: Uint8Array): { size: number; sha256: string } {
  return { size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** What stands for an input wherever it is kept or told: never the bytes of a data URL. */
export function pathOf(image: string | Uint8Array): string {
  if (typeof image !== 'string') return 'bytes';
  return image.startsWith('data:') ? 'data' : image;
}

/** What stands for the pixels of a picture in a request that is kept. */
export function nameOf({ path, page, sha256 }: InputReference): string {
  const name = path === 'data' || path === 'bytes' ? 'picture' : path;
  return `file:${name}${page === undefined ? '' : `#page=${page}`}${sha256 === undefined ? '' : `?sha256=${sha256}`}`;
}

async function bytesOf(image: string, signal: AbortSignal): Promise<Uint8Array> {
  if (/^https?:\/\//i.test(image)) return fetchPicture(image, signal);
  const data = /^data:[^,]*?;base64,(.*)$/s.exec(image);
  if (data?.[1] !== undefined) return Buffer.from(data[1], 'base64');
  try {
    const facts = await stat(image);
    if (!facts.isFile()) throw new Error('it is no file');
    if (facts.size > MOST_BYTES) throw new Error(`it has more than ${MOST_BYTES / 1_000_000} MB`);
    return await readFile(image);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const why = missing ? 'there is no such file' : messageOf(cause);
    throw new DeskhandError(
      'usage',
      'no-picture',
      `The picture ${image.slice(0, 200)} cannot be read: ${why}.`,
      {
        cause,
        hint: 'A picture is a file, an http or https URL or a data URL with base64.',
      },
    );
  }
}

/** The fingerprint of a file of any size. */
export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Uint8Array);
  return hash.digest('hex');
}
