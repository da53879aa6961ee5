import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { DeskhandError } from '../../core/errors.js';

/** What a virtual desktop is made of, with the Debian package of each program. */
const needed = { Xvfb: 'xvfb', openbox: 'openbox', xkbcomp: 'x11-xkb-utils', 'dbus-daemon': 'dbus' } as const;

/**
 * Throws `virtual-desktop-missing` with the command that installs what is missing.
 *
 * @param path the search path of programs, as in `$PATH`
 */
export function requirePrograms(path: string): void {
  if (process.platform !== 'linux')
    throw new DeskhandError(
      'environment',
      'virtual-desktop-unsupported',
      'A virtual desktop is an X server without a screen; this system has none.',
      { hint: 'Use the desktop you are looking at: desktop: current, or --desktop current.' },
    );
  const missing = Object.entries(needed).filter(([program]) => !isOnPath(program, path));
  if (missing.length === 0) return;
  const packages = missing.map(([, name]) => name).join(' ');
  throw new DeskhandError(
    'environment',
    'virtual-desktop-missing',
    `A virtual desktop needs ${missing.map(([program]) => program).join(', ')}, not found on this machine.`,
    { hint: `Install it with: sudo apt-get install -y --no-install-recommends ${packages}` },
  );
}

/** Whether a program of this name can be started from the search path. */
export function isOnPath(program: string, path: string): boolean {
  return path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .some((folder) => isExecutable(join(folder, program)));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
