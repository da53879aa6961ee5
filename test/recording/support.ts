import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { onTestFinished } from 'vitest';
import type { RecordingEvent } from '../../src/core/events.js';
import { frameBox, framePoint, screenBox, screenPoint } from '../../src/core/geometry.js';
import type { Clock, Journal, Look } from '../../src/ports.js';

/** A clock that moves 10 ms with every look at it. */
export function steppingClock(from = '2026-11-20T13:55:02.000Z'): Clock {
  let ms = 1000;
  const start = Date.parse(from);
  return {
    now: () => {
      ms += 10;
      return ms;
    },
    wall: () => new Date(start + ms).toISOString(),
    sleep: async () => undefined,
  };
}

/** A folder that is removed after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-recording-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A window with a button, drawn; `shade` makes pictures differ. */
export function drawnScreen(shade: number, label = 'Save'): Promise<Uint8Array> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400">
    <rect width="640" height="400" fill="rgb(${shade % 256},96,128)"/>
    <rect x="60" y="40" width="520" height="320" rx="6" fill="#f4f4f6"/>
    <rect x="60" y="40" width="520" height="28" rx="6" fill="#d5d8de"/>
    <text x="76" y="59" font-family="DejaVu Sans" font-size="13" fill="#222">Orders</text>
    <rect x="380" y="300" width="90" height="32" rx="4" fill="#3b6fd4"/>
    <text x="405" y="321" font-family="DejaVu Sans" font-size="14" fill="#fff">${label}</text>
    <rect x="84" y="100" width="${40 + (shade % 300)}" height="14" fill="#b9c0cc"/></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

export function lookOf(png: Uint8Array, title = 'Orders'): Look {
  return {
    key: 1,
    png,
    size: { width: 640, height: 400 },
    scale: 1,
    origin: screenPoint(0, 0),
    display: ':12',
    pointer: screenPoint(320, 200),
    windows: [
      { id: '0x40', title, class: 'Orders', pid: 99, box: screenBox(60, 68, 520, 292), active: true },
    ],
    calm: true,
    settleMs: 42,
    captureMs: 1.2,
    encodeMs: 6.5,
  };
}

export const runLine = (name = 'Save an order'): RecordingEvent => ({
  type: 'run',
  format: 1,
  version: '0.1.0',
  id: 'k7x2m',
  task: { name, file: 'tasks/save.yaml', source: `name: ${name}\n`, tags: ['sample'] },
  params: { customer: 'Ada', rows: 3 },
  pilot: 'script',
  operator: 'author',
  desktop: { kind: 'virtual', display: ':12', size: { width: 640, height: 400 } },
  limits: { steps: 100, seconds: 900 },
  machine: { platform: 'linux', node: 'v20.20.2' },
});

export const decisionLine = (act: number, frame: string, step: string, name: string): RecordingEvent => ({
  type: 'decision',
  act,
  frame,
  decision: {
    thought: 'The order is filled in, so it can be saved.',
    action: { name: 'click', input: { point: { x: 425, y: 316 }, button: 'left', count: 1 } },
    target: { text: 'Save' },
    sighting: {
      rung: 'text',
      box: frameBox(404, 308, 38, 16),
      point: framePoint(425, 316),
      score: 0.98,
      text: 'Save',
      control: frameBox(380, 300, 90, 32),
      ms: 31,
    },
    step,
    stepName: name,
  },
  ms: 33,
});

/** A run of two steps, as the loop writes it: one plain act and one that asks. */
export async function writeSample(journal: Journal): Promise<void> {
  await journal.line(runLine());
  const first = await journal.frame(lookOf(await drawnScreen(10)));
  await journal.line({ type: 'step-start', step: 'steps[0]', name: 'Save the order', kind: 'click' });
  await journal.line(decisionLine(1, first.frame.id, 'steps[0]', 'Save the order'));
  await journal.line({
    type: 'verdict',
    act: 1,
    verdict: { answer: 'allow', reason: 'no rule objects' },
    ms: 0.2,
  });
  const patch = await journal.keep('patches/a1.png', await drawnScreen(10));
  await journal.line({
    type: 'intent',
    act: 1,
    action: { name: 'click', input: { point: { x: 425, y: 316 } } },
    summary: 'click left on “Save” at 425,316',
    patch: { file: patch, box: frameBox(380, 300, 90, 32) },
  });
  await journal.line({ type: 'outcome', act: 1, outcome: 'done', ms: 2.5 });
  const second = await journal.frame(lookOf(await drawnScreen(200, 'Saved')));
  await journal.line({
    type: 'check',
    act: 1,
    check: { text: 'Saved' },
    result: 'holds',
    frame: second.frame.id,
    ms: 12,
  });
  await journal.line({ type: 'step-end', step: 'steps[0]', status: 'passed', ms: 160 });
  await journal.line({ type: 'step-start', step: 'steps[1]', name: 'Delete the draft', kind: 'click' });
  await journal.line(decisionLine(2, second.frame.id, 'steps[1]', 'Delete the draft'));
  await journal.line({
    type: 'verdict',
    act: 2,
    verdict: { answer: 'ask', reason: 'the label says “Delete”', class: 'deleting', evidence: 'Delete' },
    ms: 0.3,
  });
  const crop = await journal.keep('crops/a2.png', await drawnScreen(200, 'Delete'));
  await journal.line({
    type: 'confirmation',
    act: 2,
    summary: 'click left on “Delete”',
    crop,
    approval: { answer: 'yes', by: 'author' },
    ms: 1,
  });
  await journal.line({
    type: 'intent',
    act: 2,
    action: { name: 'click', input: { point: { x: 425, y: 316 } } },
    summary: 'click left on “Delete” at 425,316',
  });
  await journal.line({ type: 'outcome', act: 2, outcome: 'done', ms: 2.1 });
  await journal.frame(lookOf(await drawnScreen(10)));
  await journal.line({ type: 'value', name: 'total', value: 42.5 });
  await journal.line({ type: 'note', text: 'The draft is gone.' });
  await journal.line({ type: 'step-end', step: 'steps[1]', status: 'passed', ms: 90 });
  await journal.line({ type: 'ending', ending: 'passed', reason: 'all steps passed', acts: 2, ms: 400 });
}
