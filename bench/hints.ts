import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { centreOf, contains, type FrameBox, grow } from '../src/core/geometry.js';
import type { Located } from '../src/core/target.js';
import { openHints } from '../src/desktop/accessibility/hints.js';
import { type OpenDesktop, openDesktop } from '../src/desktop/open-desktop.js';
import type { AppSpec, Hints, View } from '../src/ports.js';
import { focusFirst } from '../src/sight/focus-first.js';
import { openEyes } from '../src/sight/ladder.js';
import { openTextReader, type TextReader } from '../src/sight/text/reader.js';

const never = new AbortController().signal;
const page = fileURLToPath(new URL('../tasks/programs/web/index.html', import.meta.url));
const question = [
  '--question',
  '--text',
  'Delete the order?',
  '--ok-label',
  'Delete',
  '--cancel-label',
  'Keep',
];
const browser = ['--no-sandbox', '--no-first-run', '--force-renderer-accessibility', `file://${page}`];

const programs: readonly Pick<AppSpec, 'name' | 'command' | 'args'>[] = [
  { name: 'zenity', command: 'zenity', args: question },
  { name: 'galculator', command: 'galculator', args: [] },
  { name: 'mousepad', command: 'mousepad', args: [] },
  { name: 'calc', command: 'soffice', args: ['--calc', '--norestore', '--nologo'] },
  { name: 'chromium', command: 'chromium', args: browser },
];
/** Labels of each program that are looked for as the first one on an unseen screen: each needs a fresh reader. */
const firsts = 5;
/** Labels whose places are compared. */
const most = 40;
const size = { width: 1920, height: 1080 };

interface Row {
  readonly name: string;
  readonly launch: readonly [without: number, withTree: number];
  /** ms to find one label on an unseen screen, in pairs. */
  readonly pairs: readonly (readonly [without: number, withHints: number])[];
  /** Labels by how the two answers compare. */
  readonly same: number;
  readonly otherwise: readonly string[];
  /** Questions that the application answered. */
  readonly told: number;
  readonly asked: number;
}

/**
 * Prints what it saves to ask applications where their labels are, before the screen is read: the time to find
 * one label on a screen that nobody has seen, and whether both ways find the same place. HINTS_PROGRAMS takes
 * only those whose names hold the text.
 */
export async function hints(): Promise<void> {
  console.log(`one label on an unseen screen of ${size.width}x${size.height}, ms, medians`);
  console.log(
    'program      launch: plain / with tree   found: read / hinted   answered   same place   otherwise',
  );
  const chosen = programs.filter(({ name }) => name.includes(process.env.HINTS_PROGRAMS ?? ''));
  for (const program of chosen) {
    const { name, launch, pairs, same, otherwise, told, asked } = await measure(program);
    const [plain, treed] = launch.map((ms) => ms.toFixed(0));
    const [read, hinted] = [0, 1].map((way) => median(pairs.map((pair) => pair[way] ?? 0)).toFixed(0));
    const parts = [name.padEnd(12), `${plain} / ${treed}`.padStart(26), `${read} / ${hinted}`.padStart(22)];
    console.log(
      [...parts, `${told} of ${asked}`.padStart(10), String(same).padStart(12), otherwise.length].join(' '),
    );
    for (const each of otherwise) console.log(`    ${each}`);
  }
}

