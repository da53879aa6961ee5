import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../src/app/reports.js';
import { DeskhandError } from '../../src/core/errors.js';
import { faultsForReplay, lockHolder, readRecording } from '../../src/recording/index.js';
import { forge, forgeries } from '../support/forgeries.js';

const place = mkdtempSync(join(tmpdir(), 'deskhand-forged-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));
const outside = { secret: join(place, 'outside.txt'), made: join(place, 'made') };
writeFileSync(outside.secret, 'CANARY-7731 is not to be read');

/** The answer, or the words of an error that was meant for people; anything else that is thrown is a fault. */
async function told(asked: Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify((await asked) ?? '');
  } catch (error) {
    if (error instanceof DeskhandError) return error.message;
    throw error;
  }
}

describe('a forged recording', () => {
  it.each(Object.entries(forgeries))('is read without harm: %s', async (name, forgery) => {
    const folder = join(place, name.replace(/\W+/g, '-'));
    forge(folder, forgery, outside);
    const answers = [
      await told(lockHolder(folder)),
      await told(readRecording(folder).then((recording) => faultsForReplay(recording))),
      ...(await Promise.all(
        (['html', 'json', 'junit', 'md'] as const).map((format) => told(renderReport(format, [folder]))),
      )),
    ];
    for (const answer of answers) {
      expect(answer).not.toContain('CANARY-7731');
      expect(answer).not.toContain('root:x:0');
    }
    expect(existsSync(outside.made)).toBe(false);
    rmSync(folder, { recursive: true });
  });

  it('comes in at least sixty kinds', () => {
    expect(Object.keys(forgeries).length).toBeGreaterThanOrEqual(60);
  });
});

it('a changed picture is told by every report, and such a run is no passed one for CI', async () => {
  const folder = join(place, 'changed');
  forge(folder, (at) => writeFileSync(join(at, 'frames/f0002.png'), 'something else'), outside);
  for (const format of ['html', 'json', 'junit', 'md'] as const)
    expect(await renderReport(format, [folder]), format).toMatch(
      /f0002\.png(&#58;|:|\\:)? ?.*not what was recorded/,
    );
  expect(JSON.parse(await renderReport('json', [folder])).runs[0].integrity.sealed).toBe(false);
  expect(await renderReport('junit', [folder])).toContain('errors="1"');
});
