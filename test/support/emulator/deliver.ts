import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { WireFault } from './faults.js';
import type { Refused } from './refused.js';

/** A finished answer on its way to the client. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The event stream of the chunks. */
export function eventStream(chunks: Iterable<object>): string {
  return `${[...chunks].map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')}data: [DONE]\n\n`;
}

/** A refusal as it is on the wire. */
export function refusal({ status, body }: Pick<Refused, 'status' | 'body'>, retryAfter?: number): Answer {
  const type = body.startsWith('<') ? 'text/html' : /^[[{"]/.test(body) ? 'application/json' : 'text/plain';
  const headers: Record<string, string> =
    retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  return { status, type, headers, body };
}

/** Events of a stream, without the mark of its end. */
function eventsIn({ body }: Answer): string[] {
  return body.split('\n\n').filter((event) => event !== '' && event !== 'data: [DONE]');
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
    case 'keep-alive': {
      const events = eventsIn(answer).map((event) => `: OPENROUTER PROCESSING\n\n${event}\n\n`);
      const streams = answer.type === 'text/event-stream';
      const body = streams ? `:\n\n${events.join('')}data: [DONE]\n\n` : `\n\n   \n${answer.body}\n`;
      deliver(response, { ...answer, body });
      return;
    }
    case 'torn': {
      head();
      const bytes = Buffer.from(answer.body);
      for (let at = 0, length = 1; at < bytes.length; at += length, length = (length % 7) + 1) {
        response.write(bytes.subarray(at, at + length));
        await pause(0, undefined, { signal: closing });
      }
      response.end();
      return;
    }
    case 'crlf':
      deliver(response, { ...answer, body: answer.body.replaceAll('\n', '\r\n') });
      return;
    case 'bare-lines':
      deliver(response, { ...answer, body: eventsIn(answer).join('\n') });
      return;
    case 'cut-stream': {
      const events = eventsIn(answer);
      deliver(response, { ...answer, body: `${events.slice(0, events.length - 3).join('\n\n')}\n\n` });
      return;
    }
    case 'error-in-stream': {
      const error =
        'data: {"error":{"message":"Internal error while decoding","type":"server_error","code":500}}';
      deliver(response, { ...answer, body: `${eventsIn(answer).slice(0, 2).join('\n\n')}\n\n${error}\n\n` });
      return;
    }
    case 'streams-always':
    case 'never-streams':
      // The answer was written so; what is strange is that it was asked for the other way.
      deliver(response, answer);
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
