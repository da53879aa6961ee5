import { type FrameBox, frameBox } from '../../core/geometry.js';
import { commonest } from './ink.js';
import { crop, type Raster } from './raster.js';

/** How far a border may reach into a box, as shares of its height and width. Letters begin further in. */
const DEEP = { rows: 0.25, columns: 0.6, width: 0.35 };
/** Share of a row or column that must differ from the background; no letter and no row of letters fills so much. */
const FILLED = { rows: 0.9, columns: 0.95 };
/** A box up to this many times as wide as high holds few characters, or one. */
const FEW = 2;
/** Grey levels from the background from which a px may belong to a border. */
const DIFFERENT = 16;

/**
 * The px of `box` without what lies beyond the edge of the panel the text stands in: the border of an entry, the page
 * around a selected row. Next to such an edge recognisers lose narrow letters or see a bracket. Rows are cut off;
 * columns are painted over, so that the first column stays the box's.
 */
export function withoutBorders(raster: Raster, box: FrameBox): Raster {
  const part = crop(raster, box);
  const { width } = part;
  const few = width <= FEW * part.height;
  // The bars of a lone "=" and the strokes of a bold digit would fill the middle.
  const background = commonest(raster, few ? box : centreOf(box));
  const differs = (x: number, y: number): boolean =>
    Math.abs((part.data[y * width + x] as number) - background) > DIFFERENT;
  // Above and below a single character a border goes on beyond the box; the bars of "=" do not.
  const share = few ? 1 : FILLED.rows;
  const [top, bottom] = inner(part.height, DEEP.rows * part.height, (y) =>
    filled(0, width, (x) => differs(x, y), share),
  );
  const reach = Math.min(DEEP.columns * part.height, DEEP.width * width);
  const [left, right] = inner(width, reach, (x) => filled(top, bottom, (y) => differs(x, y), FILLED.columns));
  const data = part.data.slice(top * width, bottom * width);
  for (let from = 0; from < data.length; from += width) {
    data.fill(background, from, from + left);
    data.fill(background, from + right, from + width);
  }
  return { width, height: bottom - top, data };
}

/** The middle of the box, which holds more of the panel than of what surrounds it. */
function centreOf({ x, y, width, height }: FrameBox): FrameBox {
  const [across, down] = [Math.floor(width / 6), Math.floor(height / 4)];
  return frameBox(x + across, y + down, width - 2 * across, height - 2 * down);
}

/** [first, end) of what lies between the innermost borders that reach no deeper than `reach` from either side. */
function inner(length: number, reach: number, isBorder: (at: number) => boolean): [number, number] {
  let [first, end] = [0, length];
  for (let i = 0; i < Math.floor(reach); i++) {
    if (isBorder(i)) first = i + 1;
    if (isBorder(length - 1 - i)) end = length - 1 - i;
  }
  return [first, end];
}

function filled(from: number, to: number, isSet: (at: number) => boolean, share: number): boolean {
  let missing = 0;
  const most = (1 - share) * (to - from);
  for (let at = from; at < to; at++) if (!isSet(at) && ++missing > most) return false;
  return to > from;
}
