import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  ascii,
  doubled,
  type OpenApp,
  openChromium,
  openMousepad,
  openPlainCalc,
  openTk,
  openXterm,
  unicode,
} from '../fixtures/typing/apps.js';
import { type Form, openForm } from '../fixtures/typing/form.js';
import { never, openRig, type Rig, until } from '../fixtures/typing/rig.js';

let rig: Rig;
let form: Form;

beforeAll(async () => {
  rig = await openRig();
  form = await openForm(rig);
}, 60_000);
afterAll(() => rig.close());

// Other tests share the processor; nothing here is about time.
vi.setConfig({ testTimeout: 30_000 });

const applications: readonly (readonly [string, OpenApp])[] = [
  ['xterm', openXterm],
  ['a Tk form', openTk],
  ['a GTK editor', openMousepad],
  ['Chromium', openChromium],
  ['LibreOffice without GTK', openPlainCalc],
];

test.for(applications)(
  'every character arrives exactly in %s, on three layouts',
  { timeout: 60_000 },
  async ([, open]) => {
    const app = await open(rig);
    await rig.hand.click(app.place, { button: 'left', count: 1, modifiers: [] }, never);
    let typed = '';
    for (const layout of ['us', 'de', 'fr']) {
      rig.layout(layout);
      const line = `${layout} ${ascii} ${unicode} ${doubled}\n`;
      await rig.hand.type(line, never);
      typed += line;
      let arrived = '';
      await until(async () => {
        arrived = await app.text();
        return arrived.length >= typed.length;
      }).catch(() => undefined);
      expect(arrived).toBe(typed);
    }
    app.close?.();
    await rig.windows.close(app.window.id, never);
  },
);

test('more characters than there are free keys arrive exactly', { timeout: 40_000 }, async () => {
  rig.layout('us');
  const many = Array.from({ length: 120 }, (_, i) => String.fromCodePoint(0x4e00 + 7 * i)).join('');
  const text = `${many}${[...many].reverse().join('')}${many}`;
  await focusText();
  const before = form.state().text;
  await rig.hand.type(text, never);
  await form.shows((state) => state.text.length >= before.length + text.length, 20_000);
  expect(form.state().text).toBe(before + text);
});

test('Caps Lock and the second layout group change nothing, and are as before afterwards', async () => {
  rig.layout('us,ru', '-option', 'grp:shifts_toggle');
  await focusText();
  await rig.hand.press(['capslock'], 1, never);
  rig.tool('xdotool', 'key', 'ISO_Next_Group');
  const before = form.state().text;
  const text = 'MiXed cAse éÉß ÄÖ, и по-русски';
  await rig.hand.type(text, never);
  await form.shows((state) => state.text.length >= before.length + text.length);
  expect(form.state().text).toBe(before + text);
  expect(rig.tool('xset', 'q')).toMatch(/Caps Lock:\s+on/);
  await rig.hand.press(['capslock'], 1, never);
  expect(rig.tool('xset', 'q')).toMatch(/Caps Lock:\s+off/);
  rig.layout('us', '-option', '');
});

test('a stuck modifier is let go before text is typed', async () => {
  const xtest = await rig.client.extension('xtest');
  await focusText();
  const before = form.state().text;
  const control_l = 37;
  xtest.FakeInput(xtest.KeyPress, control_l, 0, 0, 0, 0);
  await rig.hand.type('plain', never);
  await form.shows((state) => state.text === `${before}plain`);
});

test('typing waits while a person holds a modifier key', async () => {
  rig.layout('us');
  await focusText();
  await emptyForm();
  // Long lines make Tk slow, and each line feed waits until the application has taken what came before.
  const text = `${'a person reaches for the keys, '.repeat(20)}\n`.repeat(20);
  const typing = rig.hand.type(text, never);
  await form.shows((state) => state.text.length > 100);
  // Mod5 is bound to nothing in Tk, so what was sent right then arrives as text all the same.
  const xtest = await rig.client.extension('xtest');
  const level3 = 92;
  xtest.FakeInput(xtest.KeyPress, level3, 0, 0, 0, 0);
  let held = -1;
  await until(async () => {
    const before = held;
    held = form.state().text.length;
    await new Promise((resolve) => setTimeout(resolve, 200));
    return before === held;
  });
  expect(held).toBeLessThan(text.length);
  xtest.FakeInput(xtest.KeyRelease, level3, 0, 0, 0, 0);
  await typing;
  await form.shows((state) => state.text.length >= text.length);
  expect(form.state().text).toBe(text);
});

