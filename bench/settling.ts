import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Driver, openDriver } from '../src/desktop/driver-client.js';
import { startXvfb } from '../test/support/xvfb.js';
import { type Observer, observe } from './settling-observer.js';
import { type Act, type Scene, scenes, show } from './settling-scenes.js';

const never = new AbortController().signal;
/** What changes later than this after a frame is not an effect of the act, ms. */
const afterwardsMs = 1200;
const size = { width: 1280, height: 800 };

interface Outcome {
  readonly scene: string;
  readonly act: string;
  /** ms from the last change that matters to the frame in our hands; undefined when nothing changed. */
  readonly lag: number | undefined;
  /** ms from the act to the frame. */
  readonly total: number;
  readonly calm: boolean;
  /** ms after the frame of the last change that matters, when the frame does not show how the screen ended. */
  readonly early: number | undefined;
  /** The watch that goes on told of it, or the comparison right before the next act does. */
  readonly caught: boolean;
}

/**
 * Prints how long after the last change that matters the calm frame is there, and how many frames were
 * taken too early: caught by the watch that goes on, or not. A second observer, on a connection of its own,
 * tells when the screen really changed, and whether the frame shows how it ended. 500 acts take a quarter of
 * an hour; SETTLING_ACTS sets another number, SETTLING_SCENES takes only those whose names hold the text.
 */
export async function settling(): Promise<void> {
  const acts = Number(process.env.SETTLING_ACTS ?? 500);
  const chosen = scenes.filter(({ name }) => name.includes(process.env.SETTLING_SCENES ?? ''));
  const display = await startXvfb(size);
  const home = await mkdtemp(join(tmpdir(), 'deskhand-settling-'));
  const env = { ...display.env, HOME: home, GSETTINGS_BACKEND: 'memory', NO_AT_BRIDGE: '1' };
  const manager = spawn('openbox', [], { env, stdio: 'ignore' });
  const observer = await observe(display, size);
  const driver = await openDriver({ display: display.display, env: display.env });
  const outcomes: Outcome[] = [];
  try {
    for (const [index, scene] of chosen.entries()) {
      const shown = await show(scene, driver, env, join(home, `scene-${index}`));
      const share = Math.ceil((acts - outcomes.length) / (chosen.length - index));
      try {
        outcomes.push(...(await campaign(driver, observer, scene, share)));
      } finally {
        await shown.end();
      }
    }
    report(outcomes);
  } finally {
    manager.kill();
    await observer.close();
    await driver.close();
    await display.end();
    await rm(home, { recursive: true, force: true });
  }
}

async function campaign(
  driver: Driver,
  observer: Observer,
  scene: Scene,
  acts: number,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let done = 0; done < acts; done++) {
    const act = scene.acts[done % scene.acts.length];
    if (act !== undefined) outcomes.push(await perform(driver, observer, scene.name, act));
  }
  return outcomes;
}

async function perform(driver: Driver, observer: Observer, scene: string, act: Act): Promise<Outcome> {
  observer.forget();
  const begin = performance.now();
  await act.perform(driver);
  const look = await driver.screen.look(act.patience, never);
  const had = performance.now();
  const watching = driver.screen.nextChange(look.key, { withinMs: afterwardsMs }, never);
  await new Promise((resolve) => setTimeout(resolve, afterwardsMs));
  // The frame is older than its delivery by its capture and encoding: only what it can show came before it.
  const taken = had - look.encodeMs - look.captureMs;
  const before = observer.events.findLast(({ at }) => at <= taken);
  const after = observer.events.filter(({ at }) => at > taken);
  const early = await observer.differs(look.png, after);
  const change = await driver.screen.compare(look.key, undefined, never);
  return {
    scene,
    act: act.name,
    lag: before === undefined ? undefined : had - before.at,
    total: had - begin,
    calm: look.calm,
    early: early ? (after.at(-1)?.at ?? had) - had : undefined,
    caught: (await watching) !== undefined || !change.same,
  };
}

function report(outcomes: readonly Outcome[]): void {
  const names = [...new Set(outcomes.map(({ scene }) => scene))];
  console.log(`Settling: ${outcomes.length} acts on ${names.join(', ')}`);
  console.log('  scene          acts   lag median   p95   act to frame   too early   uncaught   never calm');
  for (const name of [...names, 'all'])
    row(name, name === 'all' ? outcomes : outcomes.filter((one) => one.scene === name));
  console.log(
    '  lag: ms from the last change that matters to the frame in our hands, of the frames that show how it ended (goal: median 50)',
  );
  for (const { scene, act, early, caught } of outcomes.filter((one) => one.early !== undefined))
    console.log(
      `    ${scene} ${act}: went on for ${early?.toFixed(0)} ms, ${caught ? 'caught' : 'NOT CAUGHT'}`,
    );
}

function row(name: string, outcomes: readonly Outcome[]): void {
  const early = outcomes.filter((one) => one.early !== undefined);
  const lags = outcomes.flatMap(({ lag, early: tooEarly }) =>
    lag === undefined || tooEarly !== undefined ? [] : [lag],
  );
  const cells: [string | number, number][] = [
    [outcomes.length, 6],
    [at(lags, 0.5), 13],
    [at(lags, 0.95), 6],
    [
      at(
        outcomes.map(({ total }) => total),
        0.5,
      ),
      15,
    ],
    [early.length, 12],
    [early.filter(({ caught }) => !caught).length, 11],
    [outcomes.filter(({ calm }) => !calm).length, 13],
  ];
  console.log(`  ${name.padEnd(13)}${cells.map(([value, width]) => String(value).padStart(width)).join('')}`);
}

function at(values: readonly number[], share: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(0);
}
