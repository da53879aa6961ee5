#!/usr/bin/env node
import { buildProgram } from './program.js';
import { reportError } from './report-error.js';

/** A reader such as `head` may go away early: a run goes on, and what is left to say is said to nobody. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** Exit codes are set here and nowhere else. */
buildProgram((code) => {
  process.exitCode = code;
})
  .parseAsync(process.argv)
  .catch((error: unknown) => {
    process.exitCode = reportError(error, (text) => process.stderr.write(text));
  });
