import { text } from 'node:stream/consumers';
import { processStart } from '../../../../machine/own-folder.js';
import { openX11Client } from '../client.js';
import { Device } from '../hand/device.js';
import { releaseLeft } from './release.js';
import { ALL_RELEASED, type KeeperOptions } from './start.js';

/** ms between two looks at the run, and ms that a driver has to end after it. */
const LOOK_MS = 200;
const GRACE_MS = 500;

/**
 * The keeper process: connected to the display from the start, it waits for the end of its standard input, which
 * comes when the driver ends in any way. Unless the driver has said that it released everything, it does that. A
 * driver that is stopped or hangs while the run is gone is ended first: nobody else could.
 */
async function main(): Promise<void> {
  for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.on(signal, () => undefined);
  const options = JSON.parse(process.argv[2] ?? '') as KeeperOptions;
  const said = text(process.stdin);
  endWithoutRun(options);
  const client = await openX11Client(options);
  void client.ended.then(() => process.exit(0));
  const device = await Device.open(client);
  if ((await said) !== ALL_RELEASED) await releaseLeft(client, device);
  await client.close();
  process.exit(0);
}

/** Ends a driver that outlives its run. */
function endWithoutRun({ driver, run }: KeeperOptions): void {
  const { started } = run;
  if (started === undefined || driver.started === undefined) return;
  let goneSince: number | undefined;
  setInterval(() => {
    if (processStart(run.pid) === started) return;
    goneSince ??= performance.now();
    if (performance.now() - goneSince < GRACE_MS || processStart(driver.pid) !== driver.started) return;
    process.kill(driver.pid, 'SIGKILL');
  }, LOOK_MS);
}

await main();
