import { stoppedError } from './protocol.js';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A monitor, logical px. */
interface Area extends Point {
  readonly width: number;
  readonly height: number;
}

/** ms between two looks at the pointer, and looks in a row that make sure that it was no slip. */
const lookMs = 50;
const sureLooks = 3;
/** Looks outside after which a corner that was clicked in counts again: a move may reach the screen late. */
const leftLooks = 2;
/** px within which the pointer is in a corner. */
const nearPx = 1;

/** How the run says who stopped it. */
const pusher = 'the pointer, pushed into a corner of the screen';

/** Where a pointer that is pushed has to end: the corners that no other monitor lies behind. */
export function cornersOf(monitors: readonly Area[]): Point[] {
  const isOn = (x: number, y: number): boolean =>
    monitors.some(
      (each) => x >= each.x && y >= each.y && x < each.x + each.width && y < each.y + each.height,
    );
  return monitors.flatMap(({ x, y, width, height }) =>
    [-1, 1].flatMap((right) =>
      [-1, 1].flatMap((down) => {
        const corner = { x: right < 0 ? x : x + width - 1, y: down < 0 ? y : y + height - 1 };
        const isEnd = !isOn(corner.x + right, corner.y) && !isOn(corner.x, corner.y + down);
        return isEnd ? [corner] : [];
      }),
    ),
  );
}

/**
 * Stops the hand when a person pushes the pointer into a corner of the screen. Moves of the hand itself do not
 * count: it tells them here.
 */
export class StopCorner {
  readonly #position: () => Promise<Point>;
  readonly #pushed: (by: string) => void;
  readonly #timer: NodeJS.Timeout;
  #corners: readonly Point[];
  /** The corner that the hand itself, or somebody before the run, has put the pointer into. */
  #known: string | undefined;
  #puts = 0;
  #seen: { readonly corner: string | undefined; readonly looks: number } | undefined;

  /**
   * @param position where the pointer is
   * @param pushed is told once the pointer was pushed there, with the words for who stopped
   */
  constructor(position: () => Promise<Point>, monitors: readonly Area[], pushed: (by: string) => void) {
    this.#position = position;
    this.#corners = cornersOf(monitors);
    this.#pushed = pushed;
    // A display that is gone is told elsewhere.
    this.#timer = setInterval(() => void this.#look().catch(() => this.close()), lookMs);
    this.#timer.unref();
  }

  /** To be called before the hand moves the pointer. Rejects with code `stopped` when a person holds it in a corner. */
  async before(): Promise<void> {
    const corner = this.#corner(await this.#position());
    if (this.#seen === undefined || corner === undefined || corner === this.#known) return;
    this.#pushed(pusher);
    throw stoppedError(pusher);
  }

  /** To be called when the hand moves the pointer. */
  put(at: Point): void {
    this.#puts++;
    this.#known = this.#corner(at);
    this.#seen = { corner: this.#known, looks: 0 };
  }

  /** To be called when the monitors are others now. */
  resized(monitors: readonly Area[]): void {
    this.#corners = cornersOf(monitors);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const puts = this.#puts;
    const corner = this.#corner(await this.#position());
    // The hand has moved the pointer meanwhile.
    if (puts !== this.#puts) return;
    // Where it lies at the start was nobody's word.
    if (this.#seen === undefined) this.#known = corner;
    const before = this.#seen;
    const looks = before !== undefined && before.corner === corner ? before.looks + 1 : 1;
    this.#seen = { corner, looks };
    if (corner === undefined && looks >= leftLooks) this.#known = undefined;
    if (corner !== undefined && corner !== this.#known && looks === sureLooks) this.#pushed(pusher);
  }

  #corner({ x, y }: Point): string | undefined {
    const corner = this.#corners.find(
      (each) => Math.abs(each.x - x) <= nearPx && Math.abs(each.y - y) <= nearPx,
    );
    return corner && `${corner.x},${corner.y}`;
  }
}
