import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WindowFacts } from '../src/core/frame.js';
import { screenPoint } from '../src/core/geometry.js';
import type { Driver } from '../src/desktop/driver-client.js';
import type { Patience } from '../src/ports.js';

const never = new AbortController().signal;

/** One input, and how patiently the loop looks after it. */
export interface Act {
  readonly name: string;
  readonly patience: Exclude<Patience, 'none'>;
  perform(driver: Driver): Promise<unknown>;
}

/** An application and a round of acts that leaves it as it found it. */
export interface Scene {
  readonly name: string;
  /** What its window is called once it is ready. */
  readonly title: RegExp;
  readonly acts: readonly Act[];
  /** The command line; `folder` is the application's own and empty. */
  command(folder: string): Promise<readonly [string, ...string[]]>;
}

const key = (...chord: string[]): Act => ({
  name: chord.join('+'),
  patience: 'key',
  perform: (driver) => driver.hand.press(chord, 1, never),
});
const type = (text: string): Act => ({
  name: JSON.stringify(text),
  patience: 'key',
  perform: (driver) => driver.hand.type(text, never),
});
const click = (x: number, y: number): Act => ({
  name: `click ${x},${y}`,
  patience: 'pointer',
  perform: (driver) =>
    driver.hand.click(screenPoint(x, y), { button: 'left', count: 1, modifiers: [] }, never),
});
const scroll = (direction: 'up' | 'down'): Act => ({
  name: `scroll ${direction}`,
  patience: 'pointer',
  perform: (driver) => driver.hand.scroll(screenPoint(640, 420), { direction, notches: 3 }, never),
});

export const scenes: readonly Scene[] = [
  {
    name: 'terminal',
    title: /.*/,
    command: async () => ['xterm', '-geometry', '100x40+100+60', '-e', 'bash', '--norc'],
    acts: [type('a'), key('backspace'), type('ls -la /usr/share/doc | head -30\n'), type('clear\n')],
  },
  {
    name: 'editor',
    title: /Mousepad/,
    command: async (folder) => {
      const file = join(folder, 'long.txt');
      await writeFile(file, `${Array.from({ length: 200 }, (_, i) => `Line ${i + 1}`).join('\n')}\n`);
      return ['dbus-run-session', 'mousepad', file];
    },
    acts: [
      type('h'),
      type('ello world\n'),
      key('alt', 'f'),
      key('escape'),
      key('ctrl', 'f'),
      key('escape'),
      scroll('down'),
      click(500, 300),
      key('ctrl', 'home'),
    ],
  },
  {
    name: 'calculator',
    title: /.*/,
    command: async () => ['galculator'],
    acts: [type('7'), type('*6'), key('enter'), key('escape')],
  },
  {
    name: 'dialogs',
    title: /Mousepad/,
    command: async () => ['dbus-run-session', 'mousepad'],
    acts: [
      key('ctrl', 'o'),
      key('down'),
      key('escape'),
      key('ctrl', 'shift', 's'),
      type('a name'),
      key('escape'),
      key('ctrl', 'h'),
      type('word'),
      key('tab'),
      key('escape'),
    ],
  },
  {
    name: 'Tk dialogs',
    title: /Shell/,
    command: async () => ['python3', '-m', 'idlelib.idle', '-n'],
    acts: [type('1+1'), key('enter'), key('alt', 'f'), key('escape'), key('ctrl', 'f'), key('escape')],
  },
  {
    name: 'spreadsheet',
    title: /LibreOffice Calc/,
    command: async (folder) => {
      await mkdir(join(folder, 'user'), { recursive: true });
      await writeFile(join(folder, 'user', 'registrymodifications.xcu'), quietOffice);
      const settings = `-env:UserInstallation=file://${folder}`;
      return ['soffice', settings, '--calc', '--norestore', '--nologo', '--nofirststartwizard'];
    },
    acts: [
      type('12\t'),
      type('=A1*2\n'),
      key('ctrl', '1'),
      key('escape'),
      scroll('down'),
      key('pagedown'),
      key('ctrl', 'home'),
      click(500, 400),
      key('delete'),
    ],
  },
  {
    name: 'browser',
    title: /First page/,
    command: async (folder) => {
      await writeFile(join(folder, 'first.html'), page('First page', 'second.html'));
      await writeFile(join(folder, 'second.html'), page('Second page', 'first.html'));
      return [
        'chromium',
        '--no-sandbox',
        '--test-type',
        '--no-first-run',
        '--no-default-browser-check',
        '--password-store=basic',
        '--disable-gpu',
        '--disable-features=Translate',
        `--user-data-dir=${join(folder, 'profile')}`,
        '--window-size=1100,700',
        `file://${folder}/first.html`,
      ];
    },
    acts: [
      click(300, 260),
      type('A name'),
      key('tab'),
      scroll('down'),
      key('ctrl', 'home'),
      key('f5'),
      key('ctrl', 'l'),
      type('abo'),
      key('escape'),
      key('ctrl', 't'),
      key('ctrl', 'w'),
      key('alt', 'd'),
      key('enter'),
    ],
  },
];

/** Leaves out the greetings of a first start. */
const quietOffice = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Setup/Product"><prop oor:name="ooSetupLastVersion" oor:op="fuse"><value>99.9</value></prop></item>
</oor:items>
`;

function page(title: string, other: string): string {
  const lines = Array.from({ length: 80 }, (_, i) => `<p>Paragraph ${i + 1} of the ${title}.</p>`);
  return `<!doctype html><title>${title}</title><body style="font:16px sans-serif">
<h1>${title}</h1><p><input style="width:400px;font-size:20px" placeholder="Name"></p>
<p><a href="${other}">the other page</a> <button>Save</button></p>${lines.join('')}`;
}

/** A scene that is shown on a display. */
export interface Shown {
  readonly window: WindowFacts;
  /** Ends the application and all its processes. */
  end(): Promise<void>;
}

/** Starts the application and waits until its window is there and calm. */
export async function show(
  scene: Scene,
  driver: Driver,
  env: Readonly<Record<string, string>>,
  folder: string,
): Promise<Shown> {
  await mkdir(folder, { recursive: true });
  const [command, ...args] = await scene.command(folder);
  const app = spawn(command, args, { env: { ...env }, stdio: 'ignore', detached: true });
  const window = await opened(driver, scene.title);
  await driver.windows.activate(window.id, never);
  // Two calm looks: programs such as browsers fill their window in parts.
  await driver.screen.look('launch', never);
  await driver.screen.look('launch', never);
  return { window, end: () => endGroup(app, driver) };
}

async function opened(driver: Driver, title: RegExp): Promise<WindowFacts> {
  for (;;) {
    const window = (await driver.windows.list(never)).find((one) => title.test(one.title));
    if (window !== undefined) return window;
    await driver.screen.look('key', never);
  }
}

async function endGroup(app: ChildProcess, driver: Driver): Promise<void> {
  if (app.pid !== undefined) process.kill(-app.pid, 'SIGKILL');
  while ((await driver.windows.list(never)).length > 0) await driver.screen.look('key', never);
}
