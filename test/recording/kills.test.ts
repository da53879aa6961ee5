import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { kills } from '../../bench/kills.js';
import { readRecording } from '../../src/recording/index.js';
import { temporaryFolder } from './support.js';

const CHILD = fileURLToPath(new URL('../../bench/kill-child.mjs', import.meta.url));

describe('kill -9', () => {
  it('loses no line that was acknowledged', async () => {
    const figures = await kills(20);
    expect(figures).toMatchObject({ kills: 20, lost: 0, corrupt: 0 });
    expect(figures.acknowledged).toBeGreaterThan(40);
  }, 60_000);

  it('of one of two writers: the other one never got in', async () => {
    const folder = await temporaryFolder();
    const writers = Array.from({ length: 4 }, () =>
      spawn(process.execPath, [CHILD, folder], { stdio: ['ignore', 'pipe', 'pipe'] }),
    );
    const results = await Promise.all(
      writers.map(async (writer) => {
        let errors = '';
        let lines = 0;
        writer.stderr.setEncoding('utf8').on('data', (text: string) => {
          errors += text;
        });
        writer.stdout.on('data', () => {
          lines += 1;
          // By now the others have been refused or will be: the lock stays behind.
          if (lines === 1) setTimeout(() => writer.kill('SIGKILL'), 300);
        });
        await once(writer, 'close');
        return { wrote: lines > 0, errors };
      }),
    );
    expect(results.filter(({ wrote }) => wrote)).toHaveLength(1);
    for (const { wrote, errors } of results) if (!wrote) expect(errors).toContain('recording-locked');
    const recording = await readRecording(folder);
    expect(recording.corrupt).toBeUndefined();
    expect(recording.ending).toBeUndefined();
    expect(recording.writer).toBeUndefined();
  }, 60_000);
});
