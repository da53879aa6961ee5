import { writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { OWN_FILE, renderReport } from '../app/reports.js';
import { DeskhandError } from '../core/errors.js';
import type { RecordingEvent } from '../core/events.js';
import { makeFolders } from '../recording/index.js';
import { createListReporter, type ReportName, reporters, wantsColour } from '../report/index.js';

/** Reports that were asked for: the live list, and files (or standard output) at the end. */
export interface ReporterPlan {
  readonly list: boolean;
  readonly files: readonly { readonly name: ReportName; readonly file: string | undefined }[];
}

/** Reads `list,json,junit=out.xml`. Throws for names that do not exist. */
export function readReporters(written: string): ReporterPlan {
  const parts = written
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const files: { name: ReportName; file: string | undefined }[] = [];
  for (const part of parts) {
    const at = part.indexOf('=');
    const name = at < 0 ? part : part.slice(0, at);
    const file = at < 0 ? undefined : part.slice(at + 1);
    if (part === 'list') continue;
    if (!Object.hasOwn(reporters, name)) {
      throw new DeskhandError('usage', 'no-reporter', `There is no reporter “${name}”.`, {
        hint: `Reporters: list, ${Object.keys(reporters).join(', ')}. A file follows as NAME=FILE; list has none.`,
      });
    }
    if (file === '') {
      throw new DeskhandError('usage', 'no-report-file', `“${part}” names no file.`, {
        hint: `Such as ${name}=out/report, or ${name} alone.`,
      });
    }
    files.push({ name: name as ReportName, file });
  }
  const toStandardOutput = files.some(({ name, file }) => file === undefined && name === 'json');
  return { list: parts.includes('list') && !toStandardOutput, files };
}

/** The live list on standard output. */
export function liveList(folder: string): { event(line: RecordingEvent): void; close(): void } {
  const out = process.stdout;
  return createListReporter({
    write: (text) => out.write(text),
    tty: out.isTTY === true,
    colour: wantsColour(process.env, out.isTTY === true),
    columns: out.columns ?? 100,
    folder,
  });
}

/**
 * Writes the reports that were asked for over all runs. Without a file, JSON goes to standard output and the
 * others into the folder of each recording.
 */
export async function writeReports(plan: ReporterPlan, folders: readonly string[]): Promise<void> {
  for (const { name, file } of plan.files) {
    if (file === undefined && name !== 'json') {
      for (const folder of folders) {
        const report = await renderReport(name, [folder], folder);
        await writeFile(join(folder, reporters[name].file), report, OWN_FILE);
      }
      continue;
    }
    const text = await renderReport(name, folders, file === undefined ? undefined : dirname(resolve(file)));
    if (file === undefined) process.stdout.write(`${text}\n`);
    else {
      await makeFolders(dirname(resolve(file)));
      await writeFile(file, text, OWN_FILE);
    }
  }
}
