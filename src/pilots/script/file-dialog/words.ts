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

/** A label as it is compared: without the mark of its mnemonic, and without signs around it. */
function plain(label: string): string {
  return label
    .toLowerCase()
    .replace(/[_&]/gu, '')
    .replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
}

/**
 * Whether it is one of the words. An underlined first letter is often lost or misread, and the icon beside a word is
 * read as a letter before it.
 */
function isOneOf(words: readonly string[], label: string): boolean {
  if (words.includes(label)) return true;
  const rest = label.slice(1);
  return words.some(
    (word) =>
      word.length >= 4 && (label === word.slice(1) || rest === word.slice(1) || rest.trimStart() === word),
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
const name =
  /^(new )?(file ?name|name|file|selection|location|file to \w+|enter file name|path|dateiname|nom( de fichier| du fichier)?|nombre|nombre de archivo) ?:?$/iu;

/** Whether a text is the label of the field that takes the path. */
export function saysName(label: string): boolean {
  return name.test(label.trim());
}

/** The label of the field for the folder, and the button beside it, in dialogs of Motif that take folder and name apart. */
export const saysFolder = /^(directory|folder) ?:?$/iu;
export const filterLabel = 'Filter';

/** The question whether a file that is there shall be replaced. */
export const saysExists =
  /already exists|overwrit|replac|existiert bereits|schon vorhanden|überschreiben|ersetzen|existe déjà|remplacer|écraser|ya existe|reemplazar|sobrescribir|sobreescribir/iu;

/** The buttons that agree to that question, the plainest first. */
const agreeing = ['replace', 'overwrite', 'ersetzen', 'überschreiben', 'remplacer', 'écraser'].concat(
  ['reemplazar', 'sobrescribir', 'save', 'speichern', 'enregistrer', 'guardar'],
  ['yes', 'ja', 'oui', 'sí', 'si', 'ok'],
);

/** How plainly a label of that question agrees: 0 best; undefined when it does not. */
export function agreement(label: string): number | undefined {
  const word = plain(label);
  const at = agreeing.findIndex((each) => isOneOf([each], word));
  return at < 0 ? undefined : at;
}

/** The program could not do what it was told. */
export const saysRefusal =
  /could ?n[o’']?t|can ?not|can[’']t|unable to|failed|denied|not found|does ?n[o’']?t exist|no such|not (permitted|allowed|writable)|invalid|konnte nicht|kann nicht|verweigert|nicht gefunden|existiert nicht|fehlgeschlagen|impossible|introuvable|refusée?|n[’']existe pas|no se (pudo|puede)|denegado|no existe/iu;
