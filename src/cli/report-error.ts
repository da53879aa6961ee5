import { CommanderError } from 'commander';
import { DeskhandError, exitCodes } from '../core/errors.js';
import { withoutControls } from '../report/characters.js';
import { asFileError } from './system-error.js';

/** Writes what went wrong and what to do next; answers the exit code. */
export function reportError(error: unknown, write: (text: string) => void): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.passed : exitCodes.usage;
  const told = error instanceof DeskhandError ? error : asFileError(error);
  if (told !== undefined) {
    // Words of files and servers may hold what would steer the terminal.
    write(`deskhand: ${withoutControls(told.message)}\n`);
    if (told.hint !== undefined) write(`  ${told.hint}\n`);
    return exitCodes[told.kind];
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  write(`deskhand: this is a fault of deskhand itself, please report it.\n${text}\n`);
  return exitCodes.failed;
}
