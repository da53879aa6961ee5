import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReader } from '../src/app/readers.js';
import { messageOf } from '../src/core/errors.js';
import { openDesktop } from '../src/desktop/open-desktop.js';
import type { TextReader } from '../src/sight/text/reader.js';
import { missingOf } from './cases/case.js';
import { type Toolkit, toolkits } from './dialogs/toolkits.js';
import { fileOf, lookAt, prepare, type Trial, taskOf, trials } from './dialogs/trials.js';
import { runOnShared } from './run-on-shared.js';

/** What came of one trial: only the first is as it should be, and the last is what must never be. */
type Came = 'right' | 'failed' | 'wrong' | 'WRONG';

/**
 * Tries the file dialogs of every toolkit and prints a table: each is judged by the files on the disk and by what the
 * program itself took. DIALOGS and TRIALS take only those whose name holds the text.
 */
export async function dialogs(): Promise<void> {
  const chosen = <T extends { name: string }>(list: readonly T[], part = ''): T[] =>
    list.filter(({ name }) =>
      part.split('|').some((each) => name.toLowerCase().includes(each.toLowerCase())),
    );
  const columns = chosen(trials, process.env.TRIALS);
  const reader = await openReader(console.warn);
  const counts = new Map<Came, number>();
  console.log(`  ${''.padEnd(20)} ${columns.map(({ name }) => name.padEnd(15)).join('')}`);
  try {
    for (const toolkit of chosen(toolkits, process.env.DIALOGS)) {
      const missing = missingOf(toolkit.needs);
      if (missing.length > 0) {
        console.log(`  ${toolkit.name.padEnd(20)} not installed: ${missing.join(' ')}`);
        continue;
      }
      const said: string[] = [];
      const tell = process.env.VERBOSE === undefined ? (came: Came) => came !== 'right' : () => true;
      const row: string[] = [];
      for (const trial of columns) {
        const { came, says } = await tried(toolkit, trial, reader);
        counts.set(came, (counts.get(came) ?? 0) + 1);
        row.push(came.padEnd(15));
        if (tell(came)) said.push(`    ${came} ${trial.name}: ${says}`);
      }
      console.log([`  ${toolkit.name.padEnd(20)} ${row.join('')}`, ...said].join('\n'));
    }
  } finally {
    await reader.close();
  }
  console.log(`  ${[...counts].map(([came, count]) => `${count} ${came}`).join(', ')}`);
}

async function tried(
  toolkit: Toolkit,
  trial: Trial,
  reader: TextReader,
): Promise<{ came: Came; says: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-dialog-'));
  const desktop = await openDesktop(
    { kind: 'virtual', size: { width: 1280, height: 800 } },
    join(folder, 'logs'),
  );
  try {
    await prepare(folder, toolkit, trial);
    const task = `name: ${JSON.stringify(`${toolkit.name}, ${trial.name}`)}\n${taskOf(folder, toolkit, trial)}`;
    const { ending, reason: why } = await runOnShared(desktop, reader, folder, task);
    const wrong = await lookAt(toolkit, trial, { folder, path: fileOf(folder, toolkit, trial), desktop });
    const [reason = ''] = why.split('\n');
    const says = `${ending}: ${reason}${wrong === undefined ? '' : ` (${wrong})`}`;
    return { came: weighed(trial, ending === 'passed', reason, wrong), says };
  } catch (error) {
    return { came: 'failed', says: messageOf(error) };
  } finally {
    await desktop.close();
    if (process.env.KEEP === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    else console.log(`    ${trial.name}: ${folder}`);
  }
}

/** What a step may say when it fails as it should: any other reason proves nothing. */
const saysWhy = /file dialog|exists already|was not written/iu;

function weighed({ ends }: Trial, passed: boolean, reason: string, wrong: string | undefined): Came {
  if (passed) return wrong === undefined && ends !== 'fails' ? 'right' : 'WRONG';
  if (wrong?.startsWith('written instead')) return 'wrong';
  return ends === 'done' || !saysWhy.test(reason) ? 'failed' : 'right';
}
