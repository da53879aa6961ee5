import type { ErrorName } from './errors.js';
import type { FormName } from './forms.js';
import type { Refused } from './refused.js';

/** What goes wrong with one answer. */
export type Fault =
  /** The model writes something that a careless reader misreads. */
  | { readonly form: FormName }
  /** The server refuses; `retryAfter` in seconds. */
  | { readonly error: ErrorName; readonly retryAfter?: number }
  /** The server refuses as a certain one was seen to, byte for byte; `retryAfter` in seconds. */
  | { readonly refused: Pick<Refused, 'status' | 'body'>; readonly retryAfter?: number }
  /** The answer is right and counts its tokens wrongly. */
  | { readonly usage: UsageFault }
  /** The connection or the server in front does something; `ms` between bytes, or until the cut. */
  | { readonly wire: WireFault; readonly ms?: number };

export const wireFaults = [
  'cut-before-headers',
  'cut-after-headers',
  'cut-in-body',
  'slow-body',
  'hang',
  'truncated-body',
  'html',
  'html-error',
  'redirect',
  'partial-header',
  'empty-body',
  'nonsense-body',
  'keep-alive',
  'torn',
  'crlf',
  'bare-lines',
  'cut-stream',
  'error-in-stream',
  'streams-always',
  'never-streams',
] as const;
export type WireFault = (typeof wireFaults)[number];

/** Ways in which servers count wrongly, or not at all. */
export const usageFaults = [
  'none',
  'null',
  'zeros',
  'strings',
  'negative',
  'no-details',
  'no-images',
  'text-only',
] as const;
export type UsageFault = (typeof usageFaults)[number];

/** Faults one request after the other, none after the last; or told from the number of the request, from 0. */
export type Misbehaviour = readonly (Fault | undefined)[] | ((request: number) => Fault | undefined);

/** The fault of each request in turn. */
export function faultsOf(misbehave: Misbehaviour | undefined): () => Fault | undefined {
  let next = 0;
  return () => {
    const number = next;
    next += 1;
    return typeof misbehave === 'function' ? misbehave(number) : misbehave?.[number];
  };
}
