import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RecordingEvent } from '../../src/core/events.js';
import { frameBox, framePoint, screenPoint } from '../../src/core/geometry.js';
import type { Recording } from '../../src/core/recording.js';
import { assemble } from '../../src/recording/assemble.js';
import { GENESIS, hashOf } from '../../src/recording/chain.js';
import { readLines } from '../../src/recording/index.js';
import type { Picture } from '../../src/report/index.js';
import { decisionLine, runLine } from '../recording/support.js';

export const GOLDEN = fileURLToPath(new URL('../fixtures/recordings/format-1', import.meta.url));

/** Where the reports of these tests are read from. */
export const AT = { base: '/recordings' };

/** A recording from events, as if they had been written 10 ms apart. */
export function recordingOf(events: readonly RecordingEvent[], folder = '/recordings/sample'): Recording {
  let prev = GENESIS;
  const texts = events.map((event, seq) => {
    const wall = new Date(Date.UTC(2026, 10, 20, 13, 55) + seq * 10).toISOString();
    const line = JSON.parse(JSON.stringify({ seq, at: seq * 10, wall, ...event, prev }));
    prev = hashOf(line);
    return `${JSON.stringify({ ...line, hash: prev })}\n`;
  });
  const read = readLines(Buffer.from(texts.join('')));
  const header = read.lines[0];
  if (header?.type !== 'run' || read.corrupt !== undefined) throw new Error(JSON.stringify(read.corrupt));
  return assemble(folder, { ...read, header }, undefined);
}

export const frameLine = (number: number): RecordingEvent => ({
  type: 'frame',
  frame: {
    id: `f${String(number).padStart(4, '0')}`,
    file: `frames/f${String(number).padStart(4, '0')}.png`,
    sha256: String(number).padStart(64, '0'),
    size: { width: 640, height: 400 },
    scale: 1,
    origin: screenPoint(0, 0),
    display: ':12',
    windows: [],
    calm: true,
    at: number,
  },
  settleMs: 40,
  captureMs: 1,
  encodeMs: 6,
  saveMs: 2,
});

/** A run of many acts, each in a step of its own, with a frame each. */
export function longRun(acts: number): RecordingEvent[] {
  const events: RecordingEvent[] = [runLine('A long run')];
  for (let act = 1; act <= acts; act += 1) {
    const step = `steps[${act - 1}]`;
    const frame = `f${String(act).padStart(4, '0')}`;
    events.push(
      frameLine(act),
      { type: 'step-start', step, name: `Save order ${act}`, kind: 'click' },
      decisionLine(act, frame, step, `Save order ${act}`),
      { type: 'verdict', act, verdict: { answer: 'allow', reason: 'no rule objects' }, ms: 0.2 },
      { type: 'intent', act, action: { name: 'click', input: {} }, summary: `click left on “Save” (${act})` },
      { type: 'outcome', act, outcome: 'done', ms: 2 },
      { type: 'step-end', step, status: 'passed', ms: 90 },
    );
  }
  events.push({ type: 'ending', ending: 'passed', reason: 'all steps passed', acts, ms: acts * 90 });
  return events;
}

/** The golden recording and its pictures without touching the journal. */
export const goldenPicture = (): Picture => ({
  mime: 'image/png',
  base64: readFileSync(`${GOLDEN}/frames/f0001.png`).toString('base64'),
});

/** The text as the name of a file; the reader refuses names that lead out of the recording. */
export const fileNamed = (text: string): string => text.replaceAll(/[/\\\0]/g, '|');

/** A recording in which every text from outside is `hostile`. */
export function hostileRun(hostile: string): RecordingEvent[] {
  const action = { name: 'click', input: { text: hostile, point: { x: 10, y: 20 } } };
  const run = runLine(hostile);
  const hostileFile = fileNamed(hostile);
  return [
    {
      ...run,
      ...(run.type === 'run' && {
        task: {
          name: hostile,
          file: hostile,
          source: hostile,
          description: hostile,
          goal: hostile,
          tags: [hostile],
        },
        params: { [hostile]: hostile, list: [hostile] },
        pilot: hostile,
        model: hostile,
        operator: hostile,
        desktop: { kind: hostile, display: hostile },
        version: hostile,
        id: hostile,
        machine: { platform: hostile, node: hostile },
      }),
    } as RecordingEvent,
    frameLine(1),
    { type: 'step-start', step: hostile, name: hostile, kind: hostile },
    {
      type: 'decision',
      act: 1,
      frame: 'f0001',
      decision: {
        thought: hostile,
        action,
        target: { text: hostile, near: hostile, window: hostile, describe: hostile, image: hostile },
        sighting: {
          rung: 'text',
          box: frameBox(1, 2, 3, 4),
          point: framePoint(5, 6),
          score: 0.5,
          text: hostile,
          ms: 1,
        },
        step: hostile,
        stepName: hostile,
      },
      usage: { calls: 1, inputTokens: 1, outputTokens: 1, cost: 0.1, currency: hostile },
      exchange: hostileFile,
      ms: 1,
    },
    {
      type: 'verdict',
      act: 1,
      verdict: { answer: 'ask', reason: hostile, class: 'deleting', rule: hostile, evidence: hostile },
      ms: 1,
    },
    {
      type: 'confirmation',
      act: 1,
      summary: hostile,
      crop: hostileFile,
      approval: { answer: 'yes', by: hostile, reason: hostile },
      ms: 1,
    },
    { type: 'stale', act: 1, reason: hostile, frame: hostile, expected: hostileFile, found: hostileFile },
    {
      type: 'intent',
      act: 1,
      action,
      summary: hostile,
      patch: { file: hostileFile, box: frameBox(1, 2, 3, 4) },
    },
    { type: 'outcome', act: 1, outcome: 'failed', reason: hostile, answer: { [hostile]: hostile }, ms: 1 },
    frameLine(2),
    {
      type: 'check',
      act: 1,
      check: { text: hostile, visible: { text: hostile }, message: hostile, that: hostile },
      result: 'fails',
      detail: hostile,
      frame: 'f0002',
      ms: 1,
    },
    { type: 'look-again', reason: hostile, step: hostile },
    { type: 'value', name: hostile, value: hostile },
    { type: 'note', text: hostile },
    { type: 'stuck', reason: hostile, told: true },
    {
      type: 'difference',
      reason: hostile,
      expected: hostileFile,
      found: hostileFile,
      frame: 'f0002',
      box: frameBox(1, 2, 3, 4),
    },
    { type: 'pause', by: hostile },
    { type: 'resume', by: hostile, ms: 1 },
    { type: 'file', file: hostileFile, sha256: hostile, bytes: 1 },
    { type: 'artefact', name: hostile, file: hostileFile },
    { type: 'step-end', step: hostile, status: 'failed', reason: hostile, ms: 1 },
    {
      type: 'ending',
      ending: 'failed',
      reason: hostile,
      acts: 1,
      outputs: { [hostile]: hostile },
      usage: { calls: 1, inputTokens: 1, outputTokens: 1, currency: hostile, cost: 1 },
      ms: 1,
    },
  ];
}
