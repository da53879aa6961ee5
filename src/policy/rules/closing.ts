import type { Rule } from '../rule.js';
import { clickOn, press } from '../samples.js';
import { words, wordsOf } from '../words.js';
import { byWords, first, inDialogOf, type WordRisk } from './by-label.js';

const risk: WordRisk = {
  class: 'closing without saving',
  does: 'throws away unsaved work',
  deeds: {
    en: {
      verbs: 'discard abandon',
      pairs: [
        'revert: file document backup',
        'revert undo: saved original changes all edits? version',
        'lose lost drop dismiss: changes edits work modifications data formatting information',
        'close quit exit leave finish: without',
        'continue: discarding',
      ],
      names: 'exit without saving|without saving(?: them| it| changes)?',
    },
    de: {
      verbs: 'verwerfen>verworfen',
      pairs: [
        'verlieren>verloren: anderungen \\p{L}*daten',
        'zurück_nehmen rückgängig: anderung(?:en)? \\p{L}*anderung(?:en)?',
        'schließen beenden verlassen: speichern',
        'zurück_greifen: \\p{L}+',
        'zurück_kehren wieder_herstellen>wiederhergestellt: gespeicherte\\p{L}*',
      ],
    },
    fr: {
      verbs: 'abandonner',
      pairs: [
        'perdre>perdue?s?: modifications changements donnees travail',
        'sortir quitter fermer: sans',
        'revenir: original originale enregistree sauvegarde precedente',
        'annuler: modifications changements projet transaction',
        'ignorer: modifications',
      ],
    },
    es: {
      verbs: 'descartar',
      pairs: [
        'abandonar: cambios',
        'perder: cambios datos modificaciones',
        'salir cerrar: sin',
        'volver revertir: respaldo archivo original cambios guardada',
        'deshacer: cambios',
      ],
    },
    pt: {
      verbs: 'descartar',
      pairs: [
        'abandonar: alteracoes',
        'perder: alteracoes mudancas modificacoes dados',
        'sair fechar: sem',
        'reverter: arquivo ficheiro backup original alteracoes edicao edicoes mudancas salva',
        'desfazer: alteracoes',
      ],
    },
    it: {
      verbs: 'scartare abbandonare',
      pairs: [
        'perdere>pers[oaie]: modifiche cambiamenti dati',
        'uscire chiudere: senza',
        'ripristinare: backup originale modifiche salvata',
        'annullare ignorare: modifiche cambiamenti',
      ],
      names: 'non salvare',
    },
    nl: {
      verbs: 'verwerpen>verworpen',
      pairs: [
        'verliezen>verloren: wijzigingen veranderingen gegevens aanpassingen',
        'sluiten afsluiten stoppen: zonder',
        'terugdraaien terugkeren terug_keren: origineel wijzigingen bewerking opgeslagen',
        'weggooien negeren annuleren verlaten vervallen: wijzigingen veranderingen',
      ],
      names: 'niet opslaan|niet bewaren',
    },
    pl: {
      verbs: 'porzuc(?:ic|i)?>porzucon\\p{L}+',
      pairs: [
        'odrzuc(?:ic|i)?>odrzucon\\p{L}+: zmian\\p{L}* szkic wiadomosc projekt\\p{L}* formularz plik\\p{L}* zaznacz\\p{L}+ transakcj\\p{L} je obecny',
        'utrac(?:ic|isz)?|utrat\\p{L}|strac\\p{L}*>utracon\\p{L}+: zmian\\p{L}* dan\\p{L}+',
        'przywroc(?:ic)?|cofnij|cofnac|wycofa[jc]: oryginaln\\p{L}* zmiany zapisan\\p{L}+',
        'zamknij|zakoncz|wyjdz: bez',
      ],
      names: 'nie zapisuj',
    },
    ru: {
      verbs: 'отбросить',
      pairs: [
        'отказаться|отказавшись|отклонить|отклонени[юе]|отвергнуть: изменени\\p{L}+ правок правки проект\\p{L}* письм\\p{L} проводк\\p{L} черновик\\p{L}* сообщени\\p{L} выбор его него нее их текущ\\p{L}+',
        'потеря(?:ть|ете|ются|ны)|утрачен\\p{L}*|утерян\\p{L}*: изменени\\p{L}+ данн\\p{L}+',
        'закрыть|выйти: без',
        'восстановить: резервн\\p{L}+',
        'отменить|откатить|вернуть(?:ся)?: изменени\\p{L}+ правки оригинал\\p{L}* сохраненн\\p{L}+',
      ],
      names: 'не сохранять',
    },
    zh: {
      verbs: '放弃|放棄|丢弃|丟棄|捨棄',
      names: '還原成備份|还原为备份|[还還]原文件|檔案內容還原|不[要]?(?:保存|儲存)',
      pairs: [
        '丢失|失去|遺失|丟失|还原|還原|恢复|復原|回復: 改變 已保存 上次保存 未保存 未儲存 更改 修改 变更 變更 改动 原始 编辑',
      ],
    },
    ja: {
      verbs: '破棄|捨てる|廃棄',
      pairs: ['失|取り消す: 変更 編集', '戻す: オリジナル'],
      names: '保存し?ない|バックアップ[をに](?:復元|戻)',
    },
  },
  phrases: {
    it: ['senza salvare', 'senza salvarl[oaie]'],
    nl: ['zonder (op te slaan|opslaan|te bewaren)'],
    pl: ['bez zapis\\p{L}+'],
    ru: ['без сохранения', 'не сохран(ив|яя)( \\p{L}+)?'],
    en: [
      "(don't|do not) save",
      'leave (page|site)',
      '(quit|close|exit|leave) anyway',
      'force quit',
      '(revert|restore) to saved',
    ],
    es: [
      'no guardar',
      '(salir|cerrar|continuar|abandonar|seguir|cierra|sesión)( \\p{L}+){0,4} sin guardar',
      'forzar (cierre|salida)',
      'salir de todos modos',
    ],
    de: [
      'nicht speichern',
      'verwirft',
      'ohne ((sie|es|ihn|diese|dies|vorher|(die )?änderungen) )?(zu )?(speichern|sichern)',
      'sofort beenden',
      'trotzdem (beenden|schliessen|verlassen)',
      'seite verlassen',
    ],
    fr: [
      'ne pas (enregistrer|sauvegarder)',
      'sans (l(es?|a) )?(enregistrer|sauvegarder)',
      'avant de (les? )?enregistrer',
      'forcer à quitter',
      'quitter (la page|quand même)',
    ],
    pt: [
      'não (salvar|guardar)',
      'sem (salvar|guardar)',
      'forçar (o )?(encerramento|saída)',
      'sair mesmo assim',
    ],
    zh: ['不存(檔|档|盘|盤)', '强制退出', '直接退出', '离开此页', '強制結束'],
    ja: ['強制終了', '保存せずに', 'ページを離れる'],
  },
  falseFriends: {
    en: ["(don't|do not) discard", "(don't|do not) save (password|passwords)", 'discard pile'],
    de: ['nicht verwerfen'],
    es: ['no descartar', 'no guardar (la )?contraseña'],
    fr: ['ne pas abandonner', 'ne pas enregistrer (le )?mot de passe'],
    pt: ['não descartar', 'não (salvar|guardar) (a )?senha'],
    zh: ['不保存密码', '不放弃'],
    ja: ['破棄しない', 'パスワードを?保存しない'],
  },
  inDialogs: {
    en: [
      '(?<!(?:prevent|avoid|against|no) )(data loss|loss of (data|information|changes|work))',
      '(changes|edits|modifications) .{0,40}will not be saved',
      '(changes|edits|work|modifications) .{0,60}will be (\\p{L}+ )?(lost|discarded)',
      'lose (all|any|the|your|unsaved)( \\p{L}+){0,3} (changes|data|work|edits)',
    ],
    de: [
      '(?<!(?:vor|gegen|ohne|kein) )datenverlust(?! (vor|zu ver))',
      'verlust .{0,50}änderungen',
      'verlier(en|t) .{0,40}(änderungen|informationen|zustand|daten)',
      'änderungen.{0,70}verloren',
      'verloren.{0,40}änderungen',
    ],
    es: [
      '(?<!(?:evitar|contra|sin) (?:la )?)pérdida de (datos|información|cambios)',
      '(perder(á|án)|perderán?) .{0,30}(cambios|modificaciones)',
      '(cambios|modificaciones) .{0,40}perder',
    ],
    fr: [
      '(faire perdre|(causera|occasionnera|entraîne\\p{L}*) la perte)',
      '(modifications|changements) .{0,70}perdu',
      'perdre.{0,40}(modifications|changements)',
      'perdrez',
      'allez perdre',
    ],
    pt: [
      '(alterações|modificações|mudanças) .{0,60}perdid',
      '(?<!(?:evitar|contra|sem) (?:a )?)perda de (dados|informacoes)',
      'perder (\\p{L}+ )?(informações|dados)',
      'perder.{0,30}(alterações|modificações|mudanças)',
    ],
    it: [
      '(and|sa)r(à|anno) (\\p{L}+ ){0,2}(pers|perdut)[oaei]',
      'perdera[i]?',
      '(causer|comporter|provocher)\\p{L}+ la perdita',
      '(?<!(?:evitare|contro|senza) (?:la )?)perdita di (dati|informazioni)',
    ],
    nl: [
      'verliest',
      '(zult|zal|kunt) .{0,40}verliezen',
      '(?<!(?:voorkomt|tegen|zonder) )(gegevensverlies|verlies van)',
      '(zal|zullen|gaat|gaan) .{0,80}verloren',
      'verloren gaan',
    ],
    pl: [
      '(zostan\\p{L}+|będ\\p{L}+) .{0,20}utracon\\p{L}+',
      'utracon\\p{L}+ (zostan|będ)\\p{L}+',
      'utrac[ią]\\p{L}*',
      'utrat[ęa] (danych|zmian|wszystkich|zawartości|jego|zaznaczenia)',
      'przepadn\\p{L}+',
    ],
    ru: [
      'буд(ет|ут) (\\p{L}+ )?(потерян|утрачен|утерян)\\p{L}*',
      'потеря(ете|ются)',
      'к потере',
      '(изменени\\p{L}+|правки|данные) не будут сохран\\p{L}+',
    ],
    zh: ['(将|會|会|將)[^。]{0,6}(丢失|遺失|失去|消失|丟失)', '失去.{0,12}(变更|變更|更動|資料|数据|更改)'],
    ja: ['(変更|データ|編集)[^。]{0,12}失'],
  },
  risky: [
    "Don't Save",
    'Nicht speichern',
    'No guardar',
    'Ne pas enregistrer',
    'Não salvar',
    '不保存',
    '保存しない',
    'Discard changes',
  ],
  harmless: ['Save', 'Keep editing', 'Speichern', '保存', 'Save as'],
};
const wording = wordsOf(risk);
const byLabel = byWords(risk);

