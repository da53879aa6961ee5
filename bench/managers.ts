import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startXvfb } from '../test/support/xvfb.js';

/** The window managers that the samples are played under; `none` is a bare server. */
const managers = ['openbox', 'xfwm4', 'icewm', 'fluxbox', 'awesome', 'i3', 'dwm', 'none'] as const;

/** Samples with a program on the desktop, and what keeps each in a folder of its own. */
const samples: Readonly<Record<string, { readonly needs: string; readonly own?: 'folder' | 'state' }>> = {
  calculator: { needs: 'galculator' },
  editor: { needs: 'mousepad', own: 'folder' },
  'file-dialog': { needs: 'zenity', own: 'folder' },
  'orders-new': { needs: 'python3', own: 'state' },
  'orders-from-csv': { needs: 'python3', own: 'state' },
  'orders-report': { needs: 'python3', own: 'state' },
  spreadsheet: { needs: 'localc', own: 'folder' },
  terminal: { needs: 'xterm', own: 'folder' },
  web: { needs: 'chromium', own: 'folder' },
};

/** s that a sample may take. */
const longest = 300;
/** ms that a window manager gets to take over the display. */
const takeOverMs = 20_000;

/**
 * Prints which samples pass under which window manager. DESKHAND_MANAGERS and DESKHAND_SAMPLES take only those of
 * these names, with commas.
 */
export async function managersBench(): Promise<void> {
  const columns = chosen(Object.keys(samples), process.env.DESKHAND_SAMPLES);
  console.log(`  ${''.padEnd(9)} ${columns.map((name) => name.padEnd(15)).join(' ')}`);
  for (const manager of chosen([...managers], process.env.DESKHAND_MANAGERS)) {
    const cells: string[] = [];
    const told: string[] = [];
    for (const sample of columns) {
      const missing = [manager === 'none' ? 'Xvfb' : manager, samples[sample]?.needs ?? sample].find(
        (program) => !onPath(program),
      );
      const { cell, reason } =
        missing === undefined ? await played(manager, sample) : { cell: 'left out', reason: `no ${missing}` };
      cells.push(cell.padEnd(15));
      if (reason !== undefined) told.push(`    ${sample}: ${reason}`);
    }
    console.log([`  ${manager.padEnd(9)} ${cells.join(' ')}`, ...told].join('\n'));
  }
}

function chosen(all: readonly string[], names: string | undefined): readonly string[] {
  const wanted = (names ?? '').split(',').filter((name) => name !== '');
  return wanted.length === 0 ? all : all.filter((name) => wanted.includes(name));
}

interface Told {
  readonly cell: string;
  readonly reason?: string;
}

/** Plays one sample by the command line, as a user does, on a display of its own. */
async function played(manager: string, sample: string): Promise<Told> {
  const home = await mkdtemp(join(tmpdir(), 'deskhand-manager-'));
  const display = await startXvfb({ width: 1600, height: 1000 });
  const env = { ...display.env, HOME: home, XDG_CONFIG_HOME: join(home, '.config') };
  const running = await started(manager, home, env);
  try {
    const began = performance.now();
    const own = samples[sample]?.own;
    // A sample may clear its folder: nothing else stands in it.
    const folder = join(home, 'own');
    await mkdir(folder);
    const given =
      own === undefined ? [] : ['--param', `${own}=${own === 'state' ? join(folder, 'state.json') : folder}`];
    const words = ['dist/cli/main.js', 'run', `tasks/${sample}.yaml`, '--desktop', display.display, ...given];
    const more = ['--approve', 'deny', '--no-stop-corner', '--recordings', join(home, 'recordings')];
    const out = join(home, 'report.json');
    const run = spawn(process.execPath, [...words, ...more, '--reporter', `json=${out}`], {
      env,
      stdio: 'ignore',
    });
    const timer = setTimeout(() => run.kill(), longest * 1000);
    const [code] = (await once(run, 'exit')) as [number | null];
    clearTimeout(timer);
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    if (code === 0) return { cell: `passed ${seconds} s` };
    const text = existsSync(out) ? await readFile(out, 'utf8') : '{}';
    const [first] = (JSON.parse(text) as { runs?: readonly { reason?: string }[] }).runs ?? [];
    return { cell: `FAILED (${code ?? 'time'})`, reason: first?.reason ?? 'there is no report' };
  } finally {
    if (running?.pid !== undefined && running.exitCode === null) process.kill(-running.pid);
    await display.end();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Writes the settings of i3 for which its wizard would ask a new user, and take the keyboard. */
export async function i3Settings(home: string): Promise<void> {
  await mkdir(join(home, '.config/i3'), { recursive: true });
  await writeFile(join(home, '.config/i3/config'), 'font pango:monospace 8\nfloating_modifier Mod1\n');
}

/** The window manager, once it has taken over the display. */
async function started(
  manager: string,
  home: string,
  env: Readonly<Record<string, string>>,
): Promise<ChildProcess | undefined> {
  if (manager === 'none') return undefined;
  await i3Settings(home);
  const running = spawn('dbus-run-session', ['--', manager], { env, stdio: 'ignore', detached: true });
  const deadline = performance.now() + takeOverMs;
  while (!(await managed(env)) && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 100));
  return running;
}

/** Whether somebody redirects the windows of the root, which a window manager does. */
async function managed(env: Readonly<Record<string, string>>): Promise<boolean> {
  const { openX11Client } = await import('../src/desktop/driver/x11/client.js');
  const { clientsOf } = await import('../src/desktop/driver/x11/clients.js');
  const client = await openX11Client({ display: env.DISPLAY ?? '' });
  try {
    return await clientsOf(client).managed();
  } finally {
    await client.close();
  }
}

function onPath(program: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, program)));
}
