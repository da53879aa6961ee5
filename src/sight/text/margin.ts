import { columnsOf, inkOf } from './ink.js';
import { whole } from './raster.js';
import type { Strip } from './spaces.js';

/** Columns of background beside a letter at the very edge, as a share of the height. */
const MARGIN = 0.2;

/**
 * The line with some background on each side where a letter stands at the very edge, such as the first one of a panel:
 * recognisers are shown what lies at the edge over and over beside it, and lose a letter that grows into a bar.
 */
export function withMargins(strip: Strip): Strip {
  const { raster, dots = [] } = strip;
  const ink = inkOf(raster, whole(raster));
  const columns = columnsOf(ink);
  const margin = Math.ceil(MARGIN * raster.height);
  const left = columns[0] ? margin : 0;
  const right = columns.at(-1) ? margin : 0;
  if (left + right === 0) return strip;
  const width = left + raster.width + right;
  const data = new Uint8Array(width * raster.height).fill(ink.background);
  for (let y = 0; y < raster.height; y++)
    data.set(raster.data.subarray(y * raster.width, (y + 1) * raster.width), y * width + left);
  return {
    raster: { width, height: raster.height, data },
    x: strip.x - left,
    dots: dots.map((each) => ({ left: each.left + left, right: each.right + left })),
  };
}
