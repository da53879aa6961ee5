import type { FrameBox } from '../core/geometry.js';
import { centreOf, contains, frameBox } from '../core/geometry.js';
import { describeTarget, type Sighting, type Target, textOf } from '../core/target.js';
import type { Eyes, View } from '../ports.js';
import { foldText } from './label/fold.js';

/** Words that turn what follows them into its opposite, as labels write them. */
const NO =
  /(?:^|[^\p{L}])(?:not|no|never|cannot|can't|isn't|wasn't|un|nicht|kein|keine|keinen|keiner|nie|pas|non|aucun|aucune|jamais|sin|nunca|ningún|不|未|没有)[\s-]*$/iu;
/** How far to the sides a label may reach beyond what was found in it, in heights of it. */
const REACH = 60;

/**
 * Why a label does not say what is promised although the words stand in it: “— not saved” is no “Saved.”. A promise
 * in plain text means a whole label first; words in a longer one count unless a no stands before them, or a sentence
 * was promised and goes on. Undefined when it says so.
 */
export async function saysOtherwise(
  eyes: Eyes,
  view: View,
  target: Target,
  { box }: Sighting,
  signal: AbortSignal,
): Promise<string | undefined> {
  const wanted = textOf(target.text ?? '');
  if (typeof target.text !== 'string' || /^\/.+\/[imsu]*$/su.test(wanted)) return undefined;
  const label = await labelAround(eyes, view, box, signal);
  if (label === undefined) return undefined;
  const rest = aroundIn(label, wanted);
  if (rest === undefined) return undefined;
  const { before, after } = rest;
  const goesOn = /[.!?]$/u.test(wanted.trim()) && /^[^.!?…]*[\p{L}\p{N}]/u.test(after);
  const said = `${describeTarget(target)} is only a part of “${label}”`;
  return NO.test(before) || goesOn ? said : undefined;
}

/** The label that a box was found in, as it is read. */
async function labelAround(
  eyes: Eyes,
  view: View,
  box: FrameBox,
  signal: AbortSignal,
): Promise<string | undefined> {
  const reach = REACH * box.height;
  const row = frameBox(box.x - reach, box.y, box.width + 2 * reach, box.height);
  const lines = await eyes.read(view, row, signal);
  return lines.find((line) => contains(line.box, centreOf(box)))?.text;
}

/** What stands in the label before and after the wanted words; undefined where they are all of it. */
function aroundIn(label: string, wanted: string): { before: string; after: string } | undefined {
  const fold = (text: string): string => foldText(text, 'exact', false);
  const whole = fold(label);
  const part = fold(wanted).replace(/[.!?:…]+$/u, '');
  const at = whole.indexOf(part);
  if (part === '' || at < 0) return undefined;
  const before = whole.slice(0, at);
  const after = whole.slice(at + part.length);
  return /[\p{L}\p{N}]/u.test(before + after) ? { before, after } : undefined;
}
