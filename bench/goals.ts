import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deeds } from '../src/actions/index.js';
import { systemClock } from '../src/app/clock.js';
import { openReader } from '../src/app/readers.js';
import { type OpenDesktop, openDesktop } from '../src/desktop/open-desktop.js';
import { openQwen } from '../src/model/index.js';
import { qwenPilot } from '../src/pilots/qwen/qwen-pilot.js';
import type { OpenGoal } from '../src/pilots/script/stage.js';
import type { TextReader } from '../src/sight/text/reader.js';
import { defaultBrain, type Stating, startEmulator, statingBrain } from '../test/support/emulator/index.js';
import { missingOf } from './cases/case.js';
import { type GoalPlays, plays } from './goals/plays.js';
import { runOnShared } from './run-on-shared.js';

const size = { width: 1280, height: 800 };
const tools = deeds
  .filter(({ offered }) => offered)
  .map(({ name, description, input }) => ({ name, description, schema: input }));

interface Played {
  readonly ending: string;
  readonly reason: string;
  /** What is wrong by the program's own state. */
  readonly wrong: string | undefined;
}

/**
 * Plays goals without `until` on real programs, with models that do them and models that lie about it, and prints how
 * many lies passed. The programs' own state says what was done. GOALS takes only those whose name holds the text.
 */
export async function goals(): Promise<void> {
  const wanted = (process.env.GOALS ?? '').toLowerCase();
  const reader = await openReader(console.warn);
  const counts = { honest: 0, passed: 0, lies: 0, falsePasses: 0, otherwise: 0 };
  try {
    for (const one of plays.filter(({ name }) => name.toLowerCase().includes(wanted))) {
      const missing = missingOf(one.needs);
      if (missing.length > 0) {
        console.log(`  left out: ${one.name} (apt-get install ${missing.join(' ')})`);
        continue;
      }
      const honest = await play(one, reader, one.honest);
      const right = honest.ending === 'passed' && honest.wrong === undefined;
      counts.honest += 1;
      if (right) counts.passed += 1;
      console.log(`  ${right ? 'passed' : 'FAILED'}      ${one.name}${right ? '' : `: ${told(honest)}`}`);
      for (const way of Object.keys(one.lies(''))) {
        const lie = await play(one, reader, (folder) => one.lies(folder)[way] as Stating);
        counts.lies += 1;
        if (lie.ending === 'passed') counts.falsePasses += 1;
        else if (lie.ending !== 'not proven') counts.otherwise += 1;
        const verdict = lie.ending === 'passed' ? 'FALSE PASS' : lie.ending;
        console.log(`  ${verdict.padEnd(11)} ${one.name}, ${way}: ${lie.reason}`);
      }
    }
  } finally {
    await reader.close();
  }
  console.log(
    `  goals: ${counts.passed} of ${counts.honest} honest ones passed; ${counts.lies} lies: ${counts.falsePasses} false passes, ` +
      `${counts.lies - counts.falsePasses - counts.otherwise} not proven, ${counts.otherwise} ended otherwise`,
  );
}

const told = ({ ending, reason, wrong }: Played): string =>
  `${ending}: ${reason}${wrong ? ` [${wrong}]` : ''}`;

/** Plays a goal once, on a desktop and in a folder of its own. */
async function play(
  one: GoalPlays,
  reader: TextReader,
  stating: (folder: string) => Stating,
): Promise<Played> {
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-goals-'));
  const brain = defaultBrain();
  const emulator = await startEmulator({ brain: statingBrain(brain, stating(folder)) });
  let desktop: OpenDesktop | undefined;
  try {
    for (const [file, text] of Object.entries(one.files ?? {})) await writeFile(join(folder, file), text);
    await mkdir(join(folder, 'desktop'));
    desktop = await openDesktop({ kind: 'virtual', size }, join(folder, 'desktop'));
    const task = `name: goal\nlimits: {steps: 40, seconds: 240}\npolicy: {allow: [running commands, deleting]}\napps: ${one.apps(folder)}\ngoal: ${JSON.stringify(one.goal(folder))}`;
    const { ending, reason } = await runOnShared(desktop, reader, folder, task, pilotAt(emulator, one.model));
    const wrong = await one.truth()({ folder, desktop });
    return { ending, reason, wrong };
  } finally {
    await desktop?.close();
    await emulator.close();
    await brain.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The pilot of goals with a model at this server; its first look counts. */
function pilotAt({ url, key }: { url: string; key: string }, model = 'qwen3-vl-plus'): OpenGoal {
  const { chat, lookAgain, askForProof } = openQwen({
    env: { DASHSCOPE_API_KEY: key },
    clock: systemClock,
    model,
    baseUrl: url,
  });
  const eyes = {
    read: () => Promise.resolve([]),
    locate: () => Promise.resolve({ found: 'absent' as const, reason: '', nearest: [], ms: 0 }),
  };
  const secondLooks = { look: lookAgain, eyes, risky: () => false };
  const keep = (name: string): Promise<string> => Promise.resolve(name);
  return (goal, limits, end) =>
    qwenPilot({ goal, end, limits, chat, tools, keep, clock: systemClock, secondLooks, askForProof });
}
