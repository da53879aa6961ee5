import { basename, join, resolve } from 'node:path';
import { messageOf } from '../core/errors.js';
import type { Size } from '../core/geometry.js';
import { quietWanted } from '../core/person.js';
import { type DesktopSpec, type OpenDesktop, openDesktop } from '../desktop/open-desktop.js';
import { registerRun } from '../machine/run-register.js';
import type { Desktop } from '../ports.js';
import type { Task } from '../task/index.js';
import { existingDesktop, oneMonitor } from './desktop-choice.js';
import type { RunRequest } from './run-request.js';
import { environmentWithout, type HeldSecrets, secretVariables } from './secrets.js';
import type { Services } from './services.js';
import { stopHint, stopWays } from './stop-ways.js';

/** Where a run takes place, as its request says it. */
export type Place = RunRequest['desktop'];

/** What a run needs of a desktop; the real one can also be stopped past the loop, and says so. */
export type RunDesktop = Pick<Desktop, 'screen' | 'hand' | 'windows' | 'apps' | 'size' | 'name' | 'kind'> &
  Partial<Pick<OpenDesktop, 'stop' | 'onStopped' | 'onPerson' | 'quiet' | 'close' | 'hints'>>;

/**
 * Opens the desktop of a task, with its logs in the folder of the recording, and tells how to watch and to stop it.
 *
 * @throws DeskhandError when there is no such desktop, or the stop key that was asked for cannot be had
 */
export async function openRunDesktop(
  task: Task,
  place: Place,
  folder: string,
  held: HeldSecrets,
  services: Services,
): Promise<RunDesktop> {
  const spec = desktopSpec(task, place);
  const ways = stopWays(place, spec);
  const quietMs = quietWanted({ ...task.person, ...(place.person && { on: place.person }) }, spec.kind);
  const hidden = [...services.hidden, ...secretVariables(task)];
  const env = environmentWithout(services.env, hidden, held.redact);
  const desktop = await openDesktop(spec, join(folder, 'logs'), env, {
    clean: held.clean,
    claim: { pid: process.pid, run: basename(folder), folder: resolve(folder) },
    ...(ways && { stops: ways }),
    ...(quietMs !== undefined && { person: { quietMs } }),
  });
  try {
    if (ways) services.tell(stopHint(place, ways, desktop.facts), 'stop');
  } catch (error) {
    await desktop.close();
    throw error;
  }
  if (desktop.view) {
    const { host, port, password } = desktop.view;
    services.tell(`Watch it with a VNC viewer at ${host}:${port}, password ${password}`, 'watch');
  }
  if (desktop.hints.missing !== undefined)
    services.tell(`runs without hints of applications: ${desktop.hints.missing}`);
  const leave = registered(desktop, services);
  return { ...desktop, close: () => desktop.close().finally(leave) };
}

/** Names the run where deskhand-stop finds it; without that it can be stopped in every other way. */
function registered({ driverPid }: OpenDesktop, services: Services): () => void {
  try {
    return registerRun(driverPid);
  } catch (error) {
    services.tell(`deskhand-stop will not find this run: ${messageOf(error)}`);
    return () => undefined;
  }
}

const usualSize: Size = { width: 1280, height: 800 };

/** Returns where a task runs, in the words of the request, which beats the task. */
export function wantedDesktop(task: Task, chosen: string | undefined): string {
  return chosen ?? task.desktop?.display ?? task.desktop?.kind ?? 'virtual';
}

/** Returns the desktop to open; the request beats the task. */
export function desktopSpec(task: Task, place: Place): DesktopSpec {
  const wanted = wantedDesktop(task, place.on);
  const monitor = oneMonitor(place.monitor ?? task.desktop?.monitor);
  const accessibility = place.hints ? { accessibility: true } : {};
  if (wanted !== 'virtual') return { ...existingDesktop(wanted), ...accessibility, ...monitor };
  const { size, depth, scale } = task.desktop ?? {};
  return {
    kind: 'virtual',
    size: place.size ?? size ?? usualSize,
    ...(depth !== undefined && depth !== 30 && { depth }),
    ...(scale !== undefined && { scale }),
    ...(place.view && { view: true }),
    ...accessibility,
    ...monitor,
  };
}
