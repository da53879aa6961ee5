import type { Usage } from '../core/action.js';
import { DeskhandError } from '../core/errors.js';
import type { Client, Inquiry } from './client.js';
import { hostTraits } from './hosts.js';
import { encodePicture } from './pictures/encode.js';
import { smartResize } from './pictures/smart-resize.js';
import { promptNamed } from './prompts.js';
import { answerText } from './reply/answer-text.js';
import { modelOf } from './reply/message.js';
import type { Part } from './request/messages.js';

/** A frame of a recording and what was done on it. */
export interface NarratedFrame {
  /** Absolute path of the PNG. */
  readonly path: string;
  /** File of the frame in the recording. */
  readonly file: string;
  /** Frame px. */
  readonly size: { readonly width: number; readonly height: number };
  /** The action that was taken on it, with its outcome, in words. */
  readonly action: string;
}

/** Frames that are sent at most; of a longer session, evenly chosen ones. */
const MOST_FRAMES = 48;
/** A video needs at least so many frames. */
const LEAST_FRAMES = 4;
/** Pixels of a frame: enough to read headings, for the actions are told in words. */
const FRAME_PIXELS = 400_000;
const ACCOUNT_TOKENS = 1200;

/**
 * A written account of a session. DashScope gets its frames as one video, others as a row of pictures.
 *
 * @throws DeskhandError `no-account` when no usable answer came
 */
export async function narrate(
  client: Client,
  frames: readonly NarratedFrame[],
  signal: AbortSignal,
): Promise<{ text: string; model: string; usage: Usage }> {
  const { profile, host } = client;
  const chosen = evenly(frames, MOST_FRAMES);
  const urls: string[] = [];
  for (const { path, size } of chosen) {
    const rule = { factor: profile.factor, minPixels: profile.pixels.min, maxPixels: FRAME_PIXELS };
    const picture = await encodePicture(path, smartResize(size, rule), {
      mostBytes: hostTraits[host].pictureBytes,
    });
    urls.push(picture.url);
  }
  const asVideo = host === 'dashscope' && chosen.length >= LEAST_FRAMES;
  const actions = frames.map(({ action }, at) => `${at + 1}. ${action}`).join('\n');
  const words: Part = { type: 'text', text: promptNamed('narrate/narrate', { actions }) };
  const build = (show: readonly string[]): Inquiry['messages'] => [
    { role: 'user', content: [...(asVideo ? [video(show)] : show.map(picture)), words] },
  ];
  const inquiry: Inquiry = {
    messages: build(urls),
    kept: build(chosen.map(({ file }) => `frame:${file}`)),
    // How a server samples a video is its own affair: there is no number to compare.
    pictures: [],
    points: false,
    answerTokens: ACCOUNT_TOKENS,
  };
  const { reply, partial, usage } = await client.inquire(() => inquiry, signal);
  const answer = answerText(reply, partial);
  if (answer.ok) return { text: answer.text, model: modelOf(reply) ?? profile.model, usage };
  throw new DeskhandError('failed', 'no-account', `${profile.model} wrote no account: ${answer.reason}.`);
}

function picture(url: string): Part {
  return { type: 'image_url', image_url: { url } };
}

/** One frame a second: acts are seconds apart. */
function video(urls: readonly string[]): Part {
  return { type: 'video', video: urls, fps: 1 };
}

/** The first, the last, and evenly chosen ones between them. */
function evenly<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list;
  const step = (list.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, at) => list[Math.round(at * step)]).filter(
    (item) => item !== undefined,
  );
}
