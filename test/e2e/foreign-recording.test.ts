import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GENESIS, hashOf } from '../../src/recording/index.js';
import { deskhand, onlyRun, scratchEach, tale } from './deskhand.js';

/** A recording that somebody sent, or changed and chained anew, gives no rights: what it runs is asked about. */
describe('the recording of a stranger', { timeout: 240_000 }, () => {
  const place = scratchEach();

  const options = () => ['--reporter', 'json', '--approve', 'deny', '--recordings', place.recordings];

  /** Changes a text everywhere in the lines, and makes all hashes fit again. */
  function rewrite(folder: string, from: string, to: string): void {
    let prev = GENESIS;
    const lines = readFileSync(join(folder, 'recording.jsonl'), 'utf8').trimEnd().split('\n');
    const texts = lines.map((text) => {
      const { hash: _, ...rest } = { ...JSON.parse(text.replaceAll(from, to)), prev };
      prev = hashOf(rest);
      return `${JSON.stringify({ ...rest, hash: prev })}\n`;
    });
    writeFileSync(join(folder, 'recording.jsonl'), texts.join(''));
  }

  it('should run nothing unasked, though every hash fits; one of this user repeats its task', async () => {
    const task = join(place.folder, 'task.yaml');
    const made = join(place.folder, 'made');
    writeFileSync(
      task,
      `name: Touch\npolicy: {allow: [running commands]}\nsteps:\n  - run: {command: touch, args: [${JSON.stringify(made)}]}\n`,
    );
    const ran = await deskhand(['run', task, ...options()]);
    expect(ran.code, tale(ran)).toBe(0);
    const { folder } = onlyRun(ran);

    rmSync(made);
    const again = await deskhand(['replay', folder, ...options()]);
    expect(again.code, tale(again)).toBe(0);
    expect(existsSync(made)).toBe(true);

    const foreign = join(place.folder, 'sent');
    await cp(folder, foreign, { recursive: true });
    rewrite(foreign, made, `${made}-forged`);
    const refused = await deskhand(['replay', foreign, ...options()]);
    expect(refused.code, tale(refused)).toBe(4);
    expect(refused.stderr).toContain('no seal of yours');
    expect(existsSync(`${made}-forged`)).toBe(false);

    const other = await deskhand(['replay', foreign, '--task', task, ...options()]);
    expect(other.code, tale(other)).toBe(2);
    expect(other.stderr).toContain('is not the task that was recorded');
  });

  it('should not pass when it is cut off', async () => {
    const task = join(place.folder, 'task.yaml');
    writeFileSync(task, 'name: Two\nsteps:\n  - press: a\n  - press: b\n');
    const { folder } = onlyRun(await deskhand(['run', task, ...options()]));
    const file = join(folder, 'recording.jsonl');
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, `${lines.slice(0, Math.ceil(lines.length / 2)).join('\n')}\n`);
    const ran = await deskhand(['replay', '--dry', folder, ...options()]);
    expect(ran.code, tale(ran)).toBe(1);
    expect(onlyRun(ran).reason).toContain('the recording is cut off');
  });
});
