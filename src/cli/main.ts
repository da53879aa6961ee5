#!/usr/bin/env node
import { exitCodes } from '../core/errors.js';
import { signalControls } from './controls.js';
import { processControls } from './stops.js';

// Listened to before anything of weight is loaded: what comes sooner, while Node itself starts, is Node's.
const controls = processControls(signalControls);
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

/** ms after the end of a command until its process ends, whatever is left open. */
const GRACE_MS = 10_000;

/** Exit codes are set here and nowhere else. */
buildProgram((code) => {
  process.exitCode = controls.stopped ? exitCodes.stopped : code;
}, controls)
  .parseAsync(process.argv)
  .catch((error: unknown) => {
    process.exitCode = reportError(error, (text) => process.stderr.write(text));
  })
  .finally(() => setTimeout(endForGood, GRACE_MS).unref());

/** Whatever is still open, a command that is done ends; what a slow reader has not taken yet is waited for. */
function endForGood(): void {
  const waiting = process.stdout.writableLength + process.stderr.writableLength;
  if (waiting > 0) setTimeout(endForGood, GRACE_MS).unref();
  else process.exit();
}
