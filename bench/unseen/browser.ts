import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

interface Message {
  readonly id?: number;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** Chromium over a whole display, spoken to over its debugging pipe. */
export class Browser {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (message: Message) => void>();
  #session: string | undefined;
  #next = 1;

  private constructor(process: ChildProcess) {
    this.#process = process;
    let rest = '';
    (process.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split('\0');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const message = JSON.parse(part) as Message;
        if (message.id !== undefined) this.#waiting.get(message.id)?.(message);
      }
    });
  }

  static async open(
    env: Readonly<Record<string, string | undefined>>,
    size: { width: number; height: number },
    scale: number,
    folder: string,
  ): Promise<Browser> {
    const flags = [
      '--no-sandbox',
      '--kiosk',
      '--no-first-run',
      '--disable-gpu',
      '--hide-scrollbars',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-translate',
      `--force-device-scale-factor=${scale}`,
      `--window-size=${size.width},${size.height}`,
      `--user-data-dir=${folder}`,
      '--remote-debugging-pipe',
      'about:blank',
    ];
    const browser = new Browser(
      spawn('chromium', flags, { env, stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] }),
    );
    const { targetInfos } = await browser.#send('Target.getTargets', {});
    const page = (targetInfos as { type: string; targetId: string }[]).find(({ type }) => type === 'page');
    const { sessionId } = await browser.#send('Target.attachToTarget', {
      targetId: page?.targetId,
      flatten: true,
    });
    browser.#session = String(sessionId);
    await browser.#send('Page.enable', {});
    return browser;
  }

  /** Shows the page and resolves when it is painted. */
  async show(html: string): Promise<void> {
    const { frameTree } = await this.#send('Page.getFrameTree', {});
    const { id } = (frameTree as { frame: { id: string } }).frame;
    await this.#send('Page.setDocumentContent', { frameId: id, html });
    await this.value(
      'document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))).then(() => 1)',
    );
  }

  /** The value of an expression in the page, or of what it promises. */
  async value(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.#send('Runtime.evaluate', {
      expression,
      returnByValue: true,
      awaitPromise: true,
    });
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value?: unknown }).value;
  }

  async close(): Promise<void> {
    const closed = once(this.#process, 'close');
    // The pipes break with it.
    for (const pipe of [this.#process.stdio[3], this.#process.stdio[4]]) pipe?.on('error', () => undefined);
    this.#process.kill('SIGKILL');
    await closed;
  }

  #send(method: string, params: object): Promise<Record<string, unknown>> {
    const id = this.#next++;
    const session = this.#session === undefined ? {} : { sessionId: this.#session };
    (this.#process.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) =>
        error === undefined ? resolve(result ?? {}) : reject(new Error(`${method}: ${error.message}`)),
      );
    });
  }
}
