import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { deskhand, scratchEach, start, tale } from './deskhand.js';

const place = scratchEach();
const task = (steps: string): string => {
  const file = join(place.folder, 'task.yaml');
  writeFileSync(file, `name: Ends\nlimits: {seconds: 60}\nsteps:\n${steps}`);
  return file;
};
const run = (file: string) => ['run', file, '--recordings', place.recordings];

describe('the process always ends, in words', { timeout: 120_000 }, () => {
  it('when a pattern takes for ever over what a file holds', async () => {
    writeFileSync(join(place.folder, 'hostile.txt'), `${'a'.repeat(46)}!`);
    const ran = await deskhand(
      run(task('  - check: {file: {path: hostile.txt, matches: "^(a+)+$"}}\n    timeout: 2s\n')),
    );
    expect(ran.code, tale(ran)).toBe(1);
    expect(ran.stdout).toContain('takes more than 1 s');
    expect(ran.stderr).not.toContain('    at ');
  });

  it('when the folder of the recording goes away in the middle', async () => {
    const running = start(run(task('  - run: sleep 2\n  - run: sleep 2\n  - run: sleep 2\n')));
    await vi.waitUntil(
      () => existsSync(place.recordings) && readdirSync(place.recordings).some((name) => /^\d/.test(name)),
      30_000,
    );
    const [name = ''] = readdirSync(place.recordings).filter((each) => /^\d/.test(each));
    await vi.waitUntil(() => existsSync(join(place.recordings, name, 'frames', 'f0001.png')), 30_000);
    rmSync(join(place.recordings, name), { recursive: true });
    const ran = await running.done;
    expect(ran.code, tale(ran)).toBe(1);
    expect(ran.stderr).toContain('recording');
    expect(ran.stderr + ran.stdout).not.toMatch(/^ {4}at /m);
  });

  it('when a task is a pipe, a device, or no UTF-8', async () => {
    const pipe = join(place.folder, 'pipe.yaml');
    execFileSync('mkfifo', [pipe]);
    for (const file of [pipe, '/dev/zero'])
      expect(await deskhand(['check', file])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('no plain file'),
      });
    const latin = join(place.folder, 'latin.yaml');
    writeFileSync(latin, Buffer.from('name: a\nsteps:\n  - click: L\u00f6schen\n', 'latin1'));
    const told = await deskhand(['check', latin]);
    expect(told.code).toBe(2);
    expect(told.stderr).toContain('latin.yaml:3:13: this is no UTF-8');
  });
});
