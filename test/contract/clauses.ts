import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import {
  centreOf,
  type FrameBox,
  framePoint,
  type ScreenPoint,
  screenPoint,
} from '../../src/core/geometry.js';
import { frameToScreen, screenBoxToFrame } from '../../src/core/spaces.js';
import type { Look } from '../../src/ports.js';
import { type Clause, must, NotOffered, readScreen, type Stage, until } from './clause.js';
import { clicked, dragged, rows } from './editor.js';

/** Everything a desktop promises, in the order in which it can be proven. */
export const clauses: readonly Clause[] = [
  { port: 'screen', says: 'a picture of the whole display, with its size and scale', prove: picture },
  { port: 'hand', says: 'the pointer goes where it is sent, corners included', prove: pointer },
  { port: 'apps', says: 'an application starts and its window is seen', prove: launch },
  { port: 'screen', says: 'its text can be read in the picture', prove: text },
  { port: 'windows', says: 'the window is listed, with title and place, as the active one', prove: windows },
  { port: 'windows', says: 'the window is moved and resized', prove: place },
  { port: 'hand', says: 'a double click selects the word it is sent to; typing replaces it', prove: click },
  { port: 'hand', says: 'a drag selects what it goes over', prove: drag },
  { port: 'hand', says: 'text arrives exactly, whatever its letters', prove: type },
  { port: 'hand', says: 'a notch of the wheel scrolls, down and up again', prove: scroll },
  { port: 'hand', says: 'a chord reaches the application', prove: chord },
  { port: 'hand', says: 'a stop releases everything and lets nothing more through', prove: stop },
  { port: 'apps', says: 'the application is closed', prove: close },
];

async function picture({ desktop, signal }: Stage): Promise<string> {
  const { png, size, scale, captureMs } = await desktop.screen.look('none', signal);
  const { width, height } = await sharp(png).metadata();
  must(
    width === size.width && height === size.height,
    `the PNG is ${width}x${height}, not ${size.width}x${size.height}`,
  );
  return `${size.width}x${size.height} px, scale ${scale}, ${captureMs.toFixed(1)} ms by ${desktop.facts.capture}`;
}

async function pointer({ desktop, signal }: Stage): Promise<string> {
  const { size, scale, origin } = await desktop.screen.look('none', signal);
  const [right, bottom] = [Math.floor(size.width / scale) - 1, Math.floor(size.height / scale) - 1];
  const places = [
    ...[
      [40, 40],
      [right >> 1, bottom >> 1],
      [right - 40, 40],
      [right, bottom],
      [60, bottom - 60],
    ],
  ] as const;
  for (const [x = 0, y = 0] of places) {
    const at = screenPoint(origin.x + x, origin.y + y);
    await desktop.hand.move(at, signal);
    const seen = (await desktop.screen.look('none', signal)).pointer;
    must(seen?.x === at.x && seen.y === at.y, `sent to ${at.x},${at.y}, found at ${seen?.x},${seen?.y}`);
  }
  return `${places.length} places`;
}

async function launch({ desktop, editor, signal, tellsWindows }: Stage): Promise<string> {
  const begin = performance.now();
  try {
    const { window } = await desktop.apps.launch(editor.spec, signal);
    return `“${window?.title}” after ${(performance.now() - begin).toFixed(0)} ms`;
  } catch (error) {
    if (tellsWindows) throw error;
    throw new NotOffered('it runs, but this way of driving X tells no windows');
  }
}

async function text(stage: Stage): Promise<string> {
  const { at } = await find(stage, clicked);
  return `“${clicked}” at ${at.x},${at.y}`;
}

async function windows({ desktop, signal, tellsWindows }: Stage): Promise<string> {
  if (!tellsWindows) throw new NotOffered('nut-js tells no usable windows under X');
  const own = (): ReturnType<typeof desktop.windows.list> => desktop.windows.list(signal);
  const open = await until(
    own,
    (list) => list.some(({ title, active }) => active && title.includes('contract')),
    5000,
  );
  const active = open.filter((window) => window.active);
  must(active.length === 1, `${active.length} of ${open.length} windows are active`);
  const [{ title, box } = { title: '', box: undefined }] = active;
  must(title.includes('contract'), `the active window is “${title}”`);
  return `“${title}” at ${box?.x},${box?.y}, ${box?.width}x${box?.height}`;
}

