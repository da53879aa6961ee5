import { describe, expect, it } from 'vitest';
import { readInstructions } from '../../src/pilots/offline/grammar.js';

const rows: readonly (readonly [string, readonly unknown[]])[] = [
  ['Click Save', [{ click: { text: 'Save' } }]],
  ['click on the "Save As" button', [{ click: { text: 'Save As' } }]],
  ['Press the OK button', [{ click: { text: 'OK' } }]],
  ['Press Enter', [{ press: 'Enter' }]],
  ['Press Ctrl + S', [{ press: 'Ctrl+S' }]],
  ['Press Tab 3 times', [{ press: { keys: 'Tab', count: 3 } }]],
  ['Choose File > Save As', [{ click: { text: 'File' } }, { click: { text: 'Save As' } }]],
  ['Type 42 into Amount', [{ type: { text: '42', into: { text: 'Amount' }, clear: true } }]],
  ['Type "Hello, and goodbye. Then leave"', [{ type: 'Hello, and goodbye. Then leave' }]],
  [
    'Enter "a b" in the Customer name field',
    [{ type: { text: 'a b', into: { text: 'Customer name' }, clear: true } }],
  ],
  ['Fill Quantity with 7', [{ type: { text: '7', into: { text: 'Quantity' }, clear: true } }]],
  [
    'Type 3.50 into Price. Click OK.',
    [{ type: { text: '3.50', into: { text: 'Price' }, clear: true } }, { click: { text: 'OK' } }],
  ],
  [
    'Click File, then click Open and type "x.txt"',
    [{ click: { text: 'File' } }, { click: { text: 'Open' } }, { type: 'x.txt' }],
  ],
  ['Click Search and Replace', [{ click: { text: 'Search and Replace' } }]],
  ['Double-click the order 1002 row', [{ doubleClick: { text: 'order 1002' } }]],
  ['Right click Bernd below Customer', [{ rightClick: { text: 'Bernd', below: 'Customer' } }]],
  ['Click Delete in the window "Orders"', [{ click: { text: 'Delete', window: 'Orders' } }]],
  ['Scroll down 5 times', [{ scroll: { direction: 'down', notches: 5 } }]],
  ['Scroll up in Orders', [{ scroll: { direction: 'up', notches: 3, at: { text: 'Orders' } } }]],
  ['Drag Alpha to Beta', [{ drag: { from: { text: 'Alpha' }, to: { text: 'Beta' } } }]],
  ['Wait 2 seconds', [{ wait: '2s' }]],
  ['Wait until Saved appears', [{ wait: { for: { visible: { text: 'Saved' } } } }]],
  ['Wait for Loading to disappear', [{ wait: { for: { gone: { text: 'Loading' } } } }]],
  ['Check that "Order saved" is visible', [{ check: { visible: { text: 'Order saved' } } }]],
  ['Make sure Error is not visible', [{ check: { gone: { text: 'Error' } } }]],
  ['Read the Total as total', [{ read: { text: 'Total', as: 'total' } }]],
  ['Close the window "Report*"', [{ window: { close: 'Report*' } }]],
  ['1. Click A\n2. Click B', [{ click: { text: 'A' } }, { click: { text: 'B' } }]],
];

describe('literal instructions', () => {
  it.each(rows)('should read “%s”', (text, steps) => {
    expect(readInstructions(text)).toEqual({ ok: true, steps });
  });

  it('should name what it cannot read', () => {
    expect(readInstructions('Click OK. Reconcile the ledger')).toEqual({
      ok: false,
      instruction: 'Reconcile the ledger',
      reason: 'The offline pilot cannot read “Reconcile the ledger”.',
    });
    expect(readInstructions('  ').ok).toBe(false);
  });
});
