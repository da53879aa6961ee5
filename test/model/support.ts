import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { deeds } from '../../src/actions/index.js';
import type { OfferedTool, Picture } from '../../src/core/chat.js';
import { frameBox, type Size, screenPoint } from '../../src/core/geometry.js';
import type { SecondLooks } from '../../src/pilots/qwen/second-look.js';
import type { Clock, Situation, View } from '../../src/ports.js';

/** The deeds as the wiring offers them. */
export const offered: readonly OfferedTool[] = deeds
  .filter((deed) => deed.offered)
  .map(({ name, description, input }) => ({ name, description, schema: input }));

/** A clock that runs, and whose sleeps end at once and are counted as time. */
export function skippingClock(): Clock & { slept: number[] } {
  const slept: number[] = [];
  let skipped = 0;
  return {
    slept,
    now: () => performance.now() + skipped,
    wall: () => '2026-01-01T00:00:00.000Z',
    sleep: async (ms, signal) => {
      signal.throwIfAborted();
      slept.push(ms);
      skipped += ms;
    },
  };
}

export const never: AbortSignal = new AbortController().signal;

/** A folder of screens, each with one marker that only its pixels tell. */
export class Screens {
  readonly #folder: string;
  #made = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(): Promise<Screens> {
    return new Screens(await mkdtemp(join(tmpdir(), 'deskhand-screens-')));
  }

  async picture(size: Size, marker: { x: number; y: number }, side = 24): Promise<Picture> {
    const mark = { create: { width: side, height: side, channels: 3, background: '#ff00ff' } } as const;
    const png = await sharp({ create: { ...size, channels: 3, background: '#e8e8e4' } })
      .composite([
        {
          input: await sharp(mark).png().toBuffer(),
          left: Math.round(marker.x - side / 2),
          top: Math.round(marker.y - side / 2),
        },
      ])
      .png({ compressionLevel: 1 })
      .toBuffer();
    this.#made += 1;
    const path = join(this.#folder, `f${this.#made}.png`);
    await writeFile(path, png);
    const sha256 = createHash('sha256').update(png).digest('hex');
    return { path, sha256, file: `frames/f${this.#made}.png`, size, scale: 1, origin: screenPoint(0, 0) };
  }

  close(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }
}

/** The first look counts: text of no meaning stands wherever one looks, and nothing is risky. */
export const firstLookCounts: SecondLooks = {
  look: async () => {
    throw new Error('Nobody should look again.');
  },
  eyes: {
    read: async (_view, area) => {
      const box = area ?? frameBox(0, 0, 1, 1);
      return [{ text: '…', box, score: 1, words: [{ text: '…', box, score: 1 }] }];
    },
    locate: async () => ({ found: 'absent', reason: 'nobody looks', nearest: [], ms: 0 }),
  },
  risky: () => false,
};

/** The picture as the loop hands it to a pilot. */
export function viewOf(picture: Picture, id = 'f0001'): View {
  const { path, file, sha256, size, scale, origin } = picture;
  const frame = { id, file, sha256, size, scale, origin, display: ':1', windows: [], calm: true, at: 0 };
  return { path, key: 1, frame };
}

export function situationOf(
  view: View,
  acts: Situation['acts'] = [],
  hints: readonly string[] = [],
): Situation {
  return {
    view,
    acts,
    hints,
    values: {},
    changed: () => new Promise<never>(() => undefined),
    answers: async () => true,
    tell: async () => undefined,
  };
}
