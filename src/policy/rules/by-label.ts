import type { RiskClass } from '../../core/action.js';
import type { JudgeFacts } from '../facts.js';
import type { Rule } from '../rule.js';
import { clickOn } from '../samples.js';
import type { Scene } from '../scene.js';
import { type Wording, wordsOf } from '../words.js';

/** A risk that shows in words: on the target itself, or in the question that a plain button answers. */
export interface WordRisk extends Wording {
  readonly class: RiskClass;
  /** What pressing it does, as in: it …. */
  readonly does: string;
  readonly risky: readonly string[];
  readonly harmless: readonly string[];
  /** Whether a label that says it means everyday work where it stands. */
  readonly everyday?: (label: string, scene: Scene) => boolean;
}

/** The two rules of a risk that shows in words. */
export function byWords(risk: WordRisk): readonly Rule[] {
  const id = risk.class.replaceAll(' ', '-');
  const wording = wordsOf(risk);
  const example = risk.risky[0] ?? '';
  return [
    {
      id: `${id}-by-label`,
      class: risk.class,
      answer: 'ask',
      reason: `What it presses ${risk.does}.`,
      cases: {
        sees: risk.risky.map((label) => clickOn(label)),
        leaves: risk.harmless.map((label) => clickOn(label)),
      },
      see: (scene) =>
        first(scene.labels, (label) =>
          (namesOnly(scene.facts) && wording.isNoun(label)) || risk.everyday?.(label, scene) === true
            ? undefined
            : wording.findIn(label),
        ),
    },
    {
      id: `${id}-by-dialog`,
      class: risk.class,
      answer: 'ask',
      reason: `It says yes to a dialog that ${risk.does}.`,
      cases: {
        sees: [inDialogOf(`${example} this?`, 'OK')],
        leaves: [inDialogOf(`${example} this?`, 'Cancel')],
      },
      see: ({ agrees, question }) =>
        agrees ? first(question, (line) => wording.findInSentence(line)) : undefined,
    },
  ];
}

/** What only unfolds a menu or sorts a column does nothing: `Order` there is a noun. A verb may be a command. */
function namesOnly({ opens, heads }: JudgeFacts): boolean {
  return opens === true || heads === true;
}

/** A click on a button of a dialog with this text. */
export function inDialogOf(text: string, button: string): JudgeFacts {
  return clickOn(button, { dialog: [text, button], under: [{ title: '', class: '' }] });
}

/** The text in which something is found. */
export function first(
  texts: readonly string[],
  find: (text: string) => string | undefined,
): string | undefined {
  return texts.find((text) => find(text) !== undefined)?.trim();
}
