import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { WireFault } from './faults.js';

/** A finished answer on its way to the client. */
export interface Answer {
  readonly status: number;
  readonly type: 'application/json' | 'text/event-stream';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The event stream of the chunks. */
export function eventStream(chunks: Iterable<object>): string {
  return `${[...chunks].map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')}data: [DONE]\n\n`;
}

/** Sends the answer as it should be. */
export function deliver(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, { 'content-type': answer.type, ...answer.headers });
  response.end(answer.body);
}

/** Sends the answer as a bad connection or a strange server in between would. `ms` between bytes, or until the cut. */
export async function deliverBadly(
  response: ServerResponse,
  answer: Answer,
  fault: { wire: WireFault; ms?: number },
  closing: AbortSignal,
): Promise<void> {
  const { ms = 20 } = fault;
  const half = answer.body.slice(0, Math.ceil(answer.body.length / 2));
  const head = (): void => {
    response.writeHead(answer.status, { 'content-type': answer.type, ...answer.headers });
    response.flushHeaders();
  };
  switch (fault.wire) {
    case 'cut-before-headers':
      await pause(ms, undefined, { signal: closing });
      response.destroy();
      return;
    case 'cut-after-headers':
      head();
      await pause(ms, undefined, { signal: closing });
      response.destroy();
      return;
    case 'cut-in-body':
      head();
      response.write(half);
      await pause(ms, undefined, { signal: closing });
      response.destroy();
      return;
    case 'slow-body':
      head();
      for (const byte of answer.body) {
        if (response.destroyed) return;
        response.write(byte);
        await pause(ms, undefined, { signal: closing });
      }
      response.end();
      return;
    case 'hang':
      // Says nothing until the client or the emulator goes.
      return;
    case 'truncated-body':
      deliver(response, { ...answer, body: half });
      return;
    case 'empty-body':
      deliver(response, { ...answer, body: '' });
      return;
    case 'nonsense-body':
      deliver(response, { ...answer, body: '{"choices": "none", "usage": 7}' });
      return;
    case 'html':
    case 'html-error':
      response.writeHead(fault.wire === 'html' ? 200 : 502, { 'content-type': 'text/html' });
      response.end('<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>');
      return;
    case 'redirect':
      response.writeHead(302, { location: 'http://127.0.0.1:9/login' });
      response.end();
      return;
    case 'partial-header':
      deliver(response, { ...answer, headers: { ...answer.headers, 'x-dashscope-partialresponse': 'true' } });
      return;
  }
}
