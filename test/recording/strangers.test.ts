import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  faultsForReplay,
  GENESIS,
  hashOf,
  isOwn,
  lockHolder,
  openJournal,
  openSigner,
  readKept,
  readLines,
  readRecording,
  verifyRecording,
} from '../../src/recording/index.js';
import { decisionLine, drawnScreen, lookOf, runLine, steppingClock, temporaryFolder } from './support.js';

const golden = fileURLToPath(new URL('../fixtures/recordings/format-1', import.meta.url));

type Raw = Parameters<typeof hashOf>[0];

/** Writes lines whose hashes fit: what anybody can do. */
function forge(folder: string, lines: readonly Raw[]): void {
  let prev = GENESIS;
  const texts = lines.map((line, seq) => {
    const { hash: _, ...rest }: Raw = { ...line, seq, prev };
    prev = hashOf(rest);
    return `${JSON.stringify({ ...rest, hash: prev })}\n`;
  });
  writeFileSync(join(folder, 'recording.jsonl'), texts.join(''));
}

const linesIn = (folder: string): Raw[] =>
  readFileSync(join(folder, 'recording.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Raw);

/** A copy of the golden recording, with its lines changed and chained anew. */
async function forged(change: (line: Raw) => Raw): Promise<string> {
  const folder = await temporaryFolder();
  await cp(golden, folder, { recursive: true });
  forge(folder, linesIn(folder).map(change));
  return folder;
}

/** A small whole recording, signed. */
async function signed(signer: Awaited<ReturnType<typeof openSigner>>): Promise<string> {
  const folder = await temporaryFolder();
  const journal = await openJournal({ folder, clock: steppingClock(), signer });
  await journal.line(runLine());
  await journal.line({ type: 'ending', ending: 'passed', reason: 'done', acts: 0, ms: 1 });
  await journal.close();
  return folder;
}

describe('whose a recording is', () => {
  it('should be told by a seal that only this user can make', async () => {
    const home = await temporaryFolder();
    const signer = await openSigner(join(home, 'a', 'seal.key'));
    const other = await openSigner(join(home, 'b', 'seal.key'));
    expect(statSync(join(home, 'a', 'seal.key')).mode & 0o777).toBe(0o600);
    const folder = await signed(signer);
    expect(await isOwn(await readRecording(folder), signer)).toBe(true);
    expect(await isOwn(await readRecording(folder), await openSigner(join(home, 'a', 'seal.key')))).toBe(
      true,
    );
    expect(await isOwn(await readRecording(folder), other)).toBe(false);
    forge(
      folder,
      linesIn(folder).map((line) => (line.type === 'run' ? { ...line, params: { customer: 'Eve' } } : line)),
    );
    expect(await isOwn(await readRecording(folder), signer)).toBe(false);
    forge(folder, linesIn(folder).slice(0, -1));
    expect(await isOwn(await readRecording(folder), signer)).toBe(false);
  });

  it('should not be told by a key that others may read', async () => {
    const path = join(await temporaryFolder(), 'seal.key');
    await openSigner(path);
    chmodSync(path, 0o644);
    await expect(openSigner(path)).rejects.toMatchObject({ code: 'seal-key' });
  });

  it('should be told of a lock only in its own folder and for its own process', async () => {
    const signer = await openSigner(join(await temporaryFolder(), 'seal.key'));
    const folder = await temporaryFolder();
    const journal = await openJournal({ folder, clock: steppingClock(), signer });
    expect(await lockHolder(folder, signer)).toMatchObject({ own: true, alive: true });
    const lock = readFileSync(join(folder, 'recording.lock'), 'utf8');
    const copy = await temporaryFolder();
    writeFileSync(join(copy, 'recording.lock'), lock);
    expect(await lockHolder(copy, signer)).toMatchObject({ own: false });
    for (const change of [{ pid: 1 }, { started: undefined }, { signature: undefined }]) {
      writeFileSync(join(folder, 'recording.lock'), JSON.stringify({ ...JSON.parse(lock), ...change }));
      expect(await lockHolder(folder, signer), JSON.stringify(change)).toMatchObject({ own: false });
    }
    await journal.close();
  });
});

describe('a recording from a stranger', () => {
  it.each([
    ['../../../etc/passwd'],
    ['/dev/zero'],
    ['frames/../../x.png'],
    ['a/b/c/d.png'],
    ['frames\\..\\x.png'],
    ['frames/\u0000.png'],
    [''],
    ['..'],
  ])('should name no file outside of itself: %j', async (name) => {
    const folder = await forged((line) =>
      line.type === 'frame' ? { ...line, frame: { ...(line.frame as object), file: name } } : line,
    );
    expect((await readRecording(folder)).corrupt?.reason).toContain('no name of a file within the recording');
  });

  it('should have only plain files read, whatever stands in their place', async () => {
    const folder = await temporaryFolder();
    mkdirSync(join(folder, 'frames'));
    symlinkSync('/etc/passwd', join(folder, 'frames/link.png'));
    symlinkSync('/etc', join(folder, 'outside'));
    symlinkSync('/dev/zero', join(folder, 'zero'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    writeFileSync(join(folder, 'large'), Buffer.alloc(100));
    for (const name of ['frames/link.png', 'outside/passwd', 'zero', 'pipe', 'frames', 'missing'])
      expect(await readKept(folder, name), name).toBeUndefined();
    expect(await readKept(folder, 'large', 99)).toBeUndefined();
    expect((await readKept(folder, 'large', 100))?.length).toBe(100);
  });

  it('should be told to be damaged when a picture is another one, also before a replay', async () => {
    const folder = await forged((line) => line);
    expect(await verifyRecording(await readRecording(folder))).toEqual([]);
    const [file] = [...(await readRecording(folder)).frames.values()].map((frame) => frame.file);
    writeFileSync(join(folder, file ?? ''), await drawnScreen(99));
    expect(await faultsForReplay(await readRecording(folder))).toEqual([
      `${file}: it is not what was recorded`,
    ]);
  });

  it('should not be replayed when an act points outside of what is compared before it', async () => {
    for (const [at, fault] of [
      [{ x: 425, y: 316 }, undefined],
      [{ x: 10, y: 10 }, 'act 1 points outside of the patch that is compared before it'],
    ] as const) {
      const folder = await temporaryFolder();
      const journal = await openJournal({ folder, clock: steppingClock() });
      await journal.line(runLine());
      const { frame } = await journal.frame(lookOf(await drawnScreen(10)));
      const { x, y } = at;
      const line = decisionLine(1, frame.id, 'steps[0]', 'Save');
      if (line.type !== 'decision') throw new Error('it is a decision');
      const action = { name: 'click', input: { at: { x, y } } };
      await journal.line({ ...line, decision: { ...line.decision, action } });
      const box = { x: 0, y: 0, width: 640, height: 400 };
      const small = { x: 380, y: 300, width: 90, height: 32 };
      const file =
        fault === undefined ? frame.file : await journal.keep('patches/a1.png', await drawnScreen(1));
      const patch = { file, box: fault === undefined ? box : small } as never;
      await journal.line({ type: 'intent', act: 1, action, summary: 'click', patch });
      await journal.line({ type: 'outcome', act: 1, outcome: 'done', ms: 1 });
      await journal.line({ type: 'ending', ending: 'passed', reason: 'done', acts: 1, ms: 1 });
      await journal.close();
      expect(await faultsForReplay(await readRecording(folder))).toEqual(fault === undefined ? [] : [fault]);
    }
  });

  it('should not be able to exhaust the stack', () => {
    const deep = `{"seq":0,"prev":"${GENESIS}","type":"run","a":${'['.repeat(4000)}${']'.repeat(4000)},"hash":"x"}\n`;
    expect(readLines(Buffer.from(deep)).corrupt).toMatchObject({ line: 1 });
  });
});
