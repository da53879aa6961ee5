import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bootId, processStart } from './own-folder.js';
import { configFolder } from './places.js';

/** An entry is one short line. */
const MOST_BYTES = 400;

/**
 * The folder of this user that names every run under way, so that a few lines of shell can stop them (`deskhand-stop`):
 * only they may write there, which is the proof that what it names is theirs.
 */
const registerFolder = (): string => join(configFolder(), 'runs');

/**
 * Writes down that this process runs, with its driver; entries of processes that have ended go.
 *
 * @param driver process id of the driver
 * @returns how to take it back
 * @throws when the folder cannot be written
 */
export function registerRun(driver: number): () => void {
  const run = processStart(process.pid);
  const started = processStart(driver);
  // Only Linux tells one process from a later one with its number; elsewhere nothing is proven.
  if (run === undefined || started === undefined) return () => undefined;
  const folder = registerFolder();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder)) {
    if (driverOf(Number(name)) === undefined) rmSync(join(folder, name), { force: true });
  }
  const file = join(folder, String(process.pid));
  // Put in place whole: it may be read at any moment. A name that is no number is passed over.
  const fresh = join(folder, `.${process.pid}`);
  writeFileSync(fresh, `${process.pid} ${run} ${driver} ${started} ${bootId()}\n`, { mode: 0o600 });
  renameSync(fresh, file);
  return () => rmSync(file, { force: true });
}

/** The driver of a run of this user that is under way; undefined when it has none, or is none. */
export function driverOf(pid: number): number | undefined {
  try {
    const file = join(registerFolder(), String(pid));
    const facts = lstatSync(file);
    if (!facts.isFile() || facts.uid !== process.getuid?.() || facts.size > MOST_BYTES) return undefined;
    const [run, started, driver, since, boot] = readFileSync(file, 'utf8').trim().split(' ');
    const isNow =
      boot === bootId() && Number(run) === pid && started !== undefined && processStart(pid) === started;
    if (!isNow || since === undefined || processStart(Number(driver)) !== since) return undefined;
    return Number(driver);
  } catch {
    // There is none.
    return undefined;
  }
}
