import type { TileStore } from '../pixels/tiles.js';
import type { Noise } from './noise.js';
import type { Sample } from './present.js';
import { type ChangeGroup, groupsOf, looksLikeCaret, looksLikeFade } from './shapes.js';

/** How long the rhythm of changes is remembered after the last one, ms. */
const burstMs = 1000;

/** Keeps the times of changes that matter for calm, and leaves out those that go on for ever. */
export class Unrest {
  /** Monotonic ms of the last change that matters. */
  lastAt = Number.NEGATIVE_INFINITY;
  /** Monotonic ms of the last change of any kind that was not known as noise: an application's answer. */
  answeredAt = Number.NEGATIVE_INFINITY;
  /** The longest pause between two changes of the present burst, ms. */
  longestPause = 0;
  /** How many samples of the present burst found a change that matters. */
  changes = 0;
  readonly #store: TileStore;
  readonly #noise: Noise;

  constructor(store: TileStore, noise: Noise) {
    this.#store = store;
    this.#noise = noise;
  }

  /** To be called with every sample, before noise learns from it. */
  observe(sample: Sample): void {
    const store = this.#store;
    const news = sample.changes.filter((change) => !this.#noise.covers(change, sample.at, 'any'));
    if (news.length === 0) return;
    this.answeredAt = sample.at;
    const passing = (group: ChangeGroup): boolean =>
      looksLikeCaret(store, group) || looksLikeFade(store, group);
    if (groupsOf(news).every(passing)) return;
    const pause = sample.at - this.lastAt;
    const same = pause <= burstMs;
    this.longestPause = same ? Math.max(this.longestPause, pause) : 0;
    this.changes = same ? this.changes + 1 : 1;
    this.lastAt = sample.at;
  }

  /** A new act begins a new burst. */
  restart(): void {
    this.longestPause = 0;
    this.changes = 0;
    // The pause up to the first change of the next burst is the application's reaction time, not its rhythm.
    this.lastAt = Number.NEGATIVE_INFINITY;
  }
}
