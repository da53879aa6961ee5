import * as z from 'zod';
import { Action, type Verdict } from '../core/action.js';
import { messageOf } from '../core/errors.js';
import { framePoint } from '../core/geometry.js';
import { Policy } from '../core/policy.js';
import type { SitePolicy } from '../core/site-policy.js';
import { JudgeFacts } from './facts.js';
import { judge } from './judge.js';

const ShortWindow = z.union([
  z.string().transform((title) => ({ title, class: '' })),
  z.object({ title: z.string().default(''), class: z.string().default('') }),
]);

/**
 * One line to judge: an action as a recording holds it, with as many of the facts as are known. `window`
 * stands for the window under the points and the active one at once.
 */
const Line = JudgeFacts.partial().extend({
  action: Action.optional(),
  window: ShortWindow.optional(),
  policy: Policy.optional(),
});

/** What a reader of actions tells of one: `readAction` of the deeds, in the words of the rules. */
export type ActionFacts =
  | ({ readonly ok: true } & Pick<JudgeFacts, 'deed' | 'kind' | 'traits' | 'summary'>)
  | { readonly ok: false; readonly reason: string };

export type JudgedLine = Verdict | { readonly error: string };

/**
 * The verdict of one line of JSON; an error, with what was expected, when the line cannot be judged.
 *
 * @param read tells deed, kind and traits of an action
 * @param sites the policies of the machine, which count whatever policy the line has
 */
export function judgeJsonl(
  line: string,
  policy: Policy,
  read: (action: Action) => ActionFacts,
  sites: readonly SitePolicy[] = [],
): JudgedLine {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    return { error: `This is no JSON: ${messageOf(error)}` };
  }
  const parsed = Line.safeParse(json);
  if (!parsed.success) return { error: z.prettifyError(parsed.error).replaceAll('\n', '; ') };
  const { action, window, policy: own, ...facts } = parsed.data;
  const told = action === undefined ? undefined : read(action);
  if (told?.ok === false) return { error: told.reason };
  const { ok: _, ...known } = told ?? { ok: true };
  const full = { ...defaults(facts.deed), ...facts, ...known };
  const points = full.traits.points.length;
  return judge(
    {
      ...full,
      ...(window && { active: facts.active ?? window, under: facts.under ?? Array(points).fill(window) }),
    },
    own ?? policy,
    sites,
  );
}

/** A line with nothing but a label is a click of a model. */
function defaults(deed = 'click'): Pick<JudgeFacts, 'deed' | 'kind' | 'traits' | 'origin'> {
  return {
    deed,
    kind: 'input',
    traits: { points: [framePoint(0, 0)], touch: 'press', chords: [] },
    origin: 'model',
  };
}
