import { Worker } from 'node:worker_threads';
import { childEntry } from '../../../core/entry.js';
import type { HelperSetup, MadeStrips, StripJob } from './strip-job.js';

/** A second thread that makes strips. It is started by the first job, and needs no end when the process ends. */
export class StripHelper {
  readonly #setup: HelperSetup;
  #worker: Worker | undefined;
  /** Jobs whose answer has not come, oldest first; answers come in this order. */
  readonly #waiting: ((made: MadeStrips) => void)[] = [];
  #ended = false;

  constructor(setup: HelperSetup) {
    this.#setup = setup;
  }

  /** Takes part in a job; answers what the helper made of it: nothing once it has ended. */
  help(job: StripJob): Promise<MadeStrips> {
    if (this.#ended) return Promise.resolve([]);
    this.#worker ??= this.#start();
    this.#worker.postMessage(job);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** Resolves when the thread has ended. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#end();
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(childEntry(import.meta.url, './worker.js'), { workerData: this.#setup });
    worker.unref();
    worker.on('message', (made: MadeStrips) => this.#waiting.shift()?.(made));
    // What it had taken is made by whoever waits, and meets the same error if that was no accident.
    worker.on('error', () => this.#end());
    worker.on('exit', () => this.#end());
    return worker;
  }

  #end(): void {
    this.#ended = true;
    this.#worker = undefined;
    for (const resolve of this.#waiting.splice(0)) resolve([]);
  }
}
