import { type FrameBox, frameBox } from '../../../core/geometry.js';
import { type Capture, viewChanged } from '../capture/capture.js';
import { changeOf, type TileChange, type TileSpan, tileSpan } from '../pixels/difference.js';
import { strideOfTile, type TilePicture, type TileStore, tilePlace, tileSide } from '../pixels/tiles.js';

/** What a refresh of the present picture found. The tiles of the changes are valid only while listeners run. */
export interface Sample {
  /** Monotonic ms, when the pixels had arrived. */
  readonly at: number;
  readonly changes: readonly TileChange[];
}

/** The display as it is now, refreshed on demand and by the watch. Everybody who refreshes it tells everybody what changed. */
export class Present {
  readonly store: TileStore;
  readonly picture: TilePicture;
  readonly #capture: Capture;
  readonly #listeners = new Set<(sample: Sample) => void>();
  readonly #waiting = new Set<() => void>();
  #turn: Promise<unknown> = Promise.resolve();
  #samples = 0;
  #open = true;

  constructor(store: TileStore, capture: Capture) {
    this.store = store;
    this.picture = store.create();
    this.#capture = capture;
  }

  /** Calls the listener with every sample that found a change; answers how to stop. */
  onSample(listener: (sample: Sample) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Fetches `area` (or everything), grown to whole tiles, one refresh after the other. Answers whether anything had changed. */
  refresh(area?: FrameBox): Promise<boolean> {
    const done = this.#turn.then(() => this.#refresh(area));
    this.#turn = done.catch(() => undefined);
    return done;
  }

  /** How many samples found a change so far. */
  get samples(): number {
    return this.#samples;
  }

  /** Resolves when more samples than `seen` have found a change, or after `ms`. */
  sampleAfter(seen: number, ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        if (signal.aborted) reject(signal.reason);
        else if (!this.#open) reject(viewChanged());
        else resolve();
      };
      const timer = setTimeout(done, ms);
      this.#waiting.add(done);
      signal.addEventListener('abort', done);
      if (signal.aborted || this.#samples > seen || !this.#open) done();
    });
  }

  /** Ends everything that waits here with the error `view-changed`; nothing is fetched any more. */
  async close(): Promise<void> {
    this.#open = false;
    for (const done of [...this.#waiting]) done();
    await this.#turn;
  }

  async #refresh(area: FrameBox | undefined): Promise<boolean> {
    if (!this.#open) throw viewChanged();
    const { store, picture } = this;
    const span = tileSpan(picture, area);
    if (span.right <= span.left || span.bottom <= span.top) return false;
    const x = span.left * tileSide;
    const y = span.top * tileSide;
    const width = Math.min(span.right * tileSide, picture.size.width) - x;
    const height = Math.min(span.bottom * tileSide, picture.size.height) - y;
    await this.#capture.grab(frameBox(x, y, width, height), store.bytes(store.raw, width * height * 4));
    const at = performance.now();
    const changes = this.#update(span, x, y, width);
    if (changes.length > 0) {
      for (const listener of this.#listeners) listener({ at, changes });
      for (const change of changes) store.release(change.before);
      this.#samples++;
      for (const done of [...this.#waiting]) done();
    }
    return changes.length > 0;
  }

  /** Takes over the tiles of the span that differ in the raw space, whose rows are `width` px and begin at x, y. */
  #update(span: TileSpan, x: number, y: number, width: number): TileChange[] {
    const { store, picture } = this;
    const { differs } = store.loops;
    const stride = width * 4;
    const changes: TileChange[] = [];
    for (let row = span.top; row < span.bottom; row++) {
      const tileHeight = Math.min(tileSide, picture.size.height - row * tileSide);
      for (let column = span.left; column < span.right; column++) {
        const tileWidth = Math.min(tileSide, picture.size.width - column * tileSide);
        const from = store.raw + (row * tileSide - y) * stride + (column * tileSide - x) * 4;
        const tile = row * picture.columns + column;
        const old = picture.tiles[tile] ?? 0;
        if (!differs(old, strideOfTile, from, stride, tileWidth, tileHeight)) continue;
        store.replace(picture, tile, from, stride);
        const change = changeOf(
          store,
          tilePlace(picture, tile),
          tile,
          old,
          picture.tiles[tile] ?? 0,
          undefined,
        );
        if (change !== undefined) changes.push(change);
      }
    }
    return changes;
  }
}
