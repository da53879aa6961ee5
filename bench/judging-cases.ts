import type { RiskClass } from '../src/core/action.js';
import { tuned, tunedLater } from './judging-cases-tuned.js';
import { unseen } from './judging-cases-unseen.js';
import type { Language, Rows } from './judging-rows.js';

/** One labelled situation: a label, alone or as a button of a dialog, in one language. */
export interface LabelCase {
  readonly label: string;
  readonly dialog?: string;
  /** The class that must be found; undefined when nobody should be asked. */
  readonly risk?: RiskClass;
  readonly language: Language;
  /** Written after the word lists were closed, and never used to change them. */
  readonly unseen: boolean;
}
/** `question → button` is a button of a dialog; anything else stands alone. */
function flatten(rows: Rows, isUnseen: boolean): LabelCase[] {
  return Object.entries(rows).flatMap(([risk, byLanguage]) =>
    Object.entries(byLanguage ?? {}).flatMap(([language, labels]) =>
      labels.map((written) => {
        const [first = '', button] = written.split(' → ');
        return {
          label: button ?? first,
          ...(button !== undefined && { dialog: first }),
          ...(risk !== 'harmless' && { risk: risk as RiskClass }),
          language: language as Language,
          unseen: isUnseen,
        };
      }),
    ),
  );
}

export const labelCases: readonly LabelCase[] = [
  ...flatten(tuned, false),
  ...flatten(tunedLater, false),
  ...flatten(unseen, true),
];
