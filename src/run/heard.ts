import type { RecordingEvent } from '../core/events.js';
import type { Journal } from '../ports.js';

/** A journal that tells a listener each line once it has been taken. */
export function heard(journal: Journal, hear: (event: RecordingEvent) => void): Journal {
  return {
    folder: journal.folder,
    frame: (look) => journal.frame(look),
    keep: (name, content) => journal.keep(name, content),
    close: () => journal.close(),
    line: async (event) => {
      await journal.line(event);
      hear(event);
    },
  };
}
