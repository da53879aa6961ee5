import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openNutHand } from '../../src/desktop/driver/nut/hand.js';
import type { PressingHand } from '../../src/desktop/driver/settle/noted.js';
import { type Form, openForm } from '../fixtures/typing/form.js';
import { never, openRig, type Rig } from '../fixtures/typing/rig.js';

// The hand of Windows and macOS, as far as it can be proven on X11: its moves, its chords, its way with text.
let rig: Rig;
let form: Form;
let hand: PressingHand;

beforeAll(async () => {
  rig = await openRig();
  form = await openForm(rig);
  hand = await openNutHand();
}, 60_000);
afterAll(() => rig.close());

// Other tests share the processor; nothing here is about time.
vi.setConfig({ testTimeout: 30_000 });

test('clicks, drags and chords arrive and leave nothing pressed', async () => {
  await hand.click(form.middle('pad'), { button: 'left', count: 2, modifiers: [] }, never);
  await form.shows(({ events }) => events.some(({ kind }) => kind === 'double'));
  await hand.press(['ctrl', 'k'], 1, never);
  await form.shows(({ events }) => events.some((e) => e.keysym === 'k' && (e.state & 4) !== 0));
  const path = [form.middle('pad', -80), form.middle('pad', 80)];
  await hand.drag(path, { button: 'left', modifiers: ['shift'], durationMs: 80 }, never);
  await form.shows(({ events }) => events.at(-1)?.kind === 'keyup');
  const release = form.state().events.findLast(({ kind }) => kind === 'release');
  expect(release).toMatchObject({ x: path[1]?.x, y: path[1]?.y });
  expect(await rig.hand.sweep()).toEqual([]);
});

test('a stopped drag leaves nothing pressed', async () => {
  const stop = new AbortController();
  const path = [form.middle('pad', -80), form.middle('pad', 80)];
  const from = form.state().events.length;
  const dragging = hand.drag(path, { button: 'left', modifiers: ['ctrl'], durationMs: 20_000 }, stop.signal);
  await form.shows(({ events }) => events.length > from + 3);
  stop.abort(new Error('stopped by the test'));
  await expect(dragging).rejects.toThrow('stopped by the test');
  expect(await rig.hand.sweep()).toEqual([]);
});

test('text that nut-js types wrongly is pasted, and the clipboard is as it was', async () => {
  const { clipboard } = await import('@nut-tree-fork/nut-js');
  await clipboard.setContent('kept');
  await rig.hand.click(form.middle('first'), { button: 'left', count: 1, modifiers: [] }, never);
  await rig.hand.press(['end'], 1, never);
  await hand.type('plain 42', never);
  await hand.type(' 50% é 中', never);
  await form.shows(({ first }) => first === 'plain 42 50% é 中');
  expect(await clipboard.getContent()).toBe('kept');
});

test('keys that nut-js has not are refused', async () => {
  await expect(hand.press(['ctrl', '+'], 1, never)).rejects.toMatchObject({ code: 'unmapped-key' });
  await expect(hand.type('bell \u0007', never)).rejects.toMatchObject({ code: 'untypable' });
});
