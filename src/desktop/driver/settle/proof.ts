import { frameBox } from '../../../core/geometry.js';
import { tileSide } from '../pixels/tiles.js';
import type { Present } from './present.js';

/** Height of a slice, px: fetching one takes about a ms even at 4K. */
const sliceRows = 2 * tileSide;
/** ms between two slices. */
const pauseMs = 25;

/**
 * Proves that a display tells of everything it draws: after a look the whole view is fetched slice by slice,
 * and a difference that nobody told of ends the trust for good. Every later look then fetches everything.
 */
export class Proof {
  readonly #present: Present;
  readonly #told: () => boolean;
  readonly #failed: (error: unknown) => void;
  #trusted: boolean;
  #row: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param options.complete whether the display claims to tell everything
   * @param options.told whether something was told that is not in the present picture yet
   */
  constructor(
    present: Present,
    options: { complete: boolean; told: () => boolean; failed: (error: unknown) => void },
  ) {
    this.#present = present;
    this.#trusted = options.complete;
    this.#told = options.told;
    this.#failed = options.failed;
  }

  /** Whether nothing was ever drawn in secret. */
  get trusted(): boolean {
    return this.#trusted;
  }

  /** Goes through the whole view once, unless that is under way. */
  begin(): void {
    if (!this.#trusted || this.#row !== undefined) return;
    this.#row = 0;
    this.#plan();
  }

  close(): void {
    this.#trusted = false;
    clearTimeout(this.#timer);
  }

  #plan(): void {
    this.#timer = setTimeout(() => {
      this.#slice().catch(this.#failed);
    }, pauseMs);
  }

  async #slice(): Promise<void> {
    const { width, height } = this.#present.picture.size;
    const row = this.#row ?? 0;
    const changed = await this.#present.refresh(frameBox(0, row, width, sliceRows));
    if (!this.#trusted) return;
    // The server sends word of what it drew before it sends the pixels, so by now the wake has arrived.
    if (changed && !this.#told()) this.#trusted = false;
    this.#row = row + sliceRows < height ? row + sliceRows : undefined;
    if (this.#trusted && this.#row !== undefined) this.#plan();
  }
}
