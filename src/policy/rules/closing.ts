import type { Rule } from '../rule.js';
import { clickOn, press } from '../samples.js';
import { words } from '../words.js';
import { byWords, first, inDialogOf } from './by-label.js';

const byLabel = byWords({
  class: 'closing without saving',
  does: 'throws away unsaved work',
  words: {
    en: [
      "(don't|do not) save",
      'discard',
      '(close|quit|exit|leave) without saving',
      'leave (page|site)',
      '(quit|close|exit|leave) anyway',
      'abandon',
      'lose (my |your |all )?changes',
      'force quit',
      '(revert|restore) to saved',
    ],
    es: [
      'no guardar',
      'descartar',
      '(cerrar|salir) sin guardar',
      'forzar (cierre|salida)',
      'salir de todos modos',
    ],
    de: [
      'nicht speichern',
      'verwerfen',
      'ohne (zu )?speichern',
      'sofort beenden',
      'trotzdem (beenden|schliessen|verlassen)',
      'seite verlassen',
    ],
    fr: [
      'ne pas enregistrer',
      'abandonner',
      '(fermer|quitter) sans (enregistrer|sauvegarder)',
      'ignorer les modifications',
      'forcer à quitter',
      'quitter (la page|quand même)',
    ],
    pt: [
      'não (salvar|guardar)',
      'descartar',
      '(fechar|sair) sem (salvar|guardar)',
      'forçar (o )?(encerramento|saída)',
      'sair mesmo assim',
    ],
    zh: [
      '不保存',
      '不儲存',
      '放弃(更改|修改|编辑)?',
      '丢弃',
      '捨棄',
      '强制退出',
      '直接退出',
      '离开此页',
      '強制結束',
    ],
    ja: ['保存しない', '破棄', '強制終了', '保存せずに', 'ページを離れる'],
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
});

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
  es: ['sin guardar', 'no (se )?(han?|fueron) guardad[ao]s?'],
  de: ['nicht gespeichert', 'ungespeicherte?'],
  fr: ['non enregistrée?s?', "n'(a|ont) pas été enregistrée?s?"],
  pt: ['não (foi|foram) salv[ao]s?', 'não salv[ao]s?'],
  zh: ['未保存', '尚未保存', '尚未儲存'],
  ja: ['保存されていま', '未保存'],
});

const saves = words({
  en: ['save'],
  es: ['guardar'],
  de: ['speichern'],
  fr: ['enregistrer', 'sauvegarder'],
  pt: ['salvar', 'guardar'],
  zh: ['保存', '儲存'],
  ja: ['保存'],
});

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

export const closing: readonly Rule[] = [...byLabel, declinesToSave, leavesUnsaved, closesWindow];
