import { describe, expect, it } from 'vitest';
import { frameBox } from '../../../src/core/geometry.js';
import type { TextMatch } from '../../../src/core/target.js';
import { bestHits, matchText } from '../../../src/sight/label/match.js';
import { nearestTexts } from '../../../src/sight/label/nearest.js';
import { line } from '../screens.js';

const at = (y: number, text: string) => frameBox(10, y, 7 * text.length, 16);
const lines = (...texts: string[]) => texts.map((text, i) => line(text, at(20 * i, text)));
const best = (match: TextMatch, ...texts: string[]) =>
  bestHits(matchText(lines(...texts), match)).map((hit) => hit.text);

describe('what a text matches', () => {
  it.each<[TextMatch, string[], string[]]>([
    ['Save', ['Save', 'Save As…', 'Do not save'], ['Save']],
    ['save', ['SAVE'], ['SAVE']],
    ['Orders', ['6 orders', 'orders', 'Orders'], ['Orders']],
    ['Save', ['Save Document - Editor'], ['Save']],
    ['Save As...', ['Save As…'], ['Save As…']],
    ['Save As', ['Save As...'], ['Save As...']],
    ['Quantity', ['Quantity:', 'Quantity of boxes'], ['Quantity:']],
    ['_File', ['File', 'Edit'], ['File']],
    ['File', ['Eile', 'Edit'], ['Eile']],
    ['Monthly', ['CMonthly'], ['CMonthly']],
    ['Monthly', ['C Monthly'], ['Monthly']],
    ["Don't save", ['Don’t save'], ['Don’t save']],
    ['Save  changes', ['Savechanges'], ['Savechanges']],
    ['Invoice', ['lnvoice'], ['lnvoice']],
    ['Modern', ['Modem'], ['Modem']],
    ['Größe', ['GroBe'], ['GroBe']],
    ['Item 1', ['Item l', 'Item 7'], ['Item l']],
    ['Total', ['Subtotal'], []],
    ['Item 1', ['Item 7', 'Item 12'], []],
    ['lock', ['Clock'], []],
    ['Phone', ['iPhone'], []],
    ['-', ['+/-', 'M-'], []],
    ['+', ['M+', '+'], ['+']],
    ['8', ['B'], []],
    ['×', ['x!', 'y^x', '1/x', 'x²'], []],
    ['C', ['CE/C', 'C++', 'C:'], ['C:']],
    ['e', ['e^x', '"e"'], ['"e"']],
    ['ln', ['In', 'tan'], ['In']],
    ['l1', ['I1'], []],
    ['Invoice', ['[nvoice'], ['[nvoice']],
    ['Export…', ['Export all'], []],
    ['Export…', ['Export'], ['Export']],
    ['Cœur', ['Coeur'], ['Coeur']],
    ['Export…', ['Export..', 'Export all'], ['Export..']],
    ['保存', ['保存文件'], ['保存']],
    ['7', ['6.14.7-rc2', '19:37', 'INV-17'], []],
    ['7', ['6.14.7-rc2', 'Page 7'], ['7']],
    ['20', ['20%', '$20', '20,50'], []],
    ['19', ['Ready. Width 19, Height 4'], ['19,']],
    ['12', ['1 2', '11 12 13'], ['12']],
    ['Priority', ['Prlorlty'], ['Prlorlty']],
    ['The file “06:59”', ['The file *06:59"'], ['The file *06:59"']],
    ['Zurück', ['Zurick', 'Zu'], ['Zurick']],
    ['Übernehmen', ['Obernehmen'], ['Obernehmen']],
    ['Código postal', ['C6digo postal'], ['C6digo postal']],
    ['Añadir', ['Afadir'], ['Afadir']],
    ['Subir…', ['Subir-', 'Subir todo'], ['Subir-']],
    ['Copk…', ['Cop..', 'Copy…'], []],
    ['Help', ['Help…', 'help'], ['help']],
    [{ is: 'Save' }, ['Save As', 'Do not save'], []],
    [{ is: 'Save' }, ['Save As', 'Save'], ['Save']],
    [{ has: 'total' }, ['Subtotal: 12'], ['total:']],
    [{ has: 'total', word: true }, ['Subtotal: 12', 'In total 12'], ['total']],
    [{ is: 'save', case: true }, ['Save', 'save'], ['save']],
    [{ matches: '^INV-\\d+$' }, ['INV-2026', 'Old INV-2025 x'], ['INV-2026']],
    ['/inv-\\d+/i', ['Number INV-2026 due'], ['INV-2026']],
    ['/home/maria/projects', ['/home/maria/projects'], ['/home/maria/projects']],
  ])('%j in %j is %j', (match, texts, expected) => {
    expect(best(match, ...texts)).toEqual(expected);
  });

  it('keeps every equally good place, so that nobody guesses', () => {
    expect(bestHits(matchText(lines('Delete', 'Rename', 'Delete', 'Delete all'), 'Delete'))).toHaveLength(2);
  });

  it('gives the box of just the matched words', () => {
    const [hit] = matchText([line('Please save now', frameBox(100, 0, 150, 16))], 'save');
    expect(hit?.box).toEqual(frameBox(170, 0, 40, 16));
  });

  it('tells the labels of one line apart by the gaps between them', () => {
    const menu = {
      text: 'File Edit View',
      box: frameBox(0, 0, 130, 16),
      score: 1,
      words: [
        { text: 'File', box: frameBox(0, 0, 24, 16), score: 1 },
        { text: 'Edit', box: frameBox(40, 0, 26, 16), score: 1 },
        { text: 'View', box: frameBox(84, 0, 30, 16), score: 1 },
      ],
    };
    const [hit] = matchText([menu], { is: 'Edit' });
    expect(hit?.box.x).toBe(40);
  });

  it('does not trust what the reader hardly read', () => {
    expect(matchText([line('1', at(0, '1'), 0.3), line('1', at(20, '1'), 0.9)], '1')).toHaveLength(1);
  });

  it('says which expression is wrong and what to do', () => {
    expect(() => matchText([], { matches: '(' })).toThrow(/\/\(\/ is no regular expression/);
    expect(() => matchText([], ' ')).toThrow('empty text');
  });
});

describe('nearest texts', () => {
  it('lists what is most alike first and leaves out what has nothing in common', () => {
    expect(nearestTexts('Sav', lines('Quit', 'Save', 'Saving account'))).toEqual(['Save', 'Saving account']);
  });
});