const unsaved = words({
  en: ['sav(e|ing)', 'unsaved', 'changes'],
  es: ['guardar', 'cambios'],
  de: ['speichern', 'änderungen', 'gespeichert'],
  fr: ['enregistrer', 'sauvegarder', 'modifications'],
  pt: ['salvar', 'guardar', 'alterações'],
  zh: ['保存', '儲存', '更改'],
  ja: ['保存', '変更'],
});

const notSaved = words({
  en: ['unsaved', '(not|never) (been )?saved', 'changes will be lost'],
  es: [
    'sin guardar',
    'no (se )?(han?|fueron)( sido)? guardad[ao]s?',
    'no se guard(ó|aron)',
    'no guardad[ao]s?',
  ],
  de: ['nicht gespeichert', 'ungespeicherte?'],
  fr: ['non (enregistré|sauvegardé)e?s?', "n'(a|ont) pas (encore )?été (enregistré|sauvé|sauvegardé)e?s?"],
  pt: ['não (foi|foram) salv[ao]s?', 'não salv[ao]s?'],
  zh: ['未保存', '尚未保存', '尚未儲存', '未儲存', '[没沒]有(保存|儲存)'],
  ja: ['保存されていま', '保存されていない', '未保存'],
  it: ['non (è stat[oa]|sono stat[ei]) (ancora )?salvat[aeio]', 'non salvat[aeio]'],
  nl: ['niet-opgeslagen', '(is|zijn|nog|de) niet (bewaard|opgeslagen)', 'onopgeslagen'],
  pl: ['nie (został[aoy]?|zostały|były) (jeszcze )?zapisan\\p{L}+', 'niezapisan\\p{L}+'],
  ru: ['не (был[аои]? )?сохранен\\p{L}*', 'несохраненн\\p{L}+'],
});

