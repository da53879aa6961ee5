import { exitCodes } from '../../core/errors.js';
import { taskJsonSchema } from '../../task/index.js';

/** Prints the JSON Schema of tasks. */
export async function schemaCommand(): Promise<number> {
  process.stdout.write(`${JSON.stringify(taskJsonSchema(), null, 2)}\n`);
  return exitCodes.passed;
}
