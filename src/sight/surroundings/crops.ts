import { clip, type FrameBox, type FramePoint, frameBox, type Size } from '../../core/geometry.js';

/** The boxes that are kept for each act: what is acted on, and what stands around it. */
export interface Crops {
  readonly tight: FrameBox;
  readonly wide: FrameBox;
}

/** Size of the crop around a point, of the least one around a control, and of the context around both, frame px. */
const TIGHT = { width: 64, height: 40, margin: 6 };
const WIDE: Size = { width: 240, height: 96 };

/** The crops to keep for an act at a point or on a control, clipped to the frame. `size` is that of the wide one. */
export function cropAround(at: FramePoint | FrameBox, frame: Size, size: Size = WIDE): Crops {
  const box = 'width' in at ? at : frameBox(at.x, at.y, 1, 1);
  const isPoint = box.width <= 1 && box.height <= 1;
  const tight = isPoint
    ? around(box, TIGHT)
    : around(box, { width: box.width + 2 * TIGHT.margin, height: box.height + 2 * TIGHT.margin });
  const wide = around(box, {
    width: Math.max(size.width, tight.width),
    height: Math.max(size.height, tight.height),
  });
  const whole = frameBox(0, 0, frame.width, frame.height);
  return { tight: clip(tight, frame) ?? whole, wide: clip(wide, frame) ?? whole };
}

function around(box: FrameBox, size: Size): FrameBox {
  const x = Math.round(box.x + box.width / 2 - size.width / 2);
  const y = Math.round(box.y + box.height / 2 - size.height / 2);
  return frameBox(x, y, Math.round(size.width), Math.round(size.height));
}
