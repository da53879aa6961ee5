import { explained } from '../../core/errors.js';
import { ExpressionError, StepError } from '../../task/index.js';
import { NotProven, NotSeen, StepFailed } from './play.js';
import type { Play } from './stage.js';

/** Why a list of steps ended early. */
export interface Failure {
  readonly reason: string;
  readonly refused: boolean;
  /** A goal was said to be reached, and that was not shown. */
  readonly notProven: boolean;
  /** The reason says already what else may be to blame. */
  readonly blamed: boolean;
  /** Something should have been on the screen and was not. */
  readonly notSeen: boolean;
}

/** Plays until the end or the first step that fails; answers the failure. */
export async function* attempt(play: () => Play): Play<Failure | undefined> {
  try {
    yield* play();
    return undefined;
  } catch (error) {
    return failureOf(error);
  }
}

/** Only what a step can be blamed for is a failure of the task; everything else is a fault and goes on up. */
export function failureOf(error: unknown): Failure {
  if (error instanceof StepFailed) {
    const { message, refused, blamed } = error;
    const [notProven, notSeen] = [error instanceof NotProven, error instanceof NotSeen];
    return { reason: message, refused, notProven, blamed, notSeen };
  }
  if (error instanceof StepError || error instanceof ExpressionError) {
    return { reason: explained(error), refused: false, notProven: false, blamed: false, notSeen: false };
  }
  throw error;
}

/** The failure of a step as that of what is around it; what may be to blame is told already. */
export function around({ reason, refused, notProven }: Failure): StepFailed {
  return notProven ? new NotProven(reason, refused, true) : new StepFailed(reason, refused, true);
}
