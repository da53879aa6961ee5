import type { Decision } from '../../../core/action.js';
import type { WindowFacts } from '../../../core/frame.js';
import type { Files, View } from '../../../ports.js';
import { filesNamed } from './words.js';

/** Deeds after which nothing can be otherwise than it was. */
const untouching = new Set([
  'move',
  'wait',
  'wait-for-change',
  'look-closer',
  'note',
  'ask',
  'check',
  'read',
]);
/** Keys that turn over what a window shows. */
const turning = new Set(['pageup', 'pagedown', 'home', 'end', 'up', 'down', 'left', 'right', 'tab']);
const pastes: readonly (readonly string[])[] = [
  ['ctrl', 'v'],
  ['shift', 'insert'],
];

/** What a file held at the start; undefined where there was none. */
export interface FileBefore {
  readonly text: string | undefined;
}

/**
 * How things stood when a goal was begun, and what its pilot has put on the screen since: what a proof is held
 * against. The start is the first frame of the goal and, for what still loaded then, the one that its first input was
 * decided on.
 */
export class Begun {
  readonly #first: View;
  #touched: View | undefined;
  /** The files that the goal names, where they could be read. */
  readonly files: ReadonlyMap<string, FileBefore>;
  readonly #texts: string[] = [];
  readonly #pressed = new Map<string, string>();
  readonly #typedIn = new Set<string>();
  /** Whether something was scrolled, dragged, turned over or filtered: what is gone may only be out of sight. */
  moved = false;

  private constructor(first: View, files: ReadonlyMap<string, FileBefore>) {
    this.#first = first;
    this.files = files;
  }

  static async at(view: View, goal: string, files: Files): Promise<Begun> {
    const before = new Map<string, FileBefore>();
    for (const path of filesNamed(goal)) {
      try {
        before.set(path, { text: await files.text(path) });
      } catch {
        // What cannot be read, such as a folder, can prove nothing either.
      }
    }
    return new Begun(view, before);
  }

  /** To be told of every act of the goal before it is done. */
  note({ action }: Decision, view: View): void {
    if (untouching.has(action.name)) return;
    this.#touched ??= view;
    const { name, input } = action;
    const active = view.frame.windows.find((window) => window.active);
    if (name === 'scroll' || name === 'drag' || name === 'mouse-down') this.moved = true;
    if (name === 'type') this.#type(typeof input.text === 'string' ? input.text : '', active);
    if (name === 'press') this.#press(input.keys, active);
  }

  #type(text: string, active: WindowFacts | undefined): void {
    this.moved = true;
    this.#texts.push(text);
    if (active !== undefined) this.#typedIn.add(active.id);
  }

  #press(keys: unknown, active: WindowFacts | undefined): void {
    const chord = (Array.isArray(keys) ? keys : String(keys).split('+')).map((key) =>
      String(key).toLowerCase(),
    );
    if (chord.some((key) => turning.has(key))) this.moved = true;
    const [only, ...others] = chord;
    const id = active?.id ?? '';
    if (pastes.some((paste) => paste.every((key) => chord.includes(key)))) this.#typedIn.add(id);
    if (only === undefined || others.length > 0 || [...only].length !== 1) return;
    this.#typedIn.add(id);
    this.#pressed.set(id, `${this.#pressed.get(id) ?? ''}${only}`);
  }

  /** The frame on which the goal was begun; the one at hand while nothing was touched. */
  startOf(now: View): View {
    return this.#touched ?? now;
  }

  /** All frames on which something may have been true already. */
  startsOf(now: View): readonly View[] {
    const start = this.startOf(now);
    return start.frame.sha256 === this.#first.frame.sha256 ? [start] : [this.#first, start];
  }

  /** All that was typed for the goal, key by key or as texts. */
  get typed(): readonly string[] {
    return [...this.#texts, ...this.#pressed.values()];
  }

  /** Whether keys of the goal have gone to a window, so that it may show no more than these. */
  typedInto({ id }: WindowFacts): boolean {
    return this.#typedIn.has(id);
  }
}
