// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the task language writes its expressions like that
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WindowFacts } from '../../src/core/frame.js';
import { deskhand, linesOf, onlyRun, type Ran, root, scratchEach, tale } from './deskhand.js';

const place = scratchEach();

type Apps = Readonly<Record<string, { command: string; args?: readonly string[]; [key: string]: unknown }>>;

/** Runs a task of these applications and steps. */
function run(apps: Apps, steps: readonly string[], size = '1280x800'): Promise<Ran> {
  const file = join(place.folder, 'task.yaml');
  const lines = Object.entries(apps).map(([name, app]) => `  ${name}: ${JSON.stringify(app)}\n`);
  writeFileSync(
    file,
    `name: Owners\napps:\n${lines.join('')}steps:\n${steps.map((step) => `  - ${step}\n`).join('')}`,
  );
  return deskhand(['run', file, ...options(), '--size', size]);
}

const options = () => ['--recordings', place.recordings, '--reporter', 'json', '--approve', 'yes'];

/** The windows of every frame of a recording, frame by frame. */
function windowsIn(folder: string): (readonly WindowFacts[])[] {
  return linesOf(folder).flatMap((line) => (line.type === 'frame' ? [line.frame.windows] : []));
}

/** The processes by which the acts of a recording named a window. */
function pidsNamed(folder: string): number[] {
  return linesOf(folder).flatMap((line) => {
    if (line.type !== 'decision') return [];
    const named = [line.decision.action.input.window, line.decision.target?.window] as { pid?: number }[];
    return named.flatMap((match) => match?.pid ?? []);
  });
}

