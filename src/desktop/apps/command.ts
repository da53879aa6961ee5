import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DeskhandError } from '../../core/errors.js';
import { ownFolder } from '../../machine/own-folder.js';
import type { Environment } from '../environment.js';
import { notStarted, signalGroup } from './program.js';

/** Bytes of each output that are answered: the last ones. */
const keptBytes = 1024 * 1024;

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly shell?: boolean;
  readonly timeoutMs: number;
}

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command to its end. A background process that it leaves does not hold up the answer, which is why
 * the output goes through files. Throws `program-missing`, `command-timeout`, or the signal's reason; then
 * the command and its group are ended.
 */
export async function runCommand(
  command: Command,
  env: Environment,
  signal: AbortSignal,
  onStart: (pid: number) => void,
): Promise<CommandResult> {
  signal.throwIfAborted();
  const folder = ownFolder('deskhand-run-');
  const outputs = ['stdout', 'stderr'].map((name) => openSync(join(folder, name), 'w+', 0o600));
  const [stdout = 0, stderr = 0] = outputs;
  try {
    const child = spawn(command.command, command.args, {
      stdio: ['ignore', stdout, stderr],
      detached: process.platform !== 'win32',
      shell: command.shell ?? false,
      env,
      ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
    });
    child.once('spawn', () => onStart(child.pid ?? 0));
    const code = await exitCode(child, command, signal);
    return { code, stdout: tail(stdout), stderr: tail(stderr) };
  } finally {
    for (const file of outputs) closeSync(file);
    rmSync(folder, { recursive: true });
  }
}

function exitCode(child: ChildProcess, command: Command, signal: AbortSignal): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const giveUp = (reason: unknown): void => {
      signalGroup(child, 'SIGKILL');
      reject(reason);
    };
    const aborted = (): void => giveUp(signal.reason);
    const timer = setTimeout(() => giveUp(tooSlow(command)), command.timeoutMs);
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', aborted);
    };
    signal.addEventListener('abort', aborted, { once: true });
    child.once('error', (cause) => {
      settle();
      reject(notStarted(command, cause));
    });
    child.once('exit', (code) => {
      settle();
      resolve(code);
    });
  });
}

function tail(file: number): string {
  const { size } = fstatSync(file);
  const length = Math.min(size, keptBytes);
  const bytes = Buffer.alloc(length);
  readSync(file, bytes, 0, length, size - length);
  return bytes.toString('utf8');
}

function tooSlow(command: Command): DeskhandError {
  const line = [command.command, ...command.args].join(' ');
  return new DeskhandError(
    'failed',
    'command-timeout',
    `The command “${line}” did not end within ${command.timeoutMs} ms and was ended.`,
    { hint: 'Give it a longer timeout, or start it as an application when it is meant to keep running.' },
  );
}
