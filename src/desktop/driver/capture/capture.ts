import { DeskhandError } from '../../../core/errors.js';
import type { FrameBox, ScreenPoint, Size } from '../../../core/geometry.js';
import type { CapturePath } from '../protocol.js';

/** Where the view lies on the desktop. */
export interface View {
  /** Frame px. */
  readonly size: Size;
  /** Logical position of the view's top left corner. */
  readonly origin: ScreenPoint;
  /** Frame px per logical px. */
  readonly scale: number;
}

/** Fetches pixels of one display. The pointer is never among them. */
export interface Capture {
  readonly path: CapturePath;
  /**
   * Puts the pixels of `area` (whole frame px inside the view) into `target`, 4 bytes each (blue, green, red
   * and one without meaning), row by row without gaps. Rejects with `DeskhandError` code `view-changed` when
   * the display no longer has this size.
   */
  grab(area: FrameBox, target: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** The error of whoever was looking while the display changed its size. */
export function viewChanged(cause?: unknown): DeskhandError {
  return new DeskhandError('failed', 'view-changed', 'The display changed its size during a look.', {
    hint: 'Look again.',
    ...(cause === undefined ? {} : { cause }),
  });
}
