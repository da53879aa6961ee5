import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDriver } from '../src/desktop/driver-client.js';
import { locateOnPicture } from '../src/sight/locate-picture.js';
import { fold } from '../src/sight/text/match.js';
import { openTextReader, type TextReader } from '../src/sight/text/reader.js';
import { startXvfb } from '../test/support/xvfb.js';
import { Browser } from './unseen/browser.js';
import { kindsPageOf, pageOf, targetsOfPage } from './unseen/page.js';
import { Random } from './unseen/random.js';

const never = new AbortController().signal;
const size = { width: 1280, height: 800 };

interface Target {
  readonly text: string;
  /** Of the thing that a click on the text would hit: x, y, width, height, frame px. */
  readonly box: readonly [number, number, number, number];
  /** Whether another label of this text stands beside it on purpose: then neither may be found. */
  readonly twin?: boolean;
}

interface Screen {
  readonly name: string;
  readonly picture: string;
  readonly targets: readonly Target[];
}

interface Tally {
  asked: number;
  found: number;
  elsewhere: number;
  ambiguous: number;
  absent: number;
}

/**
 * Prints how surely labels are found on screens that nobody has tuned anything on, and that the point to press lies in
 * the thing itself: invented programs, drawn by Chromium from a seed, whose DOM tells where every text is. Besides whole
 * programs there are as many screens of small menus, lists, bars, words between delimiters, labels over two lines and
 * equal labels, every tenth of them Chinese. UNSEEN_SEED and UNSEEN_SCREENS choose the screens, UNSEEN_FOLDER keeps them
 * (or takes those that lie there), and what went wrong.
 */
export async function unseen(): Promise<void> {
  const seed = Number(process.env.UNSEEN_SEED ?? 5);
  const count = Number(process.env.UNSEEN_SCREENS ?? 40);
  const kept = process.env.UNSEEN_FOLDER;
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'deskhand-unseen-')));
  await mkdir(folder, { recursive: true });
  try {
    const screens = (await screensIn(folder)) ?? (await makeScreens(folder, seed, count));
    const inChinese = (screen: Screen): boolean => screen.name.includes('-zh');
    await measured(
      'programs',
      screens.filter(({ name }) => !name.includes('-k')),
    );
    await measured(
      'small menus, lists, runs, twins',
      screens.filter((screen) => screen.name.includes('-k') && !inChinese(screen)),
    );
    await measured('Chinese lines', screens.filter(inChinese), ['en', 'zh']);
  } finally {
    if (kept === undefined) await rm(folder, { recursive: true, force: true });
  }
}

async function measured(what: string, screens: readonly Screen[], languages?: string[]): Promise<void> {
  if (screens.length === 0) return;
  console.log(`  ${what}:`);
  const reader = await openTextReader(languages === undefined ? {} : { languages });
  try {
    await measure(reader, screens);
  } finally {
    await reader.close();
  }
}

async function screensIn(folder: string): Promise<Screen[] | undefined> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  if (files.length === 0) return undefined;
  return Promise.all(
    files.map(async (name) => ({
      name: name.replace('.json', ''),
      picture: join(folder, name.replace('.json', '.png')),
      targets: JSON.parse(await readFile(join(folder, name), 'utf8')) as Target[],
    })),
  );
}

/** The screens to draw, by name. */
function pages(seed: number, count: number): { name: string; html: string; scale: number }[] {
  return Array.from({ length: count }, (_, i) => i).flatMap((i) => {
    const number = String(i).padStart(3, '0');
    const scale = i % 4 === 3 ? 2 : 1;
    const language = i % 10 === 4 ? 'chinese' : 'any';
    const kinds = kindsPageOf(new Random(seed * 1000 + 500 + i), language);
    return [
      { name: `${seed}-${number}`, html: pageOf(new Random(seed * 1000 + i)), scale },
      { name: `${seed}-k${number}${language === 'chinese' ? '-zh' : ''}`, html: kinds, scale },
    ];
  });
}

/** Draws the screens, every fourth at twice the scale. */
async function makeScreens(folder: string, seed: number, count: number): Promise<Screen[]> {
  const screens: Screen[] = [];
  for (const scale of [1, 2]) {
    const drawn = pages(seed, count).filter((page) => page.scale === scale);
    if (drawn.length === 0) continue;
    const screen = { width: size.width * scale, height: size.height * scale };
    const display = await startXvfb(screen);
    const profile = await mkdtemp(join(tmpdir(), 'deskhand-unseen-profile-'));
    const env = { ...display.env, HOME: profile };
    const manager = spawn('openbox', [], { env, stdio: 'ignore' });
    const browser = await Browser.open(env, screen, scale, join(profile, 'chromium'));
    const driver = await openDriver({ display: display.display, env: display.env });
    for (const { name, html } of drawn) {
      await browser.show('<body style="background:#808080">');
      const before = await driver.screen.look('launch', never);
      await browser.show(html);
      // The page says that it is painted before the display shows it.
      await driver.screen.nextChange(before.key, { share: 0.5, withinMs: 30_000 }, never);
      const { png } = await driver.screen.look('launch', never);
      const targets = JSON.parse(String(await browser.value(targetsOfPage))) as Target[];
      const picture = join(folder, `${name}.png`);
      await writeFile(picture, png);
      await writeFile(join(folder, `${name}.json`), JSON.stringify(targets));
      screens.push({ name, picture, targets });
    }
    await driver.close();
    await browser.close();
    manager.kill();
    await display.end();
    await rm(profile, { recursive: true, force: true });
  }
  return screens;
}

