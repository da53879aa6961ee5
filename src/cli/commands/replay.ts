import { dirname, resolve } from 'node:path';
import { DeskhandError, exitCodes } from '../../core/errors.js';
import type { Recording } from '../../core/recording.js';
import { recordedPilot } from '../../pilots/recorded/recorded-pilot.js';
import { faultsForReplay, isOwn, readRecording } from '../../recording/index.js';
import { parseTask, sitePolicies } from '../../task/index.js';
import { systemClock } from '../clock.js';
import { comparePatch, keepDifference } from '../compare-patch.js';
import { type LoadedTask, problemText, readTasks, taskFiles } from '../load-tasks.js';
import { type Controls, exitCodeOf } from '../perform-run.js';
import { recordedDesktop } from '../recorded-desktop.js';
import { recordedModelEyes } from '../recorded-model-eyes.js';
import { readReporters, writeReports } from '../reporters.js';
import { type PlaceOptions, settingsOf } from '../run-options.js';
import { readSize } from '../size.js';
import { userSigner } from '../user-key.js';
import {
  afterwards,
  lateReader,
  type OpenPilot,
  type RunSettings,
  runLoaded,
  runOn,
  wantedDesktop,
} from '../wire.js';

export interface ReplayOptions extends PlaceOptions {
  readonly dry: boolean;
  /** The task of a recording that somebody else made: its policy, approvals, secrets and applications count then. */
  readonly task?: string;
}

/** Repeats the acts of a recording on the same applications, or with `dry` on the recorded frames. */
export async function replayCommand(
  folder: string,
  options: ReplayOptions,
  controls: Controls,
): Promise<number> {
  const sites = sitePolicies(process.env);
  const reporters = readReporters(options.reporter);
  const recording = await readRecording(folder);
  const faults = await faultsForReplay(recording);
  if (faults.length > 0) {
    throw new DeskhandError('usage', 'recording-corrupt', `${folder}: ${faults.slice(0, 3).join('; ')}.`, {
      hint: 'A recording that does not verify is not replayed. “deskhand show” tells all that is wrong with it.',
    });
  }
  const { loaded, foreign } = await loadedFor(recording, options);
  const size = options.size === undefined ? sizeOf(recording) : readSize(options.size);
  const reader = lateReader();
  const settings: RunSettings = {
    ...monitorOf(recording, loaded, options),
    ...settingsOf(options, { list: reporters.list, reader, size, controls, sites }),
    modelEyes: recordedModelEyes(recording),
  };
  try {
    const openPilot: OpenPilot = (_eyes, journal) => pilotFor(recording, journal, options.dry, foreign);
    const run = options.dry
      ? await runOn(recordedDesktop(recording), loaded, settings, openPilot)
      : await runLoaded(loaded, settings, openPilot);
    if (reporters.list) process.stdout.write(afterwards(run));
    await writeReports(reporters, [run.folder]);
    return exitCodeOf(run.ending);
  } finally {
    await reader.close();
  }
}

function pilotFor(recording: Recording, journal: Parameters<OpenPilot>[1], dry: boolean, foreign: boolean) {
  return recordedPilot({
    foreign,
    recording,
    clock: systemClock,
    framesOnly: dry,
    compare: (patch, view, _signal, exact) => comparePatch(recording.folder, patch, view, exact),
    keepDifference: (act, patch, view) => keepDifference(recording.folder, journal, act.number, patch, view),
  });
}

function sizeOf(recording: Recording): RunSettings['size'] {
  const { size, kind } = recording.header.desktop;
  return kind === 'virtual' ? size : undefined;
}

/** The monitor of the recording, where the replay takes place on a desktop of its kind; another has other monitors. */
function monitorOf(
  { header }: Recording,
  { task }: LoadedTask,
  { desktop }: ReplayOptions,
): Pick<RunSettings, 'monitor'> {
  const { kind, monitor } = header.desktop;
  const virtual = wantedDesktop(task, desktop) === 'virtual';
  return monitor === undefined || virtual !== (kind === 'virtual') ? {} : { monitor };
}

/** What a replay runs as, and whether its acts are judged as a stranger's. */
interface Rights {
  readonly loaded: LoadedTask;
  readonly foreign: boolean;
}

/**
 * A recording gives no rights of its own. One that this user made keeps those of its task; in any other the
 * policy, the approvals, the secrets and the applications of the task count only when its file is given as well. On
 * recorded frames nothing is done, so nothing needs a right.
 */
async function loadedFor(recording: Recording, { dry, task }: ReplayOptions): Promise<Rights> {
  const signer = await userSigner();
  const foreign = !dry && !(signer !== undefined && (await isOwn(recording, signer)));
  if (task !== undefined) return { loaded: loadedFromFile(recording, task), foreign };
  const loaded = loadedFrom(recording);
  if (!foreign) return { loaded, foreign };
  process.stderr.write(
    "deskhand: this recording carries no seal of yours: it is judged as a stranger's. The policy, approvals, secrets and applications of its task count only with --task FILE.\n",
  );
  return { loaded: withoutRights(loaded), foreign };
}

/** What a task may only ask for itself: nothing is allowed, approved, opened or found on the real desktop. */
function withoutRights({ task, params }: LoadedTask): LoadedTask {
  const { allow: _, approve: __, cookies: ____, ...restrictions } = task.policy;
  const { goal: ___, ...rest } = task;
  const steps = { before: [], steps: [], onFailure: [], after: [] };
  const desktop = { ...(task.desktop?.size && { size: task.desktop.size }), kind: 'virtual' } as const;
  return { task: { ...rest, ...steps, desktop, apps: [], secrets: {}, policy: restrictions }, params };
}

/** The task from its own file, when it is the one that was recorded. */
function loadedFromFile(recording: Recording, file: string): LoadedTask {
  const { tasks, problems } = readTasks(taskFiles([file]));
  const [task] = tasks;
  if (task === undefined || problems.length > 0) {
    process.stderr.write(problemText(problems));
    throw new DeskhandError('usage', 'bad-task', `${file} is no valid task.`);
  }
  if (tasks.length === 1 && task.source === recording.header.task.source)
    return { task, params: recording.header.params };
  throw new DeskhandError(
    'usage',
    'other-task',
    `${file} is not the task that was recorded: its text differs.`,
    {
      hint: 'Give the file as it was when the recording was made, or leave --task out.',
    },
  );
}

/** The task as it stood in the recording, with its parameters: policy and secrets hold for the replay too. */
function loadedFrom(recording: Recording): LoadedTask {
  const { source, file, name } = recording.header.task;
  if (source === undefined) {
    throw new DeskhandError('usage', 'no-task', `${recording.folder} does not hold its task.`, {
      hint: 'Only recordings that deskhand made from a task can be replayed.',
    });
  }
  const path = file ?? resolve(dirname(recording.folder), `${name}.yaml`);
  const parsed = parseTask(source, { file: path });
  if (!parsed.ok) {
    process.stderr.write(problemText(parsed.problems));
    throw new DeskhandError('usage', 'bad-task', 'The task of the recording is no longer valid.', {
      hint: `Exit code ${exitCodes.usage}: run the task again with this version and replay that.`,
    });
  }
  return { task: parsed.task, params: recording.header.params };
}
