/** The exit codes of the command line, by what they mean. */
export const exitCodes = {
  passed: 0,
  failed: 1,
  'not proven': 1,
  usage: 2,
  environment: 3,
  refused: 4,
  'out of budget': 5,
  stopped: 130,
} as const;

/** What kind of trouble: bad task or usage, environment not ready, or something that went wrong while running. */
export type ErrorKind = 'usage' | 'environment' | 'failed';

/**
 * An error that is meant to be read by the user: what went wrong, what was expected, what to do next.
 * Anything thrown that is not one of these is a fault of deskhand itself.
 */
export class DeskhandError extends Error {
  readonly kind: ErrorKind;
  /** A short name programs may compare, such as `driver-died`. */
  readonly code: string;
  /** What the user can do about it. */
  readonly hint: string | undefined;

  constructor(
    kind: ErrorKind,
    code: string,
    message: string,
    options: { hint?: string; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DeskhandError';
    this.kind = kind;
    this.code = code;
    this.hint = options.hint;
  }
}

/** The driver process ended while it was asked to do something: whether it was done is unknown. */
export class DriverDied extends DeskhandError {
  constructor(what: string, options: { cause?: unknown } = {}) {
    super('failed', 'driver-died', `The driver process ended during ${what}.`, {
      hint: 'All keys and buttons were released; look at the screen before the act is repeated.',
      ...options,
    });
    this.name = 'DriverDied';
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The message of anything that was thrown, with what the user can do about it where that is known. */
export function explained(error: unknown): string {
  const message = messageOf(error);
  const hint = error instanceof DeskhandError ? error.hint : undefined;
  if (hint === undefined) return message;
  if (/^\p{Ll}/u.test(hint)) return `${message} (${hint})`;
  return `${message}${/[.!?…]$/u.test(message) ? '' : '.'} ${hint}`;
}

/** Whether the error only says that an AbortSignal fired. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}
