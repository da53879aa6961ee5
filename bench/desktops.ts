import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { screenPoint } from '../src/core/geometry.js';
import { carriers } from '../src/desktop/apps/marks.js';
import { type OpenDesktop, openDesktop } from '../src/desktop/open-desktop.js';
import { openVirtualDesktop } from '../src/desktop/virtual/virtual-desktop.js';

const count = 8;
const size = { width: 1280, height: 800 };
const program = fileURLToPath(new URL('../tasks/programs/orders/orders.py', import.meta.url));
const { signal } = new AbortController();

/** One desktop with what belongs to it. */
interface Seat {
  readonly index: number;
  readonly desktop: OpenDesktop;
  readonly folder: string;
  readonly openMs: number;
}

/** Proportional set size of the processes of one desktop, KiB. */
interface Memory {
  readonly server: number;
  readonly session: number;
  readonly driver: number;
  readonly application: number;
}

/**
 * Opens eight virtual desktops at once, enters an order into a program on each of them at the same time, and
 * prints start, memory, what arrived where, and what was left behind.
 */
export async function desktops(): Promise<void> {
  const bareMs = await bareStart();
  const alone = await open(0);
  const aloneMs = alone.openMs;
  await alone.desktop.close();
  rmSync(alone.folder, { recursive: true });
  const began = performance.now();
  const seats = await Promise.all(Array.from({ length: count }, (_, index) => open(index)));
  const allMs = performance.now() - began;
  console.log(`Desktops: ${count} virtual desktops of ${size.width}x${size.height} at the same time`);
  console.log(
    `  one starts in ${bareMs.toFixed(0)} ms, with its driver in ${aloneMs.toFixed(0)} ms, ` +
      `${count} with their drivers at once in ${allMs.toFixed(0)} ms`,
  );
  const entered = performance.now();
  const results = await Promise.allSettled(seats.map(enterOrder));
  const taskMs = performance.now() - entered;
  const passed = results.filter((result) => result.status === 'fulfilled').length;
  console.log(`  an order entered on each: ${passed} of ${count} exact, ${taskMs.toFixed(0)} ms for all`);
  for (const result of results) if (result.status === 'rejected') console.log(`    ${String(result.reason)}`);
  console.log(`  pointers where they were put: ${(await pointersInPlace(seats)) ? 'all' : 'NOT ALL'}`);
  const memory = seats.map(memoryOf);
  const mean = (part: keyof Memory): string =>
    mebibytes(memory.reduce((sum, each) => sum + each[part], 0) / count);
  const total = memory.reduce(
    (sum, each) => sum + each.server + each.session + each.driver + each.application,
    0,
  );
  console.log(
    `  memory per desktop (PSS, mean): ${mebibytes(total / count)}: X server ${mean('server')}, ` +
      `window manager and bus ${mean('session')}, driver ${mean('driver')}, application ${mean('application')}`,
  );
  await close(seats);
}

/** X server, window manager and bus without a driver: median of five, ms. */
async function bareStart(): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const began = performance.now();
    const display = await openVirtualDesktop({ size });
    times.push(performance.now() - began);
    await display.close();
  }
  return times.sort((a, b) => a - b)[2] ?? 0;
}

async function open(index: number): Promise<Seat> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-bench-'));
  const began = performance.now();
  const desktop = await openDesktop({ kind: 'virtual', size }, folder);
  return { index, desktop, folder, openMs: performance.now() - began };
}

/** Enters an order that names its desktop, and compares the program's own record with it. */
async function enterOrder({ index, desktop, folder }: Seat): Promise<void> {
  const state = join(folder, 'state.json');
  const args = [program, '--state', state, '--orders', '1'];
  await desktop.apps.launch(
    { name: 'orders', command: 'python3', args, window: 'Order Desk', timeoutMs: 60_000 },
    signal,
  );
  await desktop.screen.look('launch', signal);
  await desktop.hand.press(['ctrl', 'n'], 1, signal);
  await front(desktop, 'New order');
  await desktop.hand.type(
    `Customer of desktop ${index}\tStapler\t${index + 1}\t9.99\tonly here: #${index}!\n`,
    signal,
  );
  await front(desktop, 'Order Desk');
  await desktop.hand.press(['ctrl', 's'], 1, signal);
  const saved = await until(() => {
    const now = JSON.parse(readFileSync(state, 'utf8')) as {
      saves: number;
      orders: Record<string, unknown>[];
    };
    return now.saves > 0 ? now : undefined;
  }, 'nothing was saved');
  const { customer, quantity, note } = saved.orders[1] ?? {};
  const got = JSON.stringify([saved.orders.length, customer, quantity, note]);
  const wanted = JSON.stringify([2, `Customer of desktop ${index}`, index + 1, `only here: #${index}!`]);
  if (got !== wanted) throw new Error(`desktop ${index}: expected ${wanted}, found ${got}`);
}

async function front(desktop: OpenDesktop, title: string): Promise<void> {
  await until(async () => {
    const windows = await desktop.windows.list(signal);
    return windows.find(({ active }) => active)?.title === title || undefined;
  }, `“${title}” did not come to the front`);
}

/** Asks until there is an answer, at most half a minute. */
async function until<T>(ask: () => T | undefined | Promise<T | undefined>, complaint: string): Promise<T> {
  const deadline = performance.now() + 30_000;
  while (performance.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(complaint);
}

async function pointersInPlace(seats: readonly Seat[]): Promise<boolean> {
  const place = (index: number) => screenPoint(100 + 50 * index, 200 + 10 * index);
  await Promise.all(seats.map(({ index, desktop }) => desktop.hand.move(place(index), signal)));
  const looks = await Promise.all(seats.map(({ desktop }) => desktop.screen.look('none', signal)));
  return looks.every(({ pointer }, index) => pointer?.x === place(index).x && pointer.y === place(index).y);
}

function memoryOf({ desktop }: Seat): Memory {
  const server = desktop.serverPid ?? 0;
  const application = desktop.apps.list().map(({ pid }) => pid);
  const known = [server, desktop.driverPid, ...application];
  const session = carriers(`DISPLAY=${desktop.name}`).filter((pid) => !known.includes(pid));
  const sum = (pids: readonly number[]): number => pids.reduce((all, pid) => all + pss(pid), 0);
  return {
    server: pss(server),
    session: sum(session),
    driver: pss(desktop.driverPid),
    application: sum(application),
  };
}

/** Memory of a process, its share of what it shares with others, KiB. */
function pss(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
}

function mebibytes(kibibytes: number): string {
  return `${(kibibytes / 1024).toFixed(0)} MiB`;
}

async function close(seats: readonly Seat[]): Promise<void> {
  const homes = seats.map(({ desktop }) => dirname(desktop.env.HOME ?? ''));
  const began = performance.now();
  await Promise.all(seats.map(({ desktop }) => desktop.close()));
  const ms = performance.now() - began;
  const processes = seats.flatMap(({ desktop }) => carriers(`DISPLAY=${desktop.name}`)).length;
  const servers = seats.filter(({ desktop }) => existsSync(`/proc/${desktop.serverPid}`)).length;
  const folders = homes.filter((home) => existsSync(home)).length;
  console.log(
    `  all closed in ${ms.toFixed(0)} ms; left behind: ${processes} processes, ${servers} X servers, ${folders} folders`,
  );
  for (const { folder } of seats) rmSync(folder, { recursive: true });
}
