import { DeskhandError } from '../core/errors.js';
import type { Size } from '../core/geometry.js';

/** Reads `1280x800`. */
export function readSize(written: string): Size {
  const match = /^(\d{2,5})x(\d{2,5})$/u.exec(written);
  if (match === null) {
    throw new DeskhandError('usage', 'bad-size', `“${written}” is not a size.`, {
      hint: 'Such as 1280x800.',
    });
  }
  return { width: Number(match[1]), height: Number(match[2]) };
}
