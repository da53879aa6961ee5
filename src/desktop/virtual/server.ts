import type { Size } from '../../core/geometry.js';
import type { LogPlace } from '../apps/log.js';
import { type Program, startProgram } from '../apps/program.js';
import type { Environment } from '../environment.js';

/** Dots per inch at which one point of text is 4/3 px, the plain size of applications. */
export const plainDpi = 96;

/**
 * Starts Xvfb on the first free display number, which the server picks itself. It listens on local sockets
 * only and outlives its last client.
 */
export async function startServer(options: {
  readonly size: Size;
  readonly depth: number;
  readonly scale: number;
  readonly authority: string;
  readonly env: Environment;
  readonly log: LogPlace;
}): Promise<{ readonly program: Program; readonly display: string }> {
  const { size, depth, scale, authority, env, log } = options;
  const program = await startProgram({
    command: 'Xvfb',
    args: [
      ...['-displayfd', '3'],
      ...['-screen', '0', `${size.width}x${size.height}x${depth}`],
      ...['-auth', authority],
      ...['-dpi', String(Math.round(plainDpi * scale))],
      ...['-s', '0'],
      '-noreset',
      ...['-nolisten', 'tcp'],
    ],
    env,
    log,
    readyOn: 3,
  });
  return { program, display: `:${await program.ready()}` };
}
