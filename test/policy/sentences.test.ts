import { describe, expect, it } from 'vitest';
import { judge } from '../../src/policy/index.js';
import { clickOn } from '../../src/policy/samples.js';

const answered = (sentence: string, button = 'OK') =>
  judge(clickOn(button, { dialog: [sentence, button, 'Cancel'] }), {}).answer;

describe('a sentence that a plain button answers', () => {
  it.each([
    'The selected record will be deleted.',
    'All entries will be permanently removed.',
    'This is about to be uninstalled.',
    'Die Datensätze werden gelöscht.',
    'Der Auftrag wird storniert.',
    'El registro será eliminado.',
    'Se eliminarán los archivos.',
    'Le fichier sera supprimé.',
    'Os arquivos serão excluídos.',
    'Il file verrà eliminato.',
    'De bestanden worden verwijderd.',
    'Plik zostanie usunięty.',
    'Файл будет удалён.',
    '所选文件将被删除。',
    'ファイルは削除されます。',
    'The letter will be sent to all customers.',
    'Die Nachricht wird gesendet.',
  ])('should ask of what will happen: %s', (sentence) => {
    expect(answered(sentence)).toBe('ask');
  });

  it.each([
    'The record was deleted.',
    'The file could not be deleted.',
    'These keys will not be removed.',
    'Die Datei konnte nicht gelöscht werden.',
    'Die Nachricht wurde gesendet.',
    'No se pudo eliminar el archivo.',
    'Le fichier ne peut pas être supprimé.',
    'Não foi possível excluir o arquivo.',
    'Impossibile eliminare il file.',
    'Het bestand kan niet worden verwijderd.',
    'Nie można usunąć pliku.',
    'Не удалось удалить файл.',
    '无法删除文件。',
    'ファイルを削除できません。',
  ])('should not ask of what is done, or cannot be: %s', (sentence) => {
    expect(answered(sentence)).toBe('allow');
  });

  it('should let a yes save what would be lost', () => {
    expect(answered('You have unsaved changes. Save changes before closing?', 'Yes')).toBe('allow');
    expect(answered('Close without saving?', 'Yes')).toBe('ask');
  });
});

describe('a label', () => {
  it.each([
    'Post this job',
    'Release',
    'Terminate',
    'Deactivate',
    'Commit',
    'Rollback',
    'Book Reservation',
    'Check Out With Credit Card',
    'Post invoice',
    'Void',
    'Usuń plik',
    'Удалить',
    'Verwijder',
    'Svuota cestino',
  ])('should ask: %s', (label) => {
    expect(judge(clickOn(label), {}).answer).toBe('ask');
  });

  it.each([
    "Don't allow",
    'Don t allow',
    'Dont allow',
    'Don’t Delete',
    'Allow duplicate field names',
    'Release notes',
    'Order history',
    'Post office',
    'Order 1042',
    'Book list',
    'Deleted',
    'Supprimés',
  ])('should leave alone: %s', (label) => {
    expect(judge(clickOn(label), {}).answer).toBe('allow');
  });
});
