import { explained } from '../../core/errors.js';
import { ExpressionError, StepError } from '../../task/index.js';
import { NotSeen, StepFailed } from './play.js';
import type { Play } from './stage.js';

/** Why a list of steps ended early. */
export interface Failure {
  readonly reason: string;
  readonly refused: boolean;
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
    return { reason: message, refused, blamed, notSeen: error instanceof NotSeen };
  }
  if (error instanceof StepError || error instanceof ExpressionError) {
    return { reason: explained(error), refused: false, blamed: false, notSeen: false };
  }
  throw error;
}
