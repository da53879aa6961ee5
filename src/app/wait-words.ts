import type { Waiting } from '../model/index.js';

/** Tells why nothing seems to happen: the model's server is waited for, and for how long. */
export function waitWords({ model, reason, ms }: Waiting): string {
  return `${model} is asked again in ${Math.max(1, Math.round(ms / 1000))} s: ${reason}`;
}
