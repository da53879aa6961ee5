import { type Grammar, grammar } from './grammar.js';
import { LANGUAGES, type Language, scriptOf } from './languages.js';

/** Cuts a sentence at stops and commas: a “no” in one part says nothing of the next. Quoted names stay in their part. */
export function clausesOf(sentence: string): string[] {
  return sentence
    .split(/(?<=[^\d])[.,](?=\s|$)|[;:!?¿¡。，；：！？、()]|\s[-–—]\s/u)
    .map((clause) =>
      clause
        .replace(/[“”"«»„‚「」『』*]/gu, ' ')
        .replace(/\s+/gu, ' ')
        .trim(),
    )
    .filter((clause) => clause !== '');
}

/**
 * Whether what stands at a place of a clause is not going to be done by saying yes: negated, failed, taken back, or
 * only spoken of.
 */
export function isLifted(language: Language, clause: string, start: number, end: number): boolean {
  const { before, behind, and } = lifts[language];
  const own = clause.slice(0, start).split(and).at(-1)?.trim() ?? '';
  return before.test(own) || behind.test(clause.slice(end).trimStart());
}

interface Lifts {
  readonly before: RegExp;
  readonly behind: RegExp;
  readonly and: RegExp;
}

/** These write many verbs alike, so a verb of one may stand beside the “no” of another. */
const ALIKE: Readonly<Partial<Record<Language, readonly Language[]>>> = {
  es: ['es', 'pt', 'it'],
  pt: ['es', 'pt', 'it'],
  it: ['es', 'pt', 'it'],
  de: ['de', 'en'],
  nl: ['nl', 'en'],
};

function before(language: Language): string {
  return `(?:${(ALIKE[language] ?? [language]).map((each) => grammar[each].before).join('|')})`;
}

const lifts = Object.fromEntries(
  LANGUAGES.map((language) => [
    language,
    compile({ ...grammar[language], before: before(language) }, language),
  ]),
) as Readonly<Record<Language, Lifts>>;

function compile({ before: negation, adjacent, after, and }: Grammar, language: Language): Lifts {
  if (scriptOf(language) === 'cjk') {
    const pattern = [negation, adjacent].filter((part) => part !== '').map((part) => `${part}$`);
    return {
      before: new RegExp(pattern.join('|'), 'u'),
      behind: new RegExp(`^${after}`, 'u'),
      and: new RegExp(and, 'u'),
    };
  }
  const left = '(?<![\\p{L}\\p{N}])';
  return {
    before: new RegExp(`(?:${left}|(?=n't))${negation}(?![\\p{L}\\p{N}])|${left}${adjacent}$`, 'u'),
    behind: new RegExp(`^${after}`, 'u'),
    and: new RegExp(`\\s(?:${and})\\s`, 'u'),
  };
}
