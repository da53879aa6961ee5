import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { ScreenPoint } from '../src/core/geometry.js';
import {
  ascii,
  doubled,
  type OpenApp,
  openCalc,
  openChromium,
  openMousepad,
  openPlainCalc,
  openTk,
  openTwoFields,
  openXterm,
  type TypingApp,
  unicode,
} from '../test/fixtures/typing/apps.js';
import { openForm } from '../test/fixtures/typing/form.js';
import { never, openRig, type Rig, until } from '../test/fixtures/typing/rig.js';

const layouts = ['us', 'de', 'fr'];
const repeats = 10;
const cells = 500;
/** Characters a second that an application has to be able to take to count as one that keeps up. */
const goal = 4000;
const switches = 200;
const clicks = 100;

const applications: readonly { name: string; program: string; open: OpenApp }[] = [
  { name: 'xterm', program: '/usr/bin/xterm', open: openXterm },
  { name: 'GTK editor', program: '/usr/bin/mousepad', open: openMousepad },
  { name: 'Tk form', program: '/usr/bin/python3', open: openTk },
  { name: 'Chromium', program: '/usr/bin/chromium', open: openChromium },
  { name: 'LibreOffice', program: '/usr/bin/soffice', open: openCalc },
  { name: 'LibreOffice without GTK', program: '/usr/bin/soffice', open: openPlainCalc },
];

/**
 * Prints how exactly and how fast text is typed into real applications on several layouts, and whether keys
 * right after a click reach the field that was clicked.
 */
export async function typing(): Promise<void> {
  const rig = await openRig();
  try {
    console.log(
      `Typing: every printable ASCII character, “${doubled}” and “${unicode}”, ${repeats} times on each layout`,
    );
    for (const application of applications) {
      if (existsSync(application.program)) await campaign(rig, application);
      else console.log(`  ${application.name}: not installed`);
    }
    await manyCells(rig);
    await fieldSwitches(rig);
    await manyClicks(rig);
  } finally {
    await rig.close();
  }
}

async function campaign(rig: Rig, { name, open }: { name: string; open: OpenApp }): Promise<void> {
  const app = await open(rig);
  await click(rig, app.place);
  let typed = '';
  const exact: string[] = [];
  for (const layout of layouts) {
    rig.layout(layout);
    const lines = Array.from({ length: repeats }, (_, i) => `${ascii} ${doubled} ${unicode} ${i}\n`);
    const before = typed.length;
    for (const line of lines) await rig.hand.type(line, never);
    typed += lines.join('');
    const arrived = await arrival(app, typed.length);
    const right = lines.filter((line, i) => arrived.startsWith(line, before + i * line.length)).length;
    exact.push(`${layout} ${right}/${repeats}`);
    // What went wrong on one layout must not count again on the next.
    typed = arrived;
  }
  rig.layout('us');
  const speed = await speedIn(rig, app, typed.length);
  console.log(`  ${name}: exact ${exact.join(', ')}; ${speed}`);
  app.close?.();
  await rig.windows.close(app.window.id, never);
}

/**
 * ASCII characters a second, until the hand is done and until the application has them all; and how many the
 * application could take at most, by the processor time of its busiest process: what it cannot do the hand
 * waits for.
 */
async function speedIn(rig: Rig, app: TypingApp, typed: number): Promise<string> {
  const line = `${ascii.slice(1).repeat(10)}\n`;
  const sent: number[] = [];
  const taken: number[] = [];
  const busy: number[] = [];
  for (let i = 1; i <= 5; i++) {
    const before = processorTimes(app.window.pid);
    const begin = performance.now();
    await rig.hand.type(line, never);
    sent.push((1000 * line.length) / (performance.now() - begin));
    busy.push(busiest(before, processorTimes(app.window.pid)) / line.length);
    await arrival(app, typed + i * line.length);
    taken.push((1000 * line.length) / (performance.now() - begin));
  }
  const most = Math.round(1000 / median(busy));
  const pace = `${Math.round(median(sent))} ASCII characters/s, read back at ${Math.round(median(taken))}/s`;
  const could =
    most >= goal ? `it could take ${most}/s: keeps up` : `it can take ${most}/s at most: does not keep up`;
  return `${pace}; ${could}`;
}

