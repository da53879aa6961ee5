import type { Rule } from '../rule.js';
import { clickOn, clickOnIcon } from '../samples.js';

/** px within which a risky word makes a target without text suspicious. */
export const ICON_REACH = 90;
/** A longer line is running text, not the label of a control. */
const MOST_WORDS = 6;

/**
 * A model presses something that has no text, close to a risky word. Icons far from any such word are let
 * through: asking about each of them would drown the questions that matter.
 */
export function unknownTarget(wordRules: readonly Rule[]): Rule {
  return {
    id: 'unknown-target',
    class: 'unknown target',
    answer: 'ask',
    reason: 'It presses something without readable text, close to a risky word.',
    cases: {
      sees: [clickOnIcon({ near: [{ text: 'Delete', distance: 40 }] })],
      leaves: [
        clickOnIcon(),
        clickOnIcon({ near: [{ text: 'Delete', distance: 200 }] }),
        clickOnIcon({ near: [{ text: 'Delete', distance: 40 }], origin: 'author' }),
        clickOn('Edit', { near: [{ text: 'Delete', distance: 40 }] }),
      ],
    },
    see(scene) {
      const { facts, presses, readable } = scene;
      if (!presses || facts.origin === 'author' || readable) return undefined;
      return (facts.near ?? [])
        .filter((line) => line.distance <= ICON_REACH && line.text.trim().split(/\s+/).length <= MOST_WORDS)
        .map((line) => line.text)
        .find((text) => wordRules.some((rule) => rule.see({ ...scene, labels: [text] }) !== undefined));
    },
  };
}
