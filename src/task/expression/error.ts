import { DeskhandError } from '../../core/errors.js';

/** An expression that cannot be read or has no value. `position` counts characters of the text it stands in, from 0. */
export class ExpressionError extends DeskhandError {
  readonly position: number;
  readonly length: number;

  constructor(message: string, position: number, options: { length?: number; hint?: string } = {}) {
    super('failed', 'expression', message, options.hint === undefined ? {} : { hint: options.hint });
    this.name = 'ExpressionError';
    this.position = position;
    this.length = options.length ?? 1;
  }
}
