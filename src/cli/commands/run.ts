import { basename } from 'node:path';
import { problemText, readTasks, taskFiles, withParams } from '../../app/load-tasks.js';
import { lateReader } from '../../app/readers.js';
import type { RunResult } from '../../app/run-handle.js';
import { secretVariables } from '../../app/secrets.js';
import { startRun } from '../../app/start-run.js';
import { DeskhandError, exitCodes, messageOf } from '../../core/errors.js';
import { paces } from '../../core/pace.js';
import { readPace, type Task } from '../../task/index.js';
import { afterwards, attend, exitCodeOf } from '../attend.js';
import type { Controls } from '../controls.js';
import { readReporters, writeReports } from '../reporters.js';
import { type PlaceOptions, servicesFor, settingsOf } from '../run-options.js';
import { tellNotices } from '../tell-notices.js';

export interface RunOptions extends PlaceOptions {
  readonly param: readonly string[];
  readonly pilot: 'auto' | 'qwen' | 'offline';
  readonly model?: string;
  readonly baseUrl?: string;
  readonly profiles?: string;
  readonly pace?: string;
  readonly grep?: string;
  readonly tag: readonly string[];
}

/** Runs tasks one after the other; the exit code is that of the first one that did not pass. */
export async function runCommand(
  named: readonly string[],
  options: RunOptions,
  controls: Controls,
): Promise<number> {
  const reporters = readReporters(options.reporter);
  const { tasks, problems } = readTasks(taskFiles(named));
  if (problems.length > 0) {
    process.stderr.write(problemText(problems));
    return exitCodes.usage;
  }
  const chosen = tasks.filter(chosenBy(options));
  if (chosen.length === 0) {
    throw new DeskhandError('usage', 'no-task', 'No task is left to run.', {
      hint: 'Look at --grep and --tag.',
    });
  }
  const loaded = withParams(chosen, options.param);
  const settings = settingsOf(options);
  const pace = options.pace === undefined ? undefined : paceOption(options.pace);
  const { pilot, baseUrl, profiles } = options;
  const model = { pilot, name: options.model, baseUrl, profiles };
  const reader = lateReader((text) => tellNotices([text]));
  const services = servicesFor(
    reader,
    loaded.flatMap(({ task }) => secretVariables(task)),
  );
  const finished: RunResult[] = [];
  try {
    for (const { task, params } of loaded) {
      const { source, file } = task;
      const handle = startRun({ ...settings, task: { source, file }, params, model, pace }, services);
      const run = await attend(handle, controls, reporters.list);
      finished.push(run);
      if (reporters.list) process.stdout.write(afterwards(run));
      if (run.ending === 'stopped' || controls.stopped) break;
    }
  } finally {
    await reader.close();
    if (reporters.list && loaded.length > 1) process.stdout.write(summaryOf(finished, loaded.length));
    // Also when a later task could not begin: what has run is reported.
    if (finished.length > 0) {
      await writeReports(
        reporters,
        finished.map(({ folder }) => folder),
      );
    }
  }
  return finished.map(exitCodeOf).find((code) => code !== 0) ?? exitCodes.passed;
}

function paceOption(written: string): number {
  const pace = readPace(/^\d+$/u.test(written) ? Number(written) : written);
  if (pace !== undefined) return pace;
  throw new DeskhandError('usage', 'bad-pace', `“${written}” is no pace.`, {
    hint: `Give ${Object.keys(paces).join(', ')}, or the time between two keys, such as 80ms; at most 5s.`,
  });
}

/** One line over several tasks: how many ended how, and which did not pass. */
function summaryOf(finished: readonly RunResult[], wanted: number): string {
  const bad = finished.filter(({ ending }) => ending !== 'passed');
  const passed = finished.length - bad.length;
  const notBegun = wanted - finished.length;
  const facts = [
    `${passed} of ${wanted} tasks passed`,
    ...(notBegun > 0 ? [`${notBegun} did not begin`] : []),
  ];
  const lines = bad.map(({ ending, folder }) => `  ✗ ${ending}  ${basename(folder)}\n`);
  return `\n${facts.join(', ')}\n${lines.join('')}`;
}

function chosenBy({ grep, tag }: RunOptions): (task: Task) => boolean {
  const pattern = grep === undefined ? undefined : readPattern(grep);
  return ({ name, tags }) =>
    (pattern?.test(name) ?? true) && (tag.length === 0 || tag.some((wanted) => tags.includes(wanted)));
}

function readPattern(written: string): RegExp {
  try {
    return new RegExp(written, 'iu');
  } catch (cause) {
    throw new DeskhandError('usage', 'bad-pattern', `--grep ${written}: ${messageOf(cause)}.`, {
      hint: 'It is a regular expression: a special character such as ( or + needs a \\ before it.',
      cause,
    });
  }
}
