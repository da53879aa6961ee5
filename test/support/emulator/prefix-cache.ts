import { createHash } from 'node:crypto';
import type { ChatRequest } from './request.js';

/** The server's implicit cache: whole messages at the beginning of a request that were the same in an earlier one. */
export class PrefixCache {
  private readonly known = new Set<string>();

  /**
   * The longest prefix of the request that was seen before, in tokens; the request is remembered. Nothing
   * below 256 tokens is served.
   *
   * @param tokens tokens of each message
   */
  hit(request: ChatRequest, tokens: readonly number[]): number {
    const hash = createHash('sha256').update(JSON.stringify([request.model, request.tools ?? []]));
    let served = 0;
    let unbroken = true;
    for (const [i, message] of request.messages.entries()) {
      const prefix = hash.update(JSON.stringify(message)).copy().digest('hex');
      unbroken &&= this.known.has(prefix);
      if (unbroken) served += tokens[i] ?? 0;
      this.known.add(prefix);
    }
    const blocks = Math.floor(served / 128) * 128;
    return blocks >= 256 ? blocks : 0;
  }
}

/** Numbers in [0, 1) that are the same each time. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
