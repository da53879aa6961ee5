import { dirname, resolve } from 'node:path';
import { DeskhandError, exitCodes } from '../core/errors.js';
import type { Recording } from '../core/recording.js';
import { recordedDesktop } from '../desktop/recorded.js';
import { comparePatch, keepDifference } from '../pilots/recorded/compare-patch.js';
import { recordedModelEyes } from '../pilots/recorded/recorded-model-eyes.js';
import { recordedPilot } from '../pilots/recorded/recorded-pilot.js';
import { faultsForReplay, isOwn, readRecording } from '../recording/index.js';
import { parseTask } from '../task/index.js';
import { type LoadedTask, problemText, readTasks, taskFiles } from './load-tasks.js';
import type { RunPlan } from './perform.js';
import { type Place, wantedDesktop } from './run-desktop.js';
import type { RunHandle } from './run-handle.js';
import {
  type ReplayRequest,
  type ReplayRequestInput,
  ReplayRequest as ReplayRequestSchema,
  readRequest,
} from './run-request.js';
import type { RunServices, Services } from './services.js';
import { start } from './start-run.js';
import { userSigner } from './user-key.js';

/**
 * Starts a replay: the acts of a recording are repeated on the same applications, or with `dry` on the recorded frames.
 *
 * @returns the handle of the run; whatever keeps it from beginning rejects its `done`
 */
export function replay(request: ReplayRequestInput, services: RunServices = {}): RunHandle {
  return start(services, (all) => planOf(readRequest(ReplayRequestSchema, request), all));
}

async function planOf(request: ReplayRequest, services: Services): Promise<RunPlan> {
  const { dry } = request;
  const recording = await readRecording(request.recording);
  const faults = await faultsForReplay(recording);
  if (faults.length > 0) {
    throw new DeskhandError(
      'usage',
      'recording-corrupt',
      `${request.recording}: ${faults.slice(0, 3).join('; ')}.`,
      {
        hint: 'A recording that does not verify is not replayed. “deskhand show” tells all that is wrong with it.',
      },
    );
  }
  const { loaded, foreign } = await loadedFor(recording, request, services);
  return {
    loaded,
    settings: { ...request, desktop: placeOf(recording, loaded, request.desktop) },
    modelEyes: recordedModelEyes(recording),
    openPilot: (_eyes, journal) =>
      recordedPilot({
        foreign,
        recording,
        clock: services.clock,
        framesOnly: dry,
        compare: (patch, view, _signal, exact) => comparePatch(recording.folder, patch, view, exact),
        keepDifference: (act, patch, view) =>
          keepDifference(recording.folder, journal, act.number, patch, view),
      }),
    ...(dry && { desktop: recordedDesktop(recording) }),
  };
}

/** Size and monitor are those of the recording, where the replay takes place on a desktop of its kind. */
function placeOf({ header }: Recording, { task }: LoadedTask, place: Place): Place {
  const { kind, size, monitor } = header.desktop;
  const alike = (wantedDesktop(task, place.on) === 'virtual') === (kind === 'virtual');
  return {
    ...(kind === 'virtual' && { size }),
    ...(monitor !== undefined && alike && { monitor }),
    ...definedOf(place),
  };
}

/** The members that have a value, so that they take the place of others. */
function definedOf(place: Place): Place {
  return Object.fromEntries(Object.entries(place).filter(([, each]) => each !== undefined)) as Place;
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
async function loadedFor(
  recording: Recording,
  { dry, task }: ReplayRequest,
  services: Services,
): Promise<Rights> {
  const signer = await userSigner((text) => services.tell(text));
  const foreign = !dry && !(signer !== undefined && (await isOwn(recording, signer)));
  if (task !== undefined) return { loaded: loadedFromFile(recording, task), foreign };
  const loaded = loadedFrom(recording);
  if (!foreign) return { loaded, foreign };
  services.tell(
    "this recording carries no seal of yours: it is judged as a stranger's. The policy, approvals, secrets and applications of its task count only with --task FILE.",
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
    throw new DeskhandError('usage', 'bad-task', `${problemText(problems)}${file} is no valid task.`);
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
    const problems = problemText(parsed.problems);
    throw new DeskhandError('usage', 'bad-task', `${problems}The task of the recording is no longer valid.`, {
      hint: `Exit code ${exitCodes.usage}: run the task again with this version and replay that.`,
    });
  }
  return { task: parsed.task, params: recording.header.params };
}
