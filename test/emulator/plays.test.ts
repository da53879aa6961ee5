import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { screenPoint } from '../../src/core/geometry.js';
import { readChord } from '../../src/core/keys.js';
import { type OpenDesktop, openDesktop } from '../../src/desktop/open-desktop.js';
import { type Emulator, goalBrain, startEmulator } from '../support/emulator/index.js';
import { computerUse, post } from './rig.js';

/** The plainest client there is: one screenshot, one call, one input event. It shows that goals can be reached. */

const { signal } = new AbortController();
const size = { width: 1280, height: 720 };
const brain = goalBrain();
let desktop: OpenDesktop;
let server: Emulator;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskhand-emulator-'));
  [desktop, server] = await Promise.all([
    openDesktop({ kind: 'virtual', size }, folder),
    startEmulator({ brain }),
  ]);
}, 30_000);
afterAll(async () => {
  await desktop.close();
  await server.close();
  await brain.close();
  await rm(folder, { recursive: true, force: true });
});

type Input = {
  readonly action: string;
  readonly coordinate?: readonly [number, number];
  readonly text?: string;
  readonly keys?: readonly string[];
  readonly status?: string;
};

/** A model of each world, and the size that its points count in for a screen of 1280x720. */
const worlds = {
  'qwen3-vl-plus': { width: 1000, height: 1000 },
  'gui-plus': { width: 1288, height: 728 },
} as const;

/** Plays a goal; answers the status the model ended with. */
async function play(
  model: keyof typeof worlds,
  range: { width: number; height: number },
  goal: string,
): Promise<string> {
  const messages: unknown[] = [{ role: 'user', content: `The task: ${goal}` }];
  for (let turn = 1; turn <= 30; turn += 1) {
    const { png } = await desktop.screen.look('launch', signal);
    const url = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
    const now = { role: 'user', content: [{ type: 'image_url', image_url: { url } }] };
    const native = model === 'qwen3-vl-plus';
    const answer = await post(server, {
      model,
      messages: [...messages, now],
      ...(native && { tools: [computerUse] }),
    });
    const message = answer.body.choices?.[0]?.message;
    if (message === undefined) throw new Error(JSON.stringify(answer.body));
    const input = inputOf(message.content ?? '', message.tool_calls?.[0]?.function.arguments);
    if (input.action === 'terminate') return input.status ?? '';
    await perform(input, range);
    messages.push({ role: 'assistant', content: message.content }, { role: 'user', content: 'done' });
  }
  return 'too long';
}

function inputOf(content: string, args: string | undefined): Input {
  if (args !== undefined) return JSON.parse(args) as Input;
  const call = /<tool_call>\s*([\s\S]*?)\s*<\/tool_call>/u.exec(content)?.[1];
  if (call === undefined) throw new Error(`there is no call in ${content}`);
  return (JSON.parse(call) as { arguments: Input }).arguments;
}

async function perform(
  { action, coordinate, text, keys }: Input,
  range: { width: number; height: number },
): Promise<void> {
  const { hand } = desktop;
  if (coordinate !== undefined) {
    const [x, y] = coordinate;
    const at = screenPoint((x * size.width) / range.width, (y * size.height) / range.height);
    const count = action === 'triple_click' ? 3 : 1;
    await hand.click(at, { button: 'left', count, modifiers: [] }, signal);
  }
  if (action === 'type' && text !== undefined) await hand.type(text, signal);
  if (action === 'key' && keys !== undefined) {
    const reading = readChord(keys);
    if (!reading.ok) throw new Error(reading.reason);
    await hand.press(reading.chord, 1, signal);
  }
}

async function orderDesk(state: string): Promise<void> {
  const script = new URL('../../tasks/programs/orders/orders.py', import.meta.url).pathname;
  const args = [script, '--state', state];
  await desktop.apps.launch(
    { name: state, command: 'python3', args, window: 'Order Desk', timeoutMs: 20_000 },
    signal,
  );
}

const goal = `Click New.
Type "Ada Lovelace" into Customer, type Gadget into Article, type 3 into Quantity and type 19.50 into Price.
Click Add order.
Check that "Ada Lovelace" is visible.`;

test.each(Object.entries(worlds))(
  '%s writes an order into a real window',
  async (model, range) => {
    const state = join(folder, `${model}.json`);
    await orderDesk(state);
    const status = await play(model as keyof typeof worlds, range, goal);
    expect(await readFile(state, 'utf8')).toContain('Ada Lovelace');
    expect(status).toBe('success');
    await desktop.apps.close(state, signal);
  },
  60_000,
);

test('a client that mixes up the worlds misses', async () => {
  const state = join(folder, 'mixed.json');
  await orderDesk(state);
  // Thousandths taken for px of the picture.
  const status = await play(
    'qwen3-vl-plus',
    worlds['gui-plus'],
    'Click New. Check that "Add order" is visible.',
  );
  expect(status).toBe('failure');
  await desktop.apps.close(state, signal);
}, 60_000);
