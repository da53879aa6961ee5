/** The button by which every file dialog is left, in the languages that are read out of the box. */
export const cancelWords = /^_?(cancel|abbrechen|annuler|cancelar)$/iu;

/** The button that takes the path, by itself or as a word of a row of buttons. */
export const acceptWords =
  /^_?(open|save|ok|select|choose|export|import|öffnen|speichern|auswählen|ouvrir|enregistrer|valider|choisir|abrir|guardar|aceptar|seleccionar)( as)?$/iu;

/** The same as the text of a target. */
export const acceptLabel = String(acceptWords).replace(/u$/u, '');

/** The question whether a file that is there shall be replaced. */
export const saysExists =
  /already exists|overwrit|replace|existiert bereits|überschreiben|ersetzen|existe déjà|remplacer|écraser|ya existe|reemplazar|sobrescribir/iu;

/** The button that agrees to that question. */
export const agreeLabel =
  '/^(replace|overwrite|ersetzen|überschreiben|remplacer|écraser|reemplazar|sobrescribir|yes|ja|oui|sí|ok)$/i';
