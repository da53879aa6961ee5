import { exitCodes } from '../../core/errors.js';

export async function demoCommand(_options: { recordings: string }): Promise<number> {
  return exitCodes.passed;
}
