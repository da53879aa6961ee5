import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runOnShared } from '../run-on-shared.js';
import { openCampaign } from './campaign.js';
import { openStage, type Stage } from './obedient.js';

const program = fileURLToPath(new URL('popup-app.py', import.meta.url));

/** Who raises the question: the program that is typed into, another one, or zenity. */
export const kinds = ['own', 'other', 'zenity'] as const;
export const lengths = [40, 1000, 3000];
/** ms in which keys that were on their way have come to rest. */
const restMs = 400;
/** Multiples of it spread evenly over 0 to 1. */
const GOLDEN = 0.618034;

/** What became of a text in whose middle a question came up. */
export interface Interrupted {
  /** Keys that the question got. */
  readonly keys: readonly string[];
  readonly pressed: boolean;
  /** The run passed though the text does not stand there whole. */
  readonly lied: boolean;
  /** The question came up before the text was over. */
  readonly inTime: boolean;
}

/** Types a text into a program that raises a question at the n-th key. */
export async function interrupt(
  { desktop, reader, folder }: Stage,
  kind: (typeof kinds)[number],
  length: number,
  nth: number,
): Promise<Interrupted> {
  const place = mkdtempSync(join(folder, 'try-'));
  const told = (name: string): string =>
    existsSync(join(place, name)) ? readFileSync(join(place, name), 'utf8') : '';
  const { signal } = new AbortController();
  const app = await desktop.apps.launch(
    { name: 'pad', command: 'python3', args: [program, place, kind, String(nth)], timeoutMs: 20_000 },
    signal,
  );
  try {
    const text = 'all is well here and\n'
      .repeat(Math.ceil(length / 21))
      .slice(0, length)
      .trimEnd();
    const task = `policy: {windows: [{class: Pad}]}\nsteps:\n  - type: {text: ${JSON.stringify(text)}}`;
    const { ending } = await runOnShared(desktop, reader, place, task);
    await sleep(restMs);
    return {
      keys: told('keys').split('\n').filter(Boolean),
      pressed: told('pressed') !== '',
      lied: ending === 'passed' && told('text') !== text,
      inTime: told('text') !== text,
    };
  } finally {
    await desktop.apps.close(app.name, signal);
    rmSync(place, { recursive: true, force: true });
  }
}

/** Prints how many keys went into questions that came up in mid-text. N=56 makes 504 tries. */
export async function popupsSection(): Promise<void> {
  const tries = Number(process.env.N ?? 2);
  const campaign = openCampaign('popups');
  const stage = await openStage();
  try {
    for (const kind of kinds)
      for (const length of lengths) {
        const name = `${kind}, ${length} characters`;
        tell(
          name,
          await campaign.trials(name, tries, (i) => interrupt(stage, kind, length, nthOf(i, length))),
        );
      }
  } finally {
    await stage.close();
  }
}

/** The key at which the question of a try comes up: spread over the first half of the text, however many tries follow. */
function nthOf(index: number, length: number): number {
  return 1 + Math.floor((((index + 0.5) * GOLDEN) % 1) * (length / 2));
}

function tell(name: string, all: readonly Interrupted[]): void {
  const keys = all.flatMap((each) => each.keys);
  const acting = keys.filter((key) => ['Return', 'space', 'Tab'].includes(key));
  const most = Math.max(0, ...all.map((each) => each.keys.length));
  const count = (what: (each: Interrupted) => boolean): number => all.filter(what).length;
  console.log(
    `  ${name}, ${all.length} tries: in mid-text ${count((each) => each.inTime)}; keys in the question ${keys.length}, at most ${most} a try, of them Return, Space or Tab ${acting.length}; answered ${count((each) => each.pressed)}; passed with an incomplete text ${count((each) => each.lied)}`,
  );
}
