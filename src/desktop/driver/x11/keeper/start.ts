import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { childEntry } from '../../../../core/entry.js';
import { processStart } from '../../../../machine/own-folder.js';

/** A process, as it can be told from a later one with its number; `started` in clock ticks since boot, on Linux. */
interface Process {
  readonly pid: number;
  readonly started?: string;
}

/** What a keeper is started with. */
export interface KeeperOptions {
  readonly display: string;
  readonly authority?: string;
  /** The driver that presses keys, and the run that decides. */
  readonly driver: Process;
  readonly run: Process;
}

/** The word that the driver leaves when it has let everything go itself. */
export const ALL_RELEASED = 'released\n';

/** A process that outlives this one. */
export interface ReleaseKeeper {
  /** Says that nothing is pressed any more; it ends. */
  end(): void;
}

/**
 * Starts a process of its own session that lets go of everything this driver has pressed or mapped, however the driver
 * ends: also when the run is killed with it, so that no other driver can be started.
 */
export function startKeeper(display: string, authority: string | undefined): ReleaseKeeper {
  const options: KeeperOptions = {
    display,
    ...(authority === undefined ? {} : { authority }),
    driver: known(process.pid),
    run: known(process.ppid),
  };
  const { PATH, HOME } = process.env;
  const child = spawn(
    process.execPath,
    [fileURLToPath(childEntry(import.meta.url, './main.js')), JSON.stringify(options)],
    { detached: true, cwd: '/', stdio: ['pipe', 'ignore', 'ignore'], env: { PATH, HOME } },
  );
  // One that cannot be started, or was killed itself, leaves a driver that works as before.
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  return { end: () => child.stdin.end(ALL_RELEASED) };
}

function known(pid: number): Process {
  const started = processStart(pid);
  return { pid, ...(started === undefined ? {} : { started }) };
}
