import type { Act } from '../../core/action.js';
import type { Picture, Turn } from '../../core/chat.js';
import { FrameBox } from '../../core/coordinates.js';
import { contains } from '../../core/geometry.js';
import { screenToFrame } from '../../core/spaces.js';
import type { View } from '../../ports.js';

/** The frame as the model is shown it; after look-closer only the part that was asked for. */
export function pictureOf({ frame, path }: View, acts: readonly Act[]): Picture {
  const region = closerOf(acts.at(-1));
  const pointer = frame.pointer && screenToFrame(frame.pointer, frame);
  return {
    path,
    sha256: frame.sha256,
    file: frame.file,
    size: frame.size,
    scale: frame.scale,
    origin: frame.origin,
    ...(pointer && contains({ x: 0, y: 0, ...frame.size }, pointer) && { pointer }),
    ...(region && { region }),
  };
}

/** The part that the last act wanted to see enlarged. */
function closerOf(act: Act | undefined): FrameBox | undefined {
  if (act?.outcome !== 'done' || act.decision.action.name !== 'look-closer') return undefined;
  return FrameBox.safeParse(act.decision.action.input.box).data;
}

const LONGEST_ANSWER = 2000;

/** What came of an act, in words for the model. */
export function resultOf(act: Act): string {
  const checks = act.checks
    .filter(({ result }) => result !== 'holds')
    .map(({ result, detail }) => ` A check ${result}${detail === undefined ? '' : `: ${detail}`}.`);
  return `${outcomeWords(act)}${answerWords(act)}${checks.join('')}`;
}

function outcomeWords({ outcome, reason }: Act): string {
  const because = reason === undefined ? '' : `: ${reason}`;
  switch (outcome) {
    case 'done':
      return 'done';
    case 'failed':
      return `failed${because}`;
    case 'refused':
      return `refused${because}`;
    case 'stale':
      return `not done, the screen changed before it${because}`;
    case 'unknown':
      return `nobody knows whether it was done${because}`;
  }
}

function answerWords({ answer }: Act): string {
  if (answer === undefined || answer === null) return '';
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
  return `; answer: ${text.length > LONGEST_ANSWER ? `${text.slice(0, LONGEST_ANSWER)}…` : text}`;
}

/** The turns with the outcome of the last one, or without it when the screen voided its decision. */
export function withOutcome(turns: readonly Turn[], acts: readonly Act[], actsAtDecision: number): Turn[] {
  const last = turns.at(-1);
  if (last === undefined) return [];
  // Its outcome was told before, and the decision that followed never came about.
  if (last.result !== undefined) return [...turns];
  const act = acts[actsAtDecision];
  if (act === undefined) return turns.slice(0, -1);
  return [...turns.slice(0, -1), { ...last, result: resultOf(act) }];
}
