import type { Profile } from '../model/index.js';

/** Tells on standard error what is to be known of a model before it is used, such as that its name moves. */
export function tellWarning({ model, warning }: Profile): void {
  if (warning !== undefined) tellNotices([`${model}: ${warning}`]);
}

export function tellNotices(notices: readonly string[]): void {
  for (const notice of notices) process.stderr.write(`deskhand: ${notice}\n`);
}
