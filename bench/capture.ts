import { type ChildProcess, spawn } from 'node:child_process';
import screenshot from 'screenshot-desktop';
import { type Driver, openDriver } from '../src/desktop/driver-client.js';
import { type Drawing, openDrawing } from '../test/support/drawing.js';
import { startXvfb, type TestDisplay } from '../test/support/xvfb.js';

const never = new AbortController().signal;
const sizes = [
  { name: '1080p', width: 1920, height: 1080, goalMs: 12 },
  { name: '4K', width: 3840, height: 2160, goalMs: 35 },
];
const rounds = 25;
/** The rival is slow; fewer rounds give its median. */
const rivalRounds = 5;

/**
 * Prints how long it takes from "now" to a base64 picture of a desktop full of text, beside
 * `screenshot-desktop` on the same display in the same run, and where the time goes.
 */
export async function capture(): Promise<void> {
  console.log('Capture: from "now" to a base64 PNG, medians');
  for (const size of sizes) await measure(size);
}

async function measure(size: (typeof sizes)[number]): Promise<void> {
  const display = await startXvfb(size);
  const driver = await openDriver({ display: display.display, env: display.env });
  const apps = fillWithText(display, size);
  const drawing = await openDrawing(display.display, { x: 300, y: 200, width: 900, height: 600 });
  try {
    await driver.screen.look('launch', never);
    const changed = await ours(driver, drawing, true);
    const rival = await theirs(display, drawing);
    const changedAgain = await ours(driver, drawing, true);
    const unchanged = await ours(driver, drawing, false);
    const total = median([...changed.totals, ...changedAgain.totals]);
    const ratio = (median(rival) / total).toFixed(1);
    console.log(`  ${size.name} by ${driver.facts.capture}: ${ms(total)} (goal ${size.goalMs} ms)`);
    console.log(`    screenshot-desktop ${ms(median(rival))}: ${ratio} times as long (goal 12)`);
    for (const [phase, times] of Object.entries(changed.phases))
      console.log(`    ${phase}: ${ms(median(times))}`);
    console.log(`    picture: ${Math.round(changed.bytes / 1024)} KB`);
    console.log(`    when nothing has changed: ${ms(median(unchanged.totals))}`);
    console.log(
      `    compare everything ${ms(await comparing(driver, true))}, an area ${ms(await comparing(driver, false))}`,
    );
  } finally {
    for (const app of apps) app.kill();
    await drawing.close();
    await driver.close();
    await display.end();
  }
}

/** Terminals full of small text, side by side over the whole display. */
function fillWithText(display: TestDisplay, size: { width: number; height: number }): ChildProcess[] {
  const apps: ChildProcess[] = [];
  for (let x = 0; x < size.width; x += 640) {
    for (let y = 0; y < size.height; y += 540) {
      const place = `104x40+${x}+${y}`;
      const script = 'ls -laR /usr/share/doc | tail -n 60; sleep 600';
      const dark = (apps.length % 2 === 0 ? ['-bg', 'black', '-fg', 'grey90'] : []) as string[];
      apps.push(spawn('xterm', ['-geometry', place, ...dark, '-e', script], { env: display.env }));
    }
  }
  return apps;
}

/** Looks again and again, each time after a third of a 1080p screen was drawn anew, or after nothing was. */
async function ours(
  driver: Driver,
  drawing: Drawing,
  change: boolean,
): Promise<{ totals: number[]; phases: Record<string, number[]>; bytes: number }> {
  const totals: number[] = [];
  const phases: Record<'capture' | 'encode' | 'transfer, windows, base64', number[]> = {
    capture: [],
    encode: [],
    'transfer, windows, base64': [],
  };
  let bytes = 0;
  for (let round = 0; round < rounds; round++) {
    if (change) await scribble(drawing, round);
    const begin = performance.now();
    const look = await driver.screen.look('none', never);
    bytes = Buffer.from(look.png).toString('base64').length;
    const total = performance.now() - begin;
    totals.push(total);
    phases.capture.push(look.captureMs);
    phases.encode.push(look.encodeMs);
    phases['transfer, windows, base64'].push(total - look.captureMs - look.encodeMs);
  }
  return { totals, phases, bytes };
}

async function theirs(display: TestDisplay, drawing: Drawing): Promise<number[]> {
  const before = process.env.DISPLAY;
  process.env.DISPLAY = display.display;
  const times: number[] = [];
  for (let round = 0; round < rivalRounds; round++) {
    await scribble(drawing, round);
    const begin = performance.now();
    (await screenshot({ format: 'png' })).toString('base64');
    times.push(performance.now() - begin);
  }
  if (before === undefined) delete process.env.DISPLAY;
  else process.env.DISPLAY = before;
  return times;
}

async function comparing(driver: Driver, everything: boolean): Promise<number> {
  const { key, size } = await driver.screen.look('none', never);
  const area = { x: size.width / 4, y: size.height / 4, width: 160, height: 60 } as never;
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const begin = performance.now();
    await driver.screen.compare(key, everything ? undefined : area, never);
    times.push(performance.now() - begin);
  }
  return median(times);
}

/** Draws text-like strokes over the whole drawing, different in every round. */
async function scribble(drawing: Drawing, round: number): Promise<void> {
  await drawing.fill(0, 0, 900, 600, 0xffffff);
  for (let line = 0; line < 30; line++)
    for (let word = 0; word < 8; word++)
      drawing.stroke(
        word * 110 + ((round * 7 + line * 3) % 11),
        line * 20 + 4,
        60 + ((round * 13 + word * 17 + line) % 45),
        11,
        ((round + 1) * 0x2a17 + word * 0x413 + line * 0x1b) & 0x7f7f7f,
      );
  await drawing.client.sync();
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
