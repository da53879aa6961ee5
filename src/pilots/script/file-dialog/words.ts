/**
 * The words by which file dialogs and their questions are known, in the languages whose dialogs were looked at.
 * Labels are compared as a whole: a mnemonic's underscore or ampersand and three dots at the end do not count.
 */

/** Leaves the dialog without a file. */
const cancel = ['cancel', 'abbrechen', 'annuler', 'cancelar', 'annulla', 'annuleren', 'anuluj', 'avbryt'];
/** Takes a file to read. */
const open = [
  'open',
  'select',
  'choose',
  'import',
  'load',
  'attach',
  'insert',
  'add',
  'upload',
  'öffnen',
].concat(
  [
    'auswählen',
    'laden',
    'einfügen',
    'hinzufügen',
    'importieren',
    'hochladen',
    'ouvrir',
    'choisir',
    'sélectionner',
  ],
  ['importer', 'ajouter', 'abrir', 'seleccionar', 'importar', 'apri', 'openen', 'otwórz', 'öppna'],
);
/** Takes a name to write. */
const save = ['save', 'save as', 'export', 'print', 'create', 'speichern', 'sichern', 'exportieren'].concat([
  'enregistrer',
  'exporter',
  'guardar',
  'exportar',
  'salvar',
  'salva',
  'opslaan',
  'zapisz',
  'spara',
]);
/** Says yes to whatever the dialog is for. */
const agree = ['ok', 'done', 'apply', 'accept', 'valider', 'aceptar', 'fertig', 'übernehmen', 'terminé'];

/** A label as it is compared. */
function plain(label: string): string {
  return label
    .trim()
    .toLowerCase()
    .replace(/[_&]/gu, '')
    .replace(/(\.{2,3}|…)$/u, '')
    .trim();
}

/** Whether it is one of the words; an underlined first letter, or one beside an icon, is often lost or misread. */
function isOneOf(words: readonly string[], label: string): boolean {
  if (words.includes(label)) return true;
  return words.some(
    (word) => word.length >= 4 && (label === word.slice(1) || label.slice(1) === word.slice(1)),
  );
}

/** Whether a label is that of the button by which file dialogs are left. */
export function saysCancel(label: string): boolean {
  return isOneOf(cancel, plain(label));
}

/** Whether a label may be that of the button that takes the path. */
export function saysAccept(label: string): boolean {
  return [open, save, agree].some((words) => isOneOf(words, plain(label)));
}

/** How well the label of a button that takes the path fits what is done: 0 best. */
export function fitOf(label: string, act: 'open' | 'save'): number {
  const word = plain(label);
  const [own, other] = act === 'open' ? [open, save] : [save, open];
  if (isOneOf(own, word)) return 0;
  return isOneOf(agree, word) ? 1 : isOneOf(other, word) ? 2 : 3;
}

/** Labels of the field that takes the path. */
export const nameLabel =
  '/^(new )?(file ?name|name|file|selection|location|dateiname|nom( de fichier| du fichier)?|nombre|nombre de archivo)s? ?:?$/i';

/** The question whether a file that is there shall be replaced. */
export const saysExists =
  /already exists|overwrit|replac|existiert bereits|schon vorhanden|überschreiben|ersetzen|existe déjà|remplacer|écraser|ya existe|reemplazar|sobrescribir|sobreescribir/iu;

/** The button that agrees to that question. */
export const agreeLabel =
  '/^[_&]?(replace|overwrite|ersetzen|überschreiben|remplacer|écraser|reemplazar|sobrescribir|yes|ja|oui|sí|ok)$/i';

/** The program could not do what it was told. */
export const saysRefusal =
  /could ?n[o’']?t|can ?not|can[’']t|unable to|failed|denied|not found|does ?n[o’']?t exist|no such|not (permitted|allowed|writable)|invalid|konnte nicht|kann nicht|verweigert|nicht gefunden|existiert nicht|fehlgeschlagen|impossible|introuvable|refusée?|n[’']existe pas|no se (pudo|puede)|denegado|no existe/iu;
