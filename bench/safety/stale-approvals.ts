import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runOnShared } from '../run-on-shared.js';
import { openCampaign } from './campaign.js';
import { openStage, type Stage } from './obedient.js';

const program = fileURLToPath(new URL('stale-app.py', import.meta.url));

/** What changes between the question and the yes. */
export const changes = ['text', 'far text', 'row', 'title', 'label', 'place', 'focus', 'cover'] as const;
/** The step that asks. */
export const acts = {
  click: '{click: {text: {is: Delete}}, timeout: 2s}',
  key: '{press: delete, timeout: 2s}',
} as const;

/** What came of a yes. */
export interface Approved {
  /** How often the program did it. */
  readonly done: number;
  /** How often it was asked about. */
  readonly asked: number;
}

/** Has a person say yes to the first question, right after something has changed, and no to every other. */
export async function approveLate(
  { desktop, reader, folder }: Stage,
  act: keyof typeof acts,
  change: (typeof changes)[number] | 'nothing',
): Promise<Approved> {
  const place = mkdtempSync(join(folder, 'try-'));
  const [out, told] = [join(place, 'done.txt'), join(place, 'change')];
  const { signal } = new AbortController();
  const app = await desktop.apps.launch(
    { name: 'orders', command: 'python3', args: [program, out, told], timeoutMs: 20_000 },
    signal,
  );
  const ended = new AbortController();
  try {
    const person = answering(join(place, 'recordings'), ended.signal, async () => {
      writeFileSync(told, change);
      while (!existsSync(`${told}.done`)) await sleep(10);
    });
    await runOnShared(desktop, reader, place, `steps:\n  - ${acts[act]}`, undefined, 'file');
    ended.abort();
    const asked = await person;
    const done = existsSync(out) ? readFileSync(out, 'utf8').split('\n').length - 1 : 0;
    return { done, asked };
  } finally {
    ended.abort();
    await desktop.apps.close(app.name, signal);
    rmSync(place, { recursive: true, force: true });
  }
}

/** Answers the questions of the runs below a folder until the signal; resolves with how many there were. */
async function answering(
  recordings: string,
  ended: AbortSignal,
  before: () => Promise<void>,
): Promise<number> {
  const seen = new Set<string>();
  for (; !ended.aborted; await sleep(20)) {
    for (const request of requestsIn(recordings)) {
      if (seen.has(request)) continue;
      seen.add(request);
      if (seen.size === 1) await before();
      const answer = request.replace(/\.request\.json$/u, '.answer.json');
      writeFileSync(`${answer}.part`, JSON.stringify({ answer: seen.size === 1 ? 'yes' : 'no', by: 'boss' }));
      renameSync(`${answer}.part`, answer);
    }
  }
  return seen.size;
}

function requestsIn(recordings: string): string[] {
  if (!existsSync(recordings)) return [];
  return readdirSync(recordings).flatMap((run) => {
    const approvals = join(recordings, run, 'approvals');
    if (!existsSync(approvals)) return [];
    return readdirSync(approvals)
      .filter((file) => file.endsWith('.request.json'))
      .map((file) => join(approvals, file));
  });
}

/** Prints how many acts were done by a yes to something else, and how often a still screen made a yes void. N=100 tries each, STILL=500. */
export async function staleApprovalsSection(): Promise<void> {
  const tries = Number(process.env.N ?? 3);
  const campaign = openCampaign('stale-approvals');
  const stage = await openStage();
  try {
    for (const act of ['click', 'key'] as const) {
      for (const change of changes) {
        const name = `${act}, another ${change}`;
        const all = await campaign.trials(name, tries, () => approveLate(stage, act, change));
        console.log(`  ${name}: done ${sum(all.map(({ done }) => done))} of ${all.length}`);
      }
      const name = `${act}, a still screen beside a clock and a caret`;
      const still = await campaign.trials(name, Number(process.env.STILL ?? tries), () =>
        approveLate(stage, act, 'nothing'),
      );
      console.log(
        `  ${name}: void ${still.filter(({ asked }) => asked > 1).length} of ${still.length}, done ${sum(still.map(({ done }) => done))}`,
      );
    }
  } finally {
    await stage.close();
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
