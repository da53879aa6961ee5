import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WindowFacts } from '../src/core/frame.js';
import { type FrameBox, screenPoint } from '../src/core/geometry.js';
import { TileStore } from '../src/desktop/driver/pixels/tiles.js';
import { Present } from '../src/desktop/driver/settle/present.js';
import { groupsOf, looksLikeCaret, looksLikeFade } from '../src/desktop/driver/settle/shapes.js';
import { openX11Capture } from '../src/desktop/driver/x11/capture.js';
import { openX11Client } from '../src/desktop/driver/x11/client.js';
import { x11Wakes } from '../src/desktop/driver/x11/damage.js';
import { type Driver, openDriver } from '../src/desktop/driver-client.js';
import type { Patience } from '../src/ports.js';
import { startXvfb, type TestDisplay } from '../test/support/xvfb.js';

const never = new AbortController().signal;
/** What changes later than this after a frame is not an effect of the act, ms. */
const afterwardsMs = 1200;
const size = { width: 1280, height: 800 };

interface Act {
  readonly name: string;
  readonly patience: Exclude<Patience, 'none'>;
  readonly perform: (driver: Driver) => Promise<unknown>;
}

interface Outcome {
  readonly act: string;
  /** ms from the last change that matters to the frame in our hands; undefined when nothing changed. */
  readonly lag: number | undefined;
  /** ms from the act to the frame. */
  readonly total: number;
  readonly calm: boolean;
  /** ms after the frame at which something changed that matters. */
  readonly missed: number | undefined;
  readonly caught: boolean;
}

/**
 * Prints how long after the last change that matters the calm frame is there, and how many frames were
 * taken too early, with the watch that goes on: caught or not. A second observer, on a connection of its
 * own, tells when the screen really changed.
 */
export async function settling(): Promise<void> {
  const acts = Number(process.env.SETTLING_ACTS ?? 48);
  const display = await startXvfb(size);
  const home = await mkdtemp(join(tmpdir(), 'deskhand-settling-'));
  const env = { ...display.env, HOME: home, GSETTINGS_BACKEND: 'memory', NO_AT_BRIDGE: '1' };
  const processes: ChildProcess[] = [spawn('openbox', [], { env })];
  const observer = await observe(display);
  const driver = await openDriver({ display: display.display, env: display.env });
  const outcomes: Outcome[] = [];
  try {
    for (const scene of scenes) {
      const app = spawn(scene.command, scene.args, { env, stdio: 'ignore' });
      processes.push(app);
      const window = await openedWindow(driver);
      await driver.screen.look('launch', never);
      await driver.windows.activate(window.id, never);
      await driver.screen.look('launch', never);
      for (let done = 0; done < acts / scenes.length; done++) {
        const act = scene.acts[done % scene.acts.length];
        if (act !== undefined) outcomes.push(await perform(driver, observer, scene.command, act));
      }
      app.kill();
      while ((await driver.windows.list(never)).length > 0) await driver.screen.look('key', never);
    }
    report(outcomes);
  } finally {
    for (const one of processes) one.kill();
    await observer.close();
    await driver.close();
    await display.end();
    await rm(home, { recursive: true, force: true });
  }
}

const key = (...chord: string[]): Act => ({
  name: chord.join('+'),
  patience: 'key',
  perform: (driver) => driver.hand.press(chord, 1, never),
});
const type = (text: string): Act => ({
  name: JSON.stringify(text),
  patience: 'key',
  perform: (driver) => driver.hand.type(text, never),
});
const click = (x: number, y: number): Act => ({
  name: `click ${x},${y}`,
  patience: 'pointer',
  perform: (driver) =>
    driver.hand.click(screenPoint(x, y), { button: 'left', count: 1, modifiers: [] }, never),
});

