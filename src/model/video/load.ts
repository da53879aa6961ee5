import { openAsBlob } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { DeskhandError, messageOf } from '../../core/errors.js';
import type { Client } from '../client.js';
import { type HostKind, hostTraits } from '../hosts.js';
import type { ReadyPart } from '../inputs/ready.js';
import { factsOf, hashOfFile, type InputReference, nameOf, pathOf, sourceOf } from '../inputs/source.js';
import { encodePicture } from '../pictures/encode.js';
import { imageTokensOf, smartResize } from '../pictures/smart-resize.js';
import type { Part } from '../request/messages.js';
import type { Expected } from '../self-check.js';
import { isOss } from '../wire/oss.js';
import { framesAt, LEAST_FRAMES, MOST_FRAMES, type TimedFrame } from './frames.js';
import { videoKind } from './kind.js';

/** A frame that is given: path, URL or data URL; `name` stands for it in what is kept. */
export type VideoFrame = string | { readonly picture: string; readonly name: string };

/** How a video is sent. */
export interface VideoSettings {
  /** Frames a second: those that the server takes of a video, and the pace of given frames. */
  readonly fps?: number;
  readonly max_pixels?: number;
  readonly upload?: boolean;
  /** The frames of a recording; undefined for a folder that is none. */
  readonly recorded?: ((folder: string) => Promise<readonly TimedFrame[] | undefined>) | undefined;
}

type Server = Pick<Client, 'profile' | 'host' | 'upload'>;

/** A data URL holds at most so many bytes before base64: the servers refuse 10,485,760 characters. */
const MOST_INLINE = 7_000_000;
/** px of a frame where nobody says: what DashScope makes of a frame of its own videos. */
const FRAME_PIXELS = 655_360;
/** Pace of given frames where nobody says, frames a second. */
const USUAL_FPS = 2;
const USUAL_RECORDED_FPS = 1;

/**
 * Makes a video ready: a URL that the server fetches, a file (in the request up to 7 MB, or through the store), or
 * frames (a list, a folder of pictures, a recording).
 *
 * @throws DeskhandError `no-video`, `bad-video`, `video-bytes`, `video-frames`, `no-video-server`
 */
export async function loadVideo(
  server: Server,
  video: string | readonly VideoFrame[],
  settings: VideoSettings,
  signal: AbortSignal,
): Promise<readonly ReadyPart[]> {
  if (typeof video !== 'string')
    return frameParts(server, video, settings.fps ?? USUAL_FPS, settings, signal);
  if (/^https?:\/\//i.test(video) || isOss(video))
    return [whole(server, video, { kind: 'video', path: video }, settings)];
  if (video.startsWith('data:')) return [whole(server, video, dataReference(video), settings)];
  if (await isFolder(video)) return folderParts(server, video, settings, signal);
  return [await fileVideo(server, video, settings, signal)];
}

/** A video that the server opens itself. */
function whole({ host }: Server, url: string, reference: InputReference, { fps }: VideoSettings): ReadyPart {
  checkTaken(host, url, fps);
  const build = (shown: string): Part => ({
    type: 'video_url',
    video_url: { url: shown },
    ...(fps !== undefined && hostTraits[host].video === 'all' && { fps }),
  });
  const kept = url.startsWith('data:') || reference.sha256 !== undefined ? nameOf(reference) : url;
  return { part: build(url), kept: build(kept), expected: [], references: [reference] };
}

function checkTaken(host: HostKind, url: string, fps: number | undefined): void {
  if (hostTraits[host].video === 'url' && fps !== undefined)
    throw new DeskhandError(
      'usage',
      'fps',
      `Nobody knows how the server (${host}) is told how many frames of a video it shall take.`,
      {
        hint: 'Leave out fps, or give frames: --video FOLDER with pictures.',
      },
    );
  if (hostTraits[host].video === 'none')
    throw new DeskhandError(
      'usage',
      'no-video-server',
      `Nobody knows that the server (${host}) takes videos.`,
      {
        hint: 'Give frames instead: --video FOLDER with pictures, or several in a request. They are sent as pictures.',
      },
    );
  if (isOss(url) && host !== 'dashscope')
    throw new DeskhandError(
      'usage',
      'no-store',
      `${url.slice(0, 200)} lies in the temporary store of DashScope.`,
      {
        hint: 'Give the file itself, or a URL that the server can fetch.',
      },
    );
}

function dataReference(url: string): InputReference {
  const data = /^data:video\/[^,;]+;base64,(.*)$/s.exec(url)?.[1];
  if (data === undefined) throw noVideo('The data URL of the video');
  const bytes = Buffer.from(data, 'base64');
  checkBytes(bytes.length, 'The video');
  return { kind: 'video', path: 'data', ...factsOf(bytes) };
}

async function fileVideo(
  server: Server,
  path: string,
  settings: VideoSettings,
  signal: AbortSignal,
): Promise<ReadyPart> {
  checkTaken(server.host, path, settings.fps);
  const kind = videoKind(await headOf(path));
  if (kind === undefined)
    throw new DeskhandError('usage', 'bad-video', `${path} is no video that the servers take.`, {
      hint: 'They take MP4, MOV, WebM, MKV, AVI, FLV and WMV; pictures go with --image.',
    });
  const { size } = await stat(path);
  if (settings.upload === true) {
    const body = await openAsBlob(path, { type: kind.type });
    const url = await server.upload({ body, ending: kind.ending }, signal);
    return whole(server, url, { kind: 'video', path, size, sha256: await hashOfFile(path) }, settings);
  }
  checkBytes(size, path);
  const bytes = await readFile(path);
  const url = `data:${kind.type};base64,${bytes.toString('base64')}`;
  return whole(server, url, { kind: 'video', path, ...factsOf(bytes) }, settings);
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path).catch((cause: unknown) => {
    throw noVideo(path, cause);
  });
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(64) });
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function noVideo(path: string, cause?: unknown): DeskhandError {
  return new DeskhandError('usage', 'no-video', `${path.slice(0, 200)} cannot be read as a video.`, {
    hint: 'A video is a file, an http or https URL, an oss URL, a data URL with base64, or a folder of frames.',
    ...(cause !== undefined && { cause }),
  });
}

