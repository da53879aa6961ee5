import { invalid, malformed } from './errors.js';
import { type ChatRequest, type Part, partsOf } from './request.js';

const MOST_URI_CHARS = 10_485_760;
const FRAMES = { least: 4, most: 512 };

/** Throws the refusal of the first video that is wrong. Videos behind an address are believed to be there. */
export function checkVideos(request: ChatRequest, resolved: (uri: string) => string): void {
  for (const part of request.messages.flatMap(partsOf)) {
    checkPace(part);
    if (part.type === 'video' && (part.video.length < FRAMES.least || part.video.length > FRAMES.most))
      throw invalid(
        `The number of video frames must be between ${FRAMES.least} and ${FRAMES.most}, got ${part.video.length}.`,
      );
    if (part.type === 'video_url') checkVideo(resolved(part.video_url.url));
  }
}

function checkPace(part: Part): void {
  if (part.type !== 'video' && part.type !== 'video_url') return;
  if (part.fps !== undefined && (part.fps < 0.1 || part.fps > 10))
    throw invalid(`fps must be in [0.1, 10], got ${part.fps}.`);
}

function checkVideo(url: string): void {
  if (/^https?:\/\//.test(url)) return;
  const [, encoded] = /^data:video\/[a-z0-9-]+;base64,([A-Za-z0-9+/]+={0,2})$/.exec(url) ?? [];
  if (encoded === undefined)
    throw malformed('The provided URL does not appear to be valid. Ensure it is correctly formatted.');
  if (encoded.length > MOST_URI_CHARS)
    throw malformed(`Exceeded limit on max bytes per data-uri item : ${MOST_URI_CHARS}`);
}
