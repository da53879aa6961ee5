import type { TextLine } from '../../ports.js';
import { foldText } from './fold.js';
import { labelsOf } from './segment.js';

/** The texts on the screen that are most like the wanted one, most alike first: what a message can suggest. */
export function nearestTexts(wanted: string, lines: readonly TextLine[], most = 5): string[] {
  const aim = foldText(wanted, 'loose', false);
  const texts = new Set(
    lines.flatMap((line) => labelsOf(line).map((label) => label.words.map((word) => word.text).join(' '))),
  );
  return [...texts]
    .map((text) => ({ text, alike: likeness(aim, foldText(text, 'loose', false)) }))
    .filter(({ alike }) => alike > 0)
    .sort((a, b) => b.alike - a.alike)
    .slice(0, most)
    .map(({ text }) => text);
}

/** Share of letter pairs that two texts have in common (Dice coefficient), 0..1. */
function likeness(a: string, b: string): number {
  const pairs = pairsOf(a);
  const others = pairsOf(b);
  const common = pairs.filter((pair) => {
    const at = others.indexOf(pair);
    if (at >= 0) others.splice(at, 1);
    return at >= 0;
  }).length;
  return pairs.length === 0 ? 0 : (2 * common) / (pairs.length + pairsOf(b).length);
}

function pairsOf(text: string): string[] {
  const padded = ` ${text} `;
  return Array.from({ length: padded.length - 1 }, (_, i) => padded.slice(i, i + 2));
}
