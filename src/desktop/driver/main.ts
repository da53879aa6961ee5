import { DeskhandError } from '../../core/errors.js';
import { Gate } from './gate.js';
import { Heartbeat } from './heartbeat.js';
import { openWorld, preloadWorld } from './open-world.js';
import { PersonPause } from './person.js';
import { AHEAD, type DriverOptions, type FromDriver, packError, type ToDriver } from './protocol.js';
import { Server } from './serve.js';
import { StopListeners } from './stop-listeners.js';
import type { World } from './world.js';

/**
 * The driver process: holds mouse, keyboard and pixels of one display, which its first message names. It speaks the
 * protocol over the IPC channel and ends with its parent.
 */
async function main(): Promise<void> {
  const stops = new StopListeners();
  const gate = new Gate();
  for (const [signal, by] of Object.entries(signals)) process.on(signal, () => stops.tell(by));
  // Until the world is open nothing can be pressed.
  const leave = (): void => process.exit(0);
  process.on('disconnect', leave);
  const told = opening();
  if (process.argv[2] === AHEAD) preloadWorld();
  const options = await told;
  let world: World;
  try {
    world = await openWorld(options, () => void send({ kind: 'swept' }), gate);
  } catch (error) {
    await send({ kind: 'unable', error: packError(error) });
    process.exit(1);
  }
  const server = new Server(world, (message) => void send(message), options, gate);
  const heart = new Heartbeat({
    missing: () => server.hang(),
    back: () => server.goOn(),
    asked: () => stops.tell('a signal to the run, which does not answer'),
  });
  endWith(world, server, stops);
  process.off('disconnect', leave);
  process.on('message', (message: ToDriver) => {
    if (message.kind === 'close') end(world, 0);
    else if (message.kind === 'alive') heart.beat();
    else if (message.kind !== 'open') server.receive(message);
  });
  if (options.person) await pauseForPersons(world, server, gate, options.person.quietMs);
  await send({ kind: 'ready', facts: world.facts });
}

/** Waits for the display to open, and takes on the environment of its programs: libraries look into it. */
async function opening(): Promise<DriverOptions> {
  const { options, env } = await new Promise<Extract<ToDriver, { kind: 'open' }>>((resolve) => {
    process.once('message', resolve);
  });
  for (const name of Object.keys(process.env)) if (env[name] === undefined) delete process.env[name];
  Object.assign(process.env, env);
  return options;
}

/** A person's own input makes ours wait, and the parent hears of it. */
async function pauseForPersons(world: World, server: Server, gate: Gate, quietMs: number): Promise<void> {
  const pause = new PersonPause(gate, quietMs, {
    acts: (input, first) => {
      // The parent hears of it before anything is cut off, so that it knows why.
      if (first) void send({ kind: 'person', input: input.by });
      server.disturbed(input);
    },
    quiet: () => {
      server.quiet();
      void send({ kind: 'quiet' });
    },
  });
  await world
    .onPerson?.((input) => pause.acted(input))
    .catch((error: unknown) => {
      // A server without XInput cannot tell.
      if (!(error instanceof DeskhandError) || error.code !== 'no-extension') throw error;
    });
}

/** Signals that stop: Ctrl-C and the end of the terminal reach this process too, even when the parent is busy. */
const signals: Readonly<Partial<Record<NodeJS.Signals, string>>> = {
  SIGINT: 'Ctrl-C',
  SIGHUP: 'the end of the terminal (SIGHUP)',
  SIGTERM: 'another program (SIGTERM)',
  SIGUSR2: 'a signal',
};

/**
 * A signal stops, and so do the ways in which a person at the desktop stops. The parent hears of it before anything
 * is cut off: else the act that fails could end the run before its reason is known. The process ends with its parent.
 */
function endWith(world: World, server: Server, stops: StopListeners): void {
  const stop = (by: string): void => {
    void send({ kind: 'stopped', by });
    server.stop(by).catch(() => end(world, 1));
  };
  stops.add(stop);
  world.onStop(stop);
  process.on('disconnect', () => end(world, 0));
  for (const fault of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(fault, (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      end(world, 1);
    });
  }
}

let ending = false;

/** Releases everything and exits, whatever the display does. */
function end(world: World, code: number): void {
  if (ending) return;
  ending = true;
  setTimeout(() => process.exit(code), 1000).unref();
  world.close().then(
    () => process.exit(code),
    () => process.exit(code === 0 ? 1 : code),
  );
}

/** Resolves when the message has left; a parent that is gone hears nothing. */
function send(message: FromDriver): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else process.send(message, undefined, undefined, () => resolve());
  });
}

await main();
