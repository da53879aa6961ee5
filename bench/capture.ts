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
 * `screenshot-desktop` on the same display in the same run, and where the time goes. Between two looks a third
 * of the screen is drawn anew, or, as the worst there is, all of it.
 */
export async function capture(): Promise<void> {
  console.log('Capture: from "now" to a base64 PNG, medians');
  for (const size of sizes) await measure(size);
}

async function measure(size: (typeof sizes)[number]): Promise<void> {
  const display = await startXvfb(size);
  const driver = await openDriver({ display: display.display, env: display.env });
  const apps = fillWithText(display, size);
  const third = await openPage(display, {
    x: 320,
    y: 180,
    width: size.width / 2,
    height: (size.height * 2) / 3,
  });
  try {
    await driver.screen.look('launch', never);
    const changed = await ours(driver, third);
    const rival = median(await theirs(display, third));
    const changedAgain = await ours(driver, third);
    const unchanged = await ours(driver, undefined);
    const total = median([...changed.totals, ...changedAgain.totals]);
    console.log(
      `  ${size.name} by ${driver.facts.capture}, a third changed: ${ms(total)} (goal ${size.goalMs} ms)`,
    );
    console.log(`    screenshot-desktop ${ms(rival)}: ${(rival / total).toFixed(1)} times as long (goal 12)`);
    printPhases(changed);
    console.log(`    when nothing has changed: ${ms(median(unchanged.totals))}`);
    console.log(
      `    compare everything ${ms(await comparing(driver, true))}, an area ${ms(await comparing(driver, false))}`,
    );
    await measureAll(size, display, driver);
  } finally {
    for (const app of apps) app.kill();
    await third.drawing.close();
    await driver.close();
    await display.end();
  }
}

/** The same when every row of the screen is new, so that nothing of the picture before can be used. */
async function measureAll(size: (typeof sizes)[number], display: TestDisplay, driver: Driver): Promise<void> {
  const all = await openPage(display, { x: 0, y: 0, width: size.width, height: size.height });
  try {
    await driver.screen.look('launch', never);
    const changed = await ours(driver, all);
    const rival = median(await theirs(display, all));
    const total = median(changed.totals);
    console.log(`  ${size.name}, everything changed: ${ms(total)}`);
    console.log(`    screenshot-desktop ${ms(rival)}: ${(rival / total).toFixed(1)} times as long`);
    printPhases(changed);
  } finally {
    await all.drawing.close();
  }
}

function printPhases({ phases, bytes }: Measured): void {
  for (const [phase, times] of Object.entries(phases)) console.log(`    ${phase}: ${ms(median(times))}`);
  console.log(`    picture: ${Math.round(bytes / 1024)} KB`);
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

interface Measured {
  readonly totals: number[];
  readonly phases: Record<string, number[]>;
  readonly bytes: number;
}

/** Looks again and again, each time after the page was drawn anew, or after nothing was. */
async function ours(driver: Driver, page: Page | undefined): Promise<Measured> {
  const totals: number[] = [];
  const phases: Record<'capture' | 'encode' | 'transfer, windows, base64', number[]> = {
    capture: [],
    encode: [],
    'transfer, windows, base64': [],
  };
  let bytes = 0;
  for (let round = 0; round < rounds; round++) {
    if (page !== undefined) await turn(page, round);
    const begin = performance.now();
    const look = await driver.screen.look('none', never);
    const text = Buffer.from(look.png.buffer, look.png.byteOffset, look.png.byteLength).toString('base64');
    const total = performance.now() - begin;
    bytes = text.length;
    totals.push(total);
    phases.capture.push(look.captureMs);
    phases.encode.push(look.encodeMs);
    phases['transfer, windows, base64'].push(total - look.captureMs - look.encodeMs);
  }
  return { totals, phases, bytes };
}

async function theirs(display: TestDisplay, page: Page): Promise<number[]> {
  const before = process.env.DISPLAY;
  process.env.DISPLAY = display.display;
  const times: number[] = [];
  for (let round = 0; round < rivalRounds; round++) {
    await turn(page, round);
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

/** A window full of small letters. */
interface Page {
  readonly drawing: Drawing;
  readonly width: number;
  readonly height: number;
}

async function openPage(
  display: TestDisplay,
  box: { x: number; y: number; width: number; height: number },
): Promise<Page> {
  return { drawing: await openDrawing(display.display, box), width: box.width, height: box.height };
}

const letters =
  'the quick brown fox jumps over the lazy dog 0123456789 SPHINX OF BLACK QUARTZ (judge) my vow; ';

/** Writes the page anew: other letters in every round, no line like another. */
async function turn({ drawing, width, height }: Page, round: number): Promise<void> {
  await drawing.fill(0, 0, width, height, round % 2 === 0 ? 0xffffff : 0xf4f4f8);
  for (let line = 0; line * 14 < height; line++) {
    const from = (round * 31 + line * 17) % letters.length;
    const text = (letters.slice(from) + letters.repeat(7)).slice(0, Math.min(254, width / 6));
    for (let x = 0; x < width; x += 254 * 6)
      drawing.write(x, line * 14 + 11, text, (line * 0x1b3) & 0x7f7f7f);
  }
  await drawing.client.sync();
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
