import type { Notice } from '../app/services.js';
import { waitWords } from '../app/wait-words.js';
import type { Profile, Waiting } from '../model/index.js';

/** Tells on standard error what is to be known of a model before it is used, such as that its name moves. */
export function tellWarning({ model, warning }: Profile): void {
  if (warning !== undefined) tellNotices([`${model}: ${warning}`]);
}

/** Tells why nothing seems to happen: the model's server is waited for, and for how long. */
export function tellWait(waiting: Waiting): void {
  tell({ kind: 'wait', text: waitWords(waiting) });
}

/** Tells a notice of a run on standard error. */
export function tell({ kind, text }: Notice): void {
  // A line of progress may stand where this is written.
  const clear = kind === 'wait' && process.stderr.isTTY ? '\r\u001b[2K' : '';
  const who = kind === 'watch' || kind === 'stop' ? '' : 'deskhand: ';
  process.stderr.write(`${clear}${who}${text}\n`);
}

export function tellNotices(notices: readonly string[]): void {
  for (const text of notices) tell({ kind: 'warning', text });
}