function checkBytes(size: number, name: string): void {
  if (size <= MOST_INLINE) return;
  throw new DeskhandError(
    'usage',
    'video-bytes',
    `${name} has ${(size / 1_000_000).toFixed(1)} MB; a request holds videos up to ${MOST_INLINE / 1_000_000} MB.`,
    {
      hint: 'Send it through the store (--upload), give a URL that the server can fetch, or a folder of frames.',
    },
  );
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw noVideo(path, cause);
  }
}

const PICTURE = /\.(?:png|jpe?g|webp|bmp|tiff?|gif)$/i;

/** A recording by its own clock; else the pictures of a folder by their names, 2 before 10. */
async function folderParts(
  server: Server,
  folder: string,
  settings: VideoSettings,
  signal: AbortSignal,
): Promise<readonly ReadyPart[]> {
  const recorded = await settings.recorded?.(folder);
  if (recorded !== undefined) {
    const fps = settings.fps ?? USUAL_RECORDED_FPS;
    return frameParts(server, framesAt(recorded, fps).map(asFrame), fps, settings, signal);
  }
  const names = (await readdir(folder)).filter((name) => PICTURE.test(name));
  names.sort(new Intl.Collator('en', { numeric: true }).compare);
  return frameParts(
    server,
    names.map((name) => join(folder, name)),
    settings.fps ?? USUAL_FPS,
    settings,
    signal,
  );
}

/** A frame of a recording, as a video takes it. */
export function asFrame({ path, name }: TimedFrame): VideoFrame {
  return { picture: path, name };
}

/** One frame, encoded once however often it is shown. */
interface Frame {
  readonly url: string;
  /** Stands for its pixels in what is kept. */
  readonly name: string;
  readonly expected: Expected;
  readonly reference: InputReference;
}

/** Frames as one video where the server knows that, else as a row of pictures. */
async function frameParts(
  server: Server,
  given: readonly VideoFrame[],
  fps: number,
  settings: VideoSettings,
  signal: AbortSignal,
): Promise<readonly ReadyPart[]> {
  if (given.length < LEAST_FRAMES || given.length > MOST_FRAMES)
    throw new DeskhandError(
      'usage',
      'video-frames',
      `A video has ${LEAST_FRAMES} to ${MOST_FRAMES} frames; here are ${given.length}.`,
      {
        hint:
          given.length < LEAST_FRAMES
            ? 'Give more pictures, or send them with --image.'
            : 'Lower --fps, or give fewer pictures.',
      },
    );
  const frames = new Map<string, Frame>();
  for (const frame of given) {
    const key = keyOf(frame);
    if (!frames.has(key)) frames.set(key, await frameOf(server, frame, settings, signal));
  }
  const shown = given.flatMap((frame) => frames.get(keyOf(frame)) ?? []);
  const references = [...frames.values()].map(({ reference }) => reference);
  if (hostTraits[server.host].video !== 'all') return rowOf(shown, fps);
  const build = (urls: readonly string[]): Part => ({ type: 'video', video: urls, fps });
  return [
    {
      part: build(shown.map(({ url }) => url)),
      kept: build(shown.map(({ name }) => name)),
      // How a server samples a video is its own affair: there is no number to compare.
      expected: [],
      references,
    },
  ];
}

function keyOf(frame: VideoFrame): string {
  return typeof frame === 'string' ? frame : frame.name;
}

function pictureOf(frame: VideoFrame): string {
  return typeof frame === 'string' ? frame : frame.picture;
}

async function frameOf(
  { profile, host }: Server,
  frame: VideoFrame,
  { max_pixels = FRAME_PIXELS }: VideoSettings,
  signal: AbortSignal,
): Promise<Frame> {
  const { bytes, reference } = await sourceOf(pictureOf(frame), 'frame', signal);
  const name = typeof frame === 'string' ? nameOf(reference) : frame.name;
  try {
    const { width, height } = await sharp(bytes).metadata();
    const { min } = profile.pixels;
    const rule = { factor: profile.factor, minPixels: Math.min(min, max_pixels), maxPixels: max_pixels };
    const sent = smartResize({ width, height }, rule);
    const { url } = await encodePicture(bytes, sent, { mostBytes: hostTraits[host].pictureBytes });
    return { url, name, expected: { sent, tokens: imageTokensOf(sent, profile.factor) }, reference };
  } catch (cause) {
    if (cause instanceof DeskhandError) throw cause;
    throw new DeskhandError(
      'usage',
      'bad-picture',
      `The frame ${pathOf(pictureOf(frame))} is no picture that can be read: ${messageOf(cause)}.`,
      { cause },
    );
  }
}

/** Where no server makes a video of them, frames are pictures, and words say what they are. */
function rowOf(frames: readonly Frame[], fps: number): readonly ReadyPart[] {
  const words: Part = {
    type: 'text',
    text: `The next ${frames.length} pictures are the frames of one video, ${fps} a second, in order.`,
  };
  return [
    { part: words, kept: words, expected: [], references: [] },
    ...frames.map(({ url, name, expected, reference }): ReadyPart => {
      const build = (shown: string): Part => ({ type: 'image_url', image_url: { url: shown } });
      return {
        part: build(url),
        kept: build(name),
        expected: [expected],
        references: [reference],
      };
    }),
  ];
}