const saves = wordsOf({
  phrases: {
    en: ['save', 'keep (the |your )?changes'],
    es: ['guardar', 'guardarl[oa]s?'],
    de: ['speichern'],
    fr: ['enregistrer', 'sauvegarder'],
    pt: ['salvar', 'guardar'],
    it: ['salvare', 'salvo', 'salvarl[oaie]', 'registrare'],
    nl: ['opslaan', 'bewaren'],
    pl: ['zapisać', 'zapisz'],
    ru: ['сохранить', 'записать'],
    zh: ['保存', '儲存', '之前(保存|儲存)'],
    ja: ['保存'],
  },
});

/** What a sentence says of throwing away or going without. */
function discards(part: string): string | undefined {
  return wording.findInSentence(part);
}

function asksToSave(line: string): boolean {
  return line
    .split(/[.!。！]/u)
    .some(
      (part) =>
        /[?？]/u.test(part) && saves.findInSentence(part) !== undefined && discards(part) === undefined,
    );
}

const closes = words({
  en: ['=(close|quit|exit)( (window|tab|all|app|application))?'],
  es: ['=(cerrar|salir)'],
  de: ['=(schließen|beenden)'],
  fr: ['=(fermer|quitter)'],
  pt: ['=(fechar|sair)'],
  zh: ['=(关闭|退出|關閉|結束)'],
  ja: ['=(閉じる|終了)'],
});

