import { lateReader } from '../../app/readers.js';
import { replay } from '../../app/replay.js';
import { afterwards, attend, exitCodeOf } from '../attend.js';
import type { Controls } from '../controls.js';
import { readReporters, writeReports } from '../reporters.js';
import { type PlaceOptions, servicesFor, settingsOf } from '../run-options.js';
import { tellNotices } from '../tell-notices.js';

export interface ReplayOptions extends PlaceOptions {
  readonly dry: boolean;
  /** The task of a recording that somebody else made: its policy, approvals, secrets and applications count then. */
  readonly task?: string;
}

/** Repeats the acts of a recording on the same applications, or with `dry` on the recorded frames. */
export async function replayCommand(
  recording: string,
  options: ReplayOptions,
  controls: Controls,
): Promise<number> {
  const reporters = readReporters(options.reporter);
  const { dry, task } = options;
  const reader = lateReader((text) => tellNotices([text]));
  try {
    const handle = replay({ ...settingsOf(options), recording, dry, task }, servicesFor(reader));
    const run = await attend(handle, controls, reporters.list);
    if (reporters.list) process.stdout.write(afterwards(run));
    await writeReports(reporters, [run.folder]);
    return exitCodeOf(run);
  } finally {
    await reader.close();
  }
}
