import { type Language, plainEntry } from './languages.js';

/**
 * The forms of a verb by what they say. `deed`: it names what a press does (`delete`, `deleting`, `zu löschen`,
 * `eliminará`). `told`: the same in a sentence, while in a label it may be a noun or a participle (`supprime`).
 * `done`: the participle, which speaks of what will happen only beside `will be` (`gelöscht werden`).
 */
export interface Forms {
  readonly deed: readonly string[];
  readonly told: readonly string[];
  readonly done: readonly string[];
}

/**
 * Writes out a verb. An entry is the infinitive; behind `>` stands a participle that no rule makes; a `!` at the end
 * says that its finite forms are nouns too (`compra`), so only infinitives count. Polish, Russian, Chinese and
 * Japanese entries are patterns of their forms, with those of the participle behind `>`.
 */
export function formsOf(entry: string, language: Language): Forms {
  const [written = '', participle] = plainEntry(entry).split('>');
  const strict = written.endsWith('!');
  const lemma = strict ? written.slice(0, -1) : written;
  const made = conjugate[language](lemma, strict);
  return participle === undefined ? made : { ...made, done: [`(?:${participle})`] };
}

const conjugate: Readonly<Record<Language, (lemma: string, strict: boolean) => Forms>> = {
  en: english,
  de: german,
  nl: dutch,
  fr: french,
  es: (lemma, strict) => iberian(lemma, strict, 'ad[oa]s?', 'id[oa]s?'),
  pt: (lemma, strict) => iberian(lemma, strict, 'ad[oa]s?', 'id[oa]s?'),
  it: italian,
  pl: asWritten,
  ru: asWritten,
  zh: asWritten,
  ja: asWritten,
};

function asWritten(pattern: string): Forms {
  return { deed: [pattern], told: [], done: [] };
}

function english(lemma: string): Forms {
  const [verb = '', particle] = lemma.split('_');
  const behind = particle === undefined ? '' : ` ${particle}`;
  const stem = verb.replace(/e$/u, '');
  const last = verb.at(-1) ?? '';
  const es = /(?:s|sh|ch|x|z|o)$/u.test(verb) ? 'es' : 's';
  const ing = verb.endsWith('e') ? `${stem}ing` : `${verb}${last}?ing`;
  const done = verb.endsWith('e') ? `${verb}d` : `${verb}${last}?ed`;
  return { deed: [`${verb}${behind}`, `${ing}${behind}`], told: [`${verb}${es}${behind}`], done: [done] };
}

/** Prefixes that leave no `ge-` to the participle. */
const INSEPARABLE = /^(?:be|ent|er|ver|zer|uber|unter|ge|wider|de)/u;
/** What a German or Dutch verb parts with. */
const SEPARABLE =
  /^(ab|an|auf|aus|ein|hoch|frei|herunter|weiter|los|um|zu|zuruck|fort|weg|nieder|leer|bekannt|bereit|out|op|uit|in|aan|af|over|door|stop|weg|toe|vast|vrij|open)_/u;

function german(lemma: string, strict: boolean): Forms {
  const prefix = SEPARABLE.exec(lemma)?.[1] ?? '';
  const verb = lemma.replace(SEPARABLE, '');
  const stem = verb.replace(/e?n$/u, '');
  const t = /[td]$/u.test(stem) ? 'et' : 't';
  const ge = INSEPARABLE.test(verb) || verb.endsWith('ieren') ? '' : 'ge';
  const whole = strict ? [verb] : [verb, `${stem}e`];
  const deed = prefix === '' ? whole : [`${prefix}${verb}`, `${prefix}zu${verb}`];
  const finite = [`${stem}${t}`, `${stem}e?st`];
  const told = strict ? [] : prefix === '' ? finite : [parted(`${stem}(?:e?t|e|en)`, prefix)];
  return { deed, told, done: [`${prefix}${ge}${stem}${t}`] };
}

function dutch(lemma: string, strict: boolean): Forms {
  const prefix = SEPARABLE.exec(lemma)?.[1] ?? '';
  const verb = lemma.replace(SEPARABLE, '');
  const stem = dutchStem(verb.replace(/e?n$/u, ''));
  const ge = /^(?:be|ver|ont|her|ge|er|over)/u.test(verb) ? '' : 'ge';
  const finite = strict ? [] : [`${stem}t?`];
  const deed = prefix === '' ? [verb, ...finite] : [`${prefix}${verb}`, `${prefix} ?te ?${verb}`];
  const told = prefix === '' || strict ? [] : [parted(`(?:${stem}t?|${verb})`, prefix)];
  return { deed, told, done: [`${prefix}${ge}${stem}(?:d|t)?`] };
}

