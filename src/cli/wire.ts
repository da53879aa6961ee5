import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { messageOf } from '../core/errors.js';
import type { RecordingEvent } from '../core/events.js';
import type { Size } from '../core/geometry.js';
import { type PersonRule, quietWanted } from '../core/person.js';
import type { SitePolicy } from '../core/site-policy.js';
import { type DesktopSpec, type OpenDesktop, openDesktop } from '../desktop/open-desktop.js';
import { registerRun } from '../machine/run-register.js';
import { markTarget } from '../operator/mark.js';
import type { Desktop, Eyes, Journal, ModelEyes, Pilot } from '../ports.js';
import { newRecordingFolder, openJournal, withoutSecrets } from '../recording/index.js';
import type { RunEnding } from '../run/contract.js';
import { heard } from '../run/heard.js';
import type { RunPorts } from '../run/run-ports.js';
import { focusFirst } from '../sight/focus-first.js';
import { type AskModel, openEyes } from '../sight/ladder.js';
import { type MemoryStats, openPlaceMemory } from '../sight/memory.js';
import { shielded } from '../sight/shield/shield.js';
import {
  type LateTextReader,
  lateTextReader,
  openTextReader,
  type ReaderOptions,
  type TextReader,
} from '../sight/text/reader.js';
import type { Task } from '../task/index.js';
import { inMeasure } from './acts-a-minute.js';
import { systemClock } from './clock.js';
import { existingDesktop, oneMonitor } from './desktop-choice.js';
import { appsIn, filesIn } from './files.js';
import { likelyReads } from './likely-reads.js';
import type { LoadedTask } from './load-tasks.js';
import { type Approve, openOperator } from './operator.js';
import { type Controls, defaultLimits, performRun } from './perform-run.js';
import { liveList, writeOwnReport } from './reporters.js';
import { environmentWithout, type HeldSecrets, openSecrets, secretVariables } from './secrets.js';
import { type StopOptions, stopHint, stopWays } from './stop-ways.js';
import { leavingNothing } from './stops.js';
import { approvalsOf, taskWords } from './task-words.js';
import { userSigner } from './user-key.js';

/** What the command line decides about a run. */
export interface RunSettings {
  readonly approve: Approve;
  readonly recordings: string;
  /** Undefined: as the task says, else virtual. */
  readonly desktop?: string;
  /** Name or number of the monitor that is looked at, or `all`. Undefined: as the task says, else all. */
  readonly monitor?: string;
  readonly size?: Size;
  /** Lets a person watch a virtual desktop with a VNC viewer. */
  readonly view?: boolean;
  /** Asks applications where their labels are before the screen is read. */
  readonly hints?: boolean;
  /** A promise that held already before its step is a failure, whatever the task says of it. */
  readonly strict?: boolean;
  /** How a person at the desktop can stop. Undefined: not there. */
  readonly stops?: StopOptions;
  /** What happens when somebody else uses mouse or keyboard. Undefined: as the task says. */
  readonly person?: PersonRule['on'];
  /** The policies of the machine, which no task weakens. */
  readonly sites?: readonly SitePolicy[];
  /** Environment variables that hold secrets of other tasks of this command: what this one starts has none of them. */
  readonly hidden?: readonly string[];
  /** How fast applications are given input, ms between two keys; instead of what the task says for all of them. */
  readonly pace?: number;
  /** Whether a live list is written to standard output. */
  readonly list: boolean;
  readonly controls: Controls;
  /** The reader of all runs of this process; it keeps what it has read. One that is late is warmed where that is likely to pay. */
  readonly reader: Omit<TextReader, 'engine'> & Partial<Pick<LateTextReader, 'warm'>>;
  /** Points at what is only described; undefined without a model. */
  readonly point?: AskModel;
  /** Reads and compares with a model; undefined without one. */
  readonly modelEyes?: ModelEyes;
}

export interface FinishedRun {
  readonly task: Task;
  readonly folder: string;
  readonly ending: RunEnding;
  /** Path of the HTML report; undefined when it could not be written. */
  readonly report: string | undefined;
  /** Hash of the last line: the anchor by which a cut or rewritten recording can be told. */
  readonly seal: string;
  /** How often a target was where it had been found before. */
  readonly places: MemoryStats;
}

