import { expect, it } from 'vitest';
import { openVirtualDesktop } from '../../src/desktop/virtual/virtual-desktop.js';
import type { Result } from './clause.js';
import { runContract } from './contract.js';

/** Half a minute alone; other tests share the processor. */
const patient = { timeout: 600_000 };

/** The results on a virtual desktop of its own, by what each clause says. */
async function resultsOf(way: { native?: true }): Promise<Result[]> {
  const { display, env, close } = await openVirtualDesktop({ size: { width: 1280, height: 800 } });
  try {
    return await runContract({ kind: 'display', display, ...way }, env, () => undefined);
  } finally {
    await close();
  }
}

function told(results: readonly Result[], wanted: Result['result']): string[] {
  return results.filter(({ result }) => result === wanted).map(({ says, detail }) => `${says}: ${detail}`);
}

it('every promise of the ports holds on X11', patient, async () => {
  const results = await resultsOf({});
  expect(told(results, 'failed')).toEqual([]);
  expect(told(results, 'not offered')).toEqual([]);
  expect(results).toHaveLength(13);
});

it('the way of Windows and macOS keeps all of them on X11 but those about windows', patient, async () => {
  const results = await resultsOf({ native: true });
  expect(told(results, 'failed')).toEqual([]);
  // Which windows nut-js tells under X is a matter of luck; nothing else may be missing.
  const missing = results.filter(({ result }) => result === 'not offered').map(({ port }) => port);
  expect(missing.every((port) => port === 'windows' || port === 'apps')).toBe(true);
  expect(results).toHaveLength(13);
});
