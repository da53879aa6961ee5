import { appendFile, readFile, truncate, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RecordingEvent, RecordingLine } from '../../src/core/events.js';
import { redactor } from '../../src/core/secrets/redact.js';
import { followRecording, openJournal, readRecording } from '../../src/recording/index.js';
import { drawnScreen, lookOf, runLine, steppingClock, temporaryFolder } from './support.js';

const note = (text: string): RecordingEvent => ({ type: 'note', text });
const ending: RecordingEvent = {
  type: 'ending',
  ending: 'passed',
  reason: 'all done',
  acts: 0,
  usage: { calls: 0, inputTokens: 0, outputTokens: 0 },
  outputs: {},
  ms: 1,
};

/** A journal and the lines that its listener was told. */
async function recorded(folder: string) {
  const told: RecordingLine[] = [];
  const journal = await openJournal({
    folder,
    clock: steppingClock(),
    redact: redactor({ pin: 'tulip-7431' }),
    onLine: (line) => told.push(line),
  });
  await journal.line(runLine());
  return { journal, told };
}

describe('the stream of a recording', () => {
  it('should be the same for a listener, for a reader and for who follows it, without secrets', async () => {
    const folder = await temporaryFolder();
    const { journal, told } = await recorded(folder);
    await journal.frame(lookOf(await drawnScreen(3)));
    await journal.line(note('the pin is tulip-7431'));
    await journal.keep('model/a1.json', '{}');
    await journal.line(ending);
    await journal.close();
    expect(told.map(({ type }) => type)).toEqual(['run', 'frame', 'note', 'file', 'ending']);
    expect(JSON.stringify(told)).not.toContain('tulip');
    const followed: RecordingLine[] = [];
    for await (const line of followRecording(folder)) followed.push(line);
    expect(JSON.stringify(followed)).toBe(JSON.stringify(told));
    expect((await readRecording(folder)).lines).toEqual(told);
  });

  it('should be followed while it is written', async () => {
    const folder = await temporaryFolder();
    const { journal, told } = await recorded(folder);
    const followed: RecordingLine[] = [];
    for await (const line of followRecording(folder)) {
      followed.push(line);
      // Each line is written only when the one before it was seen.
      if (followed.length <= 3) await journal.line(note(`note ${followed.length}`));
      else if (line.type === 'note') await journal.line(ending);
    }
    expect(followed).toEqual(told);
    expect(followed.at(-1)?.type).toBe('ending');
    await journal.close();
  });

  it('should wait for the rest of a torn line, and end at it when nobody writes any more', async () => {
    const folder = await temporaryFolder();
    const { journal, told } = await recorded(folder);
    await journal.line(note('whole'));
    const file = join(folder, 'recording.jsonl');
    const whole = await readFile(file);
    const half = whole.length - 40;
    await truncate(file, half);
    const lines = followRecording(folder);
    expect((await lines.next()).value).toEqual(told[0]);
    const second = lines.next();
    await appendFile(file, whole.subarray(half));
    expect((await second).value).toEqual(told[1]);
    await appendFile(file, '{"seq":2,"at":');
    const third = lines.next();
    await unlink(join(folder, 'recording.lock'));
    expect(await third).toEqual({ done: true, value: undefined });
    await journal.close();
  });

  it('should stop at a line that was changed, after the good ones', async () => {
    const folder = await temporaryFolder();
    const { journal } = await recorded(folder);
    await journal.line(note('first'));
    await journal.line(note('b, the last'));
    await journal.close();
    const file = join(folder, 'recording.jsonl');
    await writeFile(file, (await readFile(file, 'utf8')).replace('b, the last', 'B, the last'));
    const seen: string[] = [];
    const follow = async () => {
      for await (const { type } of followRecording(folder)) seen.push(type);
    };
    await expect(follow()).rejects.toMatchObject({ code: 'recording-corrupt' });
    expect(seen).toEqual(['run', 'note']);
  });

  it('should end when it is told to, and tell of a folder without a recording', async () => {
    const folder = await temporaryFolder();
    await expect(followRecording(folder).next()).rejects.toMatchObject({ code: 'recording-missing' });
    const { journal } = await recorded(folder);
    const stop = new AbortController();
    const lines = followRecording(folder, { signal: stop.signal });
    await lines.next();
    const next = lines.next();
    stop.abort();
    expect((await next).done).toBe(true);
    await journal.close();
  });
});
