import { rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Limits } from '../core/action.js';
import { messageOf } from '../core/errors.js';
import { markTarget } from '../operator/mark.js';
import type { Eyes, Journal, ModelEyes, Pilot } from '../ports.js';
import { newRecordingFolder, openJournal } from '../recording/index.js';
import type { RunEnding, RunInput } from '../run/contract.js';
import type { RunPorts } from '../run/run-ports.js';
import { runTask } from '../run/run-task.js';
import { focusFirst } from '../sight/focus-first.js';
import { type AskModel, openEyes } from '../sight/ladder.js';
import { openPlaceMemory } from '../sight/memory.js';
import { shielded } from '../sight/shield/shield.js';
import type { Task } from '../task/index.js';
import { inMeasure } from './acts-a-minute.js';
import { appsIn, filesIn } from './files.js';
import { headerOf } from './header.js';
import { likelyReads } from './likely-reads.js';
import type { LoadedTask } from './load-tasks.js';
import { openOperator } from './operator.js';
import { lateReader } from './readers.js';
import { writeOwnReport } from './reports.js';
import { openRunDesktop, type RunDesktop } from './run-desktop.js';
import type { RunResult, Steering } from './run-handle.js';
import type { RunRequest } from './run-request.js';
import { type HeldSecrets, openSecrets } from './secrets.js';
import type { Services, SharedReader } from './services.js';
import { approvalsOf, taskWords } from './task-words.js';
import { userSigner } from './user-key.js';

/** How a run takes place, whatever plays the pilot. */
export type RunSettings = Pick<RunRequest, 'desktop' | 'approve' | 'strict' | 'recordings'> & {
  readonly pace?: number | undefined;
  readonly limits?: Limits;
};

/** Everything that is decided before a run begins. */
export interface RunPlan {
  readonly loaded: LoadedTask;
  readonly settings: RunSettings;
  /** Gives the pilot from what only the run knows. */
  readonly openPilot: (eyes: Eyes, journal: Journal) => Pilot | Promise<Pilot>;
  /** Points at what is only described; undefined without a model. */
  readonly point?: AskModel | undefined;
  /** Reads and compares with a model; undefined without one. */
  readonly modelEyes?: ModelEyes | undefined;
  /** A desktop that is there already, such as recorded frames; undefined: the run opens that of the task. */
  readonly desktop?: RunDesktop;
}

/** Acts a run may take when neither task nor request says so: more when its author wrote the steps. */
const defaultLimits = { goal: 100, steps: 1000, seconds: 900 };

/**
 * Opens what the plan needs, runs it to its end, and closes everything, whatever happens.
 *
 * @throws DeskhandError when the run could not begin; nothing is left of it then
 */
export async function perform(plan: RunPlan, services: Services, steering: Steering): Promise<RunResult> {
  const reader = services.reader ?? lateReader((text) => services.tell(text), services.env);
  try {
    return await performWith(plan, reader, services, steering);
  } finally {
    if (services.reader === undefined) await reader.close();
  }
}

