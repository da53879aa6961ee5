import { readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { DeskhandError, messageOf } from '../core/errors.js';
import type { RecordingEvent } from '../core/events.js';
import type { Recording } from '../core/recording.js';
import { makeFolders, readPictures, readRecording, verifyRecording } from '../recording/index.js';
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

/** What a run leaves shows the screen of its user: nobody else may read it. */
const OWN_FILE = { mode: 0o600 };

/**
 * Writes the report that every run leaves in its folder; answers its path. Where it cannot be written, such as
 * on a full disk, that is told: how the run ended counts more.
 */
export async function writeOwnReport(folder: string): Promise<string | undefined> {
  const file = join(folder, reporters.html.file);
  try {
    await writeFile(file, await renderReport('html', [folder], folder), OWN_FILE);
    return file;
  } catch (error) {
    process.stderr.write(
      `deskhand: the report could not be written: ${messageOf(error)}\n  Make room, then: deskhand report ${folder}\n`,
    );
    await rm(file, { force: true });
    return undefined;
  }
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

/**
 * One report over recordings. Links of a page lead from the folder that it is written to; CI servers want the
 * paths in theirs relative to the project, which is where they start deskhand.
 *
 * @param pageFolder folder that the report is written to; the working directory unless told
 */
export async function renderReport(
  name: ReportName,
  folders: readonly string[],
  pageFolder = process.cwd(),
): Promise<string> {
  const report = reporters[name];
  const inputs = await Promise.all(
    folders.map(async (folder) => {
      const recording = await checkedRecording(folder);
      if (!report.pictures) return { recording };
      // An index shows no pictures.
      const pictures = folders.length === 1 ? { pictures: await readPictures(recording) } : {};
      return { recording, logs: await logsIn(folder), ...pictures };
    }),
  );
  return report.render(inputs, { base: name === 'html' ? resolve(pageFolder) : process.cwd() });
}

/** The recording with all that is not as it was written: frames and pictures, too. */
async function checkedRecording(folder: string): Promise<Recording> {
  const recording = await readRecording(folder);
  const misfits = await verifyRecording(recording);
  const changed = misfits.flatMap(({ what, file, reason }) =>
    what === 'file' ? [`${file}: ${reason}.`] : [],
  );
  return { ...recording, changed };
}

/** Names of the files that desktop and applications have printed to. */
async function logsIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(join(folder, 'logs'))).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
