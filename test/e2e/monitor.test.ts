import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startXvfb, type TestDisplay } from '../support/xvfb.js';
import { deskhand, endLeftovers, linesOf, scratch, tale } from './deskhand.js';
import { follow, on, orders } from './fault-desk.js';

let place: ReturnType<typeof scratch>;
let display: TestDisplay;
let manager: ChildProcess;

beforeEach(async () => {
  place = scratch();
  display = await startXvfb({ width: 1600, height: 800 });
  manager = spawn('openbox', [], { env: display.env, stdio: 'ignore' });
  const managed = () => on(display.env, 'wmctrl', '-m');
  await vi.waitUntil(() => worked(managed), { timeout: 20_000 });
  await on(display.env, 'xrandr', '--setmonitor', 'left', '800/200x800/200+0+0', 'screen');
  await on(display.env, 'xrandr', '--setmonitor', 'right', '800/200x800/200+800+0', 'none');
});
afterEach(async () => {
  await endLeftovers();
  manager.kill('SIGTERM');
  if (manager.exitCode === null && manager.signalCode === null) await once(manager, 'exit');
  await display.end();
  place.remove();
});

const worked = (what: () => Promise<unknown>): Promise<boolean> =>
  what().then(
    () => true,
    () => false,
  );

describe('one monitor of two', { timeout: 120_000 }, () => {
  const steps = (): string =>
    `  - check: {file: {path: ${JSON.stringify(join(place.folder, 'go'))}}, within: 60s}\n  - click: "1002"\n`;
  const move = async (): Promise<void> => {
    const find = ['search', '--onlyvisible', '--name', 'Order Desk'];
    const moved = () => on(display.env, 'xdotool', ...find, 'windowmove', '--sync', '850', '60');
    await vi.waitUntil(() => worked(moved), { timeout: 20_000 });
    writeFileSync(join(place.folder, 'go'), '');
  };

  it.each([
    ['the task', '2', []],
    ['the command line', 'left', ['--monitor', 'right']],
  ])('is looked at and clicked on, as %s says', async (_, written, more) => {
    const where = `desktop: {kind: ${JSON.stringify(display.display)}, monitor: ${written}}\n`;
    const task = `name: One monitor\n${where}${orders(place.folder)}steps:\n${steps()}`;
    const running = await follow(
      place,
      task,
      (line) => line.type === 'intent' && line.action.name === 'check',
      more,
    );
    await move();
    const ran = await running.done;
    expect(ran.code, tale(ran)).toBe(0);
    const lines = linesOf(running.folder);
    const frames = lines.flatMap((line) => (line.type === 'frame' ? [line.frame] : []));
    for (const frame of frames)
      expect(frame).toMatchObject({ size: { width: 800, height: 800 }, origin: { x: 800, y: 0 } });
    // The pointer stands where the click went, on the whole display.
    const pointer = frames.at(-1)?.pointer;
    expect(pointer?.x).toBeGreaterThan(850);
    expect(lines[0]).toMatchObject({ desktop: { monitor: more[1] ?? written } });
  });

  it('is that of the recording when it is replayed, unless another one is chosen', async () => {
    const where = `desktop: {kind: ${JSON.stringify(display.display)}}\n`;
    const file = join(place.folder, 'task.yaml');
    writeFileSync(file, `name: Kept\n${where}steps:\n  - move: {point: {x: 400, y: 300}}\n`);
    const ran = await deskhand(['run', file, '--recordings', place.recordings, '--monitor', 'right']);
    expect(ran.code, tale(ran)).toBe(0);
    const [name = ''] = readdirSync(place.recordings).filter((each) => !each.startsWith('.'));
    const originOf = async (root: string, ...more: string[]): Promise<unknown> => {
      const again = await deskhand(['replay', join(place.recordings, name), '--recordings', root, ...more]);
      const [folder = again.stderr] = readdirSync(root).filter((each) => !each.startsWith('.'));
      const frame = linesOf(join(root, folder)).find((line) => line.type === 'frame');
      return frame?.type === 'frame' ? frame.frame.origin : undefined;
    };
    expect(await originOf(join(place.folder, 'same'))).toEqual({ x: 800, y: 0 });
    expect(await originOf(join(place.folder, 'other'), '--monitor', 'left')).toEqual({ x: 0, y: 0 });
  });

  it('is named by doctor, with its number', async () => {
    const told = async (...more: string[]): Promise<string> =>
      (await deskhand(['doctor', '--desktop', display.display, ...more])).stdout;
    expect(await told()).toContain(
      '1600x800, depth 24, capture x11-shm, monitors 1 left 800x800+0+0 scale 1, 2 right 800x800+800+0 scale 1',
    );
    expect(await told('--monitor', '2')).toContain(`${display.display} 800x800, depth 24`);
    expect(await told('--monitor', 'middle')).toContain(
      'There is no monitor “middle”.\n    This display has 1 left, 2 right.',
    );
  });
});
