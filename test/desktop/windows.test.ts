import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { screenBox } from '../../src/core/geometry.js';
import { openMousepad, openXterm, type TypingApp } from '../fixtures/typing/apps.js';
import { type Form, openForm } from '../fixtures/typing/form.js';
import { never, openRig, type Rig, until } from '../fixtures/typing/rig.js';

let rig: Rig;
let form: Form;
let xterm: TypingApp;
let editor: TypingApp;

beforeAll(async () => {
  rig = await openRig();
  form = await openForm(rig);
  xterm = await openXterm(rig);
  editor = await openMousepad(rig);
}, 60_000);
afterAll(() => rig.close());

// Other tests share the processor; nothing here is about time.
vi.setConfig({ testTimeout: 30_000 });

test('windows are listed topmost first with title, class, process and true content area', async () => {
  await rig.windows.activate(xterm.window.id, never);
  await rig.windows.activate(form.window.id, never);
  const list = await rig.windows.list(never);
  expect(list.map(({ class: name }) => name)).toEqual(['Tk', 'XTerm', 'Mousepad']);
  expect(list.map(({ active }) => active)).toEqual([true, false, false]);
  expect(list[0]?.title).toBe('Form of the hand');
  for (const { pid } of list) expect(() => process.kill(pid ?? -1, 0)).not.toThrow();
  // The pad is the last part of the form, so its lower edge must lie in the content area, at its own place.
  const [x, y, width, height] = form.state().places.pad;
  const box = list[0]?.box ?? screenBox(0, 0, 0, 0);
  expect(x).toBeGreaterThanOrEqual(box.x);
  expect(y + height).toBeLessThanOrEqual(box.y + box.height);
  expect(x + width / 2 - (box.x + box.width / 2)).toBeLessThanOrEqual(1);
});

test('a placed window has exactly that content area, a terminal in whole cells', async () => {
  const wanted = screenBox(150, 120, 760, 640);
  await rig.windows.maximise(form.window.id, never);
  await rig.windows.place(form.window.id, wanted, never);
  expect((await rig.windows.list(never)).find(({ id }) => id === form.window.id)?.box).toEqual(wanted);
  await rig.windows.place(xterm.window.id, screenBox(40, 60, 500, 300), never);
  const box = (await rig.windows.list(never)).find(({ id }) => id === xterm.window.id)?.box;
  expect(box).toMatchObject({ x: 40, y: 60 });
  expect(box?.width).toBeLessThanOrEqual(500);
  expect(box?.width).toBeGreaterThan(480);
});

test('a maximised window fills the screen', async () => {
  await rig.windows.maximise(editor.window.id, never);
  await until(async () => {
    const box = (await rig.windows.list(never)).find(({ id }) => id === editor.window.id)?.box;
    return box?.width === 1280 && box.height > 700;
  });
});

test('an open menu lies on top and bears the title of its window', async () => {
  await rig.windows.activate(editor.window.id, never);
  await rig.hand.press(['alt', 'f'], 1, never);
  await until(async () => (await rig.windows.stackFacts()).visible[0]?.id !== editor.window.id);
  const [menu, window] = (await rig.windows.stackFacts()).visible;
  expect(menu).toMatchObject({ class: 'Mousepad', title: window?.title, active: false, kind: 'pop-up' });
  expect(menu?.box.width).toBeLessThan(700);
  await rig.hand.press(['escape'], 1, never);
  await until(async () => (await rig.windows.stackFacts()).visible[0]?.id === editor.window.id);
});

test('what lies on top is only a menu of the active window where its program has made it', async () => {
  const { client, windows } = rig;
  await windows.activate(editor.window.id, never);
  const check = await client.atom('_NET_SUPPORTING_WM_CHECK');
  const bar = client.raw.AllocID();
  // Made by this process, which has no other window: a bar, a candidate list of an input method, a notification.
  client.raw.CreateWindow(bar, client.root, 0, 0, 300, 20, 0, 0, 1, 0, { overrideRedirect: 1 });
  client.raw.ChangeProperty(0, bar, await client.atom('WM_NAME'), await client.atom('STRING'), 8, 'Bar');
  client.raw.MapWindow(bar);
  await client.sync();
  const top = async () => (await windows.stackFacts()).visible[0];
  expect(await top()).toMatchObject({ title: 'Bar', class: '', pid: process.pid, kind: 'pop-up' });

  const { data: manager } = await client.ask<{ data: Buffer }>((raw, done) =>
    raw.GetProperty(0, client.root, check, 0, 0, 1, done),
  );
  const window = await client.atom('WINDOW');
  const own = Buffer.alloc(4);
  own.writeUInt32LE(bar);
  client.raw.ChangeProperty(0, client.root, check, window, 32, own);
  await client.sync();
  expect(await top()).toMatchObject({ title: 'Bar', kind: 'panel' });
  client.raw.ChangeProperty(0, client.root, check, window, 32, manager);
  client.raw.DestroyWindow(bar);
  await client.sync();
  expect((await top())?.id).toBe(editor.window.id);
});

test('a window that asks before it closes is closed as far as we are concerned', async () => {
  await rig.hand.click(editor.place, { button: 'left', count: 1, modifiers: [] }, never);
  await rig.hand.type('unsaved', never);
  const before = (await rig.windows.list(never)).length;
  await rig.windows.close(editor.window.id, never);
  expect(await rig.windows.list(never)).toHaveLength(before + 1);
  await rig.hand.press(['escape'], 1, never);
  await until(async () => (await rig.windows.list(never)).length === before);
});

test('a closed window is gone, and asking for it again says so', async () => {
  await rig.windows.close(xterm.window.id, never);
  expect((await rig.windows.list(never)).map(({ id }) => id)).not.toContain(xterm.window.id);
  await expect(rig.windows.activate(xterm.window.id, never)).rejects.toMatchObject({ code: 'no-window' });
});

test('waiting for a window ends when the signal fires', async () => {
  const stop = new AbortController();
  stop.abort(new Error('stopped by the test'));
  await expect(rig.windows.activate(form.window.id, stop.signal)).rejects.toThrow('stopped by the test');
});
