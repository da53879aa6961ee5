import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { userSigner } from '../../app/user-key.js';
import { exitCodes } from '../../core/errors.js';
import { driverOf } from '../../machine/run-register.js';
import { lockHolder } from '../../recording/index.js';
import { tellNotices } from '../tell-notices.js';

/** Stops every run that writes into the folder of recordings; the recording says that it was asked to. */
export function stopCommand({ recordings }: { recordings: string }): Promise<number> {
  return signalRuns(recordings, 'SIGTERM', 'stopped');
}

/** Pauses every run under way; those that are paused go on. */
export function pauseCommand({ recordings }: { recordings: string }): Promise<number> {
  return signalRuns(recordings, 'SIGUSR1', 'paused or resumed');
}

/** Only what is proven to be a run of this user is signalled: a folder may have come from anybody. */
async function signalRuns(recordings: string, signal: 'SIGTERM' | 'SIGUSR1', done: string): Promise<number> {
  let runs = 0;
  const signer = await userSigner((text) => tellNotices([text]));
  for (const name of await foldersIn(recordings)) {
    const holder = await lockHolder(join(recordings, name), signer);
    if (holder?.alive !== true) continue;
    if (!holder.own) {
      process.stderr.write(
        `deskhand: ${name} names process ${holder.pid} as its writer, but nothing proves that this is a run of yours: it was not signalled. End it yourself if it is: kill ${holder.pid}\n`,
      );
      continue;
    }
    stopDriver(holder.pid, signal);
    process.kill(holder.pid, signal);
    runs += 1;
    process.stdout.write(`${done} ${name} (process ${holder.pid})\n`);
  }
  if (runs === 0) process.stdout.write('No run is under way.\n');
  return exitCodes.passed;
}

/** The driver is told as well: it stops at once, also while the run itself hangs. */
function stopDriver(pid: number, signal: 'SIGTERM' | 'SIGUSR1'): void {
  const driver = signal === 'SIGTERM' ? driverOf(pid) : undefined;
  if (driver !== undefined) process.kill(driver, 'SIGUSR2');
}

async function foldersIn(root: string): Promise<string[]> {
  try {
    const entries = await readdir(root, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
