import { setImmediate } from 'node:timers/promises';
import type { FrameBox } from '../../../core/geometry.js';
import { pngOf, type Strip } from './png.js';
import { StripHelper } from './strip-helper.js';
import { canHelp, stripBox, stripJob, takeStrip } from './strip-job.js';
import { type Box, StripMaker } from './strip-maker.js';
import { type TilePicture, type TileStore, tileSide } from './tiles.js';

/** Fewer strips than this are made before a helper has heard of them. */
const fewStrips = 4;

/** A whole picture that was encoded. It holds on to its tiles, so that no other pixels can come to lie at their places. */
interface Known {
  readonly picture: TilePicture;
  /** One for each row of tiles. */
  readonly strips: readonly Strip[];
}

/**
 * Makes PNGs out of tile pictures, one at a time. A PNG is made of strips, one for each row of tiles, by two threads
 * where there is a second core; strips that are the same as in the whole picture before are not made again.
 */
export class Encoder {
  readonly #store: TileStore;
  readonly #maker: StripMaker;
  readonly #helper: StripHelper | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  /** How many pictures are being made or wait for their turn. */
  #pending = 0;
  #known: Known | undefined;
  /** The whole picture that was asked for last. */
  #last: { readonly tiles: Uint32Array; readonly png: Promise<Uint8Array> } | undefined;

  constructor(store: TileStore) {
    this.#store = store;
    const { memory } = store.loops;
    this.#maker = new StripMaker(memory, store.scratch.own);
    this.#helper = canHelp ? new StripHelper({ memory, scratch: store.scratch.helper }) : undefined;
  }

  /** The whole picture as PNG. */
  whole(picture: TilePicture): Promise<Uint8Array> {
    if (this.#last !== undefined && sameTiles(this.#last.tiles, picture.tiles)) return this.#last.png;
    const held = this.#store.share(picture);
    const last = { tiles: held.tiles, png: this.#inTurn(() => this.#encodeWhole(held)) };
    this.#last = last;
    last.png.catch(() => {
      // A picture that could not be encoded is not remembered; whoever asked gets the error.
      this.#store.drop(held);
      if (this.#last === last) this.#last = undefined;
    });
    return last.png;
  }

  /** Makes the PNG of a picture that will probably be asked for, unless another one is being made. */
  prepare(picture: TilePicture): void {
    if (this.#pending > 0) return;
    // Whoever asks for the picture meets the error again.
    this.whole(picture).catch(() => undefined);
  }

  /** A part of the picture as PNG; `box` lies inside the picture and is whole px. */
  part(picture: TilePicture, box: FrameBox): Promise<Uint8Array> {
    const held = this.#store.share(picture);
    const png = this.#inTurn(async () => pngOf(box, await this.#strips(held, box)));
    const drop = (): void => this.#store.drop(held);
    png.then(drop, drop);
    return png;
  }

  /** Ends the thread that helps; whatever is being made is finished without it. */
  async close(): Promise<void> {
    await this.#helper?.close();
  }

  #inTurn(encode: () => Promise<Uint8Array>): Promise<Uint8Array> {
    this.#pending++;
    const made = this.#turn.then(encode).finally(() => this.#pending--);
    this.#turn = made.catch(() => undefined);
    return made;
  }

  async #encodeWhole(picture: TilePicture): Promise<Uint8Array> {
    const known = this.#known;
    const same = known?.strips.map((strip, row) =>
      sameRow(known.picture, picture, row) ? strip : undefined,
    );
    const strips = await this.#strips(picture, { x: 0, y: 0, ...picture.size }, same);
    if (known !== undefined) this.#store.drop(known.picture);
    this.#known = { picture, strips };
    return pngOf(picture.size, strips);
  }

  /** The box in strips of as many rows as a tile has; `made` has those that need not be made. */
  async #strips(picture: TilePicture, box: Box, made: readonly (Strip | undefined)[] = []): Promise<Strip[]> {
    const strips = Array.from({ length: Math.ceil(box.height / tileSide) }, (_, number) => made[number]);
    const wanted = [...strips.keys()].filter((number) => strips[number] === undefined);
    const job = stripJob(picture, box, wanted);
    const helped = wanted.length < fewStrips ? undefined : this.#helper?.help(job);
    for (let number = takeStrip(job); number !== undefined; number = takeStrip(job)) {
      // The messages that wait are heard between two strips: a stop comes through.
      await setImmediate();
      strips[number] = this.#maker.make(picture, stripBox(box, number));
    }
    if (wanted.some((number) => strips[number] === undefined))
      for (const [number, strip] of (await helped) ?? []) strips[number] = strip;
    // What a helper took that has ended since is made here.
    return strips.map((strip, number) => strip ?? this.#maker.make(picture, stripBox(box, number)));
  }
}

function sameTiles(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((tile, index) => tile === b[index]);
}

function sameRow(a: TilePicture, b: TilePicture, row: number): boolean {
  const [from, to] = [row * a.columns, (row + 1) * a.columns];
  return sameTiles(a.tiles.subarray(from, to), b.tiles.subarray(from, to));
}
