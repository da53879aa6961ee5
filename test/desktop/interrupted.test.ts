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
  const locker = tk(`${cover}; root.title('Locked'); root.update(); root.after(50, root.grab_set_global)`);
  await until(async () => (await rig.windows.lock(never)) !== undefined);
  await ended(locker);
  await until(async () => (await rig.windows.lock(never)) === undefined);
});

test('a dialog that comes up in mid-text gets what was on its way, and the rest of the text is not typed', async () => {
  const got = join(rig.folder, 'got.txt');
  const go = join(rig.folder, 'go');
  const dialog = tk(
    [
      "root.withdraw(); root.title('Pay 900 EUR?')",
      'import os',
      `keys = open(${JSON.stringify(got)}, 'w', buffering=1)`,
      "root.bind('<Key>', lambda event: keys.write(f'{event.keysym}\\n'))",
      'def look():',
      `    if not os.path.exists(${JSON.stringify(go)}): return root.after(20, look)`,
      '    root.deiconify(); root.lift(); root.focus_force()',
      'look()',
    ].join('\n'),
  );
  await until(() => existsSync(got));
  await rig.windows.activate(editor.window.id, never);
  const typing = rig.hand.type(`${'All is well here. '.repeat(40)}\n`.repeat(100), never).then(
    () => undefined,
    (error: unknown) => error,
  );
  // The editor marks a text that is not saved: the first of it has arrived.
  await until(async () => (await rig.windows.list(never)).some(({ title }) => title.startsWith('*')));
  writeFileSync(go, '');
  expect(await typing).toMatchObject({
    code: 'focus-moved',
    message: expect.stringMatching(/“Pay 900 EUR\?” took the keyboard .* cut after \d+ of \d+ characters/u),
  });
  await ended(dialog);
  // Far less than the rest of the text.
  expect(readFileSync(got, 'utf8').split('\n').length).toBeLessThan(200);
});
