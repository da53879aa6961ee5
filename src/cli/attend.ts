import type { RunHandle, RunResult } from '../app/run-handle.js';
import { exitCodes } from '../core/errors.js';
import type { Controls } from './controls.js';
import { liveList } from './reporters.js';
import { leavingNothing } from './stops.js';

/** Lets the person at the terminal see, stop and pause a run; answers how it ended. */
export async function attend(handle: RunHandle, controls: Controls, list: boolean): Promise<RunResult> {
  const unbind = [
    controls.onStop((reason) => {
      const isEarly = handle.state === 'opening';
      const isStopped = handle.stop(reason);
      return isEarly ? leavingNothing(reason) : isStopped;
    }),
    controls.onPause(() => (handle.state === 'paused' ? handle.resume() : handle.pause())),
  ];
  const listed = list ? listLines(handle) : undefined;
  try {
    return await handle.done;
  } finally {
    await listed;
    for (const undo of unbind) undo();
  }
}

/** Writes the live list on standard output until no line follows. */
async function listLines(handle: RunHandle): Promise<void> {
  let live: ReturnType<typeof liveList> | undefined;
  for await (const line of handle.events) {
    live ??= liveList(handle.folder ?? '');
    live.event(line);
  }
  live?.close();
}

/** Returns the exit code of a result. */
export function exitCodeOf({ ending }: Pick<RunResult, 'ending'>): number {
  return exitCodes[ending];
}

/** Returns what is told of a run below its summary. */
export function afterwards({ report, seal, places }: RunResult): string {
  const { asked, hits, msSaved } = places;
  const remembered =
    hits === 0
      ? ''
      : `  places ${hits} of ${asked} remembered, ${(Math.max(0, msSaved) / 1000).toFixed(1)} s saved\n`;
  const written = report === undefined ? '' : `  report ${report}\n`;
  return `${remembered}${written}  seal   ${seal}\n`;
}
