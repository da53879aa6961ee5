import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readRecording } from '../src/recording/index.js';

const run = promisify(execFile);
const cli = new URL('../dist/cli/main.js', import.meta.url).pathname;

/** Runs the order sample once through the command line and prints what each phase of a step took. */
export async function steps(): Promise<void> {
  await startUp();
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-bench-'));
  try {
    const task = new URL('../tasks/orders-new.yaml', import.meta.url).pathname;
    const args = [
      'run',
      task,
      '--recordings',
      folder,
      '--reporter',
      'json',
      '--param',
      `state=${folder}/state.json`,
    ];
    const { stderr } = await run('/usr/bin/env', ['time', '-f', '%M', process.execPath, cli, ...args], {
      maxBuffer: 1 << 28,
    }).catch(() => run(process.execPath, [cli, ...args], { maxBuffer: 1 << 28 }));
    const peak = Number(stderr.trim().split('\n').at(-1));
    await printPhases(folder, peak);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function startUp(): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < 7; i += 1) {
    const began = performance.now();
    await run(process.execPath, [cli, '--help']);
    times.push(performance.now() - began);
  }
  console.log(
    `deskhand --help: ${median(times).toFixed(0)} ms (median of ${times.length}; node alone ${(await nodeAlone()).toFixed(0)} ms)`,
  );
}

async function nodeAlone(): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 7; i += 1) {
    const began = performance.now();
    await run(process.execPath, ['-e', '0']);
    times.push(performance.now() - began);
  }
  return median(times);
}

async function printPhases(root: string, peak: number): Promise<void> {
  const name = (await readdir(root, { withFileTypes: true })).find(
    (entry) => entry.isDirectory() && !entry.name.startsWith('.'),
  )?.name;
  if (name === undefined) throw new Error('The run left no recording.');
  const { acts, ending, ms } = await readRecording(join(root, name));
  console.log(`${ending?.ending}: ${acts.length} acts in ${(ms / 1000).toFixed(1)} s`);
  const phases = [
    'settle',
    'capture',
    'encode',
    'save',
    'decide',
    'judge',
    'confirm',
    'act',
    'check',
  ] as const;
  console.log('phase      median ms   mean ms');
  for (const phase of phases) {
    const times = acts.map((act) => act.times[phase]);
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
    console.log(`${phase.padEnd(10)} ${median(times).toFixed(1).padStart(9)} ${mean.toFixed(1).padStart(9)}`);
  }
  if (Number.isFinite(peak))
    console.log(`peak memory of the largest process: ${(peak / 1024).toFixed(0)} MB`);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
