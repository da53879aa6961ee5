import * as z from 'zod';
import { FrameBox, FramePoint } from './coordinates.js';
import { describeWindow, WindowMatch } from './window.js';

/** How text is compared with what stands on the screen. */
export const TextMatch = z.union([
  z.string().describe('the text, compared without regard to case and runs of spaces; /…/flags is a pattern'),
  z.object({
    is: z.string().optional().describe('the whole label'),
    has: z.string().optional().describe('part of the label'),
    matches: z.string().optional().describe('regular expression over the whole line'),
    case: z.boolean().optional().describe('compare upper and lower case too'),
    word: z.boolean().optional().describe('whole words only'),
  }),
]);
export type TextMatch = z.infer<typeof TextMatch>;

const Anchor = z.union([
  z.string().describe('text of the anchor'),
  z.object({ text: TextMatch.optional(), image: z.string().optional() }),
]);

/** What an action points at. At least one of text, image, describe or point. */
export const Target = z.object({
  text: TextMatch.optional().describe('text on the screen'),
  image: z.string().optional().describe('picture file to find, relative to the task'),
  describe: z.string().optional().describe('description for the model'),
  point: z
    .union([FramePoint, z.string()])
    .optional()
    .describe('frame px {x, y}, or "50%,90%" of the frame or of the window'),
  near: Anchor.optional().describe('the candidate closest to this text'),
  below: Anchor.optional().describe('only candidates below this text'),
  above: Anchor.optional().describe('only candidates above this text'),
  'left-of': Anchor.optional().describe('only candidates left of this text'),
  'right-of': Anchor.optional().describe('only candidates right of this text'),
  index: z.number().int().optional().describe('which candidate in reading order, from 0; -1 is the last'),
  window: WindowMatch.optional().describe('only inside this window'),
  region: FrameBox.optional().describe('only inside this box, frame px'),
  offset: z
    .object({ x: z.number(), y: z.number() })
    .optional()
    .describe(
      'px from the middle of what was found: the letters of the text, the picture, the point; after “into” the entry',
    ),
});
export type Target = z.infer<typeof Target>;

/** The rungs of the ladder, lowest first. */
export const Rung = z.enum(['point', 'image', 'text', 'model', 'operator']);
export type Rung = z.infer<typeof Rung>;

/** How sure it is that a label looks greyed out, as what takes no input does. */
export const Greyed = z.enum(['surely', 'perhaps']);
export type Greyed = z.infer<typeof Greyed>;

/** Where a target was found. */
export const Sighting = z.object({
  rung: Rung,
  box: FrameBox.describe('what was found, frame px'),
  point: FramePoint.describe('where to act, frame px'),
  score: z.number().min(0).max(1).describe('how sure, 0..1'),
  runnerUp: z.number().min(0).max(1).optional().describe('score of the second best'),
  text: z.string().optional().describe('text read there'),
  control: FrameBox.optional().describe('the control around the text, where its border can be seen'),
  greyed: Greyed.optional().describe('it looks greyed out; absent where it does not'),
  ms: z.number().nonnegative().describe('time the search took, ms'),
});
export type Sighting = z.infer<typeof Sighting>;

/** The answer of the ladder. Ambiguous is never a guess. */
export type Located =
  | { readonly found: 'found'; readonly sighting: Sighting }
  | {
      readonly found: 'absent';
      readonly reason: string;
      readonly nearest: readonly string[];
      readonly ms: number;
    }
  | {
      readonly found: 'ambiguous';
      readonly reason: string;
      readonly candidates: readonly Sighting[];
      readonly ms: number;
    };

/** A target in a few words, for people. */
export function describeTarget(target: Target): string {
  const parts = [head(target)];
  for (const relation of ['near', 'below', 'above', 'left-of', 'right-of'] as const) {
    const anchor = target[relation];
    if (anchor !== undefined)
      parts.push(`${relation} ${typeof anchor === 'string' ? quote(anchor) : anchorWords(anchor)}`);
  }
  if (target.index !== undefined) parts.push(`number ${target.index}`);
  if (target.window !== undefined) parts.push(`in window ${describeWindow(target.window)}`);
  return parts.join(' ');
}

function head(target: Target): string {
  if (target.text !== undefined) return quote(textOf(target.text));
  if (target.describe !== undefined) return target.describe;
  if (target.image !== undefined) return `image ${target.image}`;
  if (target.point !== undefined) {
    return typeof target.point === 'string'
      ? `point ${target.point}`
      : `point ${target.point.x},${target.point.y}`;
  }
  return 'the place';
}

/** The words of a text match, for messages. */
export function textOf(match: TextMatch): string {
  return typeof match === 'string' ? match : (match.is ?? match.has ?? match.matches ?? '');
}

function anchorWords(anchor: { text?: TextMatch | undefined; image?: string | undefined }): string {
  return anchor.text !== undefined ? quote(textOf(anchor.text)) : `image ${anchor.image ?? ''}`;
}

function quote(text: string): string {
  return `“${text}”`;
}