/** Builds the pilot of a run from what only the run knows. */
export type OpenPilot = (eyes: Eyes, journal: Journal) => Pilot | Promise<Pilot>;

/** What a run needs of a desktop; the real one can also be stopped past the loop, and says so. */
type RunDesktop = Pick<Desktop, 'screen' | 'hand' | 'windows' | 'apps' | 'size' | 'name' | 'kind'> &
  Partial<Pick<OpenDesktop, 'stop' | 'onStopped' | 'onPerson' | 'quiet' | 'close' | 'hints'>>;

/** Opens the desktop of the task and runs it there. */
export async function runLoaded(
  loaded: LoadedTask,
  settings: RunSettings,
  openPilot: OpenPilot,
): Promise<FinishedRun> {
  const { task } = loaded;
  const spec = desktopSpec(task, settings);
  const ways = settings.stops && stopWays(settings.stops, spec);
  const quietMs = quietWanted({ ...task.person, ...(settings.person && { on: settings.person }) }, spec.kind);
  const held = secretsOf(task, true);
  const folder = await newRecordingFolder(settings.recordings, task.name, systemClock.wall());
  settings.controls.onStop(leavingNothing(folder));
  if (likelyReads(task)) settings.reader.warm?.();
  const desktop = await openDesktopOrLeaveNothing(folder, async () => {
    const hidden = [...(settings.hidden ?? []), ...secretVariables(task)];
    const env = environmentWithout(process.env, hidden, held.redact);
    const opened = await openDesktop(spec, join(folder, 'logs'), env, {
      clean: held.clean,
      claim: { pid: process.pid, run: basename(folder), folder: resolve(folder) },
      ...(ways && { stops: ways }),
      ...(quietMs !== undefined && { person: { quietMs } }),
    });
    return ways && settings.stops ? toldHowToStop(opened, settings.stops, ways) : opened;
  });
  if (desktop.view) {
    const { host, port, password } = desktop.view;
    process.stderr.write(`Watch it with a VNC viewer at ${host}:${port}, password ${password}\n`);
  }
  if (desktop.hints.missing !== undefined)
    process.stderr.write(`deskhand: runs without hints of applications: ${desktop.hints.missing}\n`);
  const leave = registered(desktop);
  return runIn(folder, desktop, loaded, held, settings, openPilot).finally(leave);
}

/** Names the run where deskhand-stop finds it; without that it can be stopped in every other way. */
function registered({ driverPid }: OpenDesktop): () => void {
  try {
    return registerRun(driverPid);
  } catch (error) {
    process.stderr.write(`deskhand: deskhand-stop will not find this run: ${messageOf(error)}\n`);
    return () => undefined;
  }
}

/** Runs the task on a desktop that is there already. */
export async function runOn(
  desktop: RunDesktop,
  loaded: LoadedTask,
  settings: RunSettings,
  openPilot: OpenPilot,
): Promise<FinishedRun> {
  // On recorded frames nothing is typed, so no value is needed.
  const held = secretsOf(loaded.task, desktop.kind !== 'recorded');
  const folder = await newRecordingFolder(settings.recordings, loaded.task.name, systemClock.wall());
  settings.controls.onStop(leavingNothing(folder));
  return runIn(folder, desktop, loaded, held, settings, openPilot);
}

/** The secrets of the task; one without a value is told before anything is made. */
function secretsOf(task: Task, needed: boolean): HeldSecrets {
  return openSecrets(task, dirname(resolve(task.file)), process.env, needed);
}

/** Runs the task and closes the desktop, whatever happens; how the run went is never hidden by the closing. */
async function runIn(
  folder: string,
  desktop: RunDesktop,
  loaded: LoadedTask,
  held: HeldSecrets,
  settings: RunSettings,
  openPilot: OpenPilot,
): Promise<FinishedRun> {
  try {
    return await recordedRun(folder, desktop, loaded, held, settings, openPilot);
  } finally {
    await desktop.close?.().catch((error: unknown) => {
      process.stderr.write(`deskhand: the desktop was not closed cleanly: ${messageOf(error)}\n`);
    });
  }
}

