import type { RunningApp } from '../../ports.js';
import { isInput } from './inputs.js';
import type { Stage } from './stage.js';

/** Signals that end a program on request; every other one is a crash. */
const polite = new Set(['SIGTERM', 'SIGINT', 'SIGHUP']);

/** How an application has ended and where to read on; undefined while it runs. */
function deathOf(app: RunningApp): string | undefined {
  const exit = app.exit();
  if (exit === undefined) return undefined;
  const how = exit.signal === null ? `with exit code ${exit.code}` : `by ${exit.signal}`;
  return `The application “${app.name}” has ended ${how}; what it printed is in ${app.log}.`;
}

/** Names of the applications that have ended; a step that begins takes them as known. */
export function deadNow({ situation }: Stage): ReadonlySet<string> {
  return new Set((situation.apps ?? []).filter((app) => app.exit() !== undefined).map(({ name }) => name));
}

/** Whether every application that was started has ended and no window is left. */
export function nobodyLeft({ situation }: Stage): boolean {
  const { apps = [], view } = situation;
  const running = apps.some((app) => app.exit() === undefined);
  return apps.length > 0 && !running && view.frame.windows.length === 0;
}

/**
 * Whether waiting for something is in vain: an application has crashed in this step or in the one before, or
 * has ended with an error in this one, or nobody is left who could show it.
 */
export function inVain(stage: Stage): boolean {
  const { situation, dead, deadBefore } = stage;
  const lost = (situation.apps ?? []).some((app) => {
    const { code, signal } = app.exit() ?? { code: 0, signal: null };
    if (signal !== null) return !polite.has(signal) && !deadBefore.has(app.name);
    return code !== 0 && !dead.has(app.name);
  });
  return lost || nobodyLeft(stage);
}

/**
 * What else may be to blame for a step that failed, for people: applications that have ended or, where something
 * was not seen that should be, a window that shows nothing of the last input. Empty when nothing of the kind can be
 * told.
 */
export async function blame(stage: Stage, { notSeen }: { readonly notSeen: boolean }): Promise<string> {
  const deaths = (stage.situation.apps ?? []).flatMap((app) => deathOf(app) ?? []);
  const silent = deaths.length > 0 || !notSeen ? undefined : await silence(stage);
  return [...deaths, ...(silent === undefined ? [] : [silent])].map((text) => ` ${text}`).join('');
}

/** The last input has changed no pixel: a program that runs nearly always shows something. */
async function silence({ situation, signal }: Stage): Promise<string | undefined> {
  const last = situation.acts.findLast(isInput);
  const { frame } = situation.view;
  if (last === undefined || last.frameSha !== frame.sha256) return undefined;
  const active = frame.windows.find((window) => window.active);
  const window = active === undefined ? 'the application' : `the window “${active.title}”`;
  const fault = (await situation.answers(signal)) ? 'shows nothing of it' : 'does not seem to answer';
  return `Nothing on the screen has changed since the last input: ${window} ${fault}.`;
}
