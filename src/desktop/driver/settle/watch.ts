import { viewChanged } from '../capture/capture.js';
import type { Inputs } from './inputs.js';
import type { Present } from './present.js';
import { Proof } from './proof.js';
import type { Wakes } from './wakes.js';

/** ms between two samples: while somebody waits for calm, while somebody waits for a change, and else. */
export const pace = { calm: 8, change: 24, idle: 250 } as const;
/** Right after an input the watch is fast without being asked, ms. */
const afterInputMs = 500;
/** A sample may take at most this share of the time. */
const dutyShare = 0.25;

/** Keeps the present picture up to date whenever something is drawn, as often as somebody wants to know. */
export class Watch {
  readonly #present: Present;
  readonly #wakes: Wakes;
  readonly #inputs: Inputs;
  readonly #failed: (error: unknown) => void;
  readonly #wanted: number[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sampling: Promise<void> | undefined;
  #woken = false;
  #endedAt = Number.NEGATIVE_INFINITY;
  #lastCost = 0;
  #open = true;
  readonly #proof: Proof;

  /** @param failed is told when a sample that nobody waits for fails */
  constructor(present: Present, wakes: Wakes, inputs: Inputs, failed: (error: unknown) => void) {
    this.#present = present;
    this.#wakes = wakes;
    this.#inputs = inputs;
    this.#failed = failed;
    this.#proof = new Proof(present, {
      complete: wakes.complete,
      told: () => wakes.pending || this.#sampling !== undefined,
      failed,
    });
    wakes.onWake(() => this.#wake());
    inputs.onInput(() => this.#hurry());
  }

  /** Asks for a sample at least every `everyMs` while things change; answers how to stop asking. */
  want(everyMs: number): () => void {
    this.#wanted.push(everyMs);
    this.#wakes.pace(Math.min(...this.#wanted));
    this.#hurry();
    return () => {
      const at = this.#wanted.indexOf(everyMs);
      if (at >= 0) this.#wanted.splice(at, 1);
      this.#wakes.pace(this.#wanted.length > 0 ? Math.min(...this.#wanted) : undefined);
    };
  }

  /** Samples whatever has been drawn up to now. */
  async flush(): Promise<void> {
    if (!this.#open) throw viewChanged();
    await this.#sampling;
    await this.#sample();
  }

  /**
   * Brings the present picture up to now: by what was drawn, where the display tells all of it, else by a
   * whole capture. Answers the ms that took.
   */
  async current(): Promise<number> {
    const started = performance.now();
    if (this.#proof.trusted) await this.flush();
    else await this.#present.refresh();
    return performance.now() - started;
  }

  /** Looks, bit by bit in the background, whether the display really told everything it drew. */
  verify(): void {
    this.#proof.begin();
  }

  async close(): Promise<void> {
    this.#open = false;
    clearTimeout(this.#timer);
    this.#proof.close();
    await this.#sampling?.catch(() => undefined);
    await this.#wakes.close();
  }

  #interval(): number {
    const now = performance.now();
    const hurried = now - this.#inputs.last.at < afterInputMs;
    const wanted = Math.min(hurried ? pace.calm : pace.idle, ...this.#wanted);
    return Math.max(wanted, this.#lastCost / dutyShare);
  }

  #wake(): void {
    this.#woken = true;
    this.#plan();
  }

  /** Somebody wants to know sooner than planned. */
  #hurry(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#woken) this.#plan();
  }

  #plan(): void {
    if (!this.#open || this.#timer !== undefined || this.#sampling !== undefined) return;
    const due = this.#endedAt + this.#interval() - performance.now();
    if (due > 0) this.#timer = setTimeout(() => this.#run(), due);
    else this.#run();
  }

  #run(): void {
    this.#timer = undefined;
    this.#sample().catch(this.#failed);
  }

  #sample(): Promise<void> {
    this.#sampling ??= this.#takeSample().finally(() => {
      this.#sampling = undefined;
      this.#endedAt = performance.now();
      if (this.#woken) this.#plan();
    });
    return this.#sampling;
  }

  async #takeSample(): Promise<void> {
    const started = performance.now();
    this.#woken = false;
    const area = await this.#wakes.take();
    if (area === undefined) return;
    await this.#present.refresh(area);
    this.#lastCost = performance.now() - started;
  }
}
