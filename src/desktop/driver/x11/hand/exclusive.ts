import type { X11Client } from '../client.js';

/** The part of the core protocol that lets one connection have the server for itself, and its stream. */
interface Exclusive {
  readonly stream: { cork(): void; uncork(): void };
  GrabServer(): void;
  UngrabServer(): void;
}

/** Hands everything that `work` sends to the server in one write: a write for each event takes most of the time. */
export function together<T>(client: X11Client, work: () => T): T {
  const { stream } = client.raw as unknown as Exclusive;
  stream.cork();
  try {
    return work();
  } finally {
    stream.uncork();
  }
}

/**
 * Asks the server something and sends input that depends on the answer, while no other client is served (GrabServer
 * of the X protocol): what the answer says still holds when the input arrives, however busy the machine is.
 *
 * `send` must not wait for anything, and nothing that uses another connection of this process may run meanwhile.
 *
 * @returns the answer
 */
export async function exclusively<T>(
  client: X11Client,
  ask: () => Promise<T>,
  send: (answer: T) => void,
): Promise<T> {
  const raw = client.raw as unknown as Exclusive;
  const asked = together(client, () => {
    raw.GrabServer();
    return ask();
  });
  let answer: T;
  try {
    answer = await asked;
  } catch (error) {
    raw.UngrabServer();
    throw error;
  }
  together(client, () => {
    try {
      send(answer);
    } finally {
      raw.UngrabServer();
    }
  });
  return answer;
}
