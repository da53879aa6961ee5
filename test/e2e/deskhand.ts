import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { RecordingLine } from '../../src/core/events.js';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const main = join(root, 'dist/cli/main.js');

/** How a command ended. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that is under way. */
export interface Running {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly done: Promise<Ran>;
}

const alive = new Set<ChildProcess>();

/** Starts the real command line in a process of its own, without a display unless `env` names one. */
export function start(args: readonly string[], options: { env?: Record<string, string>; cwd?: string } = {}) {
  const { DISPLAY: _, XAUTHORITY: __, DASHSCOPE_API_KEY: ___, ...inherited } = process.env;
  const child = spawn(process.execPath, [main, ...args], {
    cwd: options.cwd ?? root,
    env: { ...inherited, NO_COLOR: '1', ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  alive.add(child);
  const out = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    out.stderr += text;
  });
  const done = once(child, 'close').then(([code]: (number | null)[]): Ran => {
    alive.delete(child);
    return { code: code ?? null, ...out };
  });
  return { child, pid: child.pid ?? 0, done } satisfies Running;
}

/** Runs the real command line to its end. */
export function deskhand(
  args: readonly string[],
  options: { env?: Record<string, string>; cwd?: string; input?: string } = {},
): Promise<Ran> {
  const running = start(args, options);
  running.child.stdin?.end(options.input ?? '');
  return running.done;
}

/** Ends what a failed test has left running, by its own process id. */
export async function endLeftovers(): Promise<void> {
  for (const child of [...alive]) {
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  }
}

/** A folder of one test's own. */
export function scratch(): { folder: string; recordings: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-e2e-'));
  return {
    folder,
    recordings: join(folder, 'recordings'),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** A folder of its own for each test of the file or group; what a test has left running ends after it. */
export function scratchEach(): { readonly folder: string; readonly recordings: string } {
  let place = { folder: '', recordings: '', remove: (): void => undefined };
  beforeEach(() => {
    place = scratch();
  });
  afterEach(async () => {
    await endLeftovers();
    place.remove();
  });
  return {
    get folder() {
      return place.folder;
    },
    get recordings() {
      return place.recordings;
    },
  };
}

/** What `--reporter json` tells of one run, as far as tests look at it. */
export interface RunReport {
  readonly folder: string;
  readonly ending: string;
  readonly reason: string;
  readonly outputs: Record<string, unknown>;
  readonly steps: readonly { name: string; step: string; status?: string; reason?: string }[];
  readonly acts: readonly {
    summary: string;
    action: { name: string };
    standing: string;
    confirmation?: { answer: string; by: string };
  }[];
  readonly differences: readonly { reason: string; expected: string; found: string }[];
  readonly integrity: { sealed: boolean; torn?: unknown; corrupt?: unknown; warnings: readonly unknown[] };
}

/** The only run of a command with `--reporter json`. */
export function onlyRun({ stdout, stderr }: Ran): RunReport {
  const parsed: { runs: RunReport[] } = JSON.parse(stdout === '' ? '{"runs":[]}' : stdout);
  const [run] = parsed.runs;
  if (run === undefined) throw new Error(`no run was reported; standard error says: ${stderr}`);
  return run;
}

/** Why a run did not end as it should, for the message of a failed test. */
export function tale(ran: Ran): string {
  const { stdout, stderr } = ran;
  if (!stdout.startsWith('{')) return `${stdout.slice(-3000)}\n${stderr.slice(-2000)}`;
  const { ending, reason, steps } = onlyRun(ran);
  const lines = steps.map((step) => `${step.status ?? 'interrupted'} ${step.name} ${step.reason ?? ''}`);
  return [`${ending}: ${reason}`, ...lines, stderr.slice(-2000)].join('\n');
}

/** The folder of the only recording. */
export function recordingIn(recordings: string): string {
  const names = readdirSync(recordings).filter((name) => !name.startsWith('.'));
  expect(names).toHaveLength(1);
  return join(recordings, names[0] ?? '');
}

/** The lines of a recording that are whole. */
export function linesOf(folder: string): RecordingLine[] {
  const file = join(folder, 'recording.jsonl');
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RecordingLine);
}

/** Waits until the run under way has written a line; answers the folder of its recording. */
export async function untilLine(
  { recordings, running }: { recordings: string; running: Running },
  wanted: (line: RecordingLine) => boolean,
): Promise<string> {
  return vi.waitUntil(
    () => {
      const ended = running.child.exitCode;
      if (ended !== null) throw new Error(`The run has ended with ${ended}.`);
      const folders = existsSync(recordings) ? readdirSync(recordings) : [];
      return folders.map((name) => join(recordings, name)).find((folder) => linesOf(folder).some(wanted));
    },
    { timeout: 120_000, interval: 20 },
  );
}

/** The driver process of a run. */
export function driverOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  const driver = children.find((child) =>
    readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('driver/main.js'),
  );
  if (driver === undefined) throw new Error(`process ${pid} has no driver among ${children.join(' ')}`);
  return Number(driver);
}
