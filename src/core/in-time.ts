/** A signal with a time limit. */
export interface InTime {
  /** Fires with the given signal, or when the time is over. */
  readonly signal: AbortSignal;
  /** Whether the time was over first. */
  readonly isLate: boolean;
  /** Ends the timer, once nothing waits for the signal any more; without it the timer ends at its time. */
  end(): void;
}

/**
 * Returns a signal that fires with another one, or after `ms`. `AbortSignal.any` with an `AbortSignal.timeout` in it may
 * never fire: only weak references keep that timeout, and a collection of garbage takes it away (seen in Node 20).
 */
export function inTime(signal: AbortSignal, ms: number): InTime {
  const own = new AbortController();
  let isLate = false;
  const pass = (): void => own.abort(signal.reason);
  const end = (): void => {
    clearTimeout(timer);
    signal.removeEventListener('abort', pass);
  };
  const timer = setTimeout(() => {
    isLate = !own.signal.aborted;
    end();
    own.abort(new DOMException(`The time of ${ms} ms is over.`, 'TimeoutError'));
  }, ms);
  timer.unref();
  if (signal.aborted) pass();
  else signal.addEventListener('abort', pass, { once: true });
  return {
    signal: own.signal,
    get isLate() {
      return isLate;
    },
    end,
  };
}