async function place({ desktop, signal, tellsWindows }: Stage): Promise<string> {
  if (!tellsWindows) throw new NotOffered('nut-js tells no usable windows under X');
  const mine = async () =>
    (await desktop.windows.list(signal)).find(({ title }) => title.includes('contract'));
  const before = await mine();
  must(before !== undefined, 'the window is not listed');
  const wanted = { ...before.box, x: before.box.x + 60, y: before.box.y + 40, width: 640, height: 420 };
  await desktop.windows.place(before.id, wanted, signal);
  const moved = await until(
    mine,
    (window) => window?.box.x === wanted.x && window.box.width === wanted.width,
    5000,
  );
  const { box } = moved ?? { box: undefined };
  must(
    box?.x === wanted.x && box.width === wanted.width,
    `it is at ${box?.x},${box?.y}, ${box?.width}x${box?.height}`,
  );
  return `to ${box.x},${box.y}, ${box.width}x${box.height}`;
}

async function click(stage: Stage): Promise<string> {
  const { at } = await find(stage, clicked);
  await stage.desktop.hand.click(at, { button: 'left', count: 2, modifiers: [] }, stage.signal);
  await stage.desktop.hand.type('Monday', stage.signal);
  const content = await saved(stage, (now) => now.startsWith('Monday\n'));
  must(content.startsWith('Monday\n'), `the file begins with ${JSON.stringify(content.slice(0, 20))}`);
  return `“${clicked}” became “Monday”`;
}

async function drag(stage: Stage): Promise<string> {
  const { box, look, toScreen } = await find(stage, dragged);
  const y = box.y + box.height / 2;
  const path = [toScreen(insideOf(look, box.x + 1), y), toScreen(box.x + box.width + 12, y)];
  const { desktop, signal } = stage;
  await desktop.hand.drag(path, { button: 'left', modifiers: [], holdMs: 50, durationMs: 400 }, signal);
  await desktop.hand.type('June', signal);
  const content = await saved(stage, (now) => now.includes('\nJune\n'));
  must(content.includes('\nJune\n'), `the file begins with ${JSON.stringify(content.slice(0, 40))}`);
  return `“${dragged}” became “June”`;
}

/** A text at the edge of its window may be told with a px of the frame: a press there would move the window. */
function insideOf(look: Look, x: number): number {
  const window = look.windows.find(({ active }) => active);
  return window === undefined ? x : Math.max(x, screenBoxToFrame(window.box, frameOf(look)).x + 2);
}

/** Letters, signs of a shifted row, accents, other scripts and one beyond 16 bits. */
const exact = 'Hello, World! 50% of #7 <{[(@&*)]}> ~ ü é ñ € 中文 😀';

async function type(stage: Stage): Promise<string> {
  const { desktop, editor, signal } = stage;
  await desktop.hand.press(editor.end, 1, signal);
  await desktop.hand.type(exact, signal);
  const content = await saved(stage, (now) => now.endsWith(exact));
  must(content.endsWith(exact), `the file ends with ${JSON.stringify(content.slice(-exact.length - 4))}`);
  return `${[...exact].length} characters; ${desktop.facts.typing}`;
}

async function scroll(stage: Stage): Promise<string> {
  const { desktop, signal } = stage;
  const { look, lines } = await readScreen(stage);
  const [before, line] = lastRow(lines);
  must(line !== undefined && before > rows / 2, `the end of the file is not on the screen: row ${before}`);
  const at = frameToScreen(centreOf(line.box), frameOf(look));
  await desktop.hand.scroll(at, { direction: 'up', notches: 10 }, signal);
  const up = await until(
    async () => lastRow((await readScreen(stage)).lines)[0],
    (row) => row < before,
  );
  must(up > 0 && up < before, `after ten notches up the last row was ${up}, before ${before}`);
  await desktop.hand.scroll(at, { direction: 'down', notches: 20 }, signal);
  const down = await until(
    async () => lastRow((await readScreen(stage)).lines)[0],
    (row) => row > up,
  );
  must(down > up, `after twenty notches down the last row was ${down}, before ${up}`);
  return `10 notches are ${before - up} rows`;
}

