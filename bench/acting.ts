import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openReader } from '../src/app/readers.js';
import type { Action } from '../src/core/action.js';
import { framePoint } from '../src/core/geometry.js';
import type { Recording } from '../src/core/recording.js';
import { type OpenDesktop, openDesktop } from '../src/desktop/open-desktop.js';
import type { Answer, Pilot } from '../src/ports.js';
import { readRecording } from '../src/recording/index.js';
import type { TextReader } from '../src/sight/text/reader.js';
import { runOnShared } from './run-on-shared.js';

const never = new AbortController().signal;
const rounds = 6;
const text = 'Hello, World! 50% of #7';
const size = { width: 1280, height: 800 };
const place = framePoint(600, 400);

/** What the model answers, one after the other. */
const actions: readonly Action[] = [
  { name: 'click', input: { at: place } },
  { name: 'type', input: { text } },
  { name: 'press', input: { keys: 'ctrl+home' } },
  { name: 'scroll', input: { at: place, direction: 'down', notches: 3 } },
  { name: 'done', input: { summary: 'The text stands in the editor.' } },
];

/** A model that answers at once: it needs no time and takes no look at the picture. */
function instantPilot(): Pilot {
  let next = 0;
  return {
    name: 'instant',
    decide: async (): Promise<Answer> => {
      const action = actions[next++];
      if (action === undefined) throw new Error('There are no more actions.');
      return { kind: 'act', decision: { action, origin: 'model' } };
    },
  };
}

const phases = ['settle', 'capture', 'encode', 'save', 'judge', 'act', 'rest'] as const;
type Phases = Readonly<Record<(typeof phases)[number], number>>;

interface Round {
  readonly steps: readonly (Phases & { readonly name: string; readonly whole: number })[];
  readonly exact: boolean;
}

/**
 * Prints what a step of the five-action task costs outside the model: a real editor, the real loop, the
 * recording on, and a model that answers at once. Beside it, in the same run and on the same display, the
 * usual way with fixed sleeps.
 */
