import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodes } from '../../core/errors.js';
import { type ReportName, reporters } from '../../report/index.js';
import { renderReport } from '../reporters.js';

/** Turns a recording into a file. */
export async function reportCommand(
  folder: string,
  options: { format: ReportName; output?: string },
): Promise<number> {
  const text = await renderReport(options.format, [folder]);
  const file = options.output ?? join(folder, reporters[options.format].file);
  if (file === '-') process.stdout.write(text);
  else {
    await writeFile(file, text);
    process.stdout.write(`${file}\n`);
  }
  return exitCodes.passed;
}
