import type { Random } from './random.js';

/** Words of interfaces, by language. */
const verbs = {
  en: 'New,Open,Save,Save as,Close,Print,Cut,Copy,Paste,Undo,Redo,Find,Replace,Select all,Zoom in,Zoom out,Refresh,Export,Import,Delete,Rename,Duplicate,Archive,Send,Reply,Forward,Cancel,Apply,Confirm,Retry,Skip,Back,Next,Finish,Browse,Upload,Download,Sign in,Log out,Register,Continue,Add row,Remove,Edit,View,Preview,Help,About,Run,Stop,Pause,Resume,Lock,Unlock,Approve,Reject,Ignore,Quit,OK,Yes,No,Start over,Sort by name,Filter,Group by,Freeze panes,Clear all,Pin to top,Mark as done,Check for updates,Generate report,Restore defaults',
  de: 'Neu,Öffnen,Speichern,Speichern unter,Schließen,Drucken,Ausschneiden,Kopieren,Einfügen,Rückgängig,Wiederholen,Suchen,Ersetzen,Alles auswählen,Vergrößern,Löschen,Umbenennen,Senden,Antworten,Weiterleiten,Abbrechen,Übernehmen,Bestätigen,Zurück,Weiter,Fertig stellen,Durchsuchen,Hochladen,Herunterladen,Anmelden,Abmelden,Hinzufügen,Entfernen,Bearbeiten,Ansicht,Hilfe,Über,Ausführen,Beenden,Prüfen,Größe ändern,Für später merken',
  fr: 'Nouveau,Ouvrir,Enregistrer,Fermer,Imprimer,Couper,Copier,Coller,Annuler,Rétablir,Rechercher,Remplacer,Tout sélectionner,Actualiser,Exporter,Supprimer,Renommer,Envoyer,Répondre,Transférer,Précédent,Suivant,Terminer,Parcourir,Télécharger,Se connecter,Déconnexion,Ajouter,Retirer,Modifier,Aperçu,Aide,À propos,Exécuter,Arrêter,Vérifier,Créer un compte,Réinitialiser,Où ça ?,Paramètres avancés',
  es: 'Nuevo,Abrir,Guardar,Guardar como,Cerrar,Imprimir,Cortar,Copiar,Pegar,Deshacer,Rehacer,Buscar,Reemplazar,Seleccionar todo,Actualizar,Exportar,Eliminar,Cambiar nombre,Enviar,Responder,Reenviar,Cancelar,Aplicar,Atrás,Siguiente,Finalizar,Examinar,Subir,Descargar,Iniciar sesión,Cerrar sesión,Añadir,Quitar,Editar,Vista previa,Ayuda,Acerca de,Ejecutar,Detener,Configuración,Contraseña olvidada,Más opciones,¿Está seguro?',
} as const;

const nouns = {
  en: 'Name,Address,City,Postal code,Country,Phone,E-mail,Password,User name,Company,Department,Date of birth,Start date,End date,Amount,Quantity,Unit price,Discount,Total,Tax rate,Currency,Due date,Invoice number,Order number,Customer,Supplier,Article,Category,Status,Priority,Owner,Comment,Description,File name,File size,Folder,Location,Language,Time zone,Theme,Font size,Resolution,Volume,Brightness,Network,Proxy server,Port,Protocol,Host,Path,Version,License,Serial number,Weight,Height,Width,Depth,Color,Subject,Recipient,Attachments,Reminder,Repeat,Interval,Account,Balance,Account holder,Last login,Created by,Modified',
  de: 'Straße,Postleitzahl,Ort,Land,Telefon,Geburtsdatum,Kundennummer,Rechnungsbetrag,Fälligkeit,Währung,Menge,Einzelpreis,Ermäßigung,Gesamtsumme,Empfänger,Betreff,Anhänge,Schriftgröße,Auflösung,Lautstärke,Gerät,Verschlüsselung,Zeitüberschreitung,Änderungsdatum,Übersicht,Verfügbar,Artikelbezeichnung',
  fr: 'Prénom,Société,Adresse,Ville,Pays,Téléphone,Numéro de facture,Montant,Quantité,Échéance,Remise,Catégorie,Priorité,Propriétaire,Commentaire,Fichier,Emplacement,Langue,Thème,Réseau,Clé,Modèle,Pièces jointes,Événement,Durée,Déjà payé',
  es: 'Nombre,Dirección,Ciudad,País,Teléfono,Código postal,Número de pedido,Importe,Cantidad,Descripción,Categoría,Prioridad,Dueño,Tamaño,Ubicación,Idioma,Resolución,Contraseña,Próximo paso,Año,Última conexión,Envío',
} as const;

