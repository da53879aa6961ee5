import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordingLine } from '../src/core/events.js';
import { openVirtualDesktop } from '../src/desktop/virtual/virtual-desktop.js';

const cli = new URL('../dist/cli/main.js', import.meta.url).pathname;
const size = { width: 1280, height: 800 };

/** Samples that need no model and no answer, and the parameter that keeps each in a folder of its own. */
const samples: Readonly<Record<string, 'folder' | 'state' | undefined>> = {
  calculator: undefined,
  editor: 'folder',
  'editor-goal': undefined,
  'file-dialog': 'folder',
  'orders-delete': 'state',
  'orders-from-csv': 'state',
  'orders-goal': 'state',
  'orders-new': 'state',
  'orders-report': 'state',
  spreadsheet: 'folder',
  terminal: 'folder',
  web: 'folder',
};

/** One whole process, from its start to its end. */
interface Whole {
  /** ms from spawn to exit. */
  readonly ms: number;
  /** Processor seconds of it and all its children. */
  readonly cpu: number;
  readonly code: number;
  /** ms from spawn until the line was written; undefined where there is no recording. */
  readonly frame?: number;
  readonly ending?: number;
}

/**
 * Prints what whole processes take from spawn to exit: the help, a task that does nothing on a display that is there
 * and on one of its own, and each sample; beside each the ratio to a Node that does nothing, from the same rounds.
 * ROUNDS says how often (7 unless told); DESKHAND_SAMPLES takes only the samples of these names, with commas, or none.
 */
export async function cold(): Promise<void> {
  const rounds = Number(process.env.ROUNDS ?? 7);
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-cold-'));
  const place = await openVirtualDesktop({ size });
  try {
    const task = join(folder, 'nothing.yaml');
    await writeFile(task, 'name: Nothing\nsteps:\n  - run: "true"\n');
    const node = (): Promise<Whole> => whole(['-e', '0']);
    const rows: Readonly<Record<string, () => Promise<Whole>>> = {
      '--help': () => whole([cli, '--help']),
      '(a) nothing, display there': () =>
        run(folder, [task, '--desktop', place.display, '--no-stop-corner'], place.env),
      '(b) nothing, own display': () => run(folder, [task]),
    };
    head();
    for (const [name, measure] of Object.entries(rows)) await printRow(name, rounds, node, measure);
    for (const name of chosen(process.env.DESKHAND_SAMPLES)) {
      const own = samples[name];
      await printRow(`(d) ${name}`, 1, node, () => {
        const at = own === 'state' ? join(folder, `${name}.json`) : join(folder, name);
        const given = own === undefined ? [] : ['--param', `${own}=${at}`];
        return run(folder, [`tasks/${name}.yaml`, '--approve', 'deny', ...given]);
      });
    }
  } finally {
    await place.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function chosen(names: string | undefined): readonly string[] {
  const wanted = names?.split(',');
  return Object.keys(samples).filter((name) => wanted?.includes(name) ?? true);
}

function head(): void {
  const columns = ['spawn to exit', 'times Node', 'first frame', 'ending', 'cpu s'];
  console.log(`${''.padEnd(28)}${columns.map((column) => column.padStart(15)).join('')}`);
}

/** Node and what is measured take turns, so that a machine that grows busy harms both. */
async function printRow(
  name: string,
  rounds: number,
  node: () => Promise<Whole>,
  measure: () => Promise<Whole>,
): Promise<void> {
  const ours: Whole[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    theirs.push((await node()).ms);
    ours.push(await measure());
  }
  const failed = ours.find(({ code }) => code !== 0);
  const of = (value: (one: Whole) => number | undefined): number | undefined => {
    const known = ours.flatMap((one) => value(one) ?? []);
    return known.length === 0 ? undefined : median(known);
  };
  const ms = of((one) => one.ms) ?? 0;
  const cells = [
    `${ms.toFixed(0)} ms`,
    (ms / median(theirs)).toFixed(1),
    inMs(of((one) => one.frame)),
    inMs(of((one) => one.ending)),
    (of((one) => one.cpu) ?? 0).toFixed(2),
  ];
  const said = failed === undefined ? '' : `  exit code ${failed.code}`;
  console.log(`${name.padEnd(28)}${cells.map((cell) => cell.padStart(15)).join('')}${said}`);
}

const inMs = (value: number | undefined): string => (value === undefined ? '' : `${value.toFixed(0)} ms`);

/** A run, and when its first frame and its ending were written. */
async function run(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Whole> {
  const recordings = await mkdtemp(join(folder, 'recordings-'));
  const began = Date.now();
  const ended = await whole([cli, 'run', ...args, '--recordings', recordings], env);
  const [name] = (await readdir(recordings)).filter((each) => !each.startsWith('.'));
  if (name === undefined) return ended;
  const lines = readFileSync(join(recordings, name, 'recording.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RecordingLine);
  const at = (type: RecordingLine['type']): number | undefined => {
    const wall = lines.find((line) => line.type === type)?.wall;
    return wall === undefined ? undefined : Date.parse(wall) - began;
  };
  const [frame, ending] = [at('frame'), at('ending')];
  return { ...ended, ...(frame !== undefined && { frame }), ...(ending !== undefined && { ending }) };
}

async function whole(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Whole> {
  const before = cpuOfChildren();
  const began = performance.now();
  const child = spawn(process.execPath, args, { stdio: 'ignore', env: { ...process.env, ...env } });
  const [code] = (await once(child, 'exit')) as [number | null];
  const ms = performance.now() - began;
  return { ms, cpu: cpuOfChildren() - before, code: code ?? -1 };
}

/** Processor seconds of all children that have ended, and of theirs; 0 where the system has no /proc. */
function cpuOfChildren(): number {
  if (process.platform !== 'linux') return 0;
  const stat = readFileSync('/proc/self/stat', 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user, system] = [Number(fields[13]), Number(fields[14])];
  // Linux tells them in hundredths to every program.
  return (user + system) / 100;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
