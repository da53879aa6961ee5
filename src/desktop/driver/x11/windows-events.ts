import type { XEvent } from 'x11';
import type { X11Client } from './client.js';

/** Event masks of the X protocol that the windows need. */
export const eventBits = {
  structure: 1 << 17,
  substructure: 1 << 19,
  focus: 1 << 21,
  property: 1 << 22,
} as const;

const selecting = new WeakMap<X11Client, Promise<unknown>>();

/**
 * Adds to the events that this connection gets about a window. A connection has one mask per window, so the
 * parts that want some must add to what is there, one after the other.
 */
export function addEvents(client: X11Client, window: number, mask: number): Promise<void> {
  const before = selecting.get(client) ?? Promise.resolve();
  const next = before.then(async () => {
    const { myEventMasks } = await client.ask<{ myEventMasks: number }>((raw, done) =>
      raw.GetWindowAttributes(window, done),
    );
    if ((myEventMasks & mask) === mask) return;
    await client.ask<void>((raw, done) =>
      raw.ChangeWindowAttributes(window, { eventMask: myEventMasks | mask }, done),
    );
  });
  // The next in line must not fail because this window has gone; the caller hears of it.
  selecting.set(
    client,
    next.catch(() => undefined),
  );
  return next;
}

/** A look now and then, in case the event that would tell is never sent. */
const recheckMs = 50;

/**
 * Waits until `check` answers something: asks at once, after every event of this connection, and now and then.
 *
 * @returns the answer, or undefined after `withinMs`
 */
export async function whenEvents<T>(
  client: X11Client,
  check: () => Promise<T | undefined>,
  withinMs: number,
  signal: AbortSignal,
): Promise<T | undefined> {
  const limit = performance.now() + withinMs;
  let heard = true;
  let wake = (): void => undefined;
  const stop = client.onEvent((_event: XEvent) => {
    heard = true;
    wake();
  });
  const onAbort = (): void => wake();
  signal.addEventListener('abort', onAbort);
  try {
    for (;;) {
      signal.throwIfAborted();
      heard = false;
      const answer = await check();
      if (answer !== undefined) return answer;
      const left = limit - performance.now();
      if (left <= 0) return undefined;
      await new Promise<void>((resolve) => {
        if (heard || signal.aborted) {
          resolve();
          return;
        }
        const timer = setTimeout(resolve, Math.min(left, recheckMs));
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  } finally {
    stop();
    signal.removeEventListener('abort', onAbort);
  }
}

/**
 * Sends a request and waits for the first event of this connection that fits.
 *
 * @returns the event, or undefined after `withinMs`
 */
export function nextEvent(
  client: X11Client,
  request: () => void,
  fits: (event: XEvent) => boolean,
  withinMs: number,
  signal: AbortSignal,
): Promise<XEvent | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (how: () => void): void => {
      stop();
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      how();
    };
    const stop = client.onEvent((event) => {
      if (fits(event)) settle(() => resolve(event));
    });
    const timer = setTimeout(() => settle(() => resolve(undefined)), withinMs);
    const onAbort = (): void => settle(() => reject(signal.reason));
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else request();
  });
}
