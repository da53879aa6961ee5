import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frameBox, framePoint, screenBox } from '../../../src/core/geometry.js';
import type { Located, Target } from '../../../src/core/target.js';
import type { TextLine, View } from '../../../src/ports.js';
import { openEyes } from '../../../src/sight/ladder.js';
import { encodePicture } from '../../../src/sight/picture.js';
import type { Reading } from '../../../src/sight/reading.js';
import { knownReader, line, viewOf } from '../screens.js';

const size = { width: 640, height: 400 };
let folder = '';
let picture = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskhand-text-rung-'));
  picture = join(folder, 'grey.png');
  const data = new Uint8Array(size.width * size.height * 3).fill(230);
  await writeFile(picture, await encodePicture({ ...size, channels: 3, data }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const at = (text: string, x: number, y: number) => line(text, frameBox(x, y, 8 * text.length, 18));

function locate(target: Target, lines: readonly TextLine[], more: { view?: View; reader?: Reading } = {}) {
  const { view = viewOf(picture, size), reader = knownReader(lines) } = more;
  return openEyes({ reader, imageFolder: folder }).locate(view, target, new AbortController().signal);
}

const pointOf = (located: Located) => (located.found === 'found' ? located.sighting.point : located.reason);

describe('twins', () => {
  const twins: Awaited<ReturnType<Reading['read']>> = [at('Edit…', 20, 20), at('Edlt…', 20, 60)];

  it('are two though one was read wrong', async () => {
    const reader: Reading = { ...knownReader(twins), find: async () => twins };
    expect(await locate({ text: 'Edit…' }, twins, { reader })).toMatchObject({
      found: 'ambiguous',
      reason: '2 places fit equally well',
    });
  });

  it('are one when the pixels of the other hardly say the text', async () => {
    const reader = {
      ...knownReader(twins),
      find: async () => twins,
      confirmed: [],
      // Readers have a state of their own.
      async confirm() {
        return this.confirmed;
      },
    };
    expect(pointOf(await locate({ text: 'Edit…' }, twins, { reader }))).toEqual(framePoint(40, 29));
  });

  it('are told apart by exact case', async () => {
    const lines = [at('SAVE', 20, 20), at('Save', 20, 60)];
    expect(pointOf(await locate({ text: 'Save' }, lines))).toEqual(framePoint(36, 69));
  });

  it('are one where the other is the tip of the first', async () => {
    const view = viewOf(picture, size);
    const tipped = { ...view, frame: { ...view.frame, tips: [screenBox(50, 40, 60, 24)] } };
    const lines = [at('Save', 20, 20), at('Save', 60, 43)];
    expect((await locate({ text: 'Save' }, lines)).found).toBe('ambiguous');
    expect(pointOf(await locate({ text: 'Save' }, lines, { view: tipped }))).toEqual(framePoint(36, 29));
    expect((await locate({ text: 'Save' }, lines.slice(1), { view: tipped })).found).toBe('found');
  });
});

it('tells a box that ends at the border of its window', async () => {
  const view = viewOf(picture, size);
  const window = {
    id: '1',
    title: 'Notes',
    class: 'notes',
    pid: 1,
    box: screenBox(30, 0, 300, 60),
    active: true,
  };
  const framed = { ...view, frame: { ...view.frame, windows: [window] } };
  const located = await locate({ text: 'December' }, [at('December', 27, 20)], { view: framed });
  expect(located).toMatchObject({ found: 'found', sighting: { box: frameBox(30, 20, 61, 18) } });
});

describe('a label on a panel of the desktop', () => {
  const window = { id: 'bar', title: 'bar', class: 'awesome', active: false, kind: 'panel' } as const;
  const bar = { ...window, box: screenBox(0, 0, size.width, 40) };
  /** The frame with a panel so large on it. */
  const barred = (panel = bar): View => {
    const view = viewOf(picture, size);
    return { ...view, frame: { ...view.frame, windows: [panel] } };
  };
  const onBar = at('7', 20, 10);

  it('gives way to one elsewhere', async () => {
    const located = await locate({ text: '7' }, [onBar, at('7', 300, 200)], { view: barred() });
    expect(pointOf(located)).toMatchObject({ y: 209 });
  });

  it('is found only by who names the panel', async () => {
    expect(await locate({ text: '7' }, [onBar], { view: barred() })).toMatchObject({
      found: 'absent',
      reason: '“7” stands only on a panel of the desktop; to act on that, name it: window: {class: awesome}',
    });
    const named = await locate({ text: '7', window: { class: 'awesome' } }, [onBar], { view: barred() });
    expect(named.found).toBe('found');
  });

  it('is an icon of the desktop where the panel takes the whole screen', async () => {
    const whole = { ...bar, box: screenBox(0, 0, size.width, size.height) };
    expect((await locate({ text: '7' }, [onBar], { view: barred(whole) })).found).toBe('found');
  });
});

describe('a word of a sentence', () => {
  const blind = [at('(enter blind)', 20, 20)];

  it('is told and not found', async () => {
    const located = await locate({ text: 'Enter' }, blind);
    expect(located).toMatchObject({
      found: 'ambiguous',
      reason: expect.stringContaining('only as a part of “(enter blind)”'),
    });
  });

  it('gives way to the label', async () => {
    expect(pointOf(await locate({ text: 'Enter' }, [...blind, at('Enter', 300, 200)]))).toEqual(
      framePoint(320, 209),
    );
  });

  it('is found by who asks for a part', async () => {
    expect((await locate({ text: { has: 'enter' } }, blind)).found).toBe('found');
  });
});

describe('the point', () => {
  it('lies on the longest line of a label over two', async () => {
    const lines = [at('SIGNATURE', 100, 100), at('DRINKS', 112, 120)];
    const located = await locate({ text: 'SIGNATURE DRINKS' }, lines);
    expect(pointOf(located)).toEqual(framePoint(136, 109));
  });

  it('is moved by the offset from the middle of the letters', async () => {
    const lines = [at('Approve|Reject', 100, 100)];
    const plain = pointOf(await locate({ text: 'Reject' }, lines)) as { x: number; y: number };
    expect(plain.x).toBeGreaterThan(160);
    const moved = await locate({ text: 'Reject', offset: { x: 5, y: -3 } }, lines);
    expect(pointOf(moved)).toEqual({ x: plain.x + 5, y: plain.y - 3 });
  });

  it('is given up where other words are read under it', async () => {
    const known = knownReader([at('Erase', 20, 20)]);
    const reader: Reading = { ...known, find: async () => [at('Archive', 20, 20)] };
    expect(await locate({ text: 'Archive' }, [], { reader })).toMatchObject({
      found: 'absent',
      reason: expect.stringContaining('reads “Erase”'),
    });
  });
});

describe('what cannot be seen', () => {
  const window = (id: string, title: string, box: [number, number, number, number]) => ({
    id,
    title,
    class: 'App',
    box: screenBox(...box),
    active: false,
  });

  it.each([
    [
      'lies under',
      [window('2', 'Ontop', [90, 90, 300, 200]), window('1', 'Below', [100, 100, 200, 100])],
      '100 % of the window “Below” lies under “Ontop”',
    ],
    [
      'lies beyond the edge',
      [window('1', 'Below', [540, 100, 200, 100])],
      '50 % of the window “Below” lies beyond the edge',
    ],
  ])('is told: the window %s', async (_what, windows, words) => {
    const located = await locate({ text: 'Apply', window: 'Below' }, [at('Apply', 10, 10)], {
      view: viewOf(picture, size, windows),
    });
    expect(located).toMatchObject({ found: 'absent', reason: expect.stringContaining(words), nearest: [] });
  });
});
