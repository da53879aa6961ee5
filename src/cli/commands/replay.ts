import { dirname, resolve } from 'node:path';
import { DeskhandError, exitCodes } from '../../core/errors.js';
import type { Recording } from '../../core/recording.js';
import { recordedPilot } from '../../pilots/recorded/recorded-pilot.js';
import { readRecording } from '../../recording/index.js';
import { parseTask } from '../../task/index.js';
import { systemClock } from '../clock.js';
import { comparePatch, keepDifference } from '../compare-patch.js';
import { type LoadedTask, problemText } from '../load-tasks.js';
import { type Controls, exitCodeOf } from '../perform-run.js';
import { recordedDesktop } from '../recorded-desktop.js';
import { recordedModelEyes } from '../recorded-model-eyes.js';
import { readReporters, writeReports } from '../reporters.js';
import { type PlaceOptions, settingsOf } from '../run-options.js';
import { readSize } from '../size.js';
import {
  afterwards,
  type OpenPilot,
  openReader,
  type RunSettings,
  runLoaded,
  runOn,
  wantedDesktop,
} from '../wire.js';

export interface ReplayOptions extends PlaceOptions {
  readonly dry: boolean;
}

/** Repeats the acts of a recording on the same applications, or with `dry` on the recorded frames. */
export async function replayCommand(
  folder: string,
  options: ReplayOptions,
  controls: Controls,
): Promise<number> {
  const reporters = readReporters(options.reporter);
  const recording = await readRecording(folder);
  if (recording.corrupt) {
    throw new DeskhandError(
      'usage',
      'recording-corrupt',
      `${folder}: line ${recording.corrupt.line} was changed after it was written.`,
      {
        hint: 'A recording that does not verify is not replayed.',
      },
    );
  }
  const loaded = loadedFrom(recording);
  const size = options.size === undefined ? sizeOf(recording) : readSize(options.size);
  const reader = await openReader();
  const settings: RunSettings = {
    ...monitorOf(recording, loaded, options),
    ...settingsOf(options, { list: reporters.list, reader, size, controls }),
    modelEyes: () => recordedModelEyes(recording),
  };
  try {
    const openPilot: OpenPilot = (_eyes, journal) => pilotFor(recording, journal, options.dry);
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

function pilotFor(recording: Recording, journal: Parameters<OpenPilot>[1], dry: boolean) {
  return recordedPilot({
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
