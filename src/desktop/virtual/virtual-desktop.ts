import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeskhandError } from '../../core/errors.js';
import type { Size } from '../../core/geometry.js';
import { claimFolder } from '../../machine/own-folder.js';
import { openKeeper } from '../apps/keeper.js';
import type { CleanOutput, LogPlace } from '../apps/log.js';
import { type Exit, endedEarly, type Program } from '../apps/program.js';
import { cleanEnvironment, type Environment } from '../environment.js';
import { writeAuthority } from './authority.js';
import { startBus } from './bus.js';
import { homeEnvironment, makeHome } from './home.js';
import { requirePrograms } from './needs.js';
import { openRootWindow } from './root-window.js';
import { startServer } from './server.js';
import { type DesktopView, requireViewer, startView } from './view.js';
import { startWindowManager } from './window-manager.js';

export interface VirtualDesktopOptions {
  /** Screen px. */
  readonly size: Size;
  /** Bits per pixel: 24 unless told. */
  readonly depth?: 16 | 24;
  /** How much bigger applications draw themselves: 1 unless told. The screen keeps its size. */
  readonly scale?: number;
  /** Where the logs of the desktop's own programs are kept; without it they vanish with the desktop. */
  readonly folder?: string;
  /** Takes secrets out of those logs. */
  readonly clean?: CleanOutput;
  /** Lets applications offer their accessibility tree (AT-SPI). Costs a few processes; off unless told. */
  readonly accessibility?: boolean;
  /** Lets a person watch it with a VNC viewer. Needs x11vnc; off unless told. */
  readonly view?: boolean;
  /** Environment that the desktop's is made from; secrets are left out of it. That of this process unless told. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A display of its own with window manager, message bus, home for settings and clipboard. */
export interface VirtualDisplay {
  /** Such as `:12`. */
  readonly display: string;
  readonly size: Size;
  /** For processes that shall appear on it. Holds the way to its authority file, and no secrets of ours. */
  readonly env: Environment;
  /** Processes of the desktop itself. */
  readonly pids: { readonly server: number; readonly windowManager: number; readonly bus: number };
  /** Where it can be watched, when that was asked for. */
  readonly view?: DesktopView;
  /** Resolves when the X server has ended, asked or not. */
  readonly ended: Promise<Exit>;
  /** Ends all of it and removes its home. May be called twice. */
  close(): Promise<void>;
}

/** One whose X server runs, and whose other programs are being started. */
export interface StartedDisplay extends VirtualDisplay {
  /** Resolves when the window manager manages it and the bus listens; rejects when one gives up. */
  readonly ready: Promise<void>;
}

/** ms that the desktop's own programs get to end when asked. */
const graceMs = 1000;

/** The largest side an X server can have. */
const largestSide = 32767;

/**
 * Opens a virtual desktop; it ends with this process at the latest, however that ends.
 * Throws `virtual-desktop-missing` when a program is not installed, `program-ended` when one gives up.
 */
export async function openVirtualDesktop(options: VirtualDesktopOptions): Promise<VirtualDisplay> {
  const { ready, ...display } = await startVirtualDesktop(options);
  try {
    await ready;
    return display;
  } catch (error) {
    await display.close();
    throw error;
  }
}

/** The same, without waiting for its window manager: who only needs the X server can go on. */
export async function startVirtualDesktop(options: VirtualDesktopOptions): Promise<StartedDisplay> {
  requireSize(options.size);
  const base = cleanEnvironment(options.env ?? process.env);
  requirePrograms(base.PATH ?? '');
  if (options.view) requireViewer(base.PATH ?? '');
  // Sockets live in here: their paths must stay under 108 bytes, so it cannot be the caller's folder.
  const root = mkdtempSync(join(tmpdir(), 'deskhand-'));
  const logs = options.folder ?? root;
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  const crew = openCrew(root, logs, options.clean);
  try {
    return await assemble(options, base, crew);
  } catch (error) {
    await crew.close();
    throw error;
  }
}

/** The desktop's own programs, ended together. */
interface Crew {
  readonly root: string;
  readonly mark: Environment;
  log(name: string): LogPlace;
  /** Takes over a program that was started. */
  add(program: Program): Program;
  close(): Promise<void>;
}

function openCrew(root: string, logs: string, clean?: CleanOutput): Crew {
  const keeper = openKeeper([root]);
  claimFolder(root, keeper.marked);
  const programs: Program[] = [];
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    // The X server last: whoever still shows something would complain about its loss.
    const [server, ...others] = programs;
    await Promise.all(others.map((program) => program.end(graceMs)));
    await server?.end(graceMs);
    await keeper.end();
  };
  return {
    root,
    mark: keeper.mark,
    log: (name) => ({ file: join(logs, `${name}.log`), ...(clean && { clean }) }),
    add(program) {
      keeper.watch(program.pid);
      programs.push(program);
      return program;
    },
    close() {
      closed ??= close();
      return closed;
    },
  };
}

async function assemble(
  options: VirtualDesktopOptions,
  base: Environment,
  crew: Crew,
): Promise<StartedDisplay> {
  const { size, depth = 24, scale = 1, accessibility = false } = options;
  const places = makeHome(crew.root);
  writeAuthority(places.authority);
  const server = await startServer({
    ...{ size, depth, scale, authority: places.authority },
    ...{ env: { ...base, ...crew.mark }, log: crew.log('xvfb') },
  });
  crew.add(server.program);
  const env = homeEnvironment(base, places, server.display, { scale, accessibility });
  const own = { ...env, ...crew.mark };
  const [bus, rootWindow] = await Promise.all([
    startBus({
      ...{ socket: places.busSocket, services: accessibility, configFile: join(crew.root, 'bus.xml') },
      ...{ env: own, log: crew.log('dbus') },
    }).then(crew.add),
    openRootWindow(server.display, places.authority),
  ]);
  await rootWindow.dress(scale);
  const windowManager = crew.add(
    await startWindowManager({
      configFile: join(crew.root, 'openbox.xml'),
      env: own,
      log: crew.log('openbox'),
    }),
  );
  const managed = Promise.all([rootWindow.managed(), bus.ready()]);
  const ready = Promise.race([managed, failure(windowManager)]).then(() => rootWindow.close());
  // Whoever waits for it is told.
  ready.catch(() => undefined);
  const passwordFile = join(crew.root, 'view-password');
  const view = options.view
    ? await startView({ passwordFile, env: own, log: crew.log('x11vnc'), add: crew.add })
    : undefined;
  return {
    ...(view === undefined ? {} : { view }),
    ...{ display: server.display, size, env },
    pids: { server: server.program.pid, windowManager: windowManager.pid, bus: bus.pid },
    ended: server.program.ended,
    ready,
    close: crew.close,
  };
}

/** Rejects when the program ends. */
async function failure(program: Program): Promise<never> {
  throw await endedEarly(program, await program.ended);
}

function requireSize(size: Size): void {
  const fits = (side: number): boolean => Number.isInteger(side) && side > 0 && side <= largestSide;
  if (fits(size.width) && fits(size.height)) return;
  throw new DeskhandError('usage', 'bad-size', `A desktop cannot be ${size.width}x${size.height} px.`, {
    hint: `Give whole numbers from 1 to ${largestSide}, such as 1280x800.`,
  });
}
