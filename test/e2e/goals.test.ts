import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultBrain, type Stating, startEmulator, statingBrain } from '../support/emulator/index.js';
import { deskhand, onlyRun, type Ran, scratchEach, tale } from './deskhand.js';

/** A small sample of `npm run bench -- goals`: whole runs of a goal without `until`. */

const place = scratchEach();

async function played(model: string, stating: (file: string) => Stating): Promise<Ran> {
  const file = join(place.folder, 'letter.txt');
  writeFileSync(file, 'Dear customer,\n');
  const task = join(place.folder, 'goal.yaml');
  writeFileSync(
    task,
    `name: goal
apps: {editor: {command: mousepad, args: [${JSON.stringify(file)}], window: {class: Mousepad}}}
goal: Add the line "Meeting at noon" to ${file} and save it
`,
  );
  const brain = defaultBrain();
  const emulator = await startEmulator({ brain: statingBrain(brain, stating(file)) });
  try {
    const args = ['--pilot', 'qwen', '--model', model, '--base-url', emulator.url, '--reporter', 'json'];
    return await deskhand(['run', task, ...args, '--recordings', place.recordings], {
      env: { DASHSCOPE_API_KEY: emulator.key },
    });
  } finally {
    await emulator.close();
    await brain.close();
  }
}

describe('a goal without until', { timeout: 240_000 }, () => {
  it('passes by a proof on a fresh look, asked for where a model has no place to state it', async () => {
    const ran = await played('ByteDance-Seed/UI-TARS-1.5-7B', (path) => ({
      does: 'Press ctrl+end. Type "Meeting at noon". Press ctrl+s.',
      states: [[{ file: { path, contains: 'Meeting at noon' } }]],
    }));
    expect(ran.code, tale(ran)).toBe(0);
    expect(onlyRun(ran).acts.map(({ action }) => action.name)).toContain('check');
  });

  it('is not proven by a word that is not true', async () => {
    const ran = await played('qwen3-vl-plus', (path) => ({
      does: 'Press ctrl+end. Type "Meeting at noon".',
      states: [
        [{ visible: 'Meeting at noon' }],
        [{ file: { path, contains: 'Dear' } }],
        [{ file: { path, contains: 'Meeting at noon' } }],
      ],
    }));
    expect(ran.code, tale(ran)).toBe(1);
    expect(onlyRun(ran)).toMatchObject({ ending: 'not proven' });
  });
});