/** Opens folder and desktop; how the run went is never hidden by their closing. */
async function performWith(
  { loaded, settings, ...plan }: RunPlan,
  reader: SharedReader,
  services: Services,
  steering: Steering,
): Promise<RunResult> {
  const { task } = loaded;
  // On recorded frames nothing is typed, so no value is needed.
  const needed = plan.desktop?.kind !== 'recorded';
  const held = openSecrets(task, dirname(resolve(task.file)), services.env, needed);
  const folder = await newRecordingFolder(settings.recordings, task.name, services.clock.wall());
  steering.folder = folder;
  if (needed && likelyReads(task)) reader.warm?.();
  let desktop: RunDesktop | undefined;
  try {
    steering.throwIfStopped();
    desktop = plan.desktop ?? (await openRunDesktop(task, settings.desktop, folder, held, services));
    steering.begin();
  } catch (error) {
    await desktop?.close?.();
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  try {
    return await recordedRun({ ...plan, loaded, settings, desktop }, held, reader, services, steering);
  } finally {
    await desktop.close?.().catch((error: unknown) => {
      services.tell(`the desktop was not closed cleanly: ${messageOf(error)}`);
    });
  }
}

/** Picks the real ports, runs the task, leaves recording and report. The one place that chooses. */
async function recordedRun(
  plan: RunPlan & { readonly desktop: RunDesktop },
  { secrets, values, redact }: HeldSecrets,
  reader: SharedReader,
  services: Services,
  steering: Steering,
): Promise<RunResult> {
  const { loaded, settings, desktop } = plan;
  const { task } = loaded;
  const { clock, sites } = services;
  const folder = steering.folder ?? '';
  const taskFolder = dirname(resolve(task.file));
  const signer = await userSigner((text) => services.tell(text));
  let sealed = false;
  const journal = await openJournal({
    folder,
    clock,
    redact,
    ...(signer && { signer }),
    onLine: (line) => {
      sealed ||= line.type === 'ending';
      steering.events.add(line);
    },
  });
  try {
    const memory = await openPlaceMemory({
      folder: join(settings.recordings, '.places'),
      task: task.name,
      redact,
    });
    const eyes = focusFirst(
      openEyes({
        reader,
        imageFolder: taskFolder,
        memory,
        ...(desktop.hints?.open && { hints: desktop.hints.open }),
        ...(plan.point && { askModel: plan.point }),
      }),
    );
    const pilot = await plan.openPilot(eyes, journal);
    const ports: RunPorts = {
      ...shielded({ screen: desktop.screen, hand: desktop.hand, secrets }, values, reader),
      windows: desktop.windows,
      apps: appsIn(taskFolder, desktop.apps),
      eyes,
      ...(plan.modelEyes && { modelEyes: plan.modelEyes }),
      pilot: inMeasure(pilot, sites, clock),
      operator: await openOperator(settings.approve, services.operator, approvalsOf(task), folder, redact),
      journal,
      files: filesIn(taskFolder),
      clock,
      paces: { ...task.paces, ...(settings.pace !== undefined && { run: settings.pace }) },
      policy: task.policy,
      approvals: approvalsOf(task),
      sites,
      strict: settings.strict || task.strict,
      taskText: taskWords(task, loaded.params),
      appNames: task.apps.map(({ name }) => name),
      ...(desktop.quiet && { quiet: desktop.quiet }),
      ...(task.person.withinMs !== undefined && { personWithinMs: task.person.withinMs }),
      markTarget,
    };
    const ending = await loop(ports, plan, steering).finally(() => pilot.close?.());
    // The report is made while the desktop ends; whoever opened it waits for that, and tells what went wrong.
    desktop.close?.().catch(() => undefined);
    // What the recording could not take is told all the same.
    if (!sealed) services.tell(`the run ${ending.ending}: ${redact(ending.reason)}`);
    const report = await writeOwnReport(folder, (text) => services.tell(text));
    return { ...ending, folder, seal: journal.head, report, places: memory.stats() };
  } finally {
    await journal.close();
  }
}

/** Runs the loop to its end, with the handle and the desktop bound to it. */
async function loop(
  ports: RunPorts,
  { loaded, settings, desktop }: RunPlan & { readonly desktop: RunDesktop },
  steering: Steering,
): Promise<RunEnding> {
  const limits = limitsOf(loaded.task, settings.limits);
  const monitor = settings.desktop.monitor ?? loaded.task.desktop?.monitor;
  const { kind, name, size } = desktop;
  const header = headerOf(loaded, ports, { kind, name, size, monitor }, limits);
  const handle = await runTask(ports, { limits }, header);
  return await handle.done.finally(steering.take(handle, desktop));
}

function limitsOf(task: Task, more: Limits = {}): RunInput['limits'] {
  const all = { ...task.limits, ...more };
  const steps = task.goal === undefined ? defaultLimits.steps : defaultLimits.goal;
  return { ...all, steps: all.steps ?? steps, seconds: all.seconds ?? defaultLimits.seconds };
}
