import { once } from '../once.js';
import { clausesOf, isLifted } from './clauses.js';
import { grammar } from './grammar.js';
import {
  atBorders,
  LANGUAGES,
  type Language,
  plainEntry,
  type Script,
  scriptOf,
  scriptsOf,
} from './languages.js';
import { formsOf } from './verbs.js';

/**
 * The deeds of a risk in one language. A verb means it whatever it is done to; one of a pair only beside one of its
 * objects, in any order and at most four words apart; a name is a noun that names the deed. Entries are as `formsOf`
 * reads them, objects and names are patterns.
 */
export interface Deeds {
  /** Verbs, separated by spaces. */
  readonly verbs?: string;
  /** Verbs and, behind a colon, what they must be done to: `format: disk drive partition`. */
  readonly pairs?: readonly string[];
  /** Verbs that are nouns too: they count at the start of a label, or behind a word such as `to`. */
  readonly orders?: string;
  readonly names?: string;
  /** Verbs that say it in a sentence only: in a label they may mean an edit, such as `Replace` or `Clear`. */
  readonly inSentences?: string;
}
export type DeedTable = Readonly<Partial<Record<Language, Deeds>>>;

/** Finds the deeds of a table in text. */
export interface DeedReader {
  /** The deed that a label names, such as `Delete`, `Dateien löschen`; undefined when it names none. */
  inLabel(label: string): string | undefined;
  /** The deed that a sentence says will be done: “will be deleted”, “Really delete?”, but not “was deleted”. */
  inSentence(sentence: string): string | undefined;
  /** Whether a label is nothing but one of the verbs that are nouns too. */
  isNoun(label: string): boolean;
}

/** What a table says in one language; what is a function is compiled when it is first asked for. */
interface Patterns {
  readonly language: Language;
  readonly roots: readonly string[];
  /** Matches wherever one of the others may. */
  readonly any: () => RegExp;
  readonly label: () => RegExp;
  readonly sentence: () => RegExp;
  readonly done: () => readonly Done[];
}

/** Participles with their auxiliary, or such that count where it stands in their clause. */
interface Done {
  readonly pattern: RegExp;
  readonly beside?: RegExp;
}

/** Compiles a table. The texts that its reader gets are as `plain` makes them. */
export function readerOf(table: DeedTable): DeedReader {
  const scripted = (script: Script) =>
    once(() => {
      const all = LANGUAGES.filter((language) => scriptOf(language) === script).flatMap((language) => {
        const deeds = table[language];
        return deeds === undefined ? [] : [patternsOf(deeds, language)];
      });
      const roots = all.flatMap((patterns) => patterns.roots);
      return { all, any: anyOf(roots, script) };
    });
  const byScript = { latin: scripted('latin'), cyrillic: scripted('cyrillic'), cjk: scripted('cjk') };
  const languagesIn = (text: string): readonly Patterns[] =>
    [...scriptsOf(text)].flatMap((script) => {
      const { all, any } = byScript[script]();
      return any.test(text) ? all.filter((patterns) => patterns.any().test(text)) : [];
    });
  return {
    inLabel(label) {
      for (const patterns of languagesIn(label)) {
        const found = deedIn(label, patterns, patterns.label());
        if (found !== undefined) return found;
      }
      return undefined;
    },
    inSentence(sentence) {
      const languages = languagesIn(sentence);
      if (languages.length === 0) return undefined;
      for (const clause of clausesOf(sentence)) {
        for (const patterns of languages) {
          const found = deedIn(clause, patterns, patterns.sentence()) ?? passiveIn(clause, patterns);
          if (found !== undefined) return found;
        }
      }
      return undefined;
    },
    isNoun: (label) => Object.values(table).some(({ orders }) => listed(orders).includes(label)),
  };
}

/** Matches wherever a word begins with one of the roots: most texts hold none, and are told so quickly. */
function anyOf(roots: readonly string[], script: Script): RegExp {
  const left = script === 'cjk' ? '' : '(?<![\\p{L}\\p{N}])';
  return new RegExp(roots.length === 0 ? '(?!)' : `${left}${alternatives(roots)}`, 'u');
}

function deedIn(clause: string, patterns: Patterns, pattern: RegExp): string | undefined {
  // A loop over `exec`: `matchAll` would compile a copy of the pattern for each text.
  pattern.lastIndex = 0;
  for (let match = pattern.exec(clause); match !== null; match = pattern.exec(clause)) {
    if (!isLifted(patterns.language, clause, match.index, pattern.lastIndex)) return match[0];
  }
  return undefined;
}

