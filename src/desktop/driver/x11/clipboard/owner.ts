import type { XEvent } from 'x11';
import { DeskhandError } from '../../../../core/errors.js';
import type { X11Client } from '../client.js';
import { addEvents, eventBits, nextEvent } from '../windows-events.js';
import { readProperty } from '../windows-read.js';
import { type Content, type Form, numbersIn, words } from './content.js';

/** A form that somebody asked for and got as a whole. */
export interface Fetched {
  /** The window that asked for it. */
  readonly requestor: number;
  readonly target: number;
}

/** Bytes that are handed over in one property; longer forms go piece by piece. */
const pieceBytes = 1 << 16;
/** ms that whoever fetches gets to take a piece. */
const pieceMs = 5000;
/** ms until the server must have told its time. */
const clockMs = 1000;

const atomType = 4;
const integerType = 19;
const deleted = 1;
const forever = new AbortController().signal;

/** Owns selections of one display with a content, and hands that out to whoever asks (ICCCM, section 2). */
export class SelectionOwner {
  readonly #client: X11Client;
  readonly window: number;
  readonly #owned = new Map<number, { readonly content: Content; readonly since: number }>();
  readonly #listeners = new Set<(fetched: Fetched) => void>();
  readonly #stop: () => void;
  #asked = 0;

