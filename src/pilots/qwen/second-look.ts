import type { Decision, Usage } from '../../core/action.js';
import {
  type ChatAnswer,
  type CloserLook,
  type Conversation,
  type LookAgain,
  type Picture,
  Unanswered,
} from '../../core/chat.js';
import { FramePoint } from '../../core/coordinates.js';
import { centreOf, clip, contains, type FrameBox, frameBox, grow } from '../../core/geometry.js';
import { agreementOf, isBigScreen, lookScores } from '../../core/second-look.js';
import type { Sighting } from '../../core/target.js';
import { sumUsages } from '../../core/usage.js';
import type { Clock, Eyes, TextLine, View } from '../../ports.js';
import { matchText } from '../../sight/label/match.js';
import { labelIn, type Named, wordsOf } from './own-words.js';
import type { Allowance, Asked } from './question.js';

/** What a pilot needs to look twice at what its model wants to click. */
export interface SecondLooks {
  readonly look: LookAgain;
  readonly eyes: Pick<Eyes, 'read' | 'locate'>;
  /** Whether a click on what is described so would be risky by the rules. */
  readonly risky: (words: string) => boolean;
}

/** What the model wants to do, and on what. */
interface Wanted {
  readonly view: View;
  readonly picture: Picture;
  readonly goal: string;
  readonly decision: Decision;
}

/** A click that may be done, perhaps with where its target was seen; or one whose target two looks disagree about. */
type Looked =
  | { readonly kind: 'clear'; readonly decision: Decision; readonly asked?: AskedAgain }
  | { readonly kind: 'ambiguous'; readonly reason: string; readonly asked: AskedAgain };

interface AskedAgain {
  readonly usage: Usage;
  /** With why it was asked and what came of it. */
  readonly exchange: ChatAnswer['exchange'];
}

/** How much around a point is read, logical px: as much as the rules read there, so that it is read once. */
const READ = { x: 300, y: 48 };
/** px around text that still are the text. */
const ON_TEXT = 4;
/** A label that fits less well is another one. */
const SAME_LABEL = 0.93;
/** px around the box of the second look that still are the thing. */
const EDGE = 2;
/** A box that fills so much of each side of the part that was shown points at nothing. */
const FILLS = 0.9;

/** How a second look is asked for. */
interface Asking {
  readonly secondLooks: SecondLooks;
  readonly clock: Clock;
  readonly allowance: Allowance;
  readonly until: number;
}

/** A decision, looked at again where that is worth it; what the look took is added to what the decision took. */
export async function askAgain(
  { secondLooks, clock, allowance, until }: Asking,
  around: Omit<Wanted, 'decision'>,
  asked: Asked,
  signal: AbortSignal,
): Promise<Asked & { readonly looked?: Looked }> {
  const { reading, usage, exchanges } = asked;
  if (reading instanceof Unanswered || reading.outcome !== 'decision') return asked;
  const wanted = { ...around, decision: reading.decision };
  try {
    const { left } = allowance;
    const looked = await lookTwice(secondLooks, wanted, clock, { until, left }, signal);
    if (looked.asked === undefined) return { ...asked, looked };
    allowance.spend(looked.asked.usage);
    return {
      reading,
      usage: sumUsages([usage, looked.asked.usage]),
      exchanges: [...exchanges, looked.asked.exchange],
      looked,
    };
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    return { reading: error, usage, exchanges: [...exchanges, error.exchange] };
  }
}

/**
 * Looks again at what a click of the model points at, where that is worth it: before risky clicks, on big screens,
 * where nothing can be read under the point (icons, and misses), and where another label stands there than the
 * model named. A label that was named and is read under the point is proof enough, and costs nothing.
 *
 * @throws Unanswered when the second question meets no reply
 */
async function lookTwice(
  looks: SecondLooks,
  wanted: Wanted,
  clock: Clock,
  within: Pick<Conversation, 'until' | 'left'>,
  signal: AbortSignal,
): Promise<Looked> {
  const { decision, picture, view, goal } = wanted;
  const point = clickedBy(decision);
  if (point === undefined) return { kind: 'clear', decision };
  const began = clock.now();
  const ms = (): number => Math.max(0, clock.now() - began);
  const words = wordsOf(decision);
  const named = labelIn(words);
  const lines = await looks.eyes.read(view, around(point, view), signal);
  const under = wordsUnder(lines, point)
    .map(({ text }) => text)
    .join(' ');
  const risky = [words, under, named?.label ?? ''].some((each) => each !== '' && looks.risky(each));
  const proof = named && (await proofOf(looks, view, lines, named, point, risky, signal));
  if (proof !== undefined) return { kind: 'clear', decision: seenAt(decision, { ...proof, ms: ms() }) };
  const why = whyAgain(picture, risky, under, named);
  if (why === undefined) return { kind: 'clear', decision };
  const closer = await looks.look(picture, description(words, goal), point, within, signal);
  const outcome = outcomeOf(point, closer, picture, risky);
  const asked = { usage: closer.usage, exchange: { ...closer.exchange, secondLook: { why, ...outcome } } };
  if (outcome.reason !== undefined) return { kind: 'ambiguous', reason: outcome.reason, asked };
  const { box, at, score } = outcome;
  return {
    kind: 'clear',
    decision: seenAt(movedTo(decision, at), { rung: 'model', box, point: at, score, ms: ms() }),
    asked,
  };
}

