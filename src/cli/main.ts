#!/usr/bin/env node
import { signalControls } from './controls.js';
import { listeningEarly } from './early-stop.js';

// Listened to before anything of weight is loaded: what comes sooner, while Node itself starts, is Node's.
const early = listeningEarly(signalControls);
const [{ buildProgram }, { reportError }] = await Promise.all([
  import('./program.js'),
  import('./report-error.js'),
]);

/** A reader such as `head` may go away early: a run goes on, and what is left to say is said to nobody. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** Exit codes are set here and nowhere else. */
buildProgram((code) => {
  process.exitCode = code;
}, early)
  .parseAsync(process.argv)
  .catch((error: unknown) => {
    process.exitCode = reportError(error, (text) => process.stderr.write(text));
  });
