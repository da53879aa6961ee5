import type { Misreading } from '../../core/chat.js';

/** Thrown while a reply is read, and caught by `decodeReply`, which answers it as a named outcome. */
export class Misread extends Error {
  readonly outcome: Misreading;

  constructor(outcome: Misreading, reason: string) {
    super(reason);
    this.name = 'Misread';
    this.outcome = outcome;
  }
}
