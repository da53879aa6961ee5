import { DeskhandError } from '../core/errors.js';
import type { DesktopSpec } from '../desktop/open-desktop.js';

/** What opens a desktop on the monitor of this name or number; nothing for `all`. */
export function oneMonitor(wanted: string | undefined): { monitor?: string } {
  return wanted === undefined || wanted === 'all' ? {} : { monitor: wanted };
}

/** The highest display number whose TCP port exists. */
const HIGHEST_DISPLAY = 59_535;

/** Reads `current` or an X display such as `:1`; every other word is a mistake, told with what there is. */
export function existingDesktop(wanted: string): Exclude<DesktopSpec, { kind: 'virtual' }> {
  if (wanted === 'current') return { kind: 'current' };
  const number = /^:(\d{1,5})(?:\.\d+)?$/u.exec(wanted)?.[1];
  if (number !== undefined && Number(number) <= HIGHEST_DISPLAY) return { kind: 'display', display: wanted };
  throw new DeskhandError('usage', 'no-desktop', `There is no desktop “${wanted}”.`, {
    hint: 'virtual, current, or an X display such as :1.',
  });
}
