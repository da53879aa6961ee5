import * as z from 'zod';
import { type Lift, scalars } from './lift.js';
import { nouns } from './nouns.js';

/** Steps that hold other steps. */
export const blockNames = ['repeat', 'forEach', 'steps'] as const;
export type BlockName = (typeof blockNames)[number];

/** A block may do this many passes and not more. */
export const MOST_PASSES = 10_000;
/** Passes of a repeat with while or until that says no more. */
export const USUAL_MOST = 100;

/** What each block takes, without the steps in it. The order is the one in which the docs tell them. */
export function blockHeads(lift: Lift) {
  const { flag, whole } = scalars(lift);
  const { check } = nouns(lift);
  const condition = () =>
    z.union([z.boolean(), check()], { error: 'expected an expression or a check' }).optional();
  const number = z.string().optional().describe('name of the value that gets the number of the pass, from 1');
  return {
    repeat: {
      times: whole(0, MOST_PASSES).optional().describe('how many passes'),
      while: condition().describe(
        'looked at before each pass; the next one begins only if it is true: an expression, or a check (a map)',
      ),
      until: condition().describe(
        'looked at after each pass; once it is true, no other begins: an expression, or a check (a map)',
      ),
      max: whole(1, MOST_PASSES)
        .optional()
        .describe(`with while or until: passes after which the step has failed (default ${USUAL_MOST})`),
      number,
    },
    forEach: {
      in: z
        .union([z.array(z.unknown()), z.string()], {
          error: 'expected a list, an expression that gives one, or a CSV or JSON file',
        })
        .describe(
          'a list, an expression that gives one, or a file: .csv, .tsv or .json, relative to the task',
        ),
      as: z.string().optional().describe('name of the value that gets the entry (default row)'),
      number,
      keepGoing: flag()
        .optional()
        .describe(
          'true: a pass that fails does not end the others; the step fails after the last (default false)',
        ),
    },
  };
}

/** The blocks with their steps, as properties of a step. */
export function blocks(lift: Lift, step: z.ZodType) {
  const heads = blockHeads(lift);
  const inside = () =>
    z
      .array(step)
      .min(1, { error: 'expected at least one step' })
      .describe('what is done in each pass, in this order');
  return {
    repeat: z
      .strictObject({ ...heads.repeat, steps: inside() })
      .optional()
      .describe('do steps again and again'),
    forEach: z
      .strictObject({ ...heads.forEach, steps: inside() })
      .optional()
      .describe('do steps once for each entry of a list or row of a file'),
    steps: inside().optional().describe('steps that belong together, such as under one if'),
    else: inside().optional().describe('steps that are done instead when if is false'),
  };
}
