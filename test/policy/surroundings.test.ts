import { describe, expect, it } from 'vitest';
import { framePoint } from '../../src/core/geometry.js';
import { judge, namesColumn } from '../../src/policy/index.js';
import { clickOn, clickOnIcon } from '../../src/policy/samples.js';
import type { ScreenLabel } from '../../src/ports.js';

const answer = (facts: Parameters<typeof judge>[0]) => judge(facts, {}).answer;
const near = (...texts: string[]) => texts.map((text) => ({ text, distance: 120, row: true }));

describe('an account', () => {
  const inBank = { dialog: ['Account name', 'Account type', 'Opening balance', 'Create Account'] };

  it('should be made unasked where books are kept', () => {
    expect(answer(clickOn('Create Account', inBank))).toBe('allow');
  });

  it('should be asked about where somebody logs in to it', () => {
    expect(answer(clickOn('Create Account'))).toBe('ask');
    expect(answer(clickOn('Create Account', { near: near('Password', 'Currency') }))).toBe('ask');
  });
});

describe('Submit', () => {
  it('should ask nobody in the row of a search', () => {
    expect(answer(clickOn('Submit', { near: near('Search orders') }))).toBe('allow');
    expect(answer(clickOn('Absenden', { near: near('Suchbegriff') }))).toBe('allow');
  });

  it('should be asked about elsewhere, and so should what says more', () => {
    expect(answer(clickOn('Submit', { near: near('Your name') }))).toBe('ask');
    expect(answer(clickOn('Submit order', { near: near('Search orders') }))).toBe('ask');
    expect(answer(clickOn('Submit', { near: [{ text: 'Search', distance: 200 }] }))).toBe('ask');
  });
});

describe('a dialog with a question', () => {
  const dialog = ['Delete all records?', 'Name:', 'Annulla', 'Anuluj'];

  it.each(['Annulla', 'Annuleren', 'Anuluj', 'Отмена', 'Indietro', 'Нет'])(
    'should let %s step back',
    (label) => {
      expect(answer(clickOn(label, { dialog }))).toBe('allow');
    },
  );

  it('should not be answered by a click on a field', () => {
    expect(answer(clickOn('Name:', { dialog }))).toBe('allow');
    const field = { text: 'Name:', distance: 60, row: true };
    expect(answer(clickOnIcon({ dialog, near: [field] }))).toBe('allow');
  });

  it('should be answered by everything else', () => {
    expect(answer(clickOn('Carry on', { dialog }))).toBe('ask');
    expect(answer(clickOnIcon({ dialog, near: [{ text: 'Carry on', distance: 60, row: true }] }))).toBe(
      'ask',
    );
  });
});

describe('the name of a column', () => {
  const label = (text: string, x: number, y: number): ScreenLabel => {
    const box = { x, y, width: 8 * text.length, height: 14 } as ScreenLabel['box'];
    return { text, box, line: { text, box, score: 1 } as ScreenLabel['line'] };
  };
  const names = [label('Order', 20, 40), label('Customer', 120, 40), label('Total', 260, 40)];
  const rows = [64, 86].flatMap((y) => [label('1042', 20, y), label('Berg', 120, y), label('12.50', 260, y)]);
  const at = framePoint(30, 46);

  it('should be told by the cells below it', () => {
    expect(namesColumn(at, [...names, ...rows])).toBe(true);
  });

  it('should not be seen in a row of buttons', () => {
    expect(namesColumn(at, names)).toBe(false);
    expect(namesColumn(at, [...names, label('1042', 20, 64), label('1043', 20, 86)])).toBe(false);
  });

  it('should ask nobody when it is a noun', () => {
    expect(answer(clickOn('Order', { heads: true }))).toBe('allow');
    expect(answer(clickOn('Order'))).toBe('ask');
    expect(answer(clickOn('Delete', { heads: true }))).toBe('ask');
  });
});
