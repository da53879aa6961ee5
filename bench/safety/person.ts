import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startXvfb } from '../../test/support/xvfb.js';
import { openCampaign } from './campaign.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Samples that type, click and drive menus. */
const tasks = ['editor', 'orders-new', 'calculator'] as const;

/** What came of a run at which nobody sat. */
interface Alone {
  /** How often it took its own input for somebody's. */
  readonly pauses: number;
  readonly code: number | null;
}

/** Prints how often runs pause for their own input while `LOOPS` busy loops (8) take the processor. N=3 runs a task. */
export async function personSection(): Promise<void> {
  const runs = Number(process.env.N ?? 1);
  const loops = Number(process.env.LOOPS ?? 8);
  const campaign = openCampaign('person');
  const display = await startXvfb({ width: 1280, height: 800 });
  const manager = spawn('openbox', [], { env: display.env, stdio: 'ignore' });
  const busy = Array.from({ length: loops }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
  );
  try {
    for (const task of tasks) {
      const all = await campaign.trials(`${task}, ${loops} busy loops`, runs, () => runAlone(task, display));
      const pauses = all.reduce((sum, one) => sum + one.pauses, 0);
      console.log(
        `  ${task} beside ${loops} busy loops, ${all.length} runs: paused for its own input ${pauses} times; passed ${all.filter(({ code }) => code === 0).length}`,
      );
    }
  } finally {
    await Promise.all([...busy, manager].map(end));
    await display.end();
  }
}

async function runAlone(task: string, display: Awaited<ReturnType<typeof startXvfb>>): Promise<Alone> {
  const recordings = mkdtempSync(join(tmpdir(), 'deskhand-bench-person-'));
  try {
    const child = spawn(
      process.execPath,
      [
        'dist/cli/main.js',
        'run',
        `tasks/${task}.yaml`,
        '--desktop',
        display.display,
        '--approve',
        'deny',
        '--recordings',
        recordings,
      ],
      { cwd: root, env: { ...display.env }, stdio: 'ignore' },
    );
    const [code] = await once(child, 'exit');
    return { pauses: pausesIn(recordings), code };
  } finally {
    rmSync(recordings, { recursive: true, force: true });
  }
}

function pausesIn(recordings: string): number {
  const lines = readdirSync(recordings)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => readFileSync(join(recordings, name, 'recording.jsonl'), 'utf8').split('\n'));
  return lines.filter((line) => line.includes('"type":"pause"')).length;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}
