import { DeskhandError } from '../../core/errors.js';
import type { HostKind } from '../hosts.js';
import { type RefusalKind, type RefusalName, type Row, refusalKinds, refusalRows } from './refusals.js';

/** A failed request, by what it means. */
export interface Fault extends RefusalKind {
  /** The server's own words. */
  readonly message: string;
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

/** What a failed response of this kind of server means. */
export function faultOf(failed: FailedResponse, host: HostKind): Fault {
  const retryAfterMs = retryAfter(failed.retryAfter);
  return {
    ...refusalKinds[refusalOf(failed, host)],
    message: failed.message,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

/** The name of the first line of the table that fits. */
export function refusalOf(failed: FailedResponse, host: HostKind): RefusalName {
  const row = refusalRows.find((each) => fits(each, failed, host));
  if (row === undefined) throw new Error('The last line of the table fits everything.');
  return row.means;
}

/** Whether all that a line asks for is so. */
export function fits({ hosts, status, says, unless }: Row, failed: FailedResponse, host: HostKind): boolean {
  const has = (patterns: readonly RegExp[]): boolean =>
    patterns.some((pattern) => pattern.test(failed.code) || pattern.test(failed.message));
  return (
    (hosts === undefined || hosts.includes(host)) &&
    (status === undefined || status(failed.status)) &&
    (says === undefined || has(says)) &&
    (unless === undefined || !has(unless))
  );
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
