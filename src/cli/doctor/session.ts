import { linuxSession } from './linux.js';
import { macSession } from './mac.js';
import type { Finding, Machine } from './machine.js';
import { windowsSession } from './windows.js';

/** What stands between this process and the desktop of the person who started it, and what to do about it. */
export function sessionFindings(machine: Machine): Promise<Finding[]> {
  if (machine.platform === 'win32') return windowsSession(machine);
  if (machine.platform === 'darwin') return macSession(machine);
  return linuxSession(machine);
}
