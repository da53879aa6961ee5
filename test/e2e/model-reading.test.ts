import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultBrain, type Emulator, startEmulator } from '../support/emulator/index.js';
import { deskhand, linesOf, onlyRun, root, scratchEach, tale } from './deskhand.js';

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

describe('a model that reads and judges, on a real window', { timeout: 240_000 }, () => {
  const place = scratchEach();

  const withModel = (...args: string[]) =>
    deskhand([...args, '--base-url', emulator.url, ...common()], {
      env: { DASHSCOPE_API_KEY: emulator.key },
    });
  const common = () => ['--reporter', 'json', '--approve', 'deny', '--recordings', place.recordings];

  it('should run tasks/invoice-read.yaml, and replay it without a model', async () => {
    const state = join(place.folder, 'state.json');
    const ran = await withModel('run', 'tasks/invoice-read.yaml', '--param', `state=${state}`);
    expect(ran.code, tale(ran)).toBe(0);
    const run = onlyRun(ran);
    expect(run.outputs).toMatchObject({
      order: {
        customer: 'Oak Street Bakery',
        article: 'Paper A4, box',
        quantity: 3,
        price: 21.9,
        total: 65.7,
      },
      customer: 'Oak Street Bakery',
    });
    const truth = JSON.parse(readFileSync(state, 'utf8')) as { orders: { id: number; status: string }[] };
    expect(truth.orders.find(({ id }) => id === 1003)?.status).toBe('invoiced');

    const lines = linesOf(run.folder);
    const read = lines.find((line) => line.type === 'outcome' && line.exchange !== undefined);
    expect(read).toMatchObject({ usage: { calls: 1 }, exchange: expect.stringMatching(/^model\//) });
    const exchange = readFileSync(
      join(run.folder, read?.type === 'outcome' ? (read.exchange ?? '') : ''),
      'utf8',
    );
    expect(exchange).toContain('Oak Street Bakery');
    expect(exchange).not.toContain('base64');
    expect(lines.at(-1)).toMatchObject({ type: 'ending', usage: { calls: 3 } });

    const before = emulator.requests.length;
    const again = await deskhand(['replay', run.folder, ...common()]);
    expect(again.code, tale(again)).toBe(0);
    expect(onlyRun(again).outputs).toEqual(run.outputs);
    const dry = await deskhand(['replay', '--dry', run.folder, ...common()]);
    expect(dry.code, tale(dry)).toBe(0);
    expect(emulator.requests).toHaveLength(before);
  });

  it('should halt a replay where the window shows something else than what the model has read', async () => {
    const seed = join(place.folder, 'seed.json');
    const customers = ['Ann Lee', 'Bob Marsh', 'Cleo Finch'];
    const orders = customers.map((customer, at) => {
      const price = `${at + 1}5.00`;
      return { id: 1001 + at, customer, article: 'Desk lamp', quantity: 4, price, note: '', status: 'open' };
    });
    writeFileSync(seed, JSON.stringify(orders));
    const task = join(place.folder, 'task.yaml');
    const program = join(root, 'tasks/programs/orders/orders.py');
    writeFileSync(
      task,
      `apps: {orders: {command: python3, args: [${program}, --seed, ${seed}], window: Order Desk}}
steps:
  - read:
      window: Order Desk
      question: What does order 1002 say?
      schema: {type: object, properties: {customer: {type: string}, quantity: {type: integer}}, required: [customer, quantity]}
      as: order
outputs: {order: "\${order}"}
`,
    );
    const ran = await withModel('run', task);
    expect(ran.code, tale(ran)).toBe(0);
    const run = onlyRun(ran);
    expect(run.outputs).toEqual({ order: { customer: 'Bob Marsh', quantity: 4 } });

    writeFileSync(seed, JSON.stringify(orders.map((order) => ({ ...order, quantity: 7 }))));
    const again = await deskhand(['replay', run.folder, ...common()]);
    expect(again.code, tale(again)).toBe(1);
    const halted = onlyRun(again);
    expect(halted.reason).toContain('not every pixel is the same');
    expect(halted.differences).toHaveLength(1);
  });

  it('should say before anything starts that a model is missing', async () => {
    const ran = await deskhand(['run', 'tasks/invoice-read.yaml', ...common()]);
    expect(ran.code).toBe(3);
    expect(ran.stderr).toMatch(/tasks\/invoice-read\.yaml:\d+: “Read the order” needs a model/);
    expect(ran.stderr).toContain('DASHSCOPE_API_KEY');
  });
});
