import * as z from 'zod';

/** A JSON Schema as plain data. */
export type AnswerSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema of an answer as a check of values.
 *
 * @throws Error that says in words why the schema cannot be used
 */
export function schemaCheck(schema: AnswerSchema): z.ZodType {
  return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
}
