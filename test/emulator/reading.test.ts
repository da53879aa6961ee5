import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frameBox } from '../../src/core/geometry.js';
import {
  askPicture,
  type Client,
  documentHtml,
  locateText,
  openClient,
  profileFor,
  readText,
} from '../../src/model/index.js';
import { never, skippingClock } from '../model/support.js';
import { type Cell, rowsOf } from '../support/emulator/cells.js';
import { compare } from '../support/emulator/comparing.js';
import { fill } from '../support/emulator/filling.js';
import { defaultBrain, type Emulator, startEmulator } from '../support/emulator/index.js';

const form = fileURLToPath(new URL('../fixtures/screens/tk-form-light.png', import.meta.url));

let brain: ReturnType<typeof defaultBrain>;
let emulator: Emulator;
beforeAll(async () => {
  brain = defaultBrain();
  emulator = await startEmulator({ brain });
});
afterAll(async () => {
  await emulator.close();
  await brain.close();
});

function client(model = 'qwen3-vl-plus'): Client {
  const { url: baseUrl, key } = emulator;
  return openClient({ profile: profileFor(model), baseUrl, key, clock: skippingClock() });
}

describe('the emulated model reads what it received', { timeout: 60_000 }, () => {
  it('fills a JSON Schema from the labels of a form, and says null to what is not there', async () => {
    const schema = {
      type: 'object',
      properties: {
        invoiceNumber: { type: 'string' },
        amount_due: { type: 'number' },
        who: { type: 'string', title: 'Full name' },
        vat: { type: ['number', 'null'] },
      },
      required: ['invoiceNumber', 'amount_due', 'who', 'vat'],
    };
    const question = { prompt: 'What does the form say?', images: [form], schema };
    const { value, usage } = await askPicture(client(), question, never);
    expect(value).toEqual({
      invoiceNumber: 'INV-2026-00417',
      amount_due: 1284.5,
      who: 'Margaret Hamilton',
      vat: null,
    });
    expect(usage.calls).toBe(1);
    const strict = { ...schema, properties: { ...schema.properties, vat: { type: 'number' } } };
    const misfit = askPicture(client(), { ...question, schema: strict }, never);
    await expect(misfit).rejects.toMatchObject({ code: 'answer-misfit' });
  });

  it.each(['qwen3-vl-plus', 'qwen2.5-vl-72b-instruct'])(
    'tells where text stands, as %s does',
    async (model) => {
      const { texts, dropped } = await locateText(client(model), form, never);
      expect(dropped).toBe(0);
      const phone = texts.find(({ text }) => text === 'Phone')?.box;
      expect(Math.abs((phone?.x ?? 0) - 32)).toBeLessThan(6);
      expect(Math.abs((phone?.y ?? 0) + (phone?.height ?? 0) / 2 - 129)).toBeLessThan(6);
      const { text: html } = await documentHtml(client(model), form, never);
      const [, left = '', top = ''] = /<p data-bbox="(\d+) (\d+) \d+ \d+">Phone<\/p>/.exec(html) ?? [];
      expect(Math.abs(Number(left) - 32)).toBeLessThan(6);
      expect(Math.abs(Number(top) - 123)).toBeLessThan(8);
    },
  );

  it('writes down all text, row by row', async () => {
    const { text } = await readText(client(), form, never);
    expect(text).toMatch(/Full name\s+Margaret Hamilton\n/);
  });
});

/** A line of words at their places, each letter 8 px wide. */
function line(y: number, ...words: readonly (readonly [x: number, text: string])[]) {
  const each = words.map(([x, text]) => ({ text, box: frameBox(x, y, text.length * 8, 16), score: 1 }));
  return {
    text: words.map(([, text]) => text).join(' '),
    box: frameBox(0, y, 800, 16),
    score: 1,
    words: each,
  };
}

const table = rowsOf([
  line(0, [10, 'No.'], [80, 'Customer'], [200, 'Qty'], [260, 'Status']),
  line(20, [10, '1001'], [46, 'Ann'], [74, 'Lee'], [218, '3'], [240, 'open']),
  line(40, [10, '1002'], [46, 'Bob'], [218, '12'], [240, 'open']),
  line(90, [4, '2'], [16, 'orders']),
]);
const order = {
  type: 'object',
  properties: {
    customer: { type: 'string' },
    quantity: { type: 'integer' },
    status: { enum: ['open', 'sent'] },
  },
};

describe('a table without lines', () => {
  it('is cut into columns where no word of any row stands', () => {
    expect(fill({ type: 'array', items: order }, { rows: table, asked: '' })).toEqual([
      { customer: 'Ann Lee', quantity: 3, status: 'open' },
      { customer: 'Bob', quantity: 12, status: 'open' },
    ]);
  });

  it('gives the row that is asked for', () => {
    const asked = 'What does order 1002 say?';
    expect(fill(order, { rows: table, asked })).toEqual({ customer: 'Bob', quantity: 12, status: 'open' });
  });
});

describe('a claim about two pictures', () => {
  const after: Cell[][] = table.slice(0, 2);
  it.each([
    ['the row Order 1002 has disappeared', 'unknown'],
    ['the row 1002 has disappeared', 'holds'],
    ['the row 1001 has disappeared', 'fails'],
    ['the row 1001 has been added', 'fails'],
    ['“Jane” has appeared', 'fails'],
    ['it looks nicer', 'unknown'],
  ])('%s: %s', (claim, result) => {
    expect(compare(claim, table, after).result).toBe(result);
  });
});
