import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../../src/core/errors.js';
import { type DesktopSpec, openDesktop } from '../../src/desktop/open-desktop.js';
import { openTextReader } from '../../src/sight/text/reader.js';
import { type Clause, NotOffered, type Result, type Stage } from './clause.js';
import { clauses } from './clauses.js';
import { prepareEditor } from './editor.js';

/** ms that the editor gets to show its window; where windows are not told, it is only given time to draw. */
const launchMs = { told: 30_000, untold: 4000 };

/**
 * Proves the promises of every port on a desktop that is there, with the text editor of the system and a file
 * of our own in it. Tells each result as it comes.
 */
export async function runContract(
  spec: Exclude<DesktopSpec, { kind: 'virtual' }>,
  env: Readonly<Record<string, string | undefined>>,
  tell: (result: Result) => void,
): Promise<Result[]> {
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-contract-'));
  const tellsWindows = !(spec.native && process.platform === 'linux');
  const editor = await prepareEditor(folder, tellsWindows ? launchMs.told : launchMs.untold);
  const desktop = await openDesktop(spec, join(folder, 'logs'), env);
  const reader = await openTextReader();
  const results: Result[] = [];
  try {
    const stage: Stage = { desktop, editor, reader, signal: new AbortController().signal, tellsWindows };
    for (const clause of clauses) {
      const result = await proven(clause, stage);
      results.push(result);
      tell(result);
    }
  } finally {
    await reader.close();
    await desktop.close();
    await rm(folder, { recursive: true, force: true });
  }
  return results;
}

async function proven({ port, says, prove }: Clause, stage: Stage): Promise<Result> {
  const begin = performance.now();
  const done = (result: Result['result'], detail: string): Result => ({
    ...{ port, says, result, detail },
    ms: Math.round(performance.now() - begin),
  });
  try {
    return done('ok', await prove(stage));
  } catch (error) {
    return done(error instanceof NotOffered ? 'not offered' : 'failed', messageOf(error));
  }
}
