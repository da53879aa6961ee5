import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Mask } from '../../core/frame.js';
import { type FrameBox, frameBox } from '../../core/geometry.js';
import type { Journal, View } from '../../ports.js';
import { cropPicture, loadPicture, type RawPicture, toRgb } from '../../sight/picture.js';
import { blackenPixels } from '../../sight/shield/black-out.js';
import { sameSurroundings } from '../../sight/surroundings/same.js';

interface Patch {
  readonly file: string;
  readonly box: FrameBox;
  /** What was black on the frame that it was cut from. */
  readonly masks?: readonly Mask[] | undefined;
}

/** What a secret hides on either side, px of the patch: neither side tells anything there. */
function hiddenIn({ box, masks = [] }: Patch, view: View): FrameBox[] {
  return [...masks, ...(view.frame.masks ?? [])].map(({ box: { x, y, width, height } }) =>
    frameBox(x - box.x, y - box.y, width, height),
  );
}

/** Compares the patch that a recording kept with the same place of a frame; `exact`: every pixel counts. */
export async function comparePatch(
  folder: string,
  patch: Patch,
  view: View,
  exact: boolean,
): Promise<{ same: boolean; score: number; reason: string }> {
  const hidden = hiddenIn(patch, view);
  const before = blackenPixels(await loadPicture(join(folder, patch.file)), hidden);
  const now = blackenPixels(cropPicture(await loadPicture(view.path), patch.box), hidden);
  if (!exact) return sameSurroundings(before, now);
  const same = haveEqualPixels(before, now);
  return { same, score: same ? 1 : 0, reason: same ? 'equal pixels' : 'not every pixel is the same' };
}

/** Whether two picture files show exactly the same, in `area` or everywhere. */
export async function equalPixels(
  first: string,
  second: string,
  area: FrameBox | undefined,
): Promise<boolean> {
  const [a, b] = await Promise.all([loadPicture(first), loadPicture(second)]);
  return area === undefined
    ? haveEqualPixels(a, b)
    : haveEqualPixels(cropPicture(a, area), cropPicture(b, area));
}

function haveEqualPixels(one: RawPicture, other: RawPicture): boolean {
  const [a, b] = [toRgb(one), toRgb(other)];
  return a.width === b.width && a.height === b.height && Buffer.compare(a.data, b.data) === 0;
}

/** Keeps what was expected and what was found side by side in the new recording. */
export async function keepDifference(
  folder: string,
  journal: Journal,
  act: number,
  patch: Patch,
  view: View,
): Promise<{ expected: string; found: string }> {
  const name = `differences/a${String(act).padStart(4, '0')}`;
  const { x, y, width, height } = patch.box;
  const expected = await journal.keep(`${name}-expected.png`, await readFile(join(folder, patch.file)));
  const crop = await sharp(view.path).extract({ left: x, top: y, width, height }).png().toBuffer();
  return { expected, found: await journal.keep(`${name}-found.png`, crop) };
}
