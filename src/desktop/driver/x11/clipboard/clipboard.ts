import type { X11Client } from '../client.js';
import { nextEvent } from '../windows-events.js';
import { type Content, contentOfText, words } from './content.js';
import { SelectionOwner } from './owner.js';
import { readSelection } from './read.js';

/** The two selections that applications paste from. */
export type SelectionName = 'CLIPBOARD' | 'PRIMARY';

/** ms that a clipboard manager gets to save what is left when the driver ends. */
const saveMs = 500;
const atomType = 4;

/**
 * The clipboard of a display. A text is lent to it while it is pasted; everything that was there before is
 * kept meanwhile in all its forms and put back.
 */
export class Clipboard {
  readonly #client: X11Client;
  #owner: Promise<SelectionOwner> | undefined;
  #lending = false;

  constructor(client: X11Client) {
    this.#client = client;
  }

  /**
   * Puts a text into the selections while `work` runs, and what was there back afterwards, whatever happens.
   * A selection that another program has taken meanwhile is left to it.
   *
   * @param secret asks clipboard histories not to keep the text
   */
  async lend<T>(
    { text, secret, selections }: { text: string; secret: boolean; selections: readonly SelectionName[] },
    signal: AbortSignal,
    work: (owner: SelectionOwner) => Promise<T>,
  ): Promise<T> {
    this.#owner ??= SelectionOwner.open(this.#client);
    const owner = await this.#owner;
    const atoms = await Promise.all(selections.map((name) => this.#client.atom(name)));
    const before: [selection: number, content: Content | undefined][] = [];
    for (const selection of atoms) before.push([selection, await this.#content(owner, selection, signal)]);
    signal.throwIfAborted();
    const lent = await contentOfText(this.#client, text, secret);
    this.#lending = true;
    try {
      for (const selection of atoms) await owner.own(selection, lent);
      return await work(owner);
    } finally {
      for (const [selection, content] of before) await this.#putBack(owner, selection, lent, content);
      this.#lending = false;
    }
  }

  /** Hands what is kept to a clipboard manager, if there is one: without one it ends with this program. */
  async close(): Promise<void> {
    const owner = await this.#owner;
    if (owner === undefined) return;
    const selection = await this.#client.atom('CLIPBOARD');
    const content = owner.content(selection);
    if (content !== undefined && !this.#lending) await this.#save(owner.window, content);
    owner.close();
  }

  async #content(
    owner: SelectionOwner,
    selection: number,
    signal: AbortSignal,
  ): Promise<Content | undefined> {
    const own = owner.content(selection);
    if (own !== undefined) return own;
    const window = await this.#client.ask<number>((raw, done) => raw.GetSelectionOwner(selection, done));
    return window === 0 ? undefined : readSelection(this.#client, owner.window, selection, signal);
  }

  async #putBack(
    owner: SelectionOwner,
    selection: number,
    lent: Content,
    content: Content | undefined,
  ): Promise<void> {
    if (owner.content(selection) !== lent) return;
    if (content === undefined) await owner.disown(selection);
    else await owner.own(selection, content);
  }

  /** Asks the clipboard manager to take everything over (freedesktop.org, ClipboardManager specification). */
  async #save(window: number, content: Content): Promise<void> {
    const [manager, targets, property] = await Promise.all(
      ['CLIPBOARD_MANAGER', 'SAVE_TARGETS', '_DESKHAND_SAVE'].map((name) => this.#client.atom(name)),
    );
    const { raw } = this.#client;
    const running = await this.#client.ask<number>((r, done) => r.GetSelectionOwner(manager ?? 0, done));
    if (running === 0) return;
    raw.ChangeProperty(0, window, property ?? 0, atomType, 32, words([...content.keys()]));
    await nextEvent(
      this.#client,
      () => raw.ConvertSelection(window, manager ?? 0, targets ?? 0, property ?? 0),
      (event) => event.name === 'SelectionNotify' && event.selection === manager,
      saveMs,
      new AbortController().signal,
    );
  }
}
