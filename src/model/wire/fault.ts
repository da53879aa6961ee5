import { DeskhandError, type ErrorKind } from '../../core/errors.js';

/**
 * What may help after a failed request: `rate` waits as long as there is time, `server` tries a few times,
 * `shrink` sends a shorter history once, `no` needs a person.
 */
export type Again = 'rate' | 'server' | 'shrink' | 'no';

/** A failed request, by what it means. */
export interface Fault {
  readonly again: Again;
  readonly kind: ErrorKind;
  /** Name that programs may compare. */
  readonly code: string;
  /** The server's own words. */
  readonly message: string;
  readonly hint: string;
  /** ms the server asks to wait. */
  readonly retryAfterMs?: number;
}

/** What a failed response carries. */
export interface FailedResponse {
  /** 0 when there was none. */
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly retryAfter?: string | null;
}

type Row = readonly [
  test: (failed: FailedResponse) => boolean,
  fault: Omit<Fault, 'message' | 'retryAfterMs'>,
];

const says =
  (pattern: RegExp) =>
  ({ code, message }: FailedResponse): boolean =>
    pattern.test(code) || pattern.test(message);
const status =
  (...wanted: readonly number[]) =>
  (failed: FailedResponse): boolean =>
    wanted.includes(failed.status);

const fault = (again: Again, kind: ErrorKind, code: string, hint: string): Row[1] => ({
  again,
  kind,
  code,
  hint,
});

/** From the special to the general; the first row that fits counts. */
const rows: readonly Row[] = [
  [
    ({ code }) => code === 'redirect',
    fault(
      'no',
      'environment',
      'model-redirect',
      'Nothing was sent there: the screen goes only to the server that was named. If you trust the other one, give it with --base-url.',
    ),
  ],
  [
    says(/data_?inspection|content[_ ]?filter|inappropriate content/i),
    fault(
      'no',
      'failed',
      'model-moderated',
      'The server refused what is on the screen or was said; look at the last frame.',
    ),
  ],
  [
    says(/arrearage|overdue|billing|CommodityNotPurchased|insufficient balance|payment|credits/i),
    fault(
      'no',
      'environment',
      'model-billing',
      'The account of the key has no credit; settle it with the provider.',
    ),
  ],
  [
    says(/FreeTierOnly|free tier/i),
    fault('no', 'environment', 'model-billing', 'The free quota of this model is used up.'),
  ],
  [
    says(/repetitive tool call/i),
    fault('shrink', 'failed', 'model-repeats', 'The model repeats one call; the history was already varied.'),
  ],
  [
    says(
      /context[_ ](length|window)|maximum context|input length|too many tokens|prompt is too long|exceeds? the (?:available )?context/i,
    ),
    fault(
      'shrink',
      'failed',
      'model-context',
      'The task has more history than the model can hold, even shortened.',
    ),
  ],
  [
    (failed) =>
      failed.status === 429 &&
      says(/quota/i)(failed) &&
      says(/used up|exhausted|exceeded your current quota|plan and billing/i)(failed),
    fault(
      'no',
      'environment',
      'model-quota',
      'The quota of the key is used up; raise it or wait for the next period.',
    ),
  ],
  [
    (failed) =>
      failed.status === 429 ||
      says(/throttling|rate[_ ]?limit|limit_requests|limit_burst_rate|RateQuota|BurstRate|AllocationQuota/i)(
        failed,
      ),
    fault(
      'rate',
      'failed',
      'model-rate',
      'The server allows fewer requests; run less at once or raise the limit.',
    ),
  ],
  [
    status(401),
    fault(
      'no',
      'environment',
      'model-key',
      'The key is wrong, or belongs to another region than the base URL (--base-url).',
    ),
  ],
  [
    says(/invalid_?api_?key|incorrect api key/i),
    fault(
      'no',
      'environment',
      'model-key',
      'The key is wrong, or belongs to another region than the base URL (--base-url).',
    ),
  ],
  [
    (failed) =>
      failed.status === 404 || says(/model_?not_?found|model_not_supported|model.*does not exist/i)(failed),
    fault(
      'no',
      'environment',
      'model-missing',
      'The server does not offer this model; look at --model and --base-url.',
    ),
  ],
  [
    says(/does not support tools/i),
    fault('no', 'environment', 'model-no-tools', 'Give the model a profile with dialect "text".'),
  ],
  [
    status(403),
    fault('no', 'environment', 'model-denied', 'The key may not use this model; ask for access.'),
  ],
  [status(402), fault('no', 'environment', 'model-billing', 'The account of the key has no credit.')],
  [
    says(/10485760|image.*(?:too large|size|ratio|width|height)|bytes per data/i),
    fault(
      'no',
      'failed',
      'model-picture',
      'The server refuses the picture; look at the pixel limits of the profile.',
    ),
  ],
  [
    (failed) => failed.status >= 500 || failed.status === 408 || failed.status === 409,
    fault(
      'server',
      'failed',
      'model-server',
      'The server is in trouble; try again later or name another model.',
    ),
  ],
  [
    status(0),
    fault('server', 'environment', 'model-unreachable', 'Look at the network, the proxy and --base-url.'),
  ],
  [
    () => true,
    fault(
      'no',
      'failed',
      'model-request',
      'The server refuses how it was asked; look at the profile (dialect, thinking, host).',
    ),
  ],
];

/** What a failed response means. */
export function faultOf(failed: FailedResponse): Fault {
  const row = rows.find(([test]) => test(failed));
  if (row === undefined) throw new Error('The last row of the table fits everything.');
  const retryAfterMs = retryAfter(failed.retryAfter);
  return { ...row[1], message: failed.message, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** The error for a fault that nothing more is tried against. */
export function errorOf(fault: Fault, model: string, tries: number): DeskhandError {
  const after = tries > 1 ? ` after ${tries} tries` : '';
  return new DeskhandError(fault.kind, fault.code, `${model} did not answer${after}: ${fault.message}`, {
    hint: fault.hint,
  });
}

/** Retry-After in seconds or as a date, as ms from now. */
function retryAfter(value: string | null | undefined): number | undefined {
  if (value === null || value === undefined || value.trim() === '') return undefined;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
