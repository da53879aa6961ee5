import { DeskhandError } from '../../core/errors.js';
import { inTime } from '../../core/in-time.js';
import type { Clock } from '../../ports.js';
import type { HostKind } from '../hosts.js';
import type { Body } from '../request/body.js';
import { errorOf, type Fault, faultOf } from './fault.js';
import type { Line } from './line.js';
import type { OnText } from './stream.js';

/** One try that failed, as it is kept with the exchange. */
export interface Attempt {
  readonly code: string;
  readonly message: string;
  readonly waitedMs: number;
}

/** A reply as it came. */
export interface Exchanged {
  readonly reply: unknown;
  readonly partial: boolean;
  /** The number of the request in the server's log, where it tells. */
  readonly requestId?: string;
}

/** A wait before a request is sent again. */
export interface Waiting {
  readonly model: string;
  readonly code: string;
  /** The server's own words. */
  readonly reason: string;
  readonly ms: number;
}

export interface ExchangeOptions {
  readonly line: Line;
  readonly clock: Clock;
  readonly model: string;
  readonly host: HostKind;
  /** Time of the clock at which the answer must be there, ms. */
  readonly until: number;
  /** The longest one try may take, ms. */
  readonly attemptMs: number;
  readonly body: () => Body;
  /**
   * Makes the request one that the server may take, after it refused it with this code: shorter, or without naming the
   * tool that must be called. False when it cannot be.
   */
  readonly amend: (how: 'shorter' | 'auto', code: string) => boolean;
  /** Told before each wait, for a person who would see nothing else. */
  readonly onWait?: (wait: Waiting) => void;
  /** Takes the tries that failed, so that they are known however it ends. */
  readonly attempts: Attempt[];
  readonly retry?: Retry;
  readonly onText?: OnText;
}

/** How often and after which waits a failed request is sent again. */
export interface Retry {
  /**
   * Most repetitions, whatever has failed. Without it a server in trouble is asked twice more, and too many
   * requests are waited out until the deadline.
   */
  readonly most?: number;
  /** The first wait, ms; it doubles each time (default 1000). */
  readonly firstMs?: number;
  /** Holds back everybody who shares it while one waits for the server's limit of requests. */
  readonly pause?: Pause;
}

/** A wait that several lines of requests share: a limit of requests holds for all of a key together. */
export interface Pause {
  /** Time of the clock before which nothing is sent, ms. */
  until: number;
}

/** Tries at most, counting the first, when the server is in trouble. */
const MOST_TRIES = 3;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15_000;

/**
 * Sends a request until an answer comes, by the kind of each failure, within one deadline. Only questions are
 * repeated here, never actions.
 *
 * @throws DeskhandError with a code of its own for each kind of failure; the signal's reason when it fires
 */
export async function exchange(options: ExchangeOptions, signal: AbortSignal): Promise<Exchanged> {
  const { line, clock, model, until, attempts, retry = {} } = options;
  const amended = new Set<Fault['again']>();
  for (let troubles = 0; ; ) {
    await pauseOver(options, signal);
    const sent = await oneTry(options, line, options.body(), signal);
    if (sent.ok) {
      const { ok: _, ...exchanged } = sent;
      return exchanged;
    }
    const { fault } = sent;
    if (fault.again === 'server') troubles += 1;
    const amends = fault.again === 'shorter' || fault.again === 'auto';
    const better = amends && !amended.has(fault.again) && options.amend(fault.again, fault.code);
    const usedUp =
      retry.most === undefined ? troubles >= MOST_TRIES : !amends && attempts.length >= retry.most;
    const giveUp = fault.again === 'no' || (amends && !better) || usedUp;
    const waitMs = amends ? 0 : waitAfter(fault, attempts.length, retry.firstMs);
    if (fault.again === 'rate' && retry.pause)
      retry.pause.until = Math.max(retry.pause.until, clock.now() + waitMs);
    attempts.push({ code: fault.code, message: fault.message, waitedMs: giveUp ? 0 : waitMs });
    if (giveUp) throw errorOf(fault, model, attempts.length);
    if (clock.now() + waitMs >= until) throw outOfTime(fault, model, attempts.length);
    amended.add(fault.again);
    if (better) continue;
    options.onWait?.({ model, code: fault.code, reason: fault.message, ms: waitMs });
    await clock.sleep(waitMs, signal);
  }
}

/** Waits while another request that shares the limit waits for it. */
async function pauseOver({ clock, until, retry }: ExchangeOptions, signal: AbortSignal): Promise<void> {
  const pause = retry?.pause;
  if (pause === undefined) return;
  const left = (): number => Math.min(pause.until, until) - clock.now();
  for (let ms = left(); ms > 0; ms = left()) await clock.sleep(ms, signal);
}

type Tried = ({ readonly ok: true } & Exchanged) | { readonly ok: false; readonly fault: Fault };

async function oneTry(
  { clock, until, attemptMs, host, onText }: ExchangeOptions,
  line: Line,
  body: Body,
  signal: AbortSignal,
): Promise<Tried> {
  signal.throwIfAborted();
  const leftMs = Math.max(1, Math.ceil(Math.min(attemptMs, until - clock.now())));
  const limit = inTime(signal, leftMs);
  try {
    const sent = await line(body, limit.signal, onText);
    return sent.ok ? sent : { ok: false, fault: faultOf(sent.failed, host) };
  } catch (error) {
    if (signal.aborted || !limit.isLate) throw error;
    return { ok: false, fault: tooSlow(leftMs) };
  } finally {
    limit.end();
  }
}

function tooSlow(ms: number): Fault {
  return {
    again: 'server',
    kind: 'environment',
    code: 'model-timeout',
    message: `there was no whole answer within ${Math.round(ms / 1000)} s`,
    hint: 'The server is slow or loading the model; try again later.',
  };
}

function outOfTime(fault: Fault, model: string, tries: number): DeskhandError {
  const last = errorOf(fault, model, tries);
  return new DeskhandError(last.kind, last.code, `${last.message} (there is no time left to try again)`, {
    ...(last.hint !== undefined && { hint: last.hint }),
  });
}

/** Doubles each time, with jitter so that several runs do not come back together; the server's wish goes first. */
function waitAfter({ retryAfterMs }: Fault, before: number, firstMs = FIRST_WAIT_MS): number {
  if (retryAfterMs !== undefined) return retryAfterMs;
  const wait = Math.min(Math.max(LONGEST_WAIT_MS, firstMs), firstMs * 2 ** before);
  return wait / 2 + Math.random() * (wait / 2);
}