const people =
  'Ada Lovelace,Grace Hopper,Jürgen Müller,Chloé Lefèvre,José Núñez,Anna Schmidt,Bob Il,Li Wei,O. Oyelaran,Zoë Brontë,Ivan I. Ilyin,Q. Quint,Wm. Willis,Tom & Sons,ACME Ltd,Illinois Oil,Foo/Bar GmbH,St. John’s'.split(
    ',',
  );

export type Language = keyof typeof verbs;
export const languages = Object.keys(verbs) as Language[];

/** Makes the labels of one screen. */
export class Words {
  readonly #random: Random;
  readonly #language: Language;

  constructor(random: Random, language: Language) {
    this.#random = random;
    this.#language = language;
  }

  verbs(count: number): string[] {
    return this.#random.some(verbs[this.#language].split(','), count);
  }

  nouns(count: number): string[] {
    return this.#random.some(nouns[this.#language].split(','), count);
  }

  /** What stands in a field or a cell. */
  value(): string {
    const r = this.#random;
    const n = (from: number, to: number): string => String(r.int(from, to));
    const two = (value: number): string => String(value).padStart(2, '0');
    return r.pick<() => string>([
      () => r.pick(people),
      () => n(1, 9),
      () => n(10, 99_999),
      () => `${n(1, 9999)}.${two(r.int(0, 99))}`,
      () => `${n(1, 999)},${two(r.int(0, 99))} €`,
      () => `$${n(1, 9)},${String(r.int(0, 999)).padStart(3, '0')}.${two(r.int(0, 99))}`,
      () => `${n(2001, 2031)}-${two(r.int(1, 12))}-${two(r.int(1, 28))}`,
      () => `${two(r.int(1, 28))}/${two(r.int(1, 12))}/${n(1999, 2030)}`,
      () => `${two(r.int(0, 23))}:${two(r.int(0, 59))}`,
      () => `${r.pick(['INV', 'PO', 'SO', 'KD', 'REF'])}-${n(1000, 99_999)}`,
      () => `${n(1, 100)}%`,
      () =>
        `${r.pick(['report', 'budget', 'IMG', 'scan', 'lille', 'backup'])}_${n(1, 99)}.${r.pick(['pdf', 'xlsx', 'csv', 'txt', 'docx', 'jpg'])}`,
      () =>
        `${r.pick(['ada', 'info', 'j.mueller', 'sales'])}@${r.pick(['example.org', 'mail.test', 'corp.local'])}`,
      () => `/${r.pick(['home', 'srv', 'var/log', 'usr/lib'])}/${r.pick(['data', 'app', 'old', 'x11'])}`,
      () => `${n(1, 900)} ${r.pick(['KB', 'MB', 'GB', 'ms', 'px', 'kg', 'items'])}`,
      () => `${n(10, 250)}.${n(0, 250)}.${n(0, 250)}.${n(1, 250)}`,
      () =>
        r.pick([
          'Active',
          'Inactive',
          'Paid',
          'Open',
          'Overdue',
          'Draft',
          'n/a',
          'Yes',
          'No',
          'None',
          'All',
          'III',
          'A4',
          'B5',
          'Wi-Fi',
        ]),
    ])();
  }

  sentence(): string {
    const r = this.#random;
    const [a = '', b = ''] = this.nouns(2);
    return r.pick([
      `${a}: ${this.value()}`,
      `${r.int(2, 99)} of ${r.int(100, 999)} rows, ${r.int(1, 59)} s`,
      `${a} (${b.toLowerCase()})`,
      `Ready. ${a} ${r.int(1, 20)}, ${b} ${r.int(1, 80)}`,
      `The file “${this.value()}” was changed by ${r.pick(people)}.`,
      `Version ${r.int(1, 9)}.${r.int(0, 20)}.${r.int(0, 9)}-rc${r.int(1, 4)}`,
      `${r.int(1, 12)} new messages since ${r.int(10, 23)}:${r.int(10, 59)}`,
    ]);
  }
}
