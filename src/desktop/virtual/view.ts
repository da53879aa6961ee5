import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { DeskhandError } from '../../core/errors.js';
import type { LogPlace } from '../apps/log.js';
import { type Program, startProgram } from '../apps/program.js';
import type { Environment } from '../environment.js';
import { isOnPath } from './needs.js';

/** Where a person can watch a virtual desktop with any VNC viewer of this machine, without touching it. */
export interface DesktopView {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** Other users of the machine reach the port as well, so it asks for this. */
  readonly password: string;
}

/** The first port that is tried; every view takes the next free one. */
const firstPort = 5900;

/** Throws `view-missing` when the program that shows a desktop is not installed. */
export function requireViewer(path: string): void {
  if (isOnPath('x11vnc', path)) return;
  throw new DeskhandError(
    'environment',
    'view-missing',
    'Watching a virtual desktop needs x11vnc, not found here.',
    {
      hint: 'Install it with: sudo apt-get install -y --no-install-recommends x11vnc',
    },
  );
}

/** Starts to show a display to viewers that cannot touch it. */
export async function startView(options: {
  readonly passwordFile: string;
  readonly env: Environment;
  readonly log: LogPlace;
  readonly add: (program: Program) => Program;
}): Promise<DesktopView> {
  // The protocol uses eight characters of a password and no more.
  const password = randomBytes(6).toString('base64url').slice(0, 8);
  writeFileSync(options.passwordFile, `${password}\n`, { mode: 0o600 });
  const program = options.add(
    await startProgram({
      command: 'x11vnc',
      args: [
        ...['-localhost', '-no6', '-viewonly', '-forever', '-shared', '-quiet', '-norc'],
        ...['-autoport', String(firstPort)],
        ...['-passwdfile', options.passwordFile],
      ],
      env: options.env,
      log: options.log,
      readyOn: 1,
    }),
  );
  const port = Number((await program.ready()).replace('PORT=', ''));
  return { host: '127.0.0.1', port, password };
}