function passiveIn(clause: string, patterns: Patterns): string | undefined {
  for (const { pattern, beside: auxiliary } of patterns.done()) {
    if (auxiliary?.test(clause) !== false) {
      const found = deedIn(clause, patterns, pattern);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function patternsOf(deeds: Deeds, language: Language): Patterns {
  const { passive, apart } = grammar[language];
  const verbs = listed(deeds.verbs).map((entry) => formsOf(entry, language));
  const orders = listed(deeds.orders).map((entry) => formsOf(entry, language));
  const pairs = (deeds.pairs ?? []).map((pair) => {
    const [who = '', objects = ''] = pair.split(': ');
    return {
      forms: listed(who).map((entry) => formsOf(entry, language)),
      objects: alternatives(listed(objects).map(plainEntry)),
    };
  });
  const names = deeds.names === undefined ? [] : [plainEntry(deeds.names)];
  const labelForms = verbs.flatMap(({ deed }) => deed);
  const spoken = listed(deeds.inSentences).map((entry) => formsOf(entry, language));
  const told = [...verbs, ...spoken].flatMap((forms) => [...forms.deed, ...forms.told]);
  const done = [...verbs, ...orders, ...spoken].flatMap((forms) => forms.done);
  const ordered = orders.flatMap(({ deed }) => deed.slice(0, 1));
  const pairsIn = (of: 'label' | 'sentence') =>
    pairs.map(({ forms, objects }) => {
      const verb = alternatives(
        forms.flatMap((form) => (of === 'label' ? form.deed : [...form.deed, ...form.told])),
      );
      return beside(verb, objects, language, 6);
    });
  const pairsDone = pairs.map(({ forms, objects }) =>
    beside(alternatives(forms.flatMap((form) => form.done)), objects, language, 8),
  );
  const border = (patterns: readonly string[]) =>
    patterns.flatMap((pattern) => (pattern === '' ? [] : [atBorders(pattern)]));
  const label = [
    ...border([alternatives(labelForms)]),
    ...pairsIn('label'),
    ...border([alternatives(names)]),
    ...orderPatterns(ordered, 'label'),
  ];
  const sentence = [
    ...border([alternatives(told)]),
    ...pairsIn('sentence'),
    ...border([alternatives(names)]),
    ...orderPatterns(ordered, 'sentence'),
  ];
  const roots = [
    ...labelForms,
    ...told,
    ...done,
    ...ordered,
    ...names,
    ...pairs.flatMap(({ forms }) => forms.flatMap((form) => [...form.deed, ...form.told, ...form.done])),
  ];
  const doneOf = (): Done[] => {
    const auxiliary = new RegExp(atBorders(passive), 'u');
    const spokenOf = apart
      ? atBorders(alternatives(done))
      : atBorders(`(?:${passive})(?: [\\p{L}\\p{N},'-]+){0,2} ${alternatives(done)}`);
    return [
      ...some(done.length > 0, () => ({
        pattern: new RegExp(spokenOf, 'gu'),
        ...(apart && { beside: auxiliary }),
      })),
      ...some(pairsDone.length > 0, () => ({
        pattern: new RegExp(pairsDone.join('|'), 'gu'),
        beside: auxiliary,
      })),
    ];
  };
  return {
    language,
    roots,
    any: once(() => anyOf(roots, scriptOf(language))),
    label: once(() => new RegExp(label.join('|') || '(?!)', 'gu')),
    sentence: once(() => new RegExp(sentence.join('|') || '(?!)', 'gu')),
    done: once(doneOf),
  };
}

function some<T>(is: boolean, make: () => T): T[] {
  return is ? [make()] : [];
}

function listed(entries: string | undefined): string[] {
  return (entries ?? '').split(/\s+/u).filter((entry) => entry !== '');
}

function alternatives(patterns: readonly string[]): string {
  if (patterns.length === 0) return '';
  // In order, so that the engine reads what they begin with once; borders tell the longer from the shorter.
  return `(?:${[...new Set(patterns)].sort().join('|')})`;
}

/** A verb and its object, in any order, with at most so many words between them. */
function beside(verb: string, object: string, language: Language, most: number): string {
  if (verb === '' || object === '') return '(?!)';
  if (scriptOf(language) === 'cjk') return `${verb}[^，。、]{0,8}${object}|${object}[^，。、]{0,6}${verb}`;
  const gap = `(?:\\s+[\\p{L}\\p{N}'’¦%#-]+){0,${most}}?\\s+(?:\\p{L}{1,5}')?`;
  return `${atBorders(`${verb}${gap}(?:${object})`)}|${atBorders(`(?:${object})${gap}${verb}`)}`;
}

/** What a label ends with that only speaks of a deed. */
const THINGS =
  'history|list|lists|log|date|dates|time|number|notes?|status|options?|settings?|type|types|name|names|format|rate|speed|folder|limit|preview|methods?|manager|mode|count|report|reports|information|info|details|key|button|error|errors|office|version|id|code|codes|box|file|table|tables|view|page|data|price|prices|area|size|level|value|values|group|groups|title|point|points|candidate|engine|offset|message|tags?|form|forms|template|templates|line|lines|field|fields|order|by';

function orderPatterns(forms: readonly string[], place: 'label' | 'sentence'): string[] {
  if (forms.length === 0) return [];
  const verb = alternatives(forms);
  if (place === 'sentence') {
    return [`(?<![\\p{L}\\p{N}])(?:to|please|really|now) ${verb}(?![\\p{L}\\p{N}])`];
  }
  const lead = '(?:(?:please|begin|start|confirm|yes|ok|continue|save|finish|and|to|now|complete) )*';
  return [
    `(?<=^${lead})${verb}(?! (?:[\\p{L}-]+ ){0,2}(?:${THINGS})$)(?=$| )(?! [#\\d])(?! (?:as|by|of|in|from|with)(?![\\p{L}]))`,
  ];
}
