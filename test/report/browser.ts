import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../recording/support.js';

/** Name of the browser that is installed here, if any. */
export const chromium = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (name) => spawnSync('which', [name]).status === 0,
);

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** ms after which a page that does not come to its expected state has failed. */
const PATIENCE = 45_000;

/** One page in a headless browser, spoken to over its debugging pipe. */
export class BrowserPage {
  /** Addresses that the page asked for. */
  readonly requests: string[] = [];
  /** Errors and refusals that the page's console shows. */
  readonly complaints: string[] = [];
  readonly #waiting = new Map<number, (message: Message) => void>();
  #session: string | undefined;
  #next = 1;

  private constructor(private readonly process: ChildProcess) {
    let rest = '';
    (process.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split('\0');
      rest = parts.pop() ?? '';
      for (const part of parts) this.#receive(JSON.parse(part) as Message);
    });
  }

  /** Opens the page from disk; the browser ends with the test. */
  static async open(html: string): Promise<BrowserPage> {
    const folder = await temporaryFolder();
    const file = join(folder, 'report.html');
    await writeFile(file, html);
    const flags = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--window-size=1280,900',
      '--remote-debugging-pipe',
    ];
    const process = spawn(
      chromium ?? 'chromium',
      [...flags, `--user-data-dir=${join(folder, 'profile')}`, 'about:blank'],
      {
        stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      },
    );
    onTestFinished(async () => {
      const closed = once(process, 'close');
      // The pipes break with it.
      for (const pipe of [process.stdio[3], process.stdio[4]]) pipe?.on('error', () => undefined);
      process.kill('SIGKILL');
      await closed;
    });
    const page = new BrowserPage(process);
    const { targetId } = await page.#send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await page.#send('Target.attachToTarget', { targetId, flatten: true });
    page.#session = String(sessionId);
    // A page in the background paints no frames.
    await page.#send('Page.bringToFront', {});
    for (const domain of ['Network', 'Log', 'Runtime', 'Page']) await page.#send(`${domain}.enable`, {});
    await page.#send('Page.navigate', { url: pathToFileURL(file).href });
    await page.until('document.readyState === "complete"');
    return page;
  }

  /** The value of an expression in the page. */
  async value(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.#send('Runtime.evaluate', {
      expression,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value?: unknown }).value;
  }

  /** Waits until an expression in the page is true, looking at it after every painted frame. */
  async until(expression: string): Promise<void> {
    const from = performance.now();
    while ((await this.value(`Boolean(${expression})`)) !== true) {
      if (performance.now() - from > PATIENCE) throw new Error(`never came true: ${expression}`);
      await this.#send('Runtime.evaluate', {
        expression: 'new Promise((done) => requestAnimationFrame(done))',
        awaitPromise: true,
      });
    }
  }

  /** Presses a key, as a person would. */
  async press(key: string): Promise<void> {
    const text = key.length === 1 ? { text: key } : {};
    await this.#send('Input.dispatchKeyEvent', { type: 'keyDown', key, ...text });
    await this.#send('Input.dispatchKeyEvent', { type: 'keyUp', key });
  }

  #send(method: string, params: object): Promise<Record<string, unknown>> {
    const id = this.#next;
    this.#next += 1;
    const session = this.#session === undefined ? {} : { sessionId: this.#session };
    (this.process.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) =>
        error === undefined ? resolve(result ?? {}) : reject(new Error(`${method}: ${error.message}`)),
      );
    });
  }

  #receive(message: Message): void {
    if (message.id !== undefined) this.#waiting.get(message.id)?.(message);
    const params = message.params ?? {};
    if (message.method === 'Network.requestWillBeSent') {
      this.requests.push((params.request as { url: string }).url);
    }
    if (message.method === 'Log.entryAdded') this.complaints.push((params.entry as { text: string }).text);
    if (message.method === 'Runtime.exceptionThrown') this.complaints.push(JSON.stringify(params));
  }
}
