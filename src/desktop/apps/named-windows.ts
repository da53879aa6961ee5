import type { WindowFacts } from '../../core/frame.js';
import type { Screen, Windows } from '../../ports.js';
import type { StartedApp } from './started-app.js';

/** Tells of windows which application each belongs to, where it belongs to one. */
export type NameWindows = (windows: readonly WindowFacts[]) => WindowFacts[];

/**
 * Names windows by the applications whose processes opened them. A window that an application was waited for is
 * its own also when a process of another one has opened it, as with a second document in an editor that runs.
 */
export function namedBy(apps: readonly StartedApp[]): NameWindows {
  return (windows) => {
    // Windows of one process are of one application: nothing is asked of the system twice.
    const known = new Map<number, string | undefined>();
    const ownerOf = (window: WindowFacts): string | undefined => {
      const shown = apps.find((app) => app.shows(window));
      if (shown !== undefined) return shown.name;
      if (window.pid === undefined) return undefined;
      if (!known.has(window.pid)) known.set(window.pid, apps.find((app) => app.owns(window))?.name);
      return known.get(window.pid);
    };
    return windows.map((window) => {
      const app = ownerOf(window);
      return app === undefined ? window : { ...window, app };
    });
  };
}

/** The windows of a desktop, told with the applications that they belong to. */
export function namedWindows<Some extends Pick<Windows, 'list'> & Partial<Windows>>(
  windows: Some,
  name: NameWindows,
): Some {
  const { list, visible } = windows;
  return {
    ...windows,
    list: async (signal: AbortSignal) => name(await list(signal)),
    ...(visible && { visible: async (signal: AbortSignal) => name(await visible(signal)) }),
  };
}

/** A screen whose looks tell of each window which application it belongs to. */
export function namedScreen(screen: Screen, name: NameWindows): Screen {
  return {
    ...screen,
    async look(patience, signal) {
      const look = await screen.look(patience, signal);
      const { hiddenWindows } = look;
      return {
        ...look,
        windows: name(look.windows),
        ...(hiddenWindows === undefined ? {} : { hiddenWindows: name(hiddenWindows) }),
      };
    },
  };
}