async function measure(program: (typeof programs)[number]): Promise<Row> {
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-hints-'));
  const plain = await opened(program, false, folder);
  await plain.desktop.close();
  const { desktop, ms } = await opened(program, true, folder);
  const bus = await openHints(desktop.env);
  const counted = counting(bus);
  const reader = await openTextReader();
  try {
    const view = await looked(desktop, folder);
    const labels = await labelsOf(bus, reader, view);
    const pairs: (readonly [number, number])[] = [];
    const visible = await visibleOf(reader, view, labels);
    for (const text of visible.slice(0, firsts))
      pairs.push([await firstTime(view, text, undefined), await firstTime(view, text, bus)]);
    const read = eyesOf(reader);
    const hinted = eyesOf(reader, counted.hints);
    const otherwise: string[] = [];
    for (const text of labels) {
      const [a, b] = [await read.locate(view, { text }, never), await hinted.locate(view, { text }, never)];
      if (!agree(a, b)) otherwise.push(`“${text}”: read ${inWords(a)}, hinted ${inWords(b)}`);
    }
    const { asked, told } = counted;
    const same = labels.length - otherwise.length;
    return {
      name: program.name,
      launch: [plain.ms, ms],
      pairs,
      same,
      otherwise,
      told: told(),
      asked: asked(),
    };
  } finally {
    await reader.close();
    bus.close();
    await desktop.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function opened(
  program: (typeof programs)[number],
  accessibility: boolean,
  folder: string,
): Promise<{ desktop: OpenDesktop; ms: number }> {
  const desktop = await openDesktop({ kind: 'virtual', size, accessibility }, folder);
  // The registry of a desktop with a tree starts with the first question.
  if (accessibility) (await openHints(desktop.env)).close();
  const begin = performance.now();
  await desktop.apps.launch({ ...program, timeoutMs: 60_000 }, never);
  return { desktop, ms: performance.now() - begin };
}

/** A frame as the loop has it, once the program has drawn itself. */
async function looked(desktop: OpenDesktop, folder: string): Promise<View> {
  let look = await desktop.screen.look('launch', never);
  // Office programs show their window long before they fill it.
  for (let i = 0; i < 3; i++) {
    await desktop.screen.nextChange(look.key, { withinMs: 1500 }, never);
    look = await desktop.screen.look('launch', never);
  }
  const path = join(folder, `${look.key}.png`);
  await writeFile(path, look.png);
  const { origin, scale, display, windows, calm, key } = look;
  const sha256 = createHash('sha256').update(look.png).digest('hex');
  const frame = {
    id: 'f1',
    file: path,
    sha256,
    size: look.size,
    scale,
    origin,
    display,
    windows,
    calm,
    at: 0,
  };
  return { frame: { ...frame, windows: [...windows] }, path, key };
}

/** The names that the program tells of its active window; those of the screen where it tells none. */
async function labelsOf(asked: Hints, reader: TextReader, view: View): Promise<string[]> {
  const names = new Set<string>();
  const note = (name: string): boolean => {
    if (/^[^\n]{2,40}$/u.test(name.trim())) names.add(name.trim());
    return false;
  };
  for (const window of view.frame.windows) await asked.ask([window], note);
  if (names.size > 0) return [...names].slice(0, most);
  const lines = await reader.read({ key: view.frame.sha256, path: view.path });
  return [...new Set(lines.map(({ text }) => text).filter((text) => /\p{L}{2}/u.test(text)))].slice(0, most);
}

/** Names that stand on the screen: the others are of pictures and of what is hidden. */
async function visibleOf(reader: TextReader, view: View, labels: readonly string[]): Promise<string[]> {
  const visible: string[] = [];
  for (const text of labels) {
    const { found } = await eyesOf(reader).locate(view, { text }, never);
    if (found === 'found') visible.push(text);
  }
  return visible;
}

function eyesOf(reader: TextReader, asked?: Hints): ReturnType<typeof openEyes> {
  return focusFirst(openEyes({ reader, imageFolder: '/', ...(asked && { hints: asked }) }));
}

async function firstTime(view: View, text: string, asked: Hints | undefined): Promise<number> {
  const reader = await openTextReader();
  try {
    // The engine's own first run is not what is measured.
    await reader.read(
      { key: 'warm', path: view.path },
      { area: { ...view.frame.size, x: 0, y: 0, height: 1 } as FrameBox },
    );
    const begin = performance.now();
    await eyesOf(reader, asked).locate(view, { text }, never);
    return performance.now() - begin;
  } finally {
    await reader.close();
  }
}

function counting(inner: Hints): { hints: Hints; asked: () => number; told: () => number } {
  let [asked, told] = [0, 0];
  const hints: Hints = {
    async ask(windows, wanted) {
      asked++;
      const answer = await inner.ask(windows, wanted);
      if (answer !== undefined) told++;
      return answer;
    },
  };
  return { hints, asked: () => asked, told: () => told };
}

function agree(a: Located, b: Located): boolean {
  if (a.found !== 'found' || b.found !== 'found') return a.found === b.found;
  return contains(grow(a.sighting.box, 4), centreOf(b.sighting.box));
}

function inWords(located: Located): string {
  if (located.found !== 'found') return located.found;
  const { x, y } = centreOf(located.sighting.box);
  return `${x},${y}`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