async function chord(stage: Stage): Promise<string> {
  const { desktop, editor, signal } = stage;
  await desktop.hand.press(editor.selectAll, 1, signal);
  await desktop.hand.press(['delete'], 1, signal);
  await desktop.hand.type('end', signal);
  const content = await saved(stage, (now) => now.trim() === 'end');
  must(content.trim() === 'end', `the file holds ${content.length} characters`);
  return `${editor.selectAll.join('+')}, delete, ${editor.save.join('+')}`;
}

async function stop({ desktop, signal }: Stage): Promise<string> {
  const holding = desktop.hand.hold({ keys: ['shift'] }, 60_000, signal);
  const outcome = holding.then(
    () => 'it ended by itself',
    (error: unknown) => codeOf(error),
  );
  // The hold is under way once the driver has answered something that was asked after it.
  await desktop.screen.look('none', signal);
  const begin = performance.now();
  await desktop.stop('the contract');
  const held = await outcome;
  const ms = performance.now() - begin;
  const later = await desktop.hand.type('x', signal).then(() => 'it was typed', codeOf);
  await desktop.resume();
  must(held === 'stopped', `the hold: ${held}`);
  must(later === 'stopped', `text after the stop: ${later}`);
  return `within ${ms.toFixed(0)} ms`;
}

async function close({ desktop, editor, signal, tellsWindows }: Stage): Promise<string> {
  await desktop.hand.press(editor.save, 1, signal);
  if (editor.quit) await desktop.hand.press(editor.quit, 1, signal);
  await desktop.apps.close(editor.spec.name, signal);
  const listed = async () => (await desktop.windows.list(signal)).map(({ title }) => title);
  const titles = await until(listed, (all) => !all.some((title) => title.includes('contract')));
  must(!titles.some((title) => title.includes('contract')), 'its window is still listed');
  return tellsWindows ? 'no window of it is left' : 'its process has ended';
}

/** A word on the screen, and the arrow from its frame to the screen. */
async function find(
  stage: Stage,
  word: string,
): Promise<{ at: ScreenPoint; box: FrameBox; look: Look; toScreen: (x: number, y: number) => ScreenPoint }> {
  const seen = await until(
    () => readScreen(stage),
    ({ lines }) => lines.some((line) => line.text.trim() === word),
  );
  const line = seen.lines.find((each) => each.text.trim() === word);
  must(line !== undefined, `“${word}” cannot be read: is the screen locked, or its capture not permitted?`);
  const toScreen = (x: number, y: number): ScreenPoint => frameToScreen(framePoint(x, y), frameOf(seen.look));
  const { x, y } = centreOf(line.box);
  return { at: toScreen(x, y), box: line.box, look: seen.look, toScreen };
}

function frameOf({ scale, origin }: Look): Pick<Look, 'scale' | 'origin'> {
  return { scale, origin };
}

/** Saves and answers what the file then holds, with plain line ends. */
async function saved(
  { desktop, editor, signal }: Stage,
  good: (content: string) => boolean,
): Promise<string> {
  await desktop.hand.press(editor.save, 1, signal);
  const content = async (): Promise<string> => (await readFile(editor.file, 'utf8')).replaceAll('\r\n', '\n');
  return until(content, good);
}

function lastRow(
  lines: readonly { text: string; box: FrameBox }[],
): readonly [number, { box: FrameBox } | undefined] {
  const numbered = lines.flatMap((line) => {
    const number = /^row (\d+)$/u.exec(line.text.trim())?.[1];
    return number === undefined ? [] : [[Number(number), line] as const];
  });
  return numbered.sort(([a], [b]) => b - a)[0] ?? [0, undefined];
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
