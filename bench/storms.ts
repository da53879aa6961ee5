import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RecordingLine } from '../src/core/events.js';
import { type Fault, goalBrain, startEmulator } from '../test/support/emulator/index.js';

const root = fileURLToPath(new URL('../', import.meta.url));
const STORM_MS = 60_000;
/** What the server asks for in every third refusal, s. */
const RETRY_AFTER_S = 9;
/** The deadline of a whole decision, ms. */
const DEADLINE_MS = 120_000;
const expected = ['launch', 'type', 'press', 'type', 'click', 'click', 'note', 'done'];

/** When a request came, how it was answered, and what the server asked for. */
interface Asked {
  readonly at: number;
  readonly status: number;
  readonly retryAfter: boolean;
}

/**
 * A real run whose model refuses everything with 429 for a minute in the middle of the task: it waits as it is
 * told, goes on, and does nothing twice.
 */
export async function storms(stormMs: number = STORM_MS): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-storms-'));
  const asked: Asked[] = [];
  let storm: number | undefined;
  const weather = (request: number): Fault | undefined => {
    // The first two decisions are made in the sun.
    if (request >= 2) storm ??= performance.now();
    if (storm === undefined || performance.now() - storm > stormMs) return undefined;
    return request % 3 === 0
      ? { error: 'rate-requests', retryAfter: RETRY_AFTER_S }
      : { error: request % 3 === 1 ? 'rate-burst' : 'throttling' };
  };
  const brain = goalBrain();
  const emulator = await startEmulator({
    brain,
    misbehave: weather,
    onRequest: ({ status, fault }) =>
      asked.push({
        at: performance.now(),
        status,
        retryAfter: fault !== undefined && 'retryAfter' in fault,
      }),
  });
  try {
    const began = performance.now();
    const code = await run(['--base-url', emulator.url, '--recordings', folder], emulator.key);
    tell({ code, ms: performance.now() - began, asked, stormMs, lines: await linesIn(folder) });
  } finally {
    await emulator.close();
    await brain.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function run(args: readonly string[], key: string): Promise<number | null> {
  const task = ['run', 'tasks/editor-goal.yaml', '--pilot', 'qwen', '--model', 'qwen3-vl-plus'];
  const child = spawn(process.execPath, ['dist/cli/main.js', ...task, ...args], {
    cwd: root,
    env: { ...process.env, DASHSCOPE_API_KEY: key },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve) => child.once('close', resolve));
}

async function linesIn(recordings: string): Promise<readonly RecordingLine[]> {
  const [name = ''] = (await readdir(recordings)).filter((each) => !each.startsWith('.'));
  const text = await readFile(join(recordings, name, 'recording.jsonl'), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RecordingLine);
}

function tell(outcome: {
  code: number | null;
  ms: number;
  asked: readonly Asked[];
  stormMs: number;
  lines: readonly RecordingLine[];
}): void {
  const { code, ms, asked, stormMs, lines } = outcome;
  const refused = asked.filter(({ status }) => status === 429).length;
  const waits = asked.flatMap((each, at) =>
    each.retryAfter ? [(asked[at + 1]?.at ?? Number.POSITIVE_INFINITY) - each.at] : [],
  );
  const early = waits.filter((wait) => wait < RETRY_AFTER_S * 1000).length;
  const longest = Math.max(...lines.map((line) => (line.type === 'decision' ? line.ms : 0)));
  const acts = lines.flatMap((line) => (line.type === 'intent' ? [line.action.name] : []));
  const right = acts.join() === expected.join();
  const seconds = (value: number): string => (value / 1000).toFixed(1);
  console.log(
    `storms: ${seconds(stormMs)} s of 429: exit code ${code}, ${seconds(ms)} s in all; ${refused} of ${asked.length} requests refused`,
  );
  console.log(`  longest decision ${seconds(longest)} s of ${seconds(DEADLINE_MS)} s`);
  console.log(`  Retry-After: ${RETRY_AFTER_S} s asked for ${waits.length} times, ${early} times not obeyed`);
  console.log(`  acts: ${acts.join(', ')}${right ? ' (each once)' : ` (EXPECTED ${expected.join(', ')})`}`);
  if (code !== 0 || early > 0 || longest > DEADLINE_MS || !right) process.exitCode = 1;
}
