import { exitCodes } from '../../core/errors.js';
import { siteJsonSchema, taskJsonSchema } from '../../task/index.js';

/** Prints the JSON Schema of tasks, or that of site policies. */
export async function schemaCommand(of: 'task' | 'policy'): Promise<number> {
  const schema = of === 'task' ? taskJsonSchema() : siteJsonSchema();
  process.stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
  return exitCodes.passed;
}