async function measure(reader: TextReader, screens: readonly Screen[]): Promise<void> {
  const present = tally();
  const near = tally();
  const twins = tally();
  const failures: string[] = [];
  for (const screen of screens) {
    const alone = screen.targets.filter(
      (target) =>
        target.text !== '' &&
        screen.targets.filter(({ text }) => fold(text) === fold(target.text)).length === 1,
    );
    for (const target of alone) {
      const outcome = await ask(reader, screen, target.text, target);
      count(present, outcome.kind);
      if (outcome.kind !== 'found')
        failures.push(
          `${screen.name} “${target.text}” ${target.box.map(Math.round)}: ${outcome.kind}${outcome.says}`,
        );
    }
    for (const text of new Set(screen.targets.filter(({ twin }) => twin).map((target) => target.text))) {
      const outcome = await ask(reader, screen, text, undefined);
      count(twins, outcome.kind);
      if (outcome.kind === 'elsewhere')
        failures.push(`${screen.name} “${text}” stands there twice: found${outcome.says}`);
    }
    for (const target of alone.filter((_, i) => i % 5 === 0)) {
      const altered = alter(target.text, screen);
      if (altered === undefined) continue;
      const outcome = await ask(reader, screen, altered, undefined);
      count(near, outcome.kind);
      if (outcome.kind === 'elsewhere')
        failures.push(`${screen.name} “${altered}” is not there (“${target.text}” is): found${outcome.says}`);
    }
  }
  for (const line of failures) console.log(`    ${line}`);
  const share = (part: number): string => `${((100 * part) / present.asked).toFixed(1)} %`;
  console.log(
    `  ${screens.length} screens, ${present.asked} labels: ${share(present.found)} found, ${present.elsewhere} pointed elsewhere, ${present.ambiguous} ambiguous, ${present.absent} not found`,
  );
  console.log(`  ${near.asked} labels that are not there but nearly are: ${near.elsewhere} found`);
  if (twins.asked > 0)
    console.log(
      `  ${twins.asked} labels that stand there twice: ${twins.elsewhere} found as if they were one`,
    );
}

type Kind = 'found' | 'elsewhere' | 'ambiguous' | 'absent';

async function ask(
  reader: TextReader,
  screen: Screen,
  text: string,
  target: Target | undefined,
): Promise<{ kind: Kind; says: string }> {
  const answer = await locateOnPicture(reader, { image: screen.picture, text }, never);
  if (answer.point !== null) {
    const { x, y } = answer.point;
    const at = ` at ${Math.round(x)},${Math.round(y)}: “${answer.text}”`;
    if (target === undefined) return { kind: 'elsewhere', says: at };
    const [left, top, width, height] = target.box;
    const inside = x >= left && y >= top && x < left + width && y < top + height;
    return { kind: inside ? 'found' : 'elsewhere', says: at };
  }
  const nearest = answer.nearest?.length ? `; nearest ${answer.nearest.slice(0, 3).join(' | ')}` : '';
  const candidates = (answer.candidates ?? []).map(({ text: read, box }) => `“${read}” ${box.x},${box.y}`);
  return {
    kind: answer.answer === 'ambiguous' ? 'ambiguous' : 'absent',
    says: `${nearest} ${candidates.join(' ')}`,
  };
}

/** The label with one letter or digit changed, so that no text of the screen says it; undefined for a lone sign. */
function alter(text: string, screen: Screen): string | undefined {
  const at = [...text].findLastIndex((letter) => /[a-z0-9]/i.test(letter));
  const letter = text[at];
  if (letter === undefined || text.length < 2) return undefined;
  const other = /\d/.test(letter) ? String((Number(letter) + 4) % 10) : letter === 'k' ? 'w' : 'k';
  const altered = text.slice(0, at) + other + text.slice(at + 1);
  return screen.targets.some((each) => fold(each.text).includes(fold(altered))) ? undefined : altered;
}

function tally(): Tally {
  return { asked: 0, found: 0, elsewhere: 0, ambiguous: 0, absent: 0 };
}

function count(into: Tally, kind: Kind): void {
  into.asked++;
  into[kind]++;
}
