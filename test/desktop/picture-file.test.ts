import { closeSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openPictureFile, PictureOutbox, unpackPicture } from '../../src/desktop/driver/picture-file.js';

const picture = (bytes: number, value: number): Uint8Array => new Uint8Array(bytes).fill(value);
const large = 300_000;

describe.skipIf(process.platform !== 'linux')('the picture file', () => {
  const file = openPictureFile();
  if (file === undefined) throw new Error('this machine has no shared memory');

  it('holds one picture until it is taken; others go along as they are', () => {
    const outbox = new PictureOutbox(file);
    const first = outbox.pack({ key: 1, png: picture(large, 1) });
    expect(first).toEqual({ value: { key: 1, png: new Uint8Array() }, bytes: large });
    const second = { key: 2, png: picture(large, 2) };
    expect(outbox.pack(second)).toEqual({ value: second });
    expect(unpackPicture(file, first.value, large)).toEqual({ key: 1, png: Buffer.from(picture(large, 1)) });
    outbox.taken();
    const third = outbox.pack({ key: 3, png: picture(large + 5, 3) });
    expect(unpackPicture(file, third.value, third.bytes ?? 0)).toEqual({
      key: 3,
      png: Buffer.from(picture(large + 5, 3)),
    });
  });

  it('is not used for what is small or no picture, nor where there is none', () => {
    const outbox = new PictureOutbox(file);
    for (const value of [{ png: picture(100, 1) }, picture(large, 1), undefined, 'text', { png: 'x' }])
      expect(outbox.pack(value)).toEqual({ value });
    const value = { png: picture(large, 1) };
    expect(new PictureOutbox(undefined).pack(value)).toEqual({ value });
  });

  it('is not used when nothing can be written to it, and told when it breaks off', () => {
    const closed = openPictureFile() ?? -1;
    closeSync(closed);
    const value = { png: picture(large, 1) };
    expect(new PictureOutbox(closed).pack(value)).toEqual({ value });
    expect(() => unpackPicture(file, {}, 10_000_000)).toThrow(/ends after \d+ of 10000000 bytes/);
  });
});
