import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawSightings } from '../../src/sight/draw.js';
import { LocateQuery, locateOnPicture } from '../../src/sight/locate-picture.js';
import { knownReader, labelsAsLines, line, screen } from './screens.js';

const image = screen('tk-form-light').path;
const signal = new AbortController().signal;
const reader = knownReader([
  ...labelsAsLines('tk-form-light'),
  line('Close', labelsAsLines('zenity-form')[0]?.box ?? never()),
  line('Close', labelsAsLines('zenity-form')[1]?.box ?? never()),
]);

describe('locating on a picture file', () => {
  it('answers in plain JSON', async () => {
    const answer = await locateOnPicture(reader, LocateQuery.parse({ image, text: 'Cancel' }), signal);
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
    expect(answer).toMatchObject({ found: true, answer: 'found', rung: 'text', score: 1, text: 'Cancel' });
    expect(answer.box).toEqual(labelsAsLines('tk-form-light').find(({ text }) => text === 'Cancel')?.box);
  });

  it('has no box for what is absent or ambiguous', async () => {
    expect(await locateOnPicture(reader, { image, text: 'Nothing' }, signal)).toMatchObject({
      found: false,
      answer: 'absent',
      box: null,
      score: 0,
      rung: null,
    });
    const doubtful = await locateOnPicture(reader, { image, text: 'Close' }, signal);
    expect(doubtful).toMatchObject({ found: false, answer: 'ambiguous', box: null });
    expect(doubtful.candidates).toHaveLength(2);
  });

  it('finds a patch file', async () => {
    const answer = await locateOnPicture(reader, { image, patch: image }, signal);
    expect(answer).toMatchObject({
      found: true,
      rung: 'image',
      box: { x: 0, y: 0, width: 1280, height: 800 },
    });
  });

  it('refuses a query without a picture', () => {
    expect(LocateQuery.safeParse({ text: 'Cancel' }).success).toBe(false);
  });
});

describe('drawing sightings', () => {
  it('marks the box and leaves the rest as it was', async () => {
    const answer = await locateOnPicture(reader, { image, text: 'Cancel' }, signal);
    const before = await sharp(image).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const drawn = await sharp(await drawSightings(await readFile(image), [answer]))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(drawn.info).toMatchObject({ width: 1280, height: 800 });
    const at = (picture: typeof drawn, x: number, y: number) => [
      ...picture.data.subarray((y * 1280 + x) * 3, (y * 1280 + x) * 3 + 3),
    ];
    const { x = 0, y = 0 } = answer.box ?? {};
    expect(at(drawn, x + 3, y - 1)).not.toEqual(at(before, x + 3, y - 1));
    expect(at(drawn, 10, 790)).toEqual(at(before, 10, 790));
  });
});

function never(): never {
  throw new Error('the screen has no labels');
}
