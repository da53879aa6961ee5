import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sweepDead } from '../../src/desktop/sweep.js';
import { bootId, OWNER_FILE, processStart } from '../../src/machine/own-folder.js';

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'sweeping-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const dead = { pid: 4_000_000, started: '1', boot: bootId() };

function folder(name: string, owner: object | string | undefined, mode = 0o700): string {
  const path = join(place, name);
  mkdirSync(path);
  writeFileSync(join(path, 'frame.png'), 'x');
  if (owner !== undefined)
    writeFileSync(join(path, OWNER_FILE), typeof owner === 'string' ? owner : JSON.stringify(owner));
  chmodSync(path, mode);
  return path;
}

it('removes the folders of dead runs and nothing else', async () => {
  const old = folder('deskhand-run-a', dead);
  const reused = folder('deskhand-text-b', { pid: process.pid, started: '1', boot: bootId() });
  const before = folder('deskhand-c', {
    pid: process.pid,
    started: processStart(process.pid),
    boot: 'other',
  });
  const kept = [
    folder('deskhand-alive', { pid: process.pid, started: processStart(process.pid), boot: bootId() }),
    folder('deskhand-nobody', undefined),
    folder('deskhand-words', 'not JSON'),
    folder('deskhand-open', dead, 0o755),
    folder('elsewhere', dead),
  ];
  symlinkSync(kept[4] ?? '', join(place, 'deskhand-link'));
  expect([...(await sweepDead(place))].sort()).toEqual([old, reused, before].sort());
  for (const path of kept) expect(existsSync(join(path, 'frame.png')), path).toBe(true);
});

it('ends what belongs to a dead desktop, by its mark or its display, and no other process', async () => {
  const root = folder('deskhand-x', { ...dead, marked: 'DESKHAND_MARK=gone-1' });
  const start = (env: Record<string, string>) =>
    spawn('sleep', ['60'], { env: { PATH: '/usr/bin:/bin', ...env } });
  const marked = start({ DESKHAND_MARK: 'gone-1' });
  const shown = start({ XAUTHORITY: join(root, 'authority') });
  const other = start({ DESKHAND_MARK: 'gone-2', XAUTHORITY: join(place, 'deskhand-y/authority') });
  try {
    const ends = Promise.all([once(marked, 'exit'), once(shown, 'exit')]);
    // Only what has been started carries anything.
    await Promise.all([marked, shown, other].map((child) => child.pid ?? once(child, 'spawn')));
    await sweepDead(place);
    await ends;
    expect(existsSync(root)).toBe(false);
    expect(other.exitCode ?? other.signalCode).toBeNull();
  } finally {
    for (const child of [marked, shown, other]) child.kill('SIGKILL');
  }
});
