const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1', from, to);

interface VideoKind {
  readonly type: string;
  /** With its dot. */
  readonly ending: string;
  readonly fits: (bytes: Uint8Array) => boolean;
}

/** Kinds of video by their first bytes: a name may lie. */
const kinds: readonly VideoKind[] = [
  {
    type: 'video/quicktime',
    ending: '.mov',
    fits: (bytes) =>
      ascii(bytes, 4, 12) === 'ftypqt  ' || ['moov', 'wide', 'mdat'].includes(ascii(bytes, 4, 8)),
  },
  { type: 'video/mp4', ending: '.mp4', fits: (bytes) => ascii(bytes, 4, 8) === 'ftyp' },
  {
    type: 'video/webm',
    ending: '.webm',
    fits: (bytes) => ascii(bytes, 0, 4) === '\x1aE\xdf\xa3' && ascii(bytes, 0, 64).includes('webm'),
  },
  { type: 'video/x-matroska', ending: '.mkv', fits: (bytes) => ascii(bytes, 0, 4) === '\x1aE\xdf\xa3' },
  {
    type: 'video/x-msvideo',
    ending: '.avi',
    fits: (bytes) => ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'AVI ',
  },
  { type: 'video/x-flv', ending: '.flv', fits: (bytes) => ascii(bytes, 0, 3) === 'FLV' },
  { type: 'video/x-ms-wmv', ending: '.wmv', fits: (bytes) => ascii(bytes, 0, 4) === '0&\xb2u' },
];

/** Media type and ending of a video by its first bytes; undefined when it is none that the servers take. */
export function videoKind(bytes: Uint8Array): Pick<VideoKind, 'type' | 'ending'> | undefined {
  return kinds.find(({ fits }) => fits(bytes));
}
