import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf } from '../src/core/errors.js';
import { openTextReader } from '../src/sight/text/reader.js';
import { measure } from './strangers/measure.js';
import { showPages } from './strangers/pages.js';
import { looks as allLooks, strangers as programs } from './strangers/programs.js';
import { missing, show } from './strangers/stage.js';

/** Pictures of programs that no witness speaks for; their boxes were drawn by hand before anything was run on them. */
const marked = fileURLToPath(new URL('strangers/marked', import.meta.url));

/**
 * Prints how surely labels are found and pointed at in programs that no test has touched, by what a second witness
 * says of them. DESKHAND_STRANGERS_FOLDER keeps pictures and testimonies (or takes those that lie there, without the
 * programs; DESKHAND_STRANGERS_SHOW=only shows programs and asks for nothing); DESKHAND_STRANGERS takes only the
 * programs of these names, DESKHAND_STRANGERS_LOOKS only these looks, DESKHAND_STRANGERS_EVERY one label out of so many.
 */
export async function strangers(): Promise<void> {
  const kept = process.env.DESKHAND_STRANGERS_FOLDER;
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'deskhand-strangers-')));
  await mkdir(folder, { recursive: true });
  try {
    const there = (await readdir(folder)).some((name) => name.endsWith('.json'));
    const show = process.env.DESKHAND_STRANGERS_SHOW;
    if (!there || show !== undefined) await showAll(folder);
    if (show === 'only') return;
    const reader = await openTextReader({});
    try {
      const every = Number(process.env.DESKHAND_STRANGERS_EVERY ?? 1);
      await measure(reader, [folder, marked], chosen(), every);
    } finally {
      await reader.close();
    }
  } finally {
    if (kept === undefined) await rm(folder, { recursive: true, force: true });
  }
}

function chosen(): ReadonlySet<string> {
  const names = (process.env.DESKHAND_STRANGERS ?? '').split(',').filter((name) => name !== '');
  return new Set(names.length > 0 ? names : [...programs.map(({ name }) => name), 'chromium', 'dosbox']);
}

async function showAll(folder: string): Promise<void> {
  const names = chosen();
  const wanted = process.env.DESKHAND_STRANGERS_LOOKS?.split(',');
  const looks = allLooks.filter(({ name }) => wanted?.includes(name) ?? true);
  if (names.has('chromium'))
    for (const look of looks)
      console.log(
        `  ${'chromium'.padEnd(20)} ${look.name.padEnd(7)} ${await showPages(look, folder)} labels`,
      );
  for (const stranger of programs.filter(({ name }) => names.has(name))) {
    const why = missing(stranger, process.env.PATH ?? '');
    if (why !== undefined) {
      console.log(`  ${stranger.name.padEnd(20)} left out: ${why}`);
      continue;
    }
    for (const look of looks) {
      try {
        const count = await show(stranger, look, folder);
        console.log(`  ${stranger.name.padEnd(20)} ${look.name.padEnd(7)} ${count} labels`);
      } catch (error) {
        console.log(`  ${stranger.name.padEnd(20)} ${look.name.padEnd(7)} not shown: ${messageOf(error)}`);
      }
    }
  }
}
