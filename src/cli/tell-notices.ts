import type { Profile, Waiting } from '../model/index.js';

/** Tells on standard error what is to be known of a model before it is used, such as that its name moves. */
export function tellWarning({ model, warning }: Profile): void {
  if (warning !== undefined) tellNotices([`${model}: ${warning}`]);
}

/** Tells why nothing seems to happen: the model's server is waited for, and for how long. */
export function tellWait({ model, reason, ms }: Waiting): void {
  // A line of progress may stand where this is written.
  const clear = process.stderr.isTTY ? '\r\u001b[2K' : '';
  const seconds = Math.max(1, Math.round(ms / 1000));
  process.stderr.write(`${clear}deskhand: ${model} is asked again in ${seconds} s: ${reason}\n`);
}

export function tellNotices(notices: readonly string[]): void {
  for (const notice of notices) process.stderr.write(`deskhand: ${notice}\n`);
}
