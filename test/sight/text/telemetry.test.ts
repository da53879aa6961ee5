import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-home-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('should leave no device id and no queue of telemetry in the home folder', () => {
  const reader = new URL('../../../dist/sight/text/reader.js', import.meta.url);
  const program = `
    const { openTextReader } = await import(${JSON.stringify(reader.href)});
    const reader = await openTextReader();
    console.log(reader.engine);
    await reader.close();`;
  const { ORT_DISABLE_TELEMETRY: _, XDG_CACHE_HOME: __, ...inherited } = process.env;
  const [home, file] = [join(folder, 'home'), join(folder, 'read.mjs')];
  mkdirSync(home);
  writeFileSync(file, program);
  const ran = spawnSync(process.execPath, [file], {
    env: { ...inherited, HOME: home },
    encoding: 'utf8',
  });
  expect(ran.stdout.trim(), ran.stderr).toBe('paddle');
  // Only the models of the reader itself, made ready for the next process.
  const left = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(left.filter(({ parentPath }) => parentPath !== join(home, '.cache/deskhand/models'))).toEqual([]);
}, 60_000);