/** Picks the real ports, runs the task, leaves recording and report. The one place that chooses. */
async function recordedRun(
  folder: string,
  desktop: RunDesktop,
  { task, params }: LoadedTask,
  { secrets, values, redact }: HeldSecrets,
  settings: RunSettings,
  openPilot: OpenPilot,
): Promise<FinishedRun> {
  const taskFolder = dirname(resolve(task.file));
  const signer = await userSigner();
  const journal = await openJournal({ folder, clock: systemClock, redact, ...(signer && { signer }) });
  const list = settings.list ? liveList(folder) : undefined;
  try {
    let sealed = false;
    const recorded = heard(journal, (line) => {
      sealed ||= line.type === 'ending';
      list?.event(withoutSecrets(line, redact));
    });
    const memory = await openPlaceMemory({
      folder: join(settings.recordings, '.places'),
      task: task.name,
      redact,
    });
    const eyes = focusFirst(
      openEyes({
        reader: settings.reader,
        imageFolder: taskFolder,
        memory,
        ...(desktop.hints?.open && { hints: desktop.hints.open }),
        ...(settings.point && { askModel: settings.point }),
      }),
    );
    const pilot = await openPilot(eyes, recorded);
    const ports: RunPorts = {
      ...shielded({ screen: desktop.screen, hand: desktop.hand, secrets }, values, settings.reader),
      windows: desktop.windows,
      apps: appsIn(taskFolder, desktop.apps),
      eyes,
      ...(settings.modelEyes && { modelEyes: settings.modelEyes }),
      pilot: inMeasure(pilot, settings.sites ?? [], systemClock),
      operator: await openOperator(settings.approve, approvalsOf(task), folder, redact),
      journal: recorded,
      files: filesIn(taskFolder),
      clock: systemClock,
      paces: { ...task.paces, ...(settings.pace !== undefined && { run: settings.pace }) },
      policy: task.policy,
      approvals: approvalsOf(task),
      sites: settings.sites ?? [],
      strict: settings.strict === true || task.strict,
      taskText: taskWords(task, params),
      appNames: task.apps.map(({ name }) => name),
      ...(desktop.quiet && { quiet: desktop.quiet }),
      ...(task.person.withinMs !== undefined && { personWithinMs: task.person.withinMs }),
      markTarget,
    };
    const limits = limitsOf(task);
    const monitor = settings.monitor ?? task.desktop?.monitor;
    const header = headerOf(
      task,
      params,
      folder,
      ports,
      { kind: desktop.kind, name: desktop.name, size: desktop.size, monitor },
      limits,
    );
    const ending = await performRun(ports, desktop, limits, header, settings.controls).finally(() =>
      pilot.close?.(),
    );
    // The report is made while the desktop ends; whoever opened it waits for that, and tells what went wrong.
    desktop.close?.().catch(() => undefined);
    // What the recording could not take is told all the same.
    if (!sealed) process.stderr.write(`deskhand: the run ${ending.ending}: ${redact(ending.reason)}\n`);
    return {
      task,
      folder,
      ending,
      seal: journal.head,
      report: await writeOwnReport(folder),
      places: memory.stats(),
    };
  } finally {
    list?.close();
    await journal.close();
  }
}

/** A desktop without the stop key that was asked for is not used. */
async function toldHowToStop(
  desktop: OpenDesktop,
  options: StopOptions,
  ways: NonNullable<ReturnType<typeof stopWays>>,
): Promise<OpenDesktop> {
  try {
    process.stderr.write(`${stopHint(options, ways, desktop.facts)}\n`);
    return desktop;
  } catch (error) {
    await desktop.close();
    throw error;
  }
}