export async function acting(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-acting-'));
  const desktop = await openDesktop({ kind: 'virtual', size }, join(folder, 'desktop'));
  const reader = await openReader(console.warn);
  try {
    const done: Round[] = [];
    for (let round = 0; round < rounds; round++) done.push(await play(desktop, reader, folder, round));
    const mean = printRounds(done);
    const usual = await usualWay(desktop, folder);
    const step = meanOf(usual.steps);
    console.log(
      `the usual way (screenshot-desktop, nut-js with its own delays, 500 ms sleeps): ${step.toFixed(0)} ms a step, ` +
        `${(step / mean).toFixed(1)} times ours; the text arrived as ${JSON.stringify(usual.arrived)}`,
    );
  } finally {
    await reader.close();
    await desktop.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function play(desktop: OpenDesktop, reader: TextReader, folder: string, round: number): Promise<Round> {
  const file = join(folder, `letter-${round}.txt`);
  await writeFile(file, '');
  const finished = await runOnShared(desktop, reader, folder, taskOn(file), instantPilot);
  const { ending, reason } = finished;
  if (ending !== 'passed') throw new Error(`The run ${ending}: ${reason}`);
  const steps = stepsOf(await readRecording(finished.folder));
  const exact = (await savedText(desktop, file)) === text;
  await desktop.apps.close('editor', never);
  return { steps, exact };
}

function taskOn(file: string): string {
  return `name: Five actions
goal: Click in the editor, type the greeting, press Ctrl+Home, scroll down.
until: {window: {class: Mousepad}}
apps:
  editor: {command: mousepad, args: [${JSON.stringify(file)}], window: {class: Mousepad}}
`;
}

/** The steps of the model: each lasts from its question to the next one, the last to the end of the run. */
function stepsOf({ lines, acts }: Recording): Round['steps'] {
  const first = acts.findIndex(({ decision }) => decision.action.name === actions[0]?.name);
  const model = acts.slice(first, first + actions.length);
  const asked = lines.flatMap((line) =>
    line.type === 'decision' ? [{ act: line.act, at: line.at - line.ms }] : [],
  );
  return model.map((act, index) => {
    const from = asked.find((one) => one.act === act.number)?.at ?? 0;
    const to = asked.find((one) => one.act > act.number)?.at ?? lines.at(-1)?.at ?? 0;
    const frames = lines.filter((line) => line.type === 'frame').filter(({ at }) => at > from && at <= to);
    const sum = (of: (frame: (typeof frames)[number]) => number | undefined): number =>
      frames.reduce((all, frame) => all + (of(frame) ?? 0), 0);
    const known = {
      settle: sum(({ settleMs }) => settleMs),
      capture: sum(({ captureMs }) => captureMs),
      encode: sum(({ encodeMs }) => encodeMs),
      save: sum(({ saveMs }) => saveMs),
      judge: act.times.judge,
      act: act.times.act,
    };
    const whole = to - from;
    const rest = whole - Object.values(known).reduce((all, ms) => all + ms, 0);
    // What ends a goal goes by another name in the recording.
    return { name: actions[index]?.name ?? act.decision.action.name, whole, ...known, rest };
  });
}

/** Has the editor save, and reads what it saved. */
async function savedText(desktop: OpenDesktop, file: string): Promise<string> {
  await desktop.hand.press(['ctrl', 's'], 1, never);
  for (;;) {
    const windows = await desktop.windows.list(never);
    if (windows.every(({ title }) => !title.startsWith('*'))) return readFile(file, 'utf8');
    await desktop.screen.look('key', never);
  }
}

/** Prints the means by action and over all; answers the mean of a whole step. */
function printRounds(done: readonly Round[]): number {
  const cells = (values: readonly number[]): string => values.map((ms) => ms.toFixed(1).padStart(8)).join('');
  console.log(
    `Five actions in mousepad, ${done.length} times, mean ms of a step (settle: waiting for the application)`,
  );
  console.log(`${'action'.padEnd(8)}${['whole', 'own', ...phases].map((name) => name.padStart(8)).join('')}`);
  const all = done.flatMap(({ steps }) => steps);
  const row = (name: string, steps: typeof all): void => {
    const whole = meanOf(steps.map((step) => step.whole));
    const settle = meanOf(steps.map((step) => step.settle));
    const parts = phases.map((phase) => meanOf(steps.map((step) => step[phase])));
    console.log(`${name.padEnd(8)}${cells([whole, whole - settle, ...parts])}`);
  };
  for (const { name } of actions)
    row(
      name,
      all.filter((step) => step.name === name),
    );
  row('all', all);
  row('first', done[0]?.steps.slice() ?? []);
  const whole = meanOf(all.map((step) => step.whole));
  const own = meanOf(all.map((step) => step.whole - step.settle));
  console.log(
    `a step takes ${whole.toFixed(0)} ms (goal 150), ${own.toFixed(0)} ms of it our own work (goal 30); ` +
      `the saved text is exact in ${done.filter(({ exact }) => exact).length} of ${done.length}`,
  );
  return whole;
}

/** The same five actions as most programs do them: see bench/usual-way.mjs. */
async function usualWay(
  desktop: OpenDesktop,
  folder: string,
): Promise<{ readonly steps: readonly number[]; readonly arrived: string }> {
  const file = join(folder, 'usual.txt');
  await writeFile(file, '');
  const spec = { name: 'usual', command: 'mousepad', args: [file], timeoutMs: 20_000 };
  await desktop.apps.launch(spec, never);
  await desktop.screen.look('launch', never);
  const script = new URL('./usual-way.mjs', import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [script, text, `${place.x}`, `${place.y}`], {
    env: { ...desktop.env },
  });
  const arrived = await savedText(desktop, file);
  await desktop.apps.close('usual', never);
  return { steps: JSON.parse(stdout) as number[], arrived };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
