import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openX11Client, type X11Client } from '../../src/desktop/driver/x11/client.js';
import { grabStopKey } from '../../src/desktop/driver/x11/hand/stop-key.js';
import { pressedOn } from '../support/drawing.js';
import { startXvfb, type TestDisplay } from '../support/xvfb.js';
import { deskhand, onlyRun, scratchEach, start, tale, untilLine } from './deskhand.js';

const place = scratchEach();
let display: TestDisplay;
let onlooker: X11Client;

beforeAll(async () => {
  display = await startXvfb({ width: 640, height: 480 });
  onlooker = await openX11Client({ display: display.display });
});
afterAll(async () => {
  await onlooker.close();
  await display.end();
});
beforeEach(() => {
  person('mousemove', '320', '240');
});

/** What a person does with real devices, as another program. */
function person(...args: readonly string[]): void {
  const { status, stderr } = spawnSync('xdotool', args, { env: display.env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** Writes a task and answers the arguments that run it on the display of this file. */
function task(steps: string, ...more: string[]): string[] {
  const file = join(place.folder, 'task.yaml');
  writeFileSync(file, `name: Stopped\nsteps:\n${steps}`);
  const options = ['--recordings', place.recordings, '--approve', 'deny', '--reporter', 'json'];
  return ['run', file, ...options, '--desktop', display.display, ...more];
}

describe('a person at the desktop', { timeout: 120_000 }, () => {
  it('should stop an act under way with the stop key, and nothing stays down', async () => {
    const running = start(task('  - hold: {keys: [shift, a], for: 60s}\n'));
    await untilLine({ recordings: place.recordings, running }, ({ type }) => type === 'intent');
    await vi.waitUntil(async () => (await pressedOn(onlooker)).keys.length === 2, { timeout: 30_000 });
    person('key', 'ctrl+alt+Escape');
    const ran = await running.done;
    expect(ran.code, tale(ran)).toBe(130);
    expect(onlyRun(ran)).toMatchObject({
      ending: 'stopped',
      reason: expect.stringContaining('the stop key ctrl+alt+escape'),
    });
    expect(ran.stderr).toContain('press ctrl+alt+escape or push the pointer into a corner');
    expect(await pressedOn(onlooker)).toEqual({ keys: [], buttons: 0 });
  });

  it('should stop a run that waits by pushing the pointer into a corner', async () => {
    const running = start(task('  - wait: 60s\n', '--stop-key', 'ctrl+f12'));
    await untilLine({ recordings: place.recordings, running }, ({ type }) => type === 'step-start');
    person('mousemove', '639', '479');
    const ran = await running.done;
    expect(ran.code, tale(ran)).toBe(130);
    expect(onlyRun(ran).reason).toContain('the pointer, pushed into a corner of the screen');
    expect(ran.stderr).toContain('press ctrl+f12');
  });

  it('should be told how to stop when the usual key is taken, and what to do when the chosen one is', async () => {
    const other = await openX11Client({ display: display.display });
    try {
      await grabStopKey(other, ['ctrl', 'alt', 'escape'], () => undefined);
      const usual = await deskhand(task('  - wait: 10ms\n', '--no-stop-corner'));
      expect(usual.code, tale(usual)).toBe(0);
      expect(usual.stderr).toContain('Only Ctrl-C here or deskhand stop can stop this run');
      const chosen = await deskhand(task('  - wait: 10ms\n', '--stop-key', 'ctrl+alt+escape'));
      expect(chosen.code, tale(chosen)).toBe(3);
      expect(chosen.stderr).toContain('The stop key ctrl+alt+escape cannot be had.');
    } finally {
      await other.close();
    }
    const wrong = await deskhand(task('  - wait: 10ms\n', '--stop-key', 'ctrl+nokey'));
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('--stop-key ctrl+nokey');
  });
});
