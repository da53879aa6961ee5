import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readRecording, verifyRecording } from '../../src/recording/index.js';
import { wordsShowing } from '../../src/sight/shield/secret-text.js';
import { openTextReader } from '../../src/sight/text/reader.js';
import { runWithSecret } from '../support/secret-run.js';
import { deskhand, recordingIn, scratchEach, tale } from './deskhand.js';

const password = 'Tr0ub4dor-Kx93';
const task = `
name: A password in clear
apps:
  editor: {command: mousepad, args: [note.txt], window: "*note.txt*"}
secrets:
  password: {env: E2E_PASSWORD}
steps:
  - type: "The account of the shop: "
  - type: {secret: password}
    approve: true
  - type: " is secret."
  - click: {text: {has: shop}}
  - press: ctrl+s
  - check: {file: {path: note.txt, contains: is secret}}
`;

const place = scratchEach();
beforeEach(() => {
  writeFileSync(join(place.folder, 'task.yaml'), task);
  writeFileSync(join(place.folder, 'note.txt'), '');
});

/** Every file below the folder. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Pictures in which the password can still be read. */
async function betrayals(folder: string): Promise<string[]> {
  const reader = await openTextReader();
  const found: string[] = [];
  for (const path of filesIn(folder).filter((file) => file.endsWith('.png'))) {
    const png = readFileSync(path);
    const lines = await reader.read({ key: createHash('sha256').update(png).digest('hex'), png });
    if (lines.some((line) => wordsShowing(password, line).length > 0)) found.push(path);
  }
  await reader.close();
  return found;
}

describe('a secret that a window shows in clear', () => {
  it('should be in no file of the recording, which still verifies and replays', async () => {
    const { recordings } = place;
    const ran = await deskhand(['run', join(place.folder, 'task.yaml'), '--recordings', recordings], {
      env: { E2E_PASSWORD: password },
    });
    expect(ran.code, tale(ran)).toBe(0);
    expect(readFileSync(join(place.folder, 'note.txt'), 'utf8')).toContain(password);

    const folder = recordingIn(recordings);
    const recording = await readRecording(folder);
    expect(await verifyRecording(recording)).toEqual([]);
    const masked = [...recording.frames.values()].flatMap(({ masks }) => masks ?? []);
    expect(masked.map(({ secret }) => secret)).toContain('password');
    expect(recording.acts.some(({ patch }) => (patch?.masks ?? []).length > 0)).toBe(true);
    for (const file of filesIn(folder)) expect(readFileSync(file).includes(password), file).toBe(false);
    expect(await betrayals(folder)).toEqual([]);

    const dry = await deskhand(['replay', folder, '--dry', '--recordings', join(place.folder, 'dry')]);
    expect(dry.code, tale(dry)).toBe(0);

    writeFileSync(join(place.folder, 'note.txt'), '');
    const again = await deskhand(
      ['replay', folder, '--approve', 'yes', '--recordings', join(place.folder, 'again')],
      { env: { E2E_PASSWORD: password } },
    );
    expect(again.code, tale(again)).toBe(0);
    expect(readFileSync(join(place.folder, 'note.txt'), 'utf8')).toContain(password);
  }, 240_000);
});

describe('a secret that a program gives away in its title, on its output and on the screen', () => {
  it('should be found in no file, request, picture or environment, in no form', async () => {
    const reader = await openTextReader();
    const run = await runWithSecret('q7$Lm2#Zp9@Wv4', join(place.folder, 'witness'), reader);
    await reader.close();
    expect(run.typed).toBe('q7$Lm2#Zp9@Wv4');
    expect(run.code, run.printed).toBe(0);
    expect(run.leaks).toEqual([]);
    expect(run.pictures).toBeGreaterThan(4);
    expect(run.processes).toBeGreaterThan(5);
  }, 240_000);
});
