import { failuresOf } from '../core/failures.js';
import type { Recording } from '../core/recording.js';
import { pick } from './assemble.js';
import { sha256 } from './chain.js';
import { readKept } from './kept-file.js';
import { hashesOf } from './verify.js';

/** A picture as reports embed it. */
export interface EmbeddedPicture {
  readonly mime: 'image/png' | 'image/jpeg' | 'image/webp';
  readonly base64: string;
}

/** Pictures may take this many bytes together before they are shrunk. */
const BUDGET = 24 * 1024 * 1024;
/** Pixels of four 8K monitors; a picture that unpacks to more is an attack. */
const MAX_PIXELS = 140_000_000;
const SHRUNK = { width: 1280, quality: 72 };

/**
 * The pictures that a report of the recording shows, by file name. Files that are missing, lie outside the folder,
 * are links, no pictures or not what was
 * recorded are left out. Together above `budget` bytes, all are shrunk to JPEG.
 */
export async function readPictures(
  recording: Recording,
  budget = BUDGET,
): Promise<ReadonlyMap<string, EmbeddedPicture>> {
  const files = await Promise.all(
    namesOf(recording).map(async (name) => ({ name, bytes: await readKept(recording.folder, name) })),
  );
  const shrink = files.reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0) > budget;
  const hashes = hashesOf(recording);
  const pictures = new Map<string, EmbeddedPicture>();
  for (const { name, bytes } of files) {
    if (bytes === undefined) continue;
    const expected = hashes.get(name);
    if (expected !== undefined && sha256(bytes) !== expected) continue;
    const picture = await embed(bytes, shrink);
    if (picture !== undefined) pictures.set(name, picture);
  }
  return pictures;
}

function namesOf(recording: Recording): readonly string[] {
  const { acts, frames, lines } = recording;
  const names = acts.flatMap(({ before, after, confirmation, stale }) => [
    before?.file,
    after?.file,
    confirmation?.crop,
    stale?.expected,
    stale?.found,
  ]);
  const differences = pick(lines, 'difference').flatMap(({ expected, found, frame }) => [
    expected,
    found,
    frames.get(frame)?.file,
  ]);
  return [
    ...new Set([...names, ...differences, ...failuresOf(recording).map(({ frame }) => frame?.file)]),
  ].filter((name) => name !== undefined);
}

async function embed(bytes: Buffer, shrink: boolean): Promise<EmbeddedPicture | undefined> {
  const mime = mimeOf(bytes);
  if (mime === undefined) return undefined;
  if (!shrink) return { mime, base64: bytes.toString('base64') };
  const { default: sharp } = await import('sharp');
  try {
    const small = await sharp(bytes, { limitInputPixels: MAX_PIXELS })
      .resize({ width: SHRUNK.width, withoutEnlargement: true })
      .jpeg({ quality: SHRUNK.quality })
      .toBuffer();
    return { mime: 'image/jpeg', base64: small.toString('base64') };
  } catch {
    // Bytes that only begin like a picture.
    return undefined;
  }
}

function mimeOf(bytes: Buffer): EmbeddedPicture['mime'] | undefined {
  if (bytes.subarray(0, 8).toString('hex') === '89504e470d0a1a0a') return 'image/png';
  if (bytes.subarray(0, 3).toString('hex') === 'ffd8ff') return 'image/jpeg';
  if (bytes.subarray(0, 4).toString() === 'RIFF' && bytes.subarray(8, 12).toString() === 'WEBP')
    return 'image/webp';
  return undefined;
}
