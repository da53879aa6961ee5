import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openMousepad, type TypingApp } from '../fixtures/typing/apps.js';
import { never, openRig, type Rig, until } from '../fixtures/typing/rig.js';

let rig: Rig;
let editor: TypingApp;
const started: ChildProcess[] = [];

beforeAll(async () => {
  rig = await openRig();
  editor = await openMousepad(rig);
}, 60_000);
afterAll(async () => {
  for (const child of started) await ended(child);
  await rig.close();
});

vi.setConfig({ testTimeout: 60_000 });

/** Starts a program of Tk on the display of the rig. */
function tk(program: string): ChildProcess {
  const child = spawn(
    'python3',
    ['-c', `import tkinter as tk\nroot = tk.Tk()\n${program}\nroot.mainloop()`],
    {
      env: { ...process.env, ...rig.env },
      stdio: 'ignore',
    },
  );
  started.push(child);
  return child;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test('a window over the whole screen that holds the keyboard locks it, an ordinary one does not', async () => {
  expect(await rig.windows.lock(never)).toBeUndefined();
  const cover =
    "root.overrideredirect(True); root.geometry(f'{root.winfo_screenwidth()}x{root.winfo_screenheight()}+0+0')";
  const splash = tk(cover);
  await until(async () => (await rig.windows.visible(never))[0]?.box.width === 1280);
  expect(await rig.windows.lock(never)).toBeUndefined();
  await ended(splash);
  const locker = tk(`${cover}; root.title('Locked'); root.wait_visibility(); root.grab_set_global()`);
  await until(async () => (await rig.windows.lock(never)) !== undefined);
  await ended(locker);
  await until(async () => (await rig.windows.lock(never)) === undefined);
});

/** A window that comes up once the file `go` is there, takes the keyboard, and writes down every key that it gets. */
async function popUp(
  title: string,
  more = '',
): Promise<{ go(): void; keys(): string[]; child: ChildProcess }> {
  const place = join(rig.folder, title.replace(/\W/gu, ''));
  const child = tk(
    [
      `root.withdraw(); root.title(${JSON.stringify(title)})`,
      'import os',
      `keys = open(${JSON.stringify(`${place}.keys`)}, 'w', buffering=1)`,
      "root.bind('<Key>', lambda event: keys.write(f'{event.keysym}\\n'))",
      'def look():',
      `    if not os.path.exists(${JSON.stringify(`${place}.go`)}): return root.after(5, look)`,
      `    ${more}root.deiconify(); root.lift(); root.focus_force()`,
      'look()',
    ].join('\n'),
  );
  await until(() => existsSync(`${place}.keys`));
  return {
    child,
    go: () => writeFileSync(`${place}.go`, ''),
    keys: () => readFileSync(`${place}.keys`, 'utf8').split('\n').filter(Boolean),
  };
}

const failure = (act: Promise<void>): Promise<unknown> =>
  act.then(
    () => undefined,
    (error: unknown) => error,
  );

test('a dialog that comes up in mid-text gets none of it, and the rest of the text is not typed', async () => {
  const dialog = await popUp('Pay 900 EUR?');
  await rig.windows.activate(editor.window.id, never);
  const typing = failure(rig.hand.type(`${'All is well here. '.repeat(40)}\n`.repeat(100), never));
  // The editor marks a text that is not saved: the first of it has arrived.
  await until(async () => (await rig.windows.list(never)).some(({ title }) => title.startsWith('*')));
  dialog.go();
  expect(await typing).toMatchObject({
    code: 'cut-off',
    message: expect.stringMatching(/“Pay 900 EUR\?” took the keyboard.* cut after \d+ of \d+ characters/u),
  });
  expect(dialog.keys()).toEqual([]);
  await ended(dialog.child);
});

test('keys that are held are let go as soon as a dialog takes the keyboard', async () => {
  const dialog = await popUp('Delete it all?');
  await rig.windows.activate(editor.window.id, never);
  const holding = failure(rig.hand.hold({ keys: ['a'] }, 60_000, never));
  await until(isDown);
  dialog.go();
  expect(await holding).toMatchObject({
    code: 'cut-off',
    message: expect.stringContaining('“Delete it all?”'),
  });
  expect(await isDown()).toBe(false);
  await ended(dialog.child);
});

test('a drag ends, with its button up, where a window comes in the way', async () => {
  const across = await popUp('In the way', "root.geometry('500x200+300+400'); ");
  await rig.windows.activate(editor.window.id, never);
  const { x, y } = editor.place;
  const path = [editor.place, { x: x + 300, y: y + 250 }] as [typeof editor.place, typeof editor.place];
  const dragging = failure(
    rig.hand.drag(path, { button: 'left', modifiers: [], holdMs: 300, durationMs: 60_000 }, never),
  );
  await until(buttonIsDown);
  across.go();
  expect(await dragging).toMatchObject({ code: 'cut-off', message: expect.stringContaining('“In the way”') });
  expect(await buttonIsDown()).toBe(false);
  await ended(across.child);
});

test('what was noted before the last look is what input is for: another window since then gets nothing', async () => {
  const dialog = await popUp('Too late');
  await rig.windows.activate(editor.window.id, never);
  await rig.hand.watch({ points: [editor.place], keyboard: true }, never);
  dialog.go();
  await until(async () =>
    (await rig.windows.visible(never)).some(({ title, active }) => title === 'Too late' && active),
  );
  expect(await failure(rig.hand.press(['enter'], 1, never))).toMatchObject({ code: 'other-window' });
  expect(await failure(rig.hand.type('x', never))).toMatchObject({ code: 'other-window' });
  expect(dialog.keys()).toEqual([]);
  await rig.hand.watch({ points: [], keyboard: true }, never);
  await rig.hand.press(['a'], 1, never);
  await until(() => dialog.keys().length === 1);
  await ended(dialog.child);
});

async function isDown(): Promise<boolean> {
  const bits = await rig.client.ask<Buffer>((raw, done) => raw.QueryKeymap(done));
  return bits.some((byte) => byte !== 0);
}

async function buttonIsDown(): Promise<boolean> {
  const { keyMask } = await rig.client.ask<{ keyMask: number }>((raw, done) =>
    raw.QueryPointer(rig.client.root, done),
  );
  return (keyMask & 0x100) !== 0;
}