describe('windows by their application or process', { timeout: 240_000 }, () => {
  it('should tell two windows of equal title and class apart, in a replay too', async () => {
    const state = (name: string) => join(place.folder, `${name}.json`);
    const saves = (name: string): number => JSON.parse(readFileSync(state(name), 'utf8')).saves;
    const desk = (name: string) => ({
      command: 'python3',
      args: [`${root}tasks/programs/orders/orders.py`, '--state', state(name)],
      window: { app: name },
    });
    const seen = (app: string, promise: string) =>
      `{${promise}: {text: Saved., window: {title: Order Desk, class: orderdesk, app: ${app}}}}`;
    const ran = await run(
      { first: desk('first'), second: desk('second') },
      [
        'window: {place: {app: first}, box: {x: 10, y: 40, width: 860, height: 480}}',
        'window: {place: {app: second}, box: {x: 890, y: 40, width: 860, height: 480}}',
        'run: {command: pgrep, args: [-f, "[f]irst[.]json"], as: pid}',
        'window: {activate: {app: second}}',
        'window: {activate: {pid: "${number(pid)}"}}',
        'click: {text: "1003", window: {app: second}}',
        `{click: {text: Save, window: {app: second}}, expect: [${seen('second', 'visible')}, ${seen('first', 'gone')}]}`,
        'click: {text: "1002", window: {pid: "${number(pid)}"}}',
        `{click: {text: Save, window: {pid: "\${number(pid)}"}}, expect: ${seen('first', 'visible')}}`,
        'close: second',
        'check: {closed: {app: second}}',
        'check: {window: {app: first, pid: "${number(pid)}"}}',
      ],
      '1800x600',
    );
    expect(ran.code, tale(ran)).toBe(0);
    expect([saves('first'), saves('second')]).toEqual([1, 1]);
    const { folder } = onlyRun(ran);
    const [named] = pidsNamed(folder);
    const active = windowsIn(folder).flatMap((windows) => windows.filter((window) => window.active));
    expect(active.map(({ app }) => app)).toEqual(expect.arrayContaining(['first', 'second']));
    for (const { app, pid } of active) expect(pid === named).toBe(app === 'first');

    for (const name of ['first', 'second']) rmSync(state(name));
    const again = await deskhand(['replay', folder, ...options()]);
    expect(again.code, tale(again)).toBe(0);
    expect([saves('first'), saves('second')]).toEqual([1, 1]);
    const now = new Set(pidsNamed(onlyRun(again).folder));
    expect([...now]).toEqual([expect.any(Number)]);
    const owners = windowsIn(onlyRun(again).folder).flat();
    expect(owners.find(({ pid }) => now.has(pid ?? 0))?.app).toBe('first');

    for (const name of ['first', 'second']) rmSync(state(name));
    const dry = await deskhand(['replay', folder, '--dry', ...options()]);
    expect(dry.code, tale(dry)).toBe(0);
    expect(existsSync(state('first'))).toBe(false);
  });

  it('should halt a replay where another application stands in its place', async () => {
    const at = (name: string, x: number): void =>
      writeFileSync(
        join(place.folder, `${name}.sh`),
        `exec xterm -T Same -geometry 60x20+${x}+40 -e sh -c 'printf "\\n\\n\\n   Press here\\n\\n\\n\\n\\n\\n\\n"; exec cat'\n`,
      );
    at('one', 20);
    at('two', 660);
    const started = (name: string) => ({ command: 'sh', args: [`${name}.sh`], window: { app: name } });
    const ran = await run({ one: started('one'), two: started('two') }, [
      '{click: {text: Press here, window: {app: one}}, name: Press it}',
    ]);
    expect(ran.code, tale(ran)).toBe(0);
    const { folder } = onlyRun(ran);
    const same = await deskhand(['replay', folder, ...options()]);
    expect(same.code, tale(same)).toBe(0);

    at('one', 660);
    at('two', 20);
    const swapped = await deskhand(['replay', folder, ...options()]);
    expect(swapped.code, tale(swapped)).toBe(1);
    expect(onlyRun(swapped).reason).toMatch(
      /“Press it”: the target lies in “Same” \(XTerm\) of application two, not in .* of application one/u,
    );
    expect(onlyRun(swapped).acts.map(({ action }) => action.name)).not.toContain('click');
  });

  it('should count the windows of what an application has started, and no stray ones', async () => {
    const child = 'xterm -T Child -e cat & exec cat';
    const ran = await run(
      { shell: { command: 'xterm', args: ['-T', 'Parent', '-e', 'sh', '-c', child], window: 'Parent' } },
      [
        'window: {wait: {title: Child, app: shell}}',
        'run: {command: "xterm -T Child -e cat >/dev/null 2>&1 & echo $!", shell: true, as: stray}',
        'window: {wait: {pid: "${number(stray)}"}}',
        'window: {close: {pid: "${number(stray)}"}}',
        'check: {closed: {pid: "${number(stray)}"}}',
        'check: {window: {title: Child, app: shell}}',
        'close: shell',
        'check: {closed: {app: shell}}',
      ],
    );
    expect(ran.code, tale(ran)).toBe(0);
    const { folder } = onlyRun(ran);
    const titles = new Set(
      windowsIn(folder).flatMap((all) => all.map(({ title, app }) => `${title} ${app}`)),
    );
    expect([...titles].sort()).toEqual(['Child shell', 'Child undefined', 'Parent shell']);

    const again = await deskhand(['replay', folder, ...options()]);
    expect(again.code, tale(again)).toBe(0);
  });

  it('should know the window of LibreOffice, which its starter does not open itself', async () => {
    const user = `-env:UserInstallation=file://${join(place.folder, 'office')}`;
    const args = [user, '--calc', '--norestore', '--nologo', '--nofirststartwizard'];
    const ran = await run(
      { office: { command: 'soffice', args, window: { app: 'office' }, timeout: '60s' } },
      ['check: {window: {title: "Untitled*", app: office}, within: 30s}'],
    );
    expect(ran.code, tale(ran)).toBe(0);
    const lines = linesOf(onlyRun(ran).folder);
    const launched = lines.flatMap((line) => (line.type === 'outcome' ? [line.answer] : []))[0];
    const office = windowsIn(onlyRun(ran).folder)
      .flat()
      .find(({ app }) => app === 'office');
    expect(launched).toMatchObject({ name: 'office', pid: expect.any(Number) });
    expect(office?.pid).toEqual(expect.any(Number));
    expect(office?.pid).not.toBe((launched as { pid: number }).pid);
  });

  it('should answer the file dialog of one of two equal editors', async () => {
    const editor = (name: string) => ({
      command: 'mousepad',
      args: ['--disable-server'],
      window: { app: name },
    });
    const file = join(place.folder, 'one.txt');
    const ran = await run({ one: editor('one'), two: editor('two') }, [
      'window: {activate: {app: one}}',
      'type: the first',
      'press: ctrl+shift+s',
      `fileDialog: {save: ${JSON.stringify(file)}, window: {app: one}}`,
      'check: {window: {title: "*one.txt*", app: one}}',
      'check: {window: {title: "Untitled*", app: two}}',
    ]);
    expect(ran.code, tale(ran)).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('the first');
  });

  it('should say which application it is that there is none of', async () => {
    const ran = await run({ first: { command: 'xterm' } }, ['window: {activate: {app: frist}}']);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(
      /task\.yaml:5:30 error: there is no application “frist”[\s\S]*did you mean: first/u,
    );
  });
});
