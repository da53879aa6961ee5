import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { Gate } from '../../src/desktop/driver/gate.js';
import { openX11Client } from '../../src/desktop/driver/x11/client.js';
import { openX11Hand } from '../../src/desktop/driver/x11/hand/index.js';
import { type Form, openForm, type PadEvent } from '../fixtures/typing/form.js';
import { never, openRig, type Rig } from '../fixtures/typing/rig.js';

let rig: Rig;
let form: Form;

beforeAll(async () => {
  rig = await openRig();
  form = await openForm(rig);
}, 60_000);
afterAll(() => rig.close());

// Other tests share the processor; nothing here is about time.
vi.setConfig({ testTimeout: 30_000 });
beforeEach(async () => {
  rig.layout('us');
  await rig.hand.click(form.middle('pad'), { button: 'left', count: 1, modifiers: [] }, never);
});

async function keys(from: number, count: number): Promise<PadEvent[]> {
  const matching = (): PadEvent[] =>
    form
      .state()
      .events.slice(from)
      .filter(({ kind }) => kind === 'key');
  await form.shows(() => matching().length >= count);
  return matching();
}

const control = 4;
const alt = 8;

test.for([
  ['enter', 'Return'],
  ['tab', 'Tab'],
  ['escape', 'Escape'],
  ['space', 'space'],
  ['backspace', 'BackSpace'],
  ['delete', 'Delete'],
  ['insert', 'Insert'],
  ['home', 'Home'],
  ['end', 'End'],
  ['pageup', 'Prior'],
  ['pagedown', 'Next'],
  ['up', 'Up'],
  ['down', 'Down'],
  ['left', 'Left'],
  ['right', 'Right'],
  ['pause', 'Pause'],
  ['menu', 'Menu'],
  ['f1', 'F1'],
  ['f12', 'F12'],
  ['ctrl', 'Control_L'],
  ['shift', 'Shift_L'],
  ['alt', 'Alt_L'],
  ['super', 'Super_L'],
  ['a', 'a'],
  ['7', '7'],
  [';', 'semicolon'],
  ['?', 'question'],
] as const)('the key %s is %s', async ([name, keysym]) => {
  const from = form.state().events.length;
  await rig.hand.press([name], 1, never);
  const seen = await keys(from, 1);
  expect(seen.at(-1)?.keysym).toBe(keysym);
});

test.for([
  ['us', ['ctrl', 'a'], 'a', control],
  ['fr', ['ctrl', 'a'], 'a', control],
  ['de', ['ctrl', 'z'], 'z', control],
  ['us', ['ctrl', '+'], 'plus', control],
  ['fr', ['ctrl', '1'], '1', control],
  ['de', ['ctrl', '/'], 'slash', control],
  ['fr', ['ctrl', 'alt', 'm'], 'm', control | alt],
  // Keys that no group of the layout has.
  ['ru', ['ctrl', 's'], 's', control],
  ['us', ['ctrl', 'ö'], 'odiaeresis', control],
  ['us', ['ctrl', 'f13'], 'F13', control],
] as const)('on %s the chord %j gives %s', async ([layout, chord, keysym, state]) => {
  rig.layout(layout);
  const from = form.state().events.length;
  await rig.hand.press(chord, 1, never);
  await form.shows(({ events }) => events.slice(from).some((event) => event.keysym === keysym));
  const event = form
    .state()
    .events.slice(from)
    .find((e) => e.keysym === keysym);
  expect((event?.state ?? 0) & (control | alt)).toBe(state);
  expect(await rig.hand.sweep()).toEqual([]);
});

test('a chord is pressed as often as asked', async () => {
  const from = form.state().events.length;
  await rig.hand.press(['down'], 120, never);
  expect((await keys(from, 120)).map(({ keysym }) => keysym)).toEqual(Array(120).fill('Down'));
});

test('a chord means the key of another layout while that one is off, which stays so', async () => {
  rig.layout('us,ru');
  const xkb = await rig.client.extension('xkb');
  xkb.LatchLockState(0x100, 0, 0, true, 1, 0, 0, false, 0);
  const from = form.state().events.length;
  await rig.hand.press(['ctrl', 's'], 1, never);
  await form.shows(({ events }) => events.slice(from).some(({ keysym }) => keysym === 's'));
  const { group } = await rig.client.ask<{ group: number }>((_raw, done) => xkb.GetState(0x100, done));
  expect(group).toBe(1);
  rig.layout('us');
});

test('a modifier that the layout lacks is refused and nothing is sent', async () => {
  const from = form.state().events.length;
  await expect(
    rig.hand.click(form.middle('pad'), { button: 'left', count: 1, modifiers: ['ö'] }, never),
  ).rejects.toMatchObject({ code: 'unmapped-key', message: expect.stringContaining('“ö”') });
  // A key that does arrive is the first one to arrive.
  await rig.hand.press(['f9'], 1, never);
  expect((await keys(from, 1)).map(({ keysym }) => keysym)).toEqual(['F9']);
});

test('keys are held for as long as asked, with their modifiers, and are up afterwards', async () => {
  const from = form.state().events.length;
  await rig.hand.hold({ keys: ['g', 'ctrl'] }, 40, never);
  await form.shows(({ events }) =>
    events.slice(from).some((e) => e.kind === 'keyup' && e.keysym === 'Control_L'),
  );
  const names = form
    .state()
    .events.slice(from)
    .filter(({ keysym }) => keysym !== undefined)
    .map(({ kind, keysym }) => `${kind} ${keysym}`);
  expect(names.slice(0, 2)).toEqual(['key Control_L', 'key g']);
  expect(await rig.hand.sweep()).toEqual([]);
});

test('what a crash left pressed or remapped is found at start and put right', async () => {
  const xtest = await rig.client.extension('xtest');
  const before = rig.tool('xmodmap', '-pke');
  const other = await openX11Client({ display: rig.display });
  const crashed = await openX11Hand(other, new Gate());
  await rig.hand.click(form.middle('text'), { button: 'left', count: 1, modifiers: [] }, never);
  await crashed.type('中文', never);
  await form.shows(({ text }) => text.endsWith('中文'));
  expect(rig.tool('xmodmap', '-pke')).not.toBe(before);
  // Ends without close(): the keycodes stay mapped, as after kill -9.
  await other.close();
  const control_l = 37;
  xtest.FakeInput(xtest.KeyPress, control_l, 0, 0, 0, 0);
  xtest.FakeInput(xtest.ButtonPress, 1, 0, 0, 0, 0);
  const swept = await rig.hand.sweep();
  expect(swept).toEqual(expect.arrayContaining(['keycode 37', 'button 1']));
  expect(swept.filter((what) => what.startsWith('mapping'))).toHaveLength(2);
  expect(rig.tool('xmodmap', '-pke')).toBe(before);
  expect(await rig.hand.sweep()).toEqual([]);
});

test('release lets go of everything that is down', async () => {
  const xtest = await rig.client.extension('xtest');
  for (const keycode of [37, 50, 64]) xtest.FakeInput(xtest.KeyPress, keycode, 0, 0, 0, 0);
  await rig.hand.release();
  expect(await rig.hand.sweep()).toEqual([]);
  await rig.hand.release();
});
