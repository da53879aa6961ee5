import * as z from 'zod';
import type { Check } from './check.js';

const label = z.string().trim().min(1).max(300);
const title = z.string().trim().min(1).max(300);

/** A text and, where it says so, the window that it stands in. */
const Place = z.union([
  label,
  z.strictObject({
    text: label.describe('the text'),
    window: title.optional().describe('title of the window that it stands in, with * for any characters'),
  }),
]);

const parts = {
  visible: Place.describe('a whole label, line or row of a table that stands on the screen now'),
  gone: Place.describe('a whole label that stood on the screen at the start and is gone'),
  window: title.describe('title of a window that is open now, with * for any characters'),
  closed: title.describe('title of a window that was open at the start and is closed'),
  file: z
    .strictObject({
      path: z.string().min(1).describe('as the task writes it'),
      exists: z.boolean().optional().describe('whether it is there'),
      equals: z.string().optional().describe('all of its content'),
      contains: z.string().optional().describe('part of its content'),
    })
    .describe('what a file that the task names holds now'),
};

/** One thing by which a model shows that a goal is reached, in the words of the checks of a task. */
export const ProofPart = z
  .strictObject({
    visible: parts.visible.optional(),
    gone: parts.gone.optional(),
    window: parts.window.optional(),
    closed: parts.closed.optional(),
    file: parts.file.optional(),
  })
  .refine((part) => Object.values(part).filter((each) => each !== undefined).length === 1, {
    error: `expected exactly one of ${Object.keys(parts).join(', ')}`,
  });
export type ProofPart = z.infer<typeof ProofPart>;

/** By what a model shows that a goal is reached: all of it has to hold. */
export const Proof = z.array(ProofPart).min(1).max(3);
export type Proof = z.infer<typeof Proof>;

/** How a goal may end: by what its author promised, by a proof of the model, or by an answer to a question. */
export type GoalEnd = 'until' | 'proof' | 'answer';

/** A request in the form of a question: what it asks for is done, not told. */
const POLITE =
  /^\W*(?:please\W+)?(?:can|could|would|will) (?:you|we)\b(?! (?:please )?(?:tell|say|read|find out|check (?:if|whether|what|which|how)))|\b(?:please|bitte|kannst du|könn(?:t|test|t?en) (?:du|sie|ihr)|würd(?:est|en) (?:du|sie)|s'il (?:te|vous) plaît|peux-tu|pou(?:vez|rriez)-vous|por favor|pued(?:es|e usted)|podrías|você pode|poderia|per favore|puoi|potresti)\b|请|請|能不能|能否|可以.*吗|ください|くれますか|もらえますか|해 ?(?:줘|주세요|줄래)/iu;

/**
 * How a goal in these words has to end where its author promised nothing: a question by its answer. A polite request is
 * no question: any words on the screen would answer it.
 */
export function endOfGoal(words: string): Exclude<GoalEnd, 'until'> {
  return /[?？]["'”’)\]\s]*$/u.test(words) && !POLITE.test(words) ? 'answer' : 'proof';
}

/** The part as a check. A text means a whole label: a word in a sentence may say the opposite of it. */
export function checkOfPart({ visible, gone, window, closed, file }: ProofPart): Check {
  if (visible !== undefined) return { visible: targetOf(visible) };
  if (gone !== undefined) return { gone: targetOf(gone) };
  if (window !== undefined) return { window: { title: window } };
  if (closed !== undefined) return { closed: { title: closed } };
  return { file: file ?? { path: '' } };
}

function targetOf(place: z.infer<typeof Place>): NonNullable<Check['visible']> {
  const { text, window } = typeof place === 'string' ? { text: place } : place;
  return { text: { is: text }, ...(window !== undefined && { window: { title: window } }) };
}

/** The text that a part speaks of; undefined for windows and files. */
export function textOfPart({ visible, gone }: ProofPart): string | undefined {
  const place = visible ?? gone;
  return typeof place === 'string' ? place : place?.text;
}

/** What a part says, in a few words. */
export function partWords(part: ProofPart): string {
  const text = textOfPart(part);
  if (part.visible !== undefined) return `visible “${text}”`;
  if (part.gone !== undefined) return `gone “${text}”`;
  if (part.window !== undefined) return `window “${part.window}”`;
  if (part.closed !== undefined) return `closed “${part.closed}”`;
  return `file ${part.file?.path ?? ''}`;
}
