import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRecording, verifyRecording } from '../src/recording/index.js';

const CHILD = fileURLToPath(new URL('./kill-child.mjs', import.meta.url));
/** Longest time a writer lives after its first line, ms. */
const LONGEST_LIFE = 60;

/** What `kill -9` at random moments left of many recordings. */
export interface KillFigures {
  readonly kills: number;
  /** Lines that were acknowledged before the kills. */
  readonly acknowledged: number;
  /** Acknowledged lines that could not be read afterwards. */
  readonly lost: number;
  /** Recordings with a torn last line. */
  readonly torn: number;
  /** Recordings with a corrupt line, or with a frame that is missing or not what was recorded. */
  readonly corrupt: number;
  readonly ms: number;
}

/** Kills a writer `count` times with SIGKILL and reads what it left. */
export async function kills(count = 1000): Promise<KillFigures> {
  const from = performance.now();
  const total = { kills: 0, acknowledged: 0, lost: 0, torn: 0, corrupt: 0 };
  for (let trial = 0; trial < count; trial += 1) {
    const result = await killOnce((LONGEST_LIFE * trial) / count);
    total.kills += 1;
    total.acknowledged += result.acknowledged;
    total.lost += Math.max(0, result.acknowledged - result.readable);
    total.torn += result.torn ? 1 : 0;
    total.corrupt += result.whole ? 0 : 1;
  }
  return { ...total, ms: Math.round(performance.now() - from) };
}

async function killOnce(life: number) {
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-kill-'));
  try {
    const acknowledged = await writeUntilKilled(folder, life);
    const recording = await readRecording(folder);
    const misfits = await verifyRecording(recording);
    const whole = misfits.every(({ what }) => what === 'ending' || what === 'tail');
    return { acknowledged, readable: recording.lines.length, torn: recording.torn !== undefined, whole };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Lines that the child said were on disk. */
async function writeUntilKilled(folder: string, life: number): Promise<number> {
  const child = spawn(process.execPath, [CHILD, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text: string) => {
    if (output === '') setTimeout(() => child.kill('SIGKILL'), life);
    output += text;
  });
  const [code] = await once(child, 'close');
  if (code !== null) throw new Error(`the writer ended by itself with code ${code}`);
  return output.split('\n').length - 1;
}