async function openDesktopOrLeaveNothing(
  folder: string,
  open: () => Promise<OpenDesktop>,
): Promise<OpenDesktop> {
  try {
    return await open();
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

const usualSize: Size = { width: 1280, height: 800 };

/** Where a task runs, in the words of the command line, which beats the task. */
export function wantedDesktop(task: Task, chosen: string | undefined): string {
  return chosen ?? task.desktop?.display ?? task.desktop?.kind ?? 'virtual';
}

/** The command line beats the task. */
function desktopSpec(
  task: Task,
  settings: Pick<RunSettings, 'desktop' | 'monitor' | 'size' | 'view' | 'hints'>,
): DesktopSpec {
  const wanted = wantedDesktop(task, settings.desktop);
  const monitor = oneMonitor(settings.monitor ?? task.desktop?.monitor);
  const accessibility = settings.hints ? { accessibility: true } : {};
  if (wanted !== 'virtual') return { ...existingDesktop(wanted), ...accessibility, ...monitor };
  const { size, depth, scale } = task.desktop ?? {};
  return {
    kind: 'virtual',
    size: settings.size ?? size ?? usualSize,
    ...(depth !== undefined && depth !== 30 && { depth }),
    ...(scale !== undefined && { scale }),
    ...(settings.view && { view: true }),
    ...accessibility,
    ...monitor,
  };
}

function limitsOf(task: Task): Parameters<typeof performRun>[2] {
  const steps = task.goal === undefined ? defaultLimits.steps : defaultLimits.goal;
  return {
    ...task.limits,
    steps: task.limits.steps ?? steps,
    seconds: task.limits.seconds ?? defaultLimits.seconds,
  };
}

function headerOf(
  task: Task,
  params: Readonly<Record<string, unknown>>,
  folder: string,
  ports: RunPorts,
  desktop: Pick<RunDesktop, 'kind' | 'name' | 'size'> & { readonly monitor: string | undefined },
  limits: Parameters<typeof performRun>[2],
): Extract<RecordingEvent, { type: 'run' }> {
  const { pilot, operator } = ports;
  return {
    type: 'run',
    format: 1,
    version: packageVersion(),
    id: basename(folder),
    task: {
      name: task.name,
      file: resolve(task.file),
      source: task.source,
      tags: [...task.tags],
      ...(task.description !== undefined && { description: task.description }),
      ...(task.goal !== undefined && { goal: task.goal }),
    },
    params: { ...params },
    pilot: pilot.name,
    ...(pilot.model !== undefined && { model: pilot.model }),
    operator: operator.name,
    desktop: {
      kind: desktop.kind,
      display: desktop.name,
      size: { ...desktop.size },
      ...(desktop.monitor !== undefined && { monitor: desktop.monitor }),
    },
    limits,
    machine: { platform: process.platform, node: process.version },
  };
}

export function packageVersion(): string {
  const manifest: { version: string } = createRequire(import.meta.url)('../../package.json');
  return manifest.version;
}

/** Opens the text reader of this process and waits for it; what it cannot load it tells once, where it is told. */
export function openReader(onNotice = tellOfReader): Promise<TextReader> {
  return openTextReader(readerOptions(onNotice));
}

/** The text reader of this process, which loads nothing before something has to be read. */
export function lateReader(): LateTextReader {
  return lateTextReader(readerOptions(tellOfReader));
}

function tellOfReader(text: string): void {
  process.stderr.write(`deskhand: ${text}\n`);
}

/** For the languages in DESKHAND_LANGUAGES (`en,zh,ja`) where it is set. */
function readerOptions(onNotice: (text: string) => void): ReaderOptions {
  const languages = process.env.DESKHAND_LANGUAGES?.split(/[\s,]+/u).filter((code) => code !== '');
  return { onNotice, ...(languages && languages.length > 0 && { languages }) };
}

/** What is told of a run below its summary. */
export function afterwards({ report, seal, places }: FinishedRun): string {
  const { asked, hits, msSaved } = places;
  const remembered =
    hits === 0
      ? ''
      : `  places ${hits} of ${asked} remembered, ${(Math.max(0, msSaved) / 1000).toFixed(1)} s saved\n`;
  const written = report === undefined ? '' : `  report ${report}\n`;
  return `${remembered}${written}  seal   ${seal}\n`;
}
