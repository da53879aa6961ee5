import { readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { messageOf } from '../core/errors.js';
import type { Recording } from '../core/recording.js';
import { readPictures, readRecording, verifyRecording } from '../recording/index.js';
import { type ReportName, reporters } from '../report/index.js';

/** What a run leaves shows the screen of its user: nobody else may read it. */
export const OWN_FILE = { mode: 0o600 };

/**
 * Writes the report that every run leaves in its folder; answers its path. Where it cannot be written, such as
 * on a full disk, that is told: how the run ended counts more.
 */
export async function writeOwnReport(
  folder: string,
  tell: (text: string) => void,
): Promise<string | undefined> {
  const file = join(folder, reporters.html.file);
  try {
    await writeFile(file, await renderReport('html', [folder], folder), OWN_FILE);
    return file;
  } catch (error) {
    tell(
      `the report could not be written: ${messageOf(error)}\n  Make room, then: deskhand report ${folder}`,
    );
    await rm(file, { force: true });
    return undefined;
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
