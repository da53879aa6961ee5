#!/usr/bin/env node
import { buildProgram } from './program.js';
import { reportError } from './report-error.js';

/** Exit codes are set here and nowhere else. */
buildProgram((code) => {
  process.exitCode = code;
})
  .parseAsync(process.argv)
  .catch((error: unknown) => {
    process.exitCode = reportError(error, (text) => process.stderr.write(text));
  });
