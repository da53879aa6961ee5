import * as z from 'zod';
import { RiskClass } from './action.js';
import { WindowMatch } from './window.js';

/** The policy of a task: what is allowed, what asks, what is refused. Refuse beats ask beats allow. */
export const Policy = z.object({
  allow: z.array(RiskClass).optional().describe('risk classes that need no question in this task'),
  ask: z.array(RiskClass).optional().describe('risk classes that ask (all classes ask by default)'),
  refuse: z.array(RiskClass).optional().describe('risk classes that are refused outright'),
  windows: z.array(WindowMatch).optional().describe('windows that may get input; without it, any window'),
  keys: z
    .object({ refuse: z.array(z.string()) })
    .optional()
    .describe('chords that are never pressed'),
  cookies: z
    .enum(['allow', 'ask'])
    .optional()
    .describe('allow: a cookie banner is answered without a question (default ask)'),
  approve: z.array(z.string()).optional().describe('names of steps that the author approves in advance'),
  confirmWithin: z
    .number()
    .positive()
    .optional()
    .describe('seconds the operator has to answer (default 120)'),
});
export type Policy = z.infer<typeof Policy>;
