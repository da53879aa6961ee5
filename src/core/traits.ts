import * as z from 'zod';
import { FramePoint } from './coordinates.js';
import { WindowMatch } from './window.js';

/**
 * What a deed does to the world: `input` moves mouse or keyboard, `machine` starts or changes processes and
 * windows, `look` and `wait` touch nothing, `say` talks to people, `end` ends the run.
 */
export const DeedKind = z.enum(['input', 'machine', 'look', 'wait', 'say', 'end']);
export type DeedKind = z.infer<typeof DeedKind>;

/** What the policy may judge a deed by, told by the deed itself. */
export const Traits = z.object({
  points: z.array(FramePoint).readonly().describe('points that get pointer input, frame px'),
  touch: z
    .enum(['press', 'menu', 'drag', 'hover', 'wheel'])
    .optional()
    .describe('what happens at the points: a press sets off what lies there, the others do not'),
  typed: z.string().optional().describe('text that will be typed; a line feed is Return'),
  secret: z.string().optional().describe('name of the secret that will be typed'),
  chords: z.array(z.array(z.string()).readonly()).readonly().describe('chords that will be pressed'),
  command: z.string().optional().describe('command line that will be run'),
  window: WindowMatch.optional().describe('window that will be changed'),
  closes: z.boolean().optional().describe('closes that window or an application'),
  app: z.string().optional().describe('application that will be started or closed'),
});
export type Traits = z.infer<typeof Traits>;

/** Traits of a deed that touches nothing. */
export const untouched: Traits = { points: [], chords: [] };
