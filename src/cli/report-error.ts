import { CommanderError } from 'commander';
import { DeskhandError, exitCodes } from '../core/errors.js';

/** Writes what went wrong and what to do next; answers the exit code. */
export function reportError(error: unknown, write: (text: string) => void): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.passed : exitCodes.usage;
  if (error instanceof DeskhandError) {
    write(`deskhand: ${error.message}\n`);
    if (error.hint !== undefined) write(`  ${error.hint}\n`);
    return exitCodes[error.kind];
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  write(`deskhand: this is a fault of deskhand itself, please report it.\n${text}\n`);
  return exitCodes.failed;
}
