import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A display of its own for one test. */
export interface TestDisplay {
  /** Such as `:3`. */
  readonly display: string;
  readonly pid: number;
  /** Environment for processes that shall appear there. */
  readonly env: Record<string, string>;
  /** Ends the server and waits until it is gone. */
  end(): Promise<void>;
}

/** Starts Xvfb with a display number that it chooses itself, kept alive when the last client leaves. */
export async function startXvfb(
  size: { width: number; height: number; depth?: number } = { width: 1280, height: 800 },
): Promise<TestDisplay> {
  const screen = `${size.width}x${size.height}x${size.depth ?? 24}`;
  const server: ChildProcess = spawn(
    'Xvfb',
    ['-displayfd', '3', '-noreset', '-nolisten', 'tcp', '-screen', '0', screen],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const number = await firstLine(server);
  const display = `:${number}`;
  const env = { ...plainEnvironment(), DISPLAY: display };
  return {
    display,
    pid: server.pid ?? 0,
    env,
    async end() {
      if (server.exitCode !== null || server.signalCode !== null) return;
      server.kill('SIGTERM');
      await once(server, 'exit');
    },
  };
}

function firstLine(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with code ${code}`)));
    server.stdio[3]?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text.trim());
    });
  });
}

function plainEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !['DISPLAY', 'XAUTHORITY', 'WAYLAND_DISPLAY'].includes(entry[0]),
  );
  return Object.fromEntries(kept);
}
