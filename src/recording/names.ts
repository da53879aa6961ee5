import { DeskhandError } from '../core/errors.js';

const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const PART = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N} ._-]*$/u;
const MAX_BYTES = 150;

/**
 * Checks the name of a file to keep: a file name, or one folder and a file name, such as `patches/a3.png`.
 * Throws for anything that could leave the recording, hide in it or replace its own files.
 */
export function checkName(name: string): string {
  const parts = name.split('/');
  const good = parts.length <= 2 && parts.every(isPlain) && !isOwn(parts);
  if (!good) {
    throw new DeskhandError(
      'failed',
      'recording-name',
      `${JSON.stringify(name.slice(0, 80))} is no name for a file of the recording.`,
      { hint: 'Use letters, digits, dots, hyphens and at most one folder, such as patches/a3.png.' },
    );
  }
  return name;
}

function isPlain(part: string): boolean {
  return (
    PART.test(part) && !/[. ]$/.test(part) && !RESERVED.test(part) && Buffer.byteLength(part) <= MAX_BYTES
  );
}

function isOwn([first = '', second]: string[]): boolean {
  const name = first.toLowerCase();
  return second === undefined ? name.startsWith('recording.') || name === 'frames' : name === 'frames';
}

/** `patches/a3.png` -> `patches/a3-2.png`. */
export function numbered(name: string, number: number): string {
  const dot = name.lastIndexOf('.');
  return dot > name.lastIndexOf('/') + 1
    ? `${name.slice(0, dot)}-${number}${name.slice(dot)}`
    : `${name}-${number}`;
}
