import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  type OpenApp,
  openCalc,
  openChromium,
  openMousepad,
  openTk,
  openXterm,
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
vi.setConfig({ testTimeout: 120_000 });

const plain = { secret: false };
const picture = readFileSync(
  fileURLToPath(new URL('../fixtures/screens/tk-table-dark-2x.png', import.meta.url)),
);

const formerContents: readonly (readonly [what: string, target: string, content: Buffer])[] = [
  ['a text', 'UTF8_STRING', Buffer.from('kept – ünïcode 中文\n')],
  ['a picture', 'image/png', picture],
  ['copied files', 'x-special/gnome-copied-files', Buffer.from('copy\nfile:///tmp/a%20b.txt')],
  ['a list of files', 'text/uri-list', Buffer.from('file:///tmp/a%20b.txt\r\n')],
  ['a text longer than one property', 'UTF8_STRING', Buffer.from('0123456789abcdef'.repeat(60_000))],
];

test.for(formerContents)('%s is in the clipboard again after a paste', async ([, target, content]) => {
  await copy(target, content);
  await focusText();
  await rig.hand.paste('pasted: é中😀', plain, never);
  await form.shows(({ text }) => text.endsWith('pasted: é中😀'));
  const offered = (await clipboard('TARGETS')).toString().split('\n');
  expect(offered).toContain(target);
  expect(offered).not.toContain('text/plain;charset=utf-8');
  expect((await clipboard(target)).equals(content)).toBe(true);
});

const applications: readonly (readonly [string, OpenApp])[] = [
  ['xterm', openXterm],
  ['a Tk form', openTk],
  ['a GTK editor', openMousepad],
  ['Chromium', openChromium],
  ['LibreOffice', openCalc],
];

test.for(applications)('pastes arrive one after the other in %s', async ([, open]) => {
  await copy('image/png', picture);
  const app = await open(rig);
  try {
    const lines = Array.from({ length: 10 }, (_, i) => `${i}: $(x) "ä" 中 😀 !#%`);
    await rig.hand.click(app.place, { button: 'left', count: 1, modifiers: [] }, never);
    for (const line of lines) {
      await rig.hand.paste(line, plain, never);
      await rig.hand.press(['enter'], 1, never);
    }
    const all = lines.map((line) => `${line}\n`).join('');
    let arrived = '';
    await until(async () => {
      arrived = await app.text();
      return arrived.length >= all.length;
    }).catch(() => undefined);
    expect(arrived).toBe(all);
    expect((await clipboard('image/png')).equals(picture)).toBe(true);
  } finally {
    app.close?.();
    await rig.windows.close(app.window.id, never);
  }
});

test('a text longer than one property is pasted whole', async () => {
  const text = 'long ünïcode line 中文\n'.repeat(10_000);
  await focusText();
  await rig.hand.paste(text, plain, never);
  await form.shows((state) => state.text.endsWith(text), 30_000);
});

test('a paste after a paste keeps the same content, and a new copy of somebody is not undone', async () => {
  await focusText();
  await copy('UTF8_STRING', Buffer.from('first'));
  await rig.hand.paste('x', plain, never);
  await rig.hand.paste('y', plain, never);
  expect((await clipboard('UTF8_STRING')).toString()).toBe('first');
  await copy('UTF8_STRING', Buffer.from('second'));
  expect((await clipboard('UTF8_STRING')).toString()).toBe('second');
  await rig.hand.paste('z', plain, never);
  expect((await clipboard('UTF8_STRING')).toString()).toBe('second');
});

test('an empty clipboard is empty afterwards', async () => {
  const selection = await rig.client.atom('CLIPBOARD');
  rig.client.raw.SetSelectionOwner(0, selection, 0);
  await focusText();
  await rig.hand.paste('s3cret!', { secret: true }, never);
  await form.shows(({ text }) => text.endsWith('s3cret!'));
  expect(await ownerNow()).toBe(0);
});

test('a paste that the application does not take is told, whoever else looks at the clipboard', async () => {
  await copy('UTF8_STRING', Buffer.from('before'));
  await focusText();
  // F9 pastes nothing there, so the secret lies in the clipboard until the hand gives up.
  const paste = rig.hand.paste('s3cret!', { keys: ['f9'], secret: true }, never);
  const failed = expect(paste).rejects.toMatchObject({ code: 'not-pasted' });
  await until(async () => (await clipboard('UTF8_STRING')).toString() === 's3cret!');
  expect((await clipboard('x-kde-passwordManagerHint')).toString()).toBe('secret');
  await failed;
  expect((await clipboard('UTF8_STRING')).toString()).toBe('before');
});

test('a clipboard whose owner hangs is told, and left alone', async () => {
  const pid = await copy('UTF8_STRING', Buffer.from('mine'));
  const owner = await ownerNow();
  process.kill(pid, 'SIGSTOP');
  try {
    await focusText();
    await expect(rig.hand.paste('x', plain, never)).rejects.toMatchObject({ code: 'clipboard-hangs' });
    expect(await ownerNow()).toBe(owner);
  } finally {
    process.kill(pid, 'SIGKILL');
  }
});

async function focusText(): Promise<void> {
  await rig.windows.activate(form.window.id, never);
  await rig.hand.click(form.middle('text'), { button: 'left', count: 1, modifiers: [] }, never);
  await rig.hand.press(['ctrl', 'end'], 1, never);
}

/** Another program takes the clipboard with this, and answers its process id. */
async function copy(target: string, content: Buffer): Promise<number> {
  const before = await ownerNow();
  const owner = spawn('xclip', ['-quiet', '-selection', 'clipboard', '-t', target, '-i'], {
    env: rig.env,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  owner.stdin.end(content);
  await until(async () => ![0, before].includes(await ownerNow()));
  return owner.pid ?? 0;
}

/** The window that owns the clipboard; 0 for none. */
async function ownerNow(): Promise<number> {
  const selection = await rig.client.atom('CLIPBOARD');
  return rig.client.ask<number>((raw, done) => raw.GetSelectionOwner(selection, done));
}

/** What another program is given when it asks for this form. */
function clipboard(target: string): Promise<Buffer> {
  return output('xclip', ['-selection', 'clipboard', '-t', target, '-o']);
}

async function output(command: string, args: readonly string[]): Promise<Buffer> {
  const child = spawn(command, args, { env: rig.env, stdio: ['ignore', 'pipe', 'ignore'] });
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  await once(child, 'close');
  return Buffer.concat(parts);
}