function clickedBy({ action }: Decision): FramePoint | undefined {
  return action.name === 'click' ? FramePoint.safeParse(action.input.at).data : undefined;
}

function around({ x, y }: FramePoint, { frame }: View): FrameBox {
  const [width, height] = [READ.x * frame.scale, READ.y * frame.scale];
  const box = frameBox(x - width, y - height, 2 * width, 2 * height);
  return clip(box, frame.size) ?? frameBox(0, 0, frame.size.width, frame.size.height);
}

function wordsUnder(lines: readonly TextLine[], point: FramePoint): TextLine['words'] {
  return lines.flatMap(({ words }) => words).filter(({ box }) => contains(grow(box, ON_TEXT), point));
}

/** The label that was named, read under the point; for a risky click it must be the only one of that name. */
async function proofOf(
  { eyes }: SecondLooks,
  view: View,
  lines: readonly TextLine[],
  { label }: Named,
  point: FramePoint,
  risky: boolean,
  signal: AbortSignal,
): Promise<Omit<Sighting, 'ms'> | undefined> {
  // A cell of a row is a word of its line, and no label of its own.
  const [word, ...others] = wordsUnder(lines, point);
  const cell = word?.text === label && others.length === 0 ? word : undefined;
  const hit =
    cell ??
    matchText(lines, { is: label }).find(
      ({ fit, box }) => fit >= SAME_LABEL && contains(grow(box, box.height / 2), point),
    );
  if (hit === undefined) return undefined;
  if (risky) {
    const only = await eyes.locate(view, { text: { is: label } }, signal, 'text');
    if (only.found !== 'found' || !contains(grow(only.sighting.box, hit.box.height / 2), point))
      return undefined;
  }
  return { rung: 'text', box: hit.box, point, score: Math.min(1, hit.score), text: hit.text };
}

/** Why a second look is worth its price, in words; undefined when it is not. */
function whyAgain(
  { size, region }: Picture,
  risky: boolean,
  under: string,
  named: Named | undefined,
): string | undefined {
  if (risky) return 'the click is risky';
  // The model has looked closer itself.
  if (region !== undefined) return undefined;
  if (isBigScreen(size)) return 'the screen is big';
  if (under === '') return 'nothing can be read under the point';
  return named?.quoted ? `“${under}” stands under the point, not “${named.label}”` : undefined;
}

/** What is asked for: what the model said, else what the goal needs next. */
function description(words: string, goal: string): string {
  return words === ''
    ? `what has to be clicked next for this task: ${goal.replaceAll(/\s+/g, ' ').trim()}`
    : `the one thing to be clicked here: ${words}`;
}

type Outcome =
  | { readonly reason?: undefined; readonly box: FrameBox; readonly at: FramePoint; readonly score: number }
  | { readonly reason: string; readonly box?: FrameBox };

/**
 * Inside the box of the second look the model's own point counts. Close beside it the closer look counts, but not
 * for a risky click. Anything else is a disagreement.
 */
function outcomeOf(
  point: FramePoint,
  { glimpse, region }: CloserLook,
  { size }: Picture,
  risky: boolean,
): Outcome {
  if (glimpse.found !== 'found') return { reason: notSeen[glimpse.found] };
  const { box } = glimpse;
  if (box.width > FILLS * region.width && box.height > FILLS * region.height)
    return { reason: notSeen.unsure, box };
  if (contains(grow(box, EDGE), point)) return { box, at: point, score: lookScores.agreed };
  const { px, score } = agreementOf(point, centreOf(box), size);
  if (score === undefined || risky)
    return { reason: `a closer look sees it ${px} px beside that point`, box };
  return { box, at: centreOf(box), score };
}

const notSeen = {
  absent: 'a closer look does not see it around that point',
  ambiguous: 'a closer look sees several that fit',
  unsure: 'a closer look could not tell where it is',
} as const;

function movedTo(decision: Decision, at: FramePoint): Decision {
  const { action } = decision;
  return { ...decision, action: { ...action, input: { ...action.input, at } } };
}

function seenAt(decision: Decision, sighting: Sighting): Decision {
  return { ...decision, sighting };
}
