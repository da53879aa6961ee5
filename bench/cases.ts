import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReader } from '../src/app/readers.js';
import { messageOf } from '../src/core/errors.js';
import { type OpenDesktop, openDesktop } from '../src/desktop/open-desktop.js';
import type { TextReader } from '../src/sight/text/reader.js';
import { startXvfb } from '../test/support/xvfb.js';
import { type Case, missingOf } from './cases/case.js';
import { commands } from './cases/commands.js';
import { dialogs, labels, pages } from './cases/pages.js';
import { askFrame, askPicture, frames, pictures } from './cases/pictures.js';
import { points } from './cases/points.js';
import { typing } from './cases/typing.js';
import { windows } from './cases/windows.js';
import { i3Settings } from './managers.js';
import { runOnShared } from './run-on-shared.js';

const all: readonly Case[] = [...points, ...windows, ...typing, ...pages, ...labels, ...dialogs];

/** s that one case may take: one that hangs must not eat the campaign. */
const longest = 240;

type Verdict =
  | 'right'
  | 'said to fail'
  | 'WRONG, SAID PASSED'
  | 'wrong, said failed'
  | 'failed needlessly'
  | 'left out';

interface Told {
  readonly name: string;
  readonly kind: string;
  readonly verdict: Verdict;
  readonly says?: string | undefined;
}

/**
 * Runs small jobs that once went wrong, on the real programs, and prints case by case whether the program's own
 * state is as it should be. CASES takes only those whose kind or name holds the text.
 */
export async function cases(): Promise<void> {
  const wanted = (process.env.CASES ?? '').toLowerCase();
  const chosen = <T extends { name: string; kind: string }>(list: readonly T[]): T[] =>
    list.filter(({ name, kind }) => `${kind} ${name}`.toLowerCase().includes(wanted));
  const reader = await openReader(console.warn);
  const told: Told[] = [];
  const tell = (one: Told): void => {
    told.push(one);
    console.log(
      `  ${one.verdict.padEnd(18)} ${one.kind.padEnd(4)} ${one.name}${one.says ? `: ${one.says}` : ''}`,
    );
  };
  try {
    for (const one of chosen(pictures)) tell(await judged(one, (folder) => askPicture(reader, folder, one)));
    for (const one of chosen(frames)) tell(await judged(one, () => askFrame(reader, one)));
    for (const one of chosen(commands)) tell(await judged(one, one.check));
    for (const one of chosen(all)) tell(await played(one, reader));
  } finally {
    await reader.close();
  }
  const counts = new Map<Verdict, number>();
  for (const { verdict } of told) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  console.log(
    `  ${told.length} cases: ${[...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', ')}`,
  );
}

/** A case without a desktop. */
async function judged(
  { name, kind }: { name: string; kind: string },
  check: (folder: string) => Promise<string | undefined>,
): Promise<Told> {
  return inFolder(async (folder) => {
    const says = await check(folder);
    return { name, kind, verdict: verdictOf(says), says };
  });
}

/** A picture is only looked at: a point beside the label is what a click would have pressed. */
function verdictOf(says: string | undefined): Verdict {
  if (says === undefined) return 'right';
  return / at \d/.test(says) ? 'WRONG, SAID PASSED' : 'failed needlessly';
}

async function played(one: Case, reader: TextReader): Promise<Told> {
  const { name, kind } = one;
  const missing = missingOf(one.needs);
  if (missing.length > 0)
    return { name, kind, verdict: 'left out', says: `not installed: ${missing.join(' ')}` };
  return inFolder(async (folder) => {
    for (const [file, text] of Object.entries(one.files?.(folder) ?? {}))
      await writeFile(join(folder, file), await text);
    const { desktop, close } = await opened(one, folder);
    try {
      const run = await runOnShared(
        desktop,
        reader,
        folder,
        `name: ${JSON.stringify(name)}\nlimits: {seconds: ${longest}}\n${one.task(folder)}`,
      );
      const wrong = await lastTruth(() => one.truth({ folder, desktop }));
      const { ending, reason } = run;
      return { name, kind, ...weighed(one, ending === 'passed', wrong, `${ending}: ${reason}`) };
    } catch (error) {
      return { name, kind, verdict: 'failed needlessly', says: messageOf(error) };
    } finally {
      await close();
    }
  });
}

/** What is wrong at last: a program on a busy machine takes a while to do what it was told. */
async function lastTruth(ask: () => Promise<string | undefined>): Promise<string | undefined> {
  for (const begin = performance.now(); ; ) {
    const wrong = await ask();
    if (wrong === undefined || performance.now() - begin > 8000) return wrong;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

function weighed(
  { mayFail, mustFail }: Case,
  passed: boolean,
  wrong: string | undefined,
  ending: string,
): { verdict: Verdict; says?: string } {
  if (passed) {
    const says = mustFail?.why ?? wrong;
    return says === undefined ? { verdict: 'right' } : { verdict: 'WRONG, SAID PASSED', says };
  }
  const excuse = mustFail ?? mayFail;
  if (excuse?.says.test(ending)) return { verdict: 'said to fail', says: ending };
  return wrong === undefined
    ? { verdict: 'failed needlessly', says: ending }
    : { verdict: 'wrong, said failed', says: `${ending}; ${wrong}` };
}

async function inFolder(work: (folder: string) => Promise<Told>): Promise<Told> {
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-case-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The desktop of a case: a virtual one, or a bare server with the window manager that it names. */
async function opened(
  { manager = 'openbox', scale }: Case,
  folder: string,
): Promise<{ desktop: OpenDesktop; close: () => Promise<void> }> {
  const size = { width: 1280, height: 800 };
  const logs = join(folder, 'logs');
  if (manager === 'openbox') {
    const desktop = await openDesktop({ kind: 'virtual', size, ...(scale && { scale }) }, logs);
    return { desktop, close: () => desktop.close() };
  }
  const display = await startXvfb(size);
  const env = { ...display.env, HOME: folder };
  await i3Settings(folder);
  const managing =
    manager === 'none'
      ? undefined
      : spawn('dbus-run-session', ['--', manager], { env, stdio: 'ignore', detached: true });
  const desktop = await openDesktop({ kind: 'display', display: display.display }, logs, env);
  return {
    desktop,
    async close() {
      await desktop.close();
      if (managing?.pid !== undefined) process.kill(-managing.pid);
      await display.end();
    },
  };
}