test('line feeds are Return, tabs are Tab, other control characters are refused', async () => {
  await rig.hand.click(form.middle('first'), { button: 'left', count: 1, modifiers: [] }, never);
  await emptyForm();
  await rig.hand.type('one\ttwo', never);
  await form.shows(({ first, second }) => first === 'one' && second === 'two');
  await expect(rig.hand.type('a\u0007b', never)).rejects.toMatchObject({ code: 'untypable' });
  await expect(rig.hand.type('\ud800', never)).rejects.toMatchObject({ code: 'untypable' });
  await rig.hand.type('!', never);
  await form.shows(({ second }) => second === 'two!');
});

test('keys after a click go to the field that was clicked', async () => {
  await rig.hand.click(form.middle('first'), { button: 'left', count: 1, modifiers: [] }, never);
  await emptyForm();
  const wanted = { first: '', second: '', text: '' };
  for (let i = 0; i < 30; i++) {
    const field = (['first', 'second', 'text'] as const)[i % 3] ?? 'first';
    await rig.hand.click(form.middle(field), { button: 'left', count: 1, modifiers: [] }, never);
    await rig.hand.press(['end'], 1, never);
    await rig.hand.type(`${i} `, never);
    wanted[field] += `${i} `;
  }
  await form.shows(({ text }) => text === wanted.text);
  expect(form.state()).toMatchObject(wanted);
});

test('text is not lost when the window manager has given the focus to nobody', async () => {
  await focusText();
  await emptyForm();
  // What openbox does now and then when one window closes while another opens.
  rig.client.raw.SetInputFocus(rig.client.root, 0);
  const active = await rig.client.atom('_NET_ACTIVE_WINDOW');
  rig.client.raw.ChangeProperty(0, rig.client.root, active, 33, 32, [0]);
  await rig.client.sync();
  await rig.hand.type('not lost', never);
  await form.shows(({ text }) => text === 'not lost');
});

test('text can be typed after a click that closed its window', async () => {
  const other = await openForm(rig, 'closing');
  await rig.hand.click(other.middle('first'), { button: 'left', count: 1, modifiers: [] }, never);
  await rig.windows.close(other.window.id, never);
  await rig.windows.activate(form.window.id, never);
  await rig.hand.type('still here', never);
  await form.shows((state) =>
    [state.first, state.second, state.text].some((text) => text.includes('still here')),
  );
});

test('typing that is stopped leaves nothing pressed and types no more', async () => {
  await focusText();
  await emptyForm();
  const stop = new AbortController();
  const typing = rig.hand.type('A long Text that Is Never Finished. '.repeat(500), stop.signal);
  await form.shows(({ text }) => text.length > 100);
  stop.abort(new Error('stopped by the test'));
  await expect(typing).rejects.toThrow('stopped by the test');
  expect(await rig.hand.sweep()).toEqual([]);
  // A mark typed afterwards is the end of the text: nothing of the stopped text follows it.
  await rig.hand.type('#', never);
  await form.shows(({ text }) => text.endsWith('#'));
  expect(form.state().text.length).toBeLessThan(18_000);
});

/** Empties the fields and waits for it: text of the tests before would be taken for the beginning of the next one. */
async function emptyForm(): Promise<void> {
  await rig.hand.press(['f12'], 1, never);
  await form.shows(({ first, second, text }) => `${first}${second}${text}` === '');
}

async function focusText(): Promise<void> {
  await rig.windows.activate(form.window.id, never);
  await rig.hand.click(form.middle('text'), { button: 'left', count: 1, modifiers: [] }, never);
  await rig.hand.press(['ctrl', 'end'], 1, never);
}
