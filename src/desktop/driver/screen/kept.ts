import { DeskhandError } from '../../../core/errors.js';
import type { WindowFacts } from '../../../core/frame.js';
import type { TilePicture } from '../pixels/tiles.js';
import type { Eye } from './eye.js';

/** A frame whose pixels are kept for comparison. */
export interface KeptFrame {
  readonly key: number;
  /** The eye that saw it. */
  readonly eye: Eye;
  readonly picture: TilePicture;
  readonly windows: readonly WindowFacts[];
}

/** The frames that were taken or asked about last, as many as the limits allow; at least the newest. */
export class KeptFrames {
  readonly #frames: KeptFrame[] = [];
  readonly #most: number;
  readonly #mostBytes: number;
  #nextKey: number;

  constructor(limits: { frames: number; bytes: number; firstKey: number }) {
    this.#most = limits.frames;
    this.#mostBytes = limits.bytes;
    this.#nextKey = limits.firstKey;
  }

  /** Keeps what the eye sees now; later changes do not touch the frame. Those that nobody has asked about for longest go while there are too many. */
  keep(eye: Eye, windows: readonly WindowFacts[]): KeptFrame {
    const frame = { key: this.#nextKey++, eye, picture: eye.store.share(eye.present.picture), windows };
    this.#frames.push(frame);
    while (this.#frames.length > this.#most) this.#dropOldest();
    while (this.#frames.length > 1 && eye.store.usedBytes > this.#mostBytes) this.#dropOldest();
    return frame;
  }

  /** @throws DeskhandError code `frame-gone` when the frame is no longer kept or never was */
  get(key: number): KeptFrame {
    const at = this.#frames.findIndex((one) => one.key === key);
    const [frame] = at < 0 ? [] : this.#frames.splice(at, 1);
    if (frame !== undefined) {
      // Who asks will ask again: such as about the frame before a text that is waited for.
      this.#frames.push(frame);
      return frame;
    }
    throw new DeskhandError('failed', 'frame-gone', `The pixels of frame ${key} are no longer kept.`, {
      hint: 'Look again and use the new frame.',
    });
  }

  #dropOldest(): void {
    const oldest = this.#frames.shift();
    if (oldest !== undefined) oldest.eye.store.drop(oldest.picture);
  }
}
