import { writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { renderReport } from '../../app/reports.js';
import { exitCodes } from '../../core/errors.js';
import { type ReportName, reporters } from '../../report/index.js';

/** Turns a recording into a file. */
export async function reportCommand(
  folder: string,
  options: { format: ReportName; output?: string },
): Promise<number> {
  const file = options.output ?? join(folder, reporters[options.format].file);
  const text = await renderReport(
    options.format,
    [folder],
    file === '-' ? undefined : dirname(resolve(file)),
  );
  if (file === '-') process.stdout.write(text);
  else {
    await writeFile(file, text, { mode: 0o600 });
    process.stdout.write(`${file}\n`);
  }
  return exitCodes.passed;
}
