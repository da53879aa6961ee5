import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openX11Client, type X11Client } from '../../src/desktop/driver/x11/client.js';
import { pressedOn } from '../../test/support/drawing.js';
import { startXvfb, type TestDisplay } from '../../test/support/xvfb.js';
import { openCampaign } from './campaign.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const chord = 'ctrl+alt+escape';
/** ms between two looks, and ms in which nothing more has come when input is over. */
const lookMs = 2;
const restMs = 400;
/** ms after which something that should have begun, or ended, has failed. */
const mostMs = 60_000;

/** What one way is tried with. */
interface Stage {
  readonly display: TestDisplay;
  readonly onlooker: X11Client;
  /** A folder of this trial. */
  readonly folder: string;
}

/** A run in the middle of its act. */
interface Acting {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly driver: number;
  readonly env: Record<string, string>;
  readonly recordings: string;
}

type Way = (acting: Acting) => void;

/** How a run is stopped; the last ones while its own process is stopped. */
const ways: Readonly<Record<string, { readonly hung: boolean; readonly stop: Way }>> = {
  'SIGTERM to the run': { hung: false, stop: ({ pid }) => process.kill(pid, 'SIGTERM') },
  'SIGHUP to run and driver': { hung: false, stop: ({ pid, driver }) => signalBoth(pid, driver, 'SIGHUP') },
  'SIGTERM to the driver': { hung: false, stop: ({ driver }) => process.kill(driver, 'SIGTERM') },
  'stop key': { hung: false, stop: pressStopKey },
  'deskhand-stop': { hung: false, stop: stopShell },
  'deskhand stop, with the start of Node': { hung: false, stop: stopCommand },
  'corner of the screen': { hung: false, stop: pushCorner },
  'stop key, run under SIGSTOP': { hung: true, stop: pressStopKey },
  'deskhand-stop, run under SIGSTOP': { hung: true, stop: stopShell },
};

function signalBoth(run: number, driver: number, signal: NodeJS.Signals): void {
  process.kill(driver, signal);
  process.kill(run, signal);
}

function pressStopKey({ env }: Acting): void {
  spawnSync('xdotool', ['key', 'ctrl+alt+Escape'], { env });
}

function stopShell({ env }: Acting): void {
  spawnSync('/bin/sh', [join(root, 'dist/cli/deskhand-stop.sh')], { env });
}

function stopCommand({ env, recordings }: Acting): void {
  // Its start takes so long that the looks have to go on meanwhile.
  spawn(process.execPath, [join(root, 'dist/cli/main.js'), 'stop', '--recordings', recordings], {
    env,
    stdio: 'ignore',
  });
}

function pushCorner({ env }: Acting): void {
  spawnSync('xdotool', ['mousemove', '0', '0'], { env });
}

