import type { Message } from '../request/messages.js';

/** Addresses of files in DashScope's temporary store begin so. */
const SCHEME = /^oss:\/\//i;

/** Has DashScope look up `oss://` addresses in a request; without it they are refused. */
export const ossHeader: Readonly<Record<string, string>> = { 'X-DashScope-OssResourceResolve': 'enable' };

/** Whether an address lies in DashScope's temporary store. */
export function isOss(url: string): boolean {
  return SCHEME.test(url);
}

/** Whether messages show anything that lies in the temporary store. */
export function needsOssHeader(messages: readonly Message[]): boolean {
  return messages.some(
    ({ content }) =>
      typeof content !== 'string' &&
      content.some((part) => {
        if (part.type === 'image_url') return isOss(part.image_url.url);
        if (part.type === 'video_url') return isOss(part.video_url.url);
        return part.type === 'video' && part.video.some(isOss);
      }),
  );
}
