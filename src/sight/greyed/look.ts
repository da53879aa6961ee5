import { clip, type FrameBox, type FramePoint, frameBox, intersection } from '../../core/geometry.js';
import type { Greyed } from '../../core/target.js';
import type { TextLine, View } from '../../ports.js';
import type { RawPicture } from '../picture.js';
import { windowAt, windowBox } from '../place/windows.js';
import type { Reading } from '../reading.js';
import { greynessOf, mayBeGreyed } from './greyed.js';

/** How far around a label others are read to compare it with, in heights of it. */
const AROUND = { x: 40, y: 12 };

/**
 * Whether a label on a frame looks greyed out; undefined when it does not. Only a label that is pale has others
 * read around it: in its menu, or in its window.
 */
export async function greynessOn(
  reader: Reading,
  view: View,
  picture: RawPicture,
  label: { readonly box: FrameBox; readonly control: FrameBox | undefined; readonly point: FramePoint },
  signal: AbortSignal,
): Promise<Greyed | undefined> {
  const { box, control, point } = label;
  if (!mayBeGreyed(picture, box)) return undefined;
  const window = windowAt(view.frame, point);
  const inPopUp = window?.kind === 'pop-up';
  const within = window && windowBox(view.frame, window);
  const around = aroundOf(box, inPopUp ? undefined : within, picture);
  const read = (area: FrameBox | undefined): Promise<readonly TextLine[]> =>
    reader.read({ key: view.frame.sha256, path: view.path }, { signal, ...(area && { area }) });
  if (!inPopUp) return greynessOf(picture, { box, control, inPopUp }, await read(around), []);
  return greynessOf(picture, { box, control, inPopUp }, await read(within), await read(around));
}

function aroundOf(
  { x, y, width, height }: FrameBox,
  within: FrameBox | undefined,
  picture: RawPicture,
): FrameBox | undefined {
  const [beside, above] = [AROUND.x * height, AROUND.y * height];
  const around = clip(frameBox(x - beside, y - above, width + 2 * beside, height + 2 * above), picture);
  return around && within ? (intersection(around, within) ?? around) : around;
}