/** Titles that programs give to windows with unsaved work. */
const UNSAVED_TITLE =
  /^\s*[*●•]|[*●•]\s*$|\s\*|\*\s|[([](modified|unsaved|geändert|modificado|modifié|已修改|変更あり)[)\]]/iu;
const CLOSING_CHORDS = new Set([
  'alt+f4',
  'ctrl+w',
  'ctrl+q',
  'ctrl+f4',
  'ctrl+shift+w',
  'ctrl+shift+q',
  'super+q',
  'super+w',
]);

const declinesToSave: Rule = {
  id: 'closing-without-saving-by-no',
  class: 'closing without saving',
  answer: 'ask',
  reason: 'It says no to saving.',
  cases: {
    sees: [
      inDialogOf('Save changes to report.odt before closing?', 'No'),
      inDialogOf('Änderungen speichern?', 'Nein'),
    ],
    leaves: [
      inDialogOf('Save changes to report.odt before closing?', 'Yes'),
      inDialogOf('Search again?', 'No'),
    ],
  },
  see: ({ declines, question }) => (declines ? first(question, (line) => unsaved.findIn(line)) : undefined),
};

const leavesUnsaved: Rule = {
  id: 'closing-without-saving-by-yes',
  class: 'closing without saving',
  answer: 'ask',
  reason: 'It goes on although a dialog says that something is not saved.',
  cases: {
    sees: [
      inDialogOf('Your edits have not been saved. Leave this page?', 'Leave'),
      inDialogOf('Es gibt ungespeicherte Änderungen. Beenden?', 'Ja'),
    ],
    leaves: [
      inDialogOf('You have unsaved changes.', 'Save'),
      inDialogOf('Your edits have not been saved. Leave this page?', 'Cancel'),
    ],
  },
  see({ agrees, question, labels }) {
    if (!agrees || labels.some((label) => saves.findIn(label) !== undefined)) return undefined;
    // “You have unsaved changes. Save them?”: a yes saves.
    if (question.some(asksToSave)) return undefined;
    return first(question, (line) => notSaved.findIn(line));
  },
};

/**
 * Programs ask by themselves before they lose work, so an author's own close only asks where the title shows
 * unsaved work; a model's chord asks in any window but a terminal, where Ctrl+W deletes a word.
 */
const closesWindow: Rule = {
  id: 'closing-a-window',
  class: 'closing without saving',
  answer: 'ask',
  reason: 'It closes a window that may hold unsaved work.',
  cases: {
    sees: [
      press('alt+f4', 'Mousepad'),
      press('ctrl+w', 'Mousepad', {
        origin: 'author',
        active: { title: '*notes.txt - Mousepad', class: 'Mousepad' },
      }),
      clickOn('Quit', { active: { title: '*notes.txt - Mousepad', class: 'Mousepad' } }),
    ],
    leaves: [press('ctrl+w', 'XTerm'), press('ctrl+q', 'Mousepad', { origin: 'author' }), clickOn('Close')],
  },
  see({ facts, window, terminal, labels }) {
    const { traits, origin } = facts;
    const chord = traits.chords.map((keys) => keys.join('+')).find((keys) => CLOSING_CHORDS.has(keys));
    const byChord = chord !== undefined && !(terminal && chord.startsWith('ctrl'));
    const byLabel = labels.some((label) => closes.findIn(label) !== undefined);
    const byDeed = traits.closes === true;
    if (!byChord && !byLabel && !byDeed) return undefined;
    const title = window?.title ?? '';
    if (UNSAVED_TITLE.test(title)) return title;
    return origin === 'model' && !byLabel ? (chord ?? facts.summary ?? facts.deed) : undefined;
  },
};

/** A yes to “They will be lost. Save them?” saves. */
const throwsAway: readonly Rule[] = byLabel.map((rule) => ({
  ...rule,
  see: (scene) =>
    rule.id.endsWith('by-dialog') && scene.question.some(asksToSave) ? undefined : rule.see(scene),
}));

export const closing: readonly Rule[] = [...throwsAway, declinesToSave, leavesUnsaved, closesWindow];
