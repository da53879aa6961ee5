import * as z from 'zod';
import { hostKinds } from '../hosts.js';

/** How a model calls tools: by the API's own field, or written into its text as JSON, XML or `Action: click(…)`. */
export const Dialect = z.enum(['native', 'text', 'xml', 'action']);
export type Dialect = z.infer<typeof Dialect>;

/** Pixel limits of a server's own resize. */
const Pixels = z.strictObject({
  min: z.number().int().positive().describe('smaller pictures are enlarged to this many pixels'),
  max: z.number().int().positive().describe('larger pictures are shrunk to this many pixels'),
});
export type Pixels = z.infer<typeof Pixels>;

/** Money per million tokens. */
const Price = z.strictObject({
  input: z.number().nonnegative(),
  output: z.number().nonnegative(),
  cached: z.number().nonnegative().optional().describe('input tokens that came out of a cache'),
  currency: z.string().default('USD'),
  date: z.iso.date().describe('when the price was looked up'),
});
export type Price = z.infer<typeof Price>;

/** What is known of a model. Anything that matters for where a click lands has no default. */
export const Profile = z.strictObject({
  model: z.string().min(1).describe('name as it is sent to the server'),
  family: z.string().describe('family, in words'),
  space: z
    .enum(['absolute', 'relative', 'unknown'])
    .describe('points are px of the resized picture, or thousandths of its sides; unknown: never act'),
  factor: z.union([z.literal(28), z.literal(32)]).describe('both sides become multiples of this'),
  pixels: Pixels.describe('limits of the server where no other is named'),
  pixelsAt: z
    .partialRecord(z.enum(hostKinds), Pixels)
    .default({})
    .describe('limits that differ at a kind of server'),
  hardPixels: z
    .number()
    .int()
    .positive()
    .optional()
    .describe('most pixels that DashScope takes when it is asked for high resolution'),
  highResolution: z
    .boolean()
    .default(false)
    .describe('ask DashScope for it: more detail on large screens, for several times the tokens'),
  host: z.enum(hostKinds).default('other').describe('where it usually runs'),
  dialect: Dialect.default('native'),
  instructions: z
    .enum(['system', 'user'])
    .default('system')
    .describe('where they stand: in a message of their own, or before the task where there is none'),
  thinking: z
    .enum(['none', 'off', 'on', 'always'])
    .default('none')
    .describe('cannot; can and is off or on by default; always does'),
  think: z
    .union([z.boolean(), z.number().int().positive()])
    .default(false)
    .describe('let it think where that can be chosen; a number is the most tokens of it'),
  seed: z.number().int().min(0).max(2_147_483_647).optional(),
  stream: z.enum(['optional', 'required']).default('optional'),
  outputLimit: z.enum(['max_tokens', 'max_completion_tokens']).default('max_tokens'),
  temperature: z.number().min(0).max(2).default(0),
  presencePenalty: z.boolean().default(true).describe('send 0: the default of 1.5 spoils repeated digits'),
  topK: z.number().int().positive().optional(),
  cache: z.enum(['none', 'implicit', 'explicit']).default('none'),
  contextTokens: z.number().int().positive().default(128_000),
  price: Price.optional(),
  source: z
    .strictObject({
      known: z
        .enum(['documented', 'seen', 'guessed'])
        .describe('the maker says so; found in real replies or code that uses it; neither'),
      where: z.string().describe('who says so, or where it was seen'),
    })
    .optional()
    .describe('how it is known where points lie'),
  warning: z.string().optional().describe('told when the model is chosen'),
});
export type Profile = z.infer<typeof Profile>;
export type ProfileInput = z.input<typeof Profile>;
