import type { RecordingEvent } from '../core/events.js';
import type { Journal } from '../ports.js';

/**
 * Lines that the run waits for: nothing is done before its intent is on disk, nobody's word counts before it
 * is, and the end is the end. All other lines reach the disk in their order while the run goes on.
 */
const waitedFor: ReadonlySet<RecordingEvent['type']> = new Set([
  'run',
  'confirmation',
  'intent',
  'pause',
  'resume',
  'ending',
]);

/**
 * The journal with every other line written behind the back of the run. The journal carries everything out
 * in order and ends with its first failure, so a line that could not be written keeps the next intent from
 * being written, and with it the act.
 */
export function writtenBehind(journal: Journal): Journal {
  let failed: { readonly error: unknown } | undefined;
  return {
    folder: journal.folder,
    frame: (look) => journal.frame(look),
    keep: (name, content) => journal.keep(name, content),
    close: () => journal.close(),
    line: (event) => {
      if (failed !== undefined) return Promise.reject(failed.error);
      const written = journal.line(event);
      if (waitedFor.has(event.type)) return written;
      written.catch((error: unknown) => {
        failed ??= { error };
      });
      return Promise.resolve();
    },
  };
}