  private constructor(client: X11Client, window: number) {
    this.#client = client;
    this.window = window;
    this.#stop = client.onEvent((event) => {
      if (event.owner !== window) return;
      if (event.name === 'SelectionClear') this.#cleared(event);
      if (event.name === 'SelectionRequest') this.#asked++;
      // A requestor that has gone needs no answer, and errors that nobody waits for are dropped.
      if (event.name === 'SelectionRequest') this.#answer(event).catch(() => undefined);
    });
  }

  static async open(client: X11Client): Promise<SelectionOwner> {
    const window = client.raw.AllocID();
    await client.ask<void>((raw, done) =>
      raw.CreateWindow(
        window,
        client.root,
        -1,
        -1,
        1,
        1,
        0,
        0,
        0,
        0,
        { eventMask: eventBits.property },
        done,
      ),
    );
    return new SelectionOwner(client, window);
  }

  /** What this owner holds of a selection; undefined when it does not own it. */
  content(selection: number): Content | undefined {
    return this.#owned.get(selection)?.content;
  }

  /**
   * Becomes the owner of a selection, whoever has it now.
   *
   * @throws DeskhandError code `clipboard-taken` when another program keeps it
   */
  async own(selection: number, content: Content): Promise<void> {
    const time = await this.#time();
    this.#owned.set(selection, { content, since: time });
    this.#client.raw.SetSelectionOwner(this.window, selection, time);
    const owner = await this.#client.ask<number>((raw, done) => raw.GetSelectionOwner(selection, done));
    if (owner === this.window) return;
    this.#owned.delete(selection);
    throw new DeskhandError('failed', 'clipboard-taken', 'Another program holds on to the clipboard.', {
      hint: 'Close clipboard tools, or type the text without paste.',
    });
  }

  /** Gives a selection up; it has no owner then. */
  async disown(selection: number): Promise<void> {
    const owned = this.#owned.get(selection);
    if (owned === undefined) return;
    this.#owned.delete(selection);
    this.#client.raw.SetSelectionOwner(0, selection, await this.#time());
    await this.#client.sync();
  }

  /** How often somebody has asked for a form so far, answered or not. */
  get asked(): number {
    return this.#asked;
  }

  /** Calls the listener for each form that was handed over; answers how to stop. */
  onFetched(listener: (fetched: Fetched) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  close(): void {
    this.#stop();
    this.#client.raw.DestroyWindow(this.window);
  }

  /** Now, on the clock of the server: an empty change of a property tells. */
  async #time(): Promise<number> {
    const property = await this.#client.atom('_DESKHAND_CLOCK');
    const told = await nextEvent(
      this.#client,
      () => this.#client.raw.ChangeProperty(2, this.window, property, integerType, 32, Buffer.alloc(0)),
      (event) => event.name === 'PropertyNotify' && event.wid === this.window && event.atom === property,
      clockMs,
      forever,
    );
    return told?.time ?? 0;
  }

  #cleared({ selection, time }: XEvent): void {
    const owned = selection === undefined ? undefined : this.#owned.get(selection);
    // One that was sent before this owner took the selection again means the time before.
    if (selection !== undefined && owned !== undefined && (time ?? 0) >= owned.since)
      this.#owned.delete(selection);
  }

  async #answer({ requestor, selection, target, property, time }: XEvent): Promise<void> {
    if (requestor === undefined || selection === undefined || target === undefined) return;
    // Old programs name no property and mean the one that is called like the target.
    const place = property === undefined || property === 0 ? target : property;
    const given = await this.#give(requestor, selection, target, place);
    const tell = (): void =>
      this.#client.raw.SendEvent(requestor, 0, 0, {
        name: 'SelectionNotify',
        time,
        requestor,
        selection,
        target,
        property: given === false ? 0 : place,
      });
    if (typeof given === 'boolean') tell();
    const whole = typeof given === 'boolean' ? given : await this.#sendPieces(requestor, given, place, tell);
    await this.#client.sync();
    if (whole) for (const listener of this.#listeners) listener({ requestor, target });
  }

  /** Writes one form into a property of the requestor; false when there is no such form, the form when it is too long. */
  async #give(
    requestor: number,
    selection: number,
    target: number,
    property: number,
  ): Promise<boolean | Form> {
    const owned = this.#owned.get(selection);
    if (owned === undefined) return false;
    const { raw } = this.#client;
    const [targets, timestamp, multiple] = await Promise.all(
      ['TARGETS', 'TIMESTAMP', 'MULTIPLE'].map((name) => this.#client.atom(name)),
    );
    if (target === targets) {
      const all = [targets, timestamp, multiple, ...owned.content.keys()] as number[];
      raw.ChangeProperty(0, requestor, property, atomType, 32, words(all));
      return true;
    }
    if (target === timestamp) {
      raw.ChangeProperty(0, requestor, property, integerType, 32, words([owned.since]));
      return true;
    }
    if (target === multiple) return this.#giveSeveral(requestor, selection, property);
    const form = owned.content.get(target);
    if (form === undefined) return false;
    if (form.data.length > pieceBytes) {
      await addEvents(this.#client, requestor, eventBits.property);
      const incremental = await this.#client.atom('INCR');
      raw.ChangeProperty(0, requestor, property, incremental, 32, words([form.data.length]));
      return form;
    }
    raw.ChangeProperty(0, requestor, property, form.type, form.unit as 8 | 16 | 32, form.data);
    return true;
  }

  /**
   * Several forms at once: the property lists pairs of target and property. A pair that fails gets no
   * property, and so does one whose form is long: those have to be asked for one by one.
   */
  async #giveSeveral(requestor: number, selection: number, property: number): Promise<boolean> {
    const name = await this.#client.atomName(property);
    const pairs = numbersIn(await readProperty(this.#client, requestor, name));
    const answered: number[] = [];
    for (let i = 0; i + 1 < pairs.length; i += 2) {
      const target = pairs[i] ?? 0;
      const place = pairs[i + 1] ?? 0;
      const given = await this.#give(requestor, selection, target, place);
      answered.push(target, given === true ? place : 0);
    }
    const pairType = await this.#client.atom('ATOM_PAIR');
    this.#client.raw.ChangeProperty(0, requestor, property, pairType, 32, words(answered));
    return true;
  }

  /**
   * Hands a long form over, each piece once the one before was taken; an empty piece is the end.
   *
   * @param tell says that the property is there; pieces are taken from then on
   */
  async #sendPieces(requestor: number, form: Form, property: number, tell: () => void): Promise<boolean> {
    const taken = (event: XEvent): boolean =>
      event.name === 'PropertyNotify' &&
      event.wid === requestor &&
      event.atom === property &&
      event.state === deleted;
    const write = (from: number): void => {
      const piece = form.data.subarray(from, from + pieceBytes);
      this.#client.raw.ChangeProperty(0, requestor, property, form.type, form.unit as 8 | 16 | 32, piece);
    };
    let step = tell;
    for (let from = 0; ; from += pieceBytes) {
      if ((await nextEvent(this.#client, step, taken, pieceMs, forever)) === undefined) return false;
      if (from >= form.data.length) break;
      step = () => write(from);
    }
    write(form.data.length);
    return true;
  }
}
