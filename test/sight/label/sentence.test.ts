import { describe, expect, it } from 'vitest';
import { frameBox } from '../../../src/core/geometry.js';
import { matchText } from '../../../src/sight/label/match.js';
import { line } from '../screens.js';

const sentenceOf = (text: string, wanted: string) =>
  matchText([line(text, frameBox(10, 10, 8 * text.length, 18))], wanted)[0];

it('is no sentence behind the tick of a menu entry, though its first letter was read small', () => {
  expect(sentenceOf('v show menu bar', 'Show menu bar')?.sentence).toBeUndefined();
  expect(sentenceOf('not saved', 'Saved')?.sentence).toBe('not saved');
});

describe('a word of a sentence', () => {
  it.each([
    ['(enter blind)', 'Enter'],
    ['Press Enter to continue', 'Enter'],
    ['Click Save when you are done', 'Save'],
    ['Delete the order?', 'Delete'],
    ['Nothing was deleted. Cancel the rest or go on', 'Cancel'],
    ['The changes were not saved yet', 'Saved'],
    ['— not saved', 'Saved'],
    ['18 of 512 rows, 3 s', '18'],
    ['是否保存？未保存的更改会丢失。', '保存'],
  ])('%s: %s is no label', (text, wanted) => {
    const hit = sentenceOf(text, wanted);
    expect(hit?.sentence).toBe(text);
    expect(hit?.fit).toBeLessThan(0.5);
  });

  it.each([
    ['Save Ctrl+S', 'Save'],
    ['Save as… Shift+Ctrl+S', 'Save as'],
    ['Exit Alt+F4', 'Exit'],
    ['Delete Entf', 'Delete'],
    ['Status: open', 'Status'],
    ['Customer: Ada Lovelace of London', 'Customer'],
    ['Inbox (12)', 'Inbox'],
    ['Save Document - Editor', 'Save'],
    ['SAVE DOCUMENT', 'Save'],
    ['Home/Orders/Reports', 'Orders'],
    ['Name › Address › City', 'Address'],
    ['6 orders', 'orders'],
    ['1003 Oak Street Bakery', '1003'],
    ['Oak Street Bakery A-1003', 'A-1003'],
    ['文件编辑视图', '编辑'],
  ])('%s: %s is a label', (text, wanted) => {
    const hit = sentenceOf(text, wanted);
    expect(hit).toBeDefined();
    expect(hit?.sentence).toBeUndefined();
  });

  it('is a label where it stands apart, as in the row of a table', () => {
    const words = ['Smith', 'Anna', 'Berlin', 'open'].map((text, i) => ({
      text,
      score: 1,
      box: frameBox(10 + 56 * i, 10, 8 * text.length, 18),
    }));
    const row = { text: 'Smith Anna Berlin open', box: frameBox(10, 10, 210, 18), score: 1, words };
    expect(matchText([row], 'Berlin')[0]?.sentence).toBeUndefined();
  });

  it('is taken by who asks for a part', () => {
    const [hit] = matchText([line('Press Enter to go on', frameBox(0, 0, 160, 18))], { has: 'Enter' });
    expect(hit?.sentence).toBeUndefined();
  });
});

describe('spellings', () => {
  const best = (wanted: string, ...texts: string[]) =>
    matchText(
      texts.map((text, i) => line(text, frameBox(10, 24 * i, 8 * text.length, 18))),
      wanted,
    )[0]?.text;

  it.each([
    ['Table...', ['Table', 'Table…'], 'Table…'],
    ['Table...', ['Table', 'Table.'], 'Table.'],
    ['Table…', ['Table', 'Table... Ctrl+F12'], 'Table...'],
    ['Table', ['Table…', 'Table'], 'Table'],
    ['div', ['divide', 'div'], 'div'],
    ['Save', ['SAVE', 'Save'], 'Save'],
    ['Złoto', ['Zloto'], 'Zloto'],
    ['Zloto', ['Złoto'], 'Złoto'],
    ['Złoto', ['Ztoto'], 'Ztoto'],
    ['Søknad', ['Soknad'], 'Soknad'],
    ['Đakovo', ['Dakovo'], 'Dakovo'],
    ['Kapı', ['Kapi'], 'Kapi'],
    ['Ħaż', ['Haz'], 'Haz'],
    ['Straße', ['Strasse'], 'Strasse'],
  ])('%s among %j is %s', (wanted, texts, expected) => {
    expect(best(wanted, ...texts)).toBe(expected);
  });

  it('has no other word for divide', () => {
    expect(best('divide', 'div')).toBeUndefined();
    expect(best('div', 'divide')).toBeUndefined();
  });
});