/** ms of processor time of a process and of all that it has started, by process. */
function processorTimes(pid: number | undefined): ReadonlyMap<number, number> {
  const times = new Map<number, number>();
  const tree = new Set([pid]);
  // Children have higher numbers than their parents, as long as the numbers do not start over.
  for (const each of readdirSync('/proc')
    .map(Number)
    .filter(Boolean)
    .sort((a, b) => a - b)) {
    const fields = statOf(each);
    if (fields === undefined || !(tree.has(each) || tree.has(Number(fields[1])))) continue;
    tree.add(each);
    times.set(each, 10 * (Number(fields[11]) + Number(fields[12])));
  }
  return times;
}

/** The fields of /proc/PID/stat after the name; undefined when the process has ended. */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function busiest(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number {
  return Math.max(1, ...[...after].map(([pid, ms]) => ms - (before.get(pid) ?? 0)));
}

/** Types into cell after cell of a spreadsheet, each text in a call of its own. */
async function manyCells(rig: Rig): Promise<void> {
  if (!existsSync('/usr/bin/soffice')) return;
  const app = await openCalc(rig);
  await click(rig, app.place);
  const lines = Array.from({ length: cells }, (_, i) => `Cell ${i}: ${doubled.slice(0, 14)} €${i % 7}\n`);
  for (const line of lines) await rig.hand.type(line, never);
  const arrived = await arrival(app, lines.join('').length);
  const right = arrived.split('\n').filter((text, i) => `${text}\n` === lines[i]).length;
  console.log(`Cells of LibreOffice typed one by one: ${right}/${cells} exact`);
  await rig.windows.close(app.window.id, never);
}

async function arrival(app: TypingApp, length: number): Promise<string> {
  let arrived = '';
  await until(async () => {
    arrived = await app.text();
    return arrived.length >= length;
  }, 30_000).catch(() => undefined);
  return arrived;
}

/** Clicks a field and types at once, the fields in turn; counts what ended in the right one. */
async function fieldSwitches(rig: Rig): Promise<void> {
  console.log(`Click, then type into the field at once, ${switches} times (goal: all in the right field)`);
  const form = await openForm(rig, 'switches');
  await switching('Tk form', rig, { first: form.middle('first'), second: form.middle('second') }, () =>
    form.state(),
  );
  await rig.windows.close(form.window.id, never);
  const page = await openTwoFields(rig);
  await switching('Chromium', rig, page.places, () => page.values());
  page.close();
  await rig.windows.close(page.window.id, never);
}

type Field = 'first' | 'second';

async function switching(
  name: string,
  rig: Rig,
  places: Readonly<Record<Field, ScreenPoint>>,
  values: () => Readonly<Partial<Record<Field, string>>>,
): Promise<void> {
  let right = 0;
  const waits: number[] = [];
  for (let i = 0; i < switches; i++) {
    const field: Field = i % 2 === 0 ? 'first' : 'second';
    const mark = ` ${i}.`;
    await click(rig, places[field]);
    const begin = performance.now();
    await rig.hand.press(['end'], 1, never);
    await rig.hand.type(mark, never);
    waits.push(performance.now() - begin);
    const arrived = until(() => values()[field]?.endsWith(mark) === true, 2000);
    right += await arrived.then(
      () => 1,
      () => 0,
    );
  }
  console.log(
    `  ${name}: ${right}/${switches}; End and the mark took ${median(waits).toFixed(1)} ms after the click`,
  );
}

async function manyClicks(rig: Rig): Promise<void> {
  const form = await openForm(rig, 'clicks');
  const begin = performance.now();
  for (let i = 0; i < clicks; i++) await click(rig, form.middle('pad', (i % 2) * 200 - 100, i - 50));
  const each = (performance.now() - begin) / clicks;
  const presses = (): number => form.state().events.filter(({ kind }) => kind === 'press').length;
  await until(() => presses() >= clicks, 5000).catch(() => undefined);
  console.log(`Clicks at full speed: ${presses()}/${clicks} delivered, ${each.toFixed(1)} ms each`);
}

function click(rig: Rig, at: ScreenPoint): Promise<void> {
  return rig.hand.click(at, { button: 'left', count: 1, modifiers: [] }, never);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
