import { openWorld } from './open-world.js';
import { type DriverOptions, type FromDriver, packError, type ToDriver } from './protocol.js';
import { Server } from './serve.js';
import type { World } from './world.js';

/**
 * The driver process: holds mouse, keyboard and pixels of one display. Its only argument is `DriverOptions`
 * as JSON; it speaks the protocol over the IPC channel and ends with its parent.
 */
async function main(): Promise<void> {
  const options = JSON.parse(process.argv[2] ?? '{}') as DriverOptions;
  // Until the world is open nothing can be pressed.
  const leave = (): void => process.exit(0);
  process.on('disconnect', leave);
  let world: World;
  try {
    world = await openWorld(options, () => void send({ kind: 'swept' }));
  } catch (error) {
    await send({ kind: 'unable', error: packError(error) });
    process.exit(1);
  }
  const server = new Server(world, (message) => void send(message), options);
  endWith(world, server);
  process.off('disconnect', leave);
  process.on('message', (message: ToDriver) => {
    if (message.kind === 'close') end(world, 0);
    else server.receive(message);
  });
  await send({ kind: 'ready', facts: world.facts });
}

/**
 * Ctrl-C in the terminal reaches this process too, even when the parent is busy; so does SIGUSR2 from
 * anywhere, and so do the ways in which a person at the desktop stops.
 */
function endWith(world: World, server: Server): void {
  const stops: Readonly<Partial<Record<NodeJS.Signals, string>>> = { SIGINT: 'Ctrl-C', SIGUSR2: 'a signal' };
  const stop = (by: string): void => {
    server.stop(by).then(
      () => send({ kind: 'stopped', by }),
      () => end(world, 1),
    );
  };
  for (const [signal, by] of Object.entries(stops)) process.on(signal, () => stop(by));
  world.onStop(stop);
  process.on('SIGTERM', () => end(world, 0));
  process.on('SIGHUP', () => end(world, 0));
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
