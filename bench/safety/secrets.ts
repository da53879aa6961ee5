import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTextReader } from '../../src/sight/text/reader.js';
import { secretValues } from '../../test/support/secret-forms.js';
import { runWithSecret } from '../../test/support/secret-run.js';

/** Twenty secrets through runs that show, print and log them in every form: what is left of them. */
export async function secretsSection(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-bench-secrets-'));
  const reader = await openTextReader();
  let [leaks, pictures, processes, passed] = [0, 0, 0, 0];
  try {
    for (const [index, value] of secretValues.entries()) {
      const run = await runWithSecret(value, join(folder, String(index)), reader);
      if (run.code === 0 && run.typed === value) passed += 1;
      else
        console.log(
          `  secret ${index}: the run ended with ${run.code}, ${run.typed === value ? '' : 'not '}all of it arrived`,
        );
      for (const leak of run.leaks) console.log(`  secret ${index}: ${leak}`);
      leaks += run.leaks.length;
      pictures += run.pictures;
      processes += run.processes;
    }
  } finally {
    await reader.close();
    await rm(folder, { recursive: true, force: true });
  }
  console.log(
    `${secretValues.length} secrets, ${passed} typed whole: ${leaks} found again in files, logs, requests, ${pictures} pictures and the environments of ${processes} processes`,
  );
}
