import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { frameBox, framePoint } from '../../src/core/geometry.js';
import type { Eyes } from '../../src/ports.js';
import { encodePicture } from '../../src/sight/picture.js';
import { run } from './play-task.js';

/** Eyes that find everything. */
const eyes: Eyes = {
  read: async () => [],
  locate: async () => {
    const box = frameBox(10, 10, 40, 16);
    return {
      found: 'found',
      sighting: { rung: 'point', box, point: framePoint(20, 18), score: 1, ms: 0 },
    };
  },
};

const steps = [
  'click: Save',
  'doubleClick: Save',
  'rightClick: Save',
  'move: Save',
  'drag: {from: A, to: B}',
  'scroll: down 3',
  'scroll: {direction: down, until: {visible: Top}}',
  'type: x',
  'type: {text: "", into: Name, clear: true}',
  'type: ""',
  'press: a',
  'hold: {keys: shift, for: 1ms}',
  'hold: {at: Save, for: 1ms}',
  'wait: {for: {visible: Top}}',
  'check: {visible: Top}',
  'read: {right-of: Total, as: total}',
  'window: Editor',
  'launch: pad',
  'close: pad',
  'run: ls',
  'note: hello',
  'ask: Is it so?',
];

it.each(steps)('should fail %s when what it promises does not hold', async (step) => {
  const picture = join(tmpdir(), `deskhand-promises-${process.pid}.png`);
  const data = new Uint8Array(800 * 600 * 3).map((_, index) => index % 251);
  writeFileSync(picture, await encodePicture({ width: 800, height: 600, channels: 3, data }));
  const yaml = (promise: boolean) => `
apps: {pad: {command: pad, start: false}}
steps:
  - ${step}
    expect: {that: ${promise}, within: 0, message: the promise}
`;
  const apps = {
    launch: async () => ({ name: 'pad', pid: 1, log: '', exit: () => undefined }),
    list: () => [],
    close: async () => undefined,
    run: async () => ({ code: 0, stdout: '', stderr: '' }),
  };
  const operator = {
    name: 'fake',
    confirm: async () => ({ answer: 'yes', by: 'fake' }) as const,
    ask: async () => 'yes',
  };
  const world = { ports: { ports: { eyes, apps, operator } }, picture };
  expect((await run(yaml(true), world)).ending).toBe('passed');
  const told = await run(yaml(false), world);
  expect(told.ending).toBe('failed');
  expect(told.reason).toContain('the promise');
});
