import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Label, ownerOf, type Pane, type Testimony } from './label.js';
import { rowsOfWitness } from './rows.js';

const run = promisify(execFile);
const source = fileURLToPath(new URL('SwingWitness.java', import.meta.url));

/** The option of Java with which a program tells what it shows, in `folder`. Needs a JDK. */
export async function telling(folder: string): Promise<string> {
  const jar = join(folder, 'witness.jar');
  if (!existsSync(jar)) {
    await run('javac', ['-d', folder, source]);
    await writeFile(join(folder, 'manifest.txt'), 'Premain-Class: SwingWitness\n');
    const classes = ['-C', folder, 'SwingWitness.class'];
    await run('jar', ['cfm', jar, join(folder, 'manifest.txt'), ...classes]);
  }
  return `-javaagent:${jar}=${join(folder, 'swing.txt')}`;
}

/** What a program of Swing says of its own components. */
export async function swingTestimony(folder: string, panes: readonly Pane[]): Promise<Testimony> {
  const labels: Label[] = [];
  const also = panes.map(({ title }) => title);
  const file = join(folder, 'swing.txt');
  const told = existsSync(file) ? await readFile(file, 'utf8') : '';
  for (const { kind, text, box } of rowsOfWitness(told)) {
    const whole = kind !== '' && ownerOf(panes, box) !== undefined;
    if (!whole || !/[\p{L}\p{N}]/u.test(text) || text.length > 60) also.push(text);
    else labels.push({ text, kind, box });
  }
  return { labels, also };
}
