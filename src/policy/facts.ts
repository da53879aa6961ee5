import * as z from 'zod';
import { DeedKind, Traits } from '../core/traits.js';

const WindowName = z.object({
  title: z.string().describe('window title'),
  class: z.string().default('').describe('application class, such as XTerm'),
  pid: z.number().int().optional().describe('number of the process that opened it'),
  app: z.string().optional().describe('application of the task that it belongs to'),
});
export type WindowName = z.infer<typeof WindowName>;

/** Everything the rules know of one action. What is not known is left out; the rules then assume the worse. */
export const JudgeFacts = z.object({
  deed: z.string().describe('name of the deed, such as click'),
  kind: DeedKind,
  traits: Traits,
  summary: z.string().optional().describe('the action in words'),
  origin: z
    .enum(['author', 'model'])
    .describe('author: the action is written in the task; model: it was thought up during the run'),
  target: z.string().optional().describe('the target in the words of task or pilot'),
  label: z.string().optional().describe('text read where the target was found'),
  control: z.string().optional().describe('text of the whole control around the target'),
  near: z
    .array(
      z.object({
        text: z.string(),
        line: z
          .string()
          .optional()
          .describe('the whole line, where the text is only a part of it that stands by itself'),
        distance: z
          .number()
          .nonnegative()
          .describe('logical px from the point to the text; 0 is on the text'),
        point: z.number().int().nonnegative().optional().describe('index of the point (default 0)'),
        row: z.boolean().optional().describe('stands in the same row as the point'),
        caption: z.boolean().optional().describe('stands below the point as the name of a picture does'),
      }),
    )
    .readonly()
    .optional()
    .describe('lines of text around the points'),
  dialog: z
    .array(z.string())
    .readonly()
    .optional()
    .describe('lines of the dialog that gets the action; left out when it is no dialog'),
  under: z
    .array(WindowName.nullable())
    .readonly()
    .optional()
    .describe('the window under each point; null where there is none'),
  crossed: z
    .array(WindowName)
    .readonly()
    .optional()
    .describe('windows between the points that a drag would be moved over'),
  opens: z.boolean().optional().describe('the target is the name of a menu, which a press only unfolds'),
  heads: z.boolean().optional().describe('the target is the name of a column of a table'),
  active: WindowName.optional().describe('the window with the keyboard focus'),
  open: z.array(WindowName).readonly().optional().describe('all visible windows'),
  field: z.string().optional().describe('label of the field that has the focus, as far as is known'),
  editing: z.boolean().optional().describe('text was typed here since the last click or change of focus'),
  pending: z.string().optional().describe('text typed since the last Return'),
  pendingUnknown: z
    .boolean()
    .optional()
    .describe('keys or a paste since the last Return changed the line in ways that nobody knows'),
  taskText: z.string().optional().describe('goal, steps and parameters of the task in words'),
  apps: z.array(z.string()).readonly().optional().describe('applications that the task names'),
  stepName: z.string().optional(),
  pilotRisk: z.object({ class: z.string(), reason: z.string() }).optional(),
});
export type JudgeFacts = z.infer<typeof JudgeFacts>;
