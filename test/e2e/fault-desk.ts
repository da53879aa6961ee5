import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, vi } from 'vitest';
import type { RecordingLine } from '../../src/core/events.js';
import { openX11Client } from '../../src/desktop/driver/x11/client.js';
import { readRecording, verifyRecording } from '../../src/recording/index.js';
import { pressedOn } from '../support/drawing.js';
import { linesOf, type Running, root, start, untilLine } from './deskhand.js';

/** The order program as an application of a task. */
export function orders(folder: string): string {
  const args = [join(root, 'tasks/programs/orders/orders.py'), '--state', join(folder, 'state.json')];
  return `apps:\n  orders: {command: python3, args: ${JSON.stringify(args)}, window: Order Desk}\n`;
}

/** A run under way whose recording can be followed. */
export interface Followed extends Running {
  readonly recordings: string;
  readonly folder: string;
}

/** Starts a task with `--approve file` and nobody there but the test; waits until the line is written. */
export async function follow(
  place: { folder: string; recordings: string },
  text: string,
  wanted: (line: RecordingLine) => boolean,
  more: readonly string[] = [],
): Promise<Followed> {
  const file = join(place.folder, 'task.yaml');
  writeFileSync(file, text);
  const recordings = place.recordings;
  mkdirSync(recordings, { recursive: true });
  const running = start(['run', file, '--approve', 'file', '--recordings', recordings, ...more]);
  const folder = await untilLine({ recordings, running }, wanted);
  return { ...running, recordings, folder };
}

/** Waits until the run has written so many lines of a kind. */
export async function untilCount({ folder }: Followed, type: string, count: number): Promise<void> {
  await vi.waitUntil(() => linesOf(folder).filter((line) => line.type === type).length >= count, {
    timeout: 60_000,
    interval: 20,
  });
}

/** The process of the application that was launched first, and its display. */
export function appOf({ folder }: Followed): { pid: number; env: Record<string, string> } {
  const launched = linesOf(folder).find((line) => line.type === 'outcome');
  const pid = Number((launched as { answer?: { pid?: number } }).answer?.pid);
  const pairs = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  const env = Object.fromEntries(
    pairs
      .filter((pair) => pair !== '')
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
  return { pid, env };
}

/** The one request that waits for an answer, once it is there. */
export async function question({ recordings }: Followed): Promise<string> {
  const find = () =>
    existsSync(recordings)
      ? readdirSync(recordings, { recursive: true, encoding: 'utf8' }).find((name) =>
          name.endsWith('.request.json'),
        )
      : undefined;
  return vi.waitUntil(find, { timeout: 60_000, interval: 20 });
}

/** Answers a request. */
export function answer({ recordings }: Followed, request: string, yes: 'yes' | 'no'): void {
  const file = join(recordings, request.replace('.request.json', '.answer.json'));
  writeFileSync(file, JSON.stringify({ answer: yes, by: 'the test' }));
}

/** Runs a program on a display. */
export async function on(env: Record<string, string>, command: string, ...args: string[]): Promise<void> {
  await promisify(execFile)(command, args, { env: { ...process.env, ...env } });
}

/** Nothing is pressed on the display, as a client of its own sees it. */
export async function expectNothingDown(env: Record<string, string>): Promise<void> {
  const client = await openX11Client({
    display: env.DISPLAY ?? '',
    ...(env.XAUTHORITY !== undefined && { authority: env.XAUTHORITY }),
  });
  try {
    expect(await pressedOn(client)).toEqual({ keys: [], buttons: 0 });
  } finally {
    await client.close();
  }
}

/** The recording reads back whole and ends as said. */
export async function expectWhole(folder: string, ending: string): Promise<string> {
  const recording = await readRecording(folder);
  expect(recording.torn).toBeUndefined();
  expect(recording.corrupt).toBeUndefined();
  expect(await verifyRecording(recording)).toEqual([]);
  expect(recording.ending?.ending).toBe(ending);
  return recording.ending?.reason ?? '';
}
