import { rmSync } from 'node:fs';
import type { Ending } from '../core/action.js';
import { DeskhandError, messageOf } from '../core/errors.js';
import type { RecordingLine } from '../core/events.js';
import type { OpenDesktop } from '../desktop/open-desktop.js';
import type { LoopHandle } from '../run/run-task.js';
import type { MemoryStats } from '../sight/memory.js';
import { LineStream } from './line-stream.js';

/** How a run ended, and what it left. */
export interface RunResult {
  readonly ending: Ending;
  readonly reason: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** Path of the recording. */
  readonly folder: string;
  /** Path of the HTML report; undefined when it could not be written. */
  readonly report: string | undefined;
  /** Hash of the last line: the anchor by which a cut or rewritten recording can be told. */
  readonly seal: string;
  /** How often a target was where it had been found before. */
  readonly places: MemoryStats;
}

/** What a run is doing: its desktop is being opened, it goes on, it pauses, or its ending is written. */
export type RunState = 'opening' | 'running' | 'paused' | 'ended';

/** A run that was started. */
export interface RunHandle {
  /** Every line of the recording, redacted, as soon as it is on disk; each iteration begins with the first line. */
  readonly events: AsyncIterable<RecordingLine>;
  /**
   * Resolves when everything that the run opened is closed, however the run ended. Rejects with a DeskhandError when it
   * could not begin: a bad task, no desktop, or `stopped` before anything was done.
   */
  readonly done: Promise<RunResult>;
  readonly state: RunState;
  /** Path of the recording; undefined until there is one. */
  readonly folder: string | undefined;
  /** Ends the run as stopped: no further input, everything released. Answers false when it had ended already. */
  stop(reason?: string): boolean;
  /** Pauses before the next look or act. */
  pause(): void;
  /** Goes on after a pause, with a new look at the screen. */
  resume(): void;
}

/** What may be opened during a run, and stops it on its own. */
type Stopping = Partial<Pick<OpenDesktop, 'stop' | 'onStopped' | 'onPerson'>>;

/** The handle that a run is steered by from its first moment, before its desktop and its loop are there. */
export class Steering implements RunHandle {
  readonly events = new LineStream();
  readonly done: Promise<RunResult>;
  folder: string | undefined;
  #state: 'opening' | 'running' | 'ended' = 'opening';
  #stopped: string | undefined;
  #wantsPause = false;
  #loop: LoopHandle | undefined;
  #desktop: Stopping | undefined;

  /** @param run does all of it; it is begun at once */
  constructor(run: (steering: Steering) => Promise<RunResult>) {
    this.done = run(this).finally(() => this.end());
    // Who follows the events may come to it only after they have ended.
    this.done.catch(() => 'it is told to whoever waits for it');
  }

  get state(): RunState {
    return this.#state === 'running' && this.#loop?.paused ? 'paused' : this.#state;
  }

  stop(reason = 'the program that started it'): boolean {
    if (this.#state === 'ended') return false;
    this.#stopped ??= reason;
    // Nothing was done yet, so nothing is left; whoever ends the process now need not wait.
    if (this.#state === 'opening') this.leaveNothing();
    this.#loop?.stop(reason);
    this.#desktop?.stop?.(reason).catch(() => this.#loop?.stop(`${reason}; the driver did not answer`));
    return true;
  }

  pause(): void {
    if (this.#state === 'ended') return;
    this.#wantsPause = true;
    this.#loop?.pause();
  }

  resume(): void {
    if (!this.#wantsPause && this.state !== 'paused') return;
    this.#wantsPause = false;
    this.#loop
      ?.resume()
      .catch((error: unknown) => this.#loop?.stop(`the run could not be resumed: ${messageOf(error)}`));
  }

  /** @throws DeskhandError `stopped` when a stop came before anything was done */
  throwIfStopped(): void {
    if (this.#stopped === undefined) return;
    throw new DeskhandError('failed', 'stopped', `stopped before the run began: ${this.#stopped}`);
  }

  /** From now on a stop is an ending that the recording tells. */
  begin(): void {
    this.throwIfStopped();
    this.#state = 'running';
  }

  /** Hands the loop over, and lets the desktop stop and pause it; answers how to let go of both. */
  take(loop: LoopHandle, desktop: Stopping): () => void {
    this.#loop = loop;
    this.#desktop = desktop;
    if (this.#stopped !== undefined) this.stop(this.#stopped);
    if (this.#wantsPause) loop.pause();
    const unbind = [
      desktop.onStopped?.((by) => loop.stop(`stopped by ${by}`)),
      desktop.onPerson?.((input) => {
        const told = input === undefined ? loop.quiet() : loop.disturbed(input);
        told.catch((error: unknown) => loop.stop(`a pause could not be written down: ${messageOf(error)}`));
      }),
    ];
    return () => {
      this.#state = 'ended';
      for (const undo of unbind) undo?.();
    };
  }

  /** The ending is written, or the run could not begin. */
  end(): void {
    this.#state = 'ended';
    this.events.end();
  }

  /** Removes the folder of a recording that did not begin. */
  leaveNothing(): void {
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
  }
}