/** Prints how long after each kind of stop the last input came, and what double kills leave. */
export async function stopsSection(): Promise<void> {
  const count = Number(process.env.N ?? 5);
  const campaign = openCampaign('stops');
  const display = await startXvfb({ width: 640, height: 480 });
  const onlooker = await openX11Client({ display: display.display });
  try {
    console.log('| way | act | trials | median ms | p99 ms | over 200 ms | held after | ended otherwise |');
    console.log('|---|---|---|---|---|---|---|---|');
    for (const [name, way] of Object.entries(ways)) {
      for (const act of ['type', 'hold'] as const) {
        const all = await campaign.trials(`${name}, ${act}`, count, () =>
          inFolder((folder) => stopOnce({ display, onlooker, folder }, act, way)),
        );
        const ms = all.map((one) => one.ms).sort((a, b) => a - b);
        const at = (share: number): string => (ms[Math.ceil(share * ms.length) - 1] ?? 0).toFixed(0);
        const sum = (what: (one: (typeof all)[number]) => boolean): number => all.filter(what).length;
        const cells = [name, act, all.length, at(0.5), at(0.99), ms.filter((one) => one > 200).length];
        console.log(`| ${[...cells, sum((one) => one.held), sum((one) => one.code !== 130)].join(' | ')} |`);
      }
    }
    const kills = await campaign.trials('both killed', Number(process.env.KILLS ?? count), () =>
      inFolder((folder) => killBoth({ display, onlooker, folder })),
    );
    const late = kills.filter((ms) => ms > 1000).length;
    console.log(
      `\nRun and driver killed together while keys are held, ${kills.length} times: ${late} not released within 1 s, longest ${Math.max(0, ...kills).toFixed(0)} ms`,
    );
  } finally {
    await onlooker.close();
    await display.end();
  }
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-bench-stop-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function stopOnce(stage: Stage, act: 'type' | 'hold', way: (typeof ways)[string]) {
  const { onlooker, folder } = stage;
  const file = join(folder, 'typed.txt');
  // The keyboard follows the pointer here, and a pointer left in the corner by the last trial would stop nothing.
  spawnSync('xdotool', ['mousemove', '100', '100'], { env: stage.display.env });
  const terminal = act === 'type' ? openTerminal(stage, file) : undefined;
  try {
    if (terminal !== undefined) await until(() => existsSync(file) && isShown(stage));
    const size = (): number => (terminal === undefined ? 0 : statSync(file).size);
    const steps =
      act === 'hold'
        ? 'hold: {keys: [shift, a], for: 120s}'
        : `type: {text: "${'a text that goes on. '.repeat(450).trim()}", unseen: true}`;
    const acting = await begin(stage, steps, async () =>
      act === 'hold' ? (await pressedOn(onlooker)).keys.length === 2 : size() > 200,
    );
    if (way.hung) process.kill(acting.pid, 'SIGSTOP');
    const from = performance.now();
    const stopping = Promise.resolve().then(() => way.stop(acting));
    const ms = await lastInput(from, async () => `${size()} ${(await pressedOn(onlooker)).keys.join()}`);
    await stopping;
    const held = (await pressedOn(onlooker)).keys.length > 0;
    if (way.hung) process.kill(acting.pid, 'SIGCONT');
    const code = await exitOf(acting.child);
    return { ms, held, code };
  } finally {
    terminal?.kill();
  }
}

/** ms from a moment to the last change of what is looked at. */
async function lastInput(from: number, look: () => Promise<string>): Promise<number> {
  let seen = await look();
  let last = from;
  while (performance.now() - last < restMs) {
    await sleep(lookMs);
    const now = await look();
    if (now !== seen) last = performance.now();
    seen = now;
  }
  return last - from;
}

/** ms until nothing is down after run and driver were killed; the longest that is waited where something stays. */
async function killBoth(stage: Stage): Promise<number> {
  const { onlooker } = stage;
  const keysDown = async (): Promise<number> => (await pressedOn(onlooker)).keys.length;
  const acting = await begin(
    stage,
    'hold: {keys: [shift, a], for: 120s}',
    async () => (await keysDown()) === 2,
  );
  const from = performance.now();
  signalBoth(acting.pid, acting.driver, 'SIGKILL');
  await until(async () => (await keysDown()) === 0);
  return performance.now() - from;
}

function openTerminal({ display }: Stage, file: string): ChildProcess {
  const child = spawn('xterm', ['-e', 'sh', '-c', `stty -icanon -echo; cat > ${file}`], {
    env: display.env,
    stdio: 'ignore',
  });
  return child;
}

/** Whether the terminal is there to be typed into: on a busy machine its shell begins before its window is drawn. */
function isShown({ display }: Stage): boolean {
  const search = ['search', '--onlyvisible', '--class', 'xterm'];
  return spawnSync('xdotool', search, { env: display.env }).status === 0;
}

async function begin(
  { display, folder }: Stage,
  step: string,
  begun: () => Promise<boolean>,
): Promise<Acting> {
  const task = join(folder, 'task.yaml');
  writeFileSync(task, `name: Stopped\nsteps:\n  - ${step}\n`);
  const env = { ...display.env, XDG_CONFIG_HOME: join(folder, 'config') };
  const recordings = join(folder, 'recordings');
  const options = ['--recordings', recordings, '--approve', 'deny', '--stop-key', chord];
  // The key comes from xdotool: somebody's, which would pause the run first.
  options.push('--person', 'ignore');
  const child = spawn(
    process.execPath,
    [join(root, 'dist/cli/main.js'), 'run', task, ...options, '--desktop', display.display],
    { env, stdio: 'ignore' },
  );
  const pid = child.pid ?? 0;
  await until(() => {
    if (child.exitCode !== null)
      throw new Error(`The run ended with ${child.exitCode} before it was stopped.`);
    return begun();
  });
  return { child, pid, driver: driverOf(pid), env, recordings };
}

function driverOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  return Number(
    children.find((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('driver/main.js')),
  );
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const limit = performance.now() + mostMs;
  while (!(await holds())) {
    if (performance.now() > limit) throw new Error(`It did not come to pass within ${mostMs / 1000} s.`);
    await sleep(lookMs);
  }
}