/** A finite verb with its prefix at the end of the clause: `setzt alle Werte auf den Anfang zurück`. */
function parted(finite: string, prefix: string): string {
  return `${finite}(?: [\\p{L}\\p{N}'¦%#-]+){0,9} ${prefix}`;
}

/** `wissen` gives `wis` and `kopen` gives `koop`; `verwijderen` gives `verwijder`, but `installeren` gives `installeer`. */
function dutchStem(root: string): string {
  const short = root.replace(/([bdfgklmnprstvz])\1$/u, '$1');
  if (short !== root) return short;
  if (/(?<![aeiou])er$/u.test(root) && /[aeiou].*er$/u.test(root)) return `${root.slice(0, -1)}e?r`;
  if (/(?<![aeiou])e[ln]$/u.test(root) && /[aeiou].*e[ln]$/u.test(root))
    return `${root.slice(0, -1)}e?${root.at(-1)}`;
  return root.replace(/(?<![aeiou])([aeou])([bdfgklmnprst])$/u, '$1$1$2');
}

function french(lemma: string, strict: boolean): Forms {
  if (lemma.endsWith('ir')) {
    const stem = lemma.slice(0, -2);
    return {
      deed: [lemma, `${stem}issez`],
      told: [`${stem}i(?:t|ssent|ra|ront|ssant)`],
      done: [`${stem}ie?s?`],
    };
  }
  if (lemma.endsWith('re')) {
    const stem = lemma.slice(0, -2);
    return { deed: [lemma, `${stem}ez`], told: [`${stem}(?:ra|ront|ant|ent)`], done: [`${stem}ue?s?`] };
  }
  const stem = lemma.replace(/er$/u, '');
  const soft = stem.endsWith('y') ? `${stem.slice(0, -1)}i` : stem;
  return {
    deed: strict ? [lemma] : [lemma, `${stem}ez`],
    told: strict ? [] : [`(?:${stem}|${soft})(?:e|ent|era|eront|erait|ant|erez)`],
    done: [`${stem}ee?s?`, `${stem}es?`],
  };
}

/** Spanish and Portuguese: `publicar` gives `publique`, `pagar` gives `pague`; a pronoun may hang on. */
function iberian(lemma: string, strict: boolean, ado: string, ido: string): Forms {
  const ending = lemma.slice(-2);
  const stem = lemma.slice(0, -2);
  const pronoun = '(?:-?(?:l[oa]s?|se|me|[oa]s?))?';
  if (ending === 'ar') {
    const soft = stem.endsWith('c')
      ? `${stem.slice(0, -1)}qu`
      : stem.endsWith('g')
        ? `${stem}u`
        : stem.endsWith('z')
          ? `${stem.slice(0, -1)}c`
          : stem;
    const finite = strict ? [] : [`${stem}a`, `${soft}en?`];
    return {
      deed: [`${lemma}${pronoun}`, `${stem}a-l[oa]s?`, `${stem}ando`, ...finite],
      told: [`${stem}(?:an|am|ara|aran|arao|aria|arian)`],
      done: [`${stem}${ado}`],
    };
  }
  const vowel = ending === 'er' ? 'e' : 'i';
  return {
    deed: [
      `${lemma}${pronoun}`,
      `${stem}${vowel}-l[oa]s?`,
      `${stem}[ie]?endo`,
      `${stem}indo`,
      ...(strict ? [] : [`${stem}an?`]),
    ],
    told: [`${stem}(?:e|i|en|em|y?en?|${vowel}ra|${vowel}ran|${vowel}rao|${vowel}rian?)`],
    done: [`${stem}${ido}`],
  };
}

function italian(lemma: string, strict: boolean): Forms {
  if (!lemma.endsWith('re') && !lemma.endsWith('rsi')) return asWritten(lemma);
  const ending = lemma.slice(-3);
  const stem = lemma.slice(0, -3);
  const pronoun = `${lemma.slice(0, -1)}(?:e|l[oaie]|si)?`;
  const soft = /[cg]$/u.test(stem) ? `${stem}h` : stem.replace(/i$/u, '');
  if (ending === 'are') {
    return {
      deed: [pronoun, `${stem}ando`, ...(strict ? [] : [`${stem}a(?:l[oaie])?`])],
      told: [`${stem}ano`, `${soft}er(?:a|anno|ebbe)`],
      done: [`${stem}at[oaie]`],
    };
  }
  const own = ending === 'ere' ? `${stem}[ei]` : `${stem}(?:isc)?[ie]`;
  return {
    deed: [pronoun, `${stem}endo`, ...(strict ? [] : [own])],
    told: [`${stem}(?:ono|iscono)`, `${stem}[ei]ra(?:nno)?`],
    done: [`${stem}(?:ut|it)[oaie]`],
  };
}