const scenes: readonly { command: string; args: string[]; acts: readonly Act[] }[] = [
  {
    command: 'xterm',
    args: ['-geometry', '100x40+100+60', '-e', 'bash', '--norc'],
    acts: [type('a'), key('backspace'), type('ls -la /usr/share/doc | head -30\n'), type('clear\n')],
  },
  {
    command: 'mousepad',
    args: [],
    acts: [type('h'), type('ello world\n'), key('alt', 'f'), key('escape'), key('ctrl', 'f'), key('escape')],
  },
  {
    command: 'galculator',
    args: [],
    acts: [type('7'), type('*6'), key('enter'), key('escape')],
  },
  {
    command: 'python3',
    args: ['-m', 'idlelib.idle', '-n'],
    acts: [type('1+1'), key('enter'), key('alt', 'f'), key('escape'), click(400, 400)],
  },
];

async function openedWindow(driver: Driver): Promise<WindowFacts> {
  for (;;) {
    const [window] = await driver.windows.list(never);
    if (window !== undefined) return window;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

interface Observer {
  /** Times of changes that matter since the last call of `forget`, monotonic ms of this process. */
  readonly times: readonly number[];
  forget(): void;
  close(): Promise<void>;
}

/** Samples everything that is drawn as fast as it can, apart from the driver. */
async function observe(display: TestDisplay): Promise<Observer> {
  const client = await openX11Client({ display: display.display });
  const view = { size, origin: screenPoint(0, 0), scale: 1 };
  const [shots, wakes] = await Promise.all([openX11Capture(client, view), x11Wakes(client, view)]);
  if (shots === undefined) throw new Error('this display cannot be captured');
  const store = new TileStore(size, 0);
  const present = new Present(store, shots);
  await present.refresh();
  const times: number[] = [];
  present.onSample(({ at, changes }) => {
    const matters = groupsOf(changes).some(
      (group) => !looksLikeCaret(store, group) && !looksLikeFade(store, group),
    );
    if (matters) times.push(at);
  });
  wakes.onWake(() => {
    void wakes.take().then((box: FrameBox | undefined) => box && present.refresh(box));
  });
  return {
    times,
    forget: () => void times.splice(0),
    async close() {
      await wakes.close();
      await present.close();
      await shots.close();
      await client.close();
    },
  };
}

async function perform(driver: Driver, observer: Observer, app: string, act: Act): Promise<Outcome> {
  observer.forget();
  const begin = performance.now();
  await act.perform(driver);
  const look = await driver.screen.look(act.patience, never);
  const had = performance.now();
  // The frame itself is older than its delivery by its encoding.
  const taken = had - look.encodeMs - look.captureMs;
  const later = await driver.screen.nextChange(look.key, { withinMs: afterwardsMs }, never);
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, had + afterwardsMs - performance.now())));
  const before = observer.times.filter((time) => time <= taken);
  const missed = observer.times.find((time) => time > had);
  const last = before.at(-1);
  return {
    act: `${app} ${act.name}`,
    lag: last === undefined ? undefined : had - last,
    total: had - begin,
    calm: look.calm,
    missed: missed === undefined ? undefined : missed - had,
    caught: later !== undefined,
  };
}

function report(outcomes: readonly Outcome[]): void {
  const lags = outcomes.map(({ lag }) => lag).filter((lag) => lag !== undefined);
  const early = outcomes.filter(({ missed }) => missed !== undefined);
  const still = outcomes.filter(({ calm }) => !calm);
  console.log(`Settling: ${outcomes.length} acts on ${scenes.map(({ command }) => command).join(', ')}`);
  console.log(
    `  the calm frame is there ${at(lags, 0.5)} ms after the last change that matters (goal 50), p90 ${at(lags, 0.9)} ms`,
  );
  console.log(
    `  from the act to the frame: median ${at(
      outcomes.map(({ total }) => total),
      0.5,
    )} ms`,
  );
  console.log(
    `  taken too early: ${early.length}, of which the watch caught ${early.filter(({ caught }) => caught).length}; never calm: ${still.length}`,
  );
  for (const { act, missed, caught } of early)
    console.log(`    ${act}: changed ${missed?.toFixed(0)} ms later, ${caught ? 'caught' : 'not caught'}`);
}

function at(values: readonly number[], share: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(0);
}
