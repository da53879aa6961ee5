import type OpenAI from 'openai';
import { messageOf } from '../../core/errors.js';
import { isRecord } from '../reply/message.js';
import type { Body } from '../request/body.js';
import { errorWords, statusIn, wordsIn } from './error-body.js';
import { eventsOf } from './events.js';
import type { FailedResponse } from './fault.js';
import { needsOssHeader, ossHeader } from './oss.js';
import { joinStream, type OnText } from './stream.js';

/** What one request came to. */
export type Sent =
  | { readonly ok: true; readonly reply: unknown; readonly partial: boolean; readonly requestId?: string }
  | { readonly ok: false; readonly failed: FailedResponse };

/** Sends one request, once. Rejects only with the reason of the signal. */
export type Line = (body: Body, signal: AbortSignal, onText?: OnText) => Promise<Sent>;

/** DashScope says with this header that it ran out of time and answers only in part. */
const PARTIAL = 'x-dashscope-partialresponse';
/** The number by which a server's own log finds a request. */
const REQUEST_ID = 'x-request-id';

/** Opens a line to an OpenAI-compatible server. The key stays in here. */
export async function openLine(options: { baseUrl: string; key: string }): Promise<Line> {
  const { default: Client } = await import('openai');
  const client = new Client({
    apiKey: options.key,
    baseURL: options.baseUrl,
    // Trying again is decided here, by what went wrong; every wait is bounded by the signal.
    maxRetries: 0,
    timeout: 3_600_000,
    logLevel: 'off',
    // A redirect would carry the screen to a server that nobody named, and its answer would be obeyed.
    fetchOptions: { redirect: 'manual' },
    fetch: fetchOrRefused,
  });
  return async (body, signal, onText) => {
    try {
      const { reply, ...sent } = await send(client, body, signal, onText);
      const failed = failureInside(reply);
      return failed === undefined
        ? { ok: true, reply, ...sent }
        : { ok: false, failed: withoutKey(failed, options.key) };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      return { ok: false, failed: withoutKey(failureOf(error), options.key) };
    }
  };
}

/** Shorter ones stand for no key, and are parts of ordinary words. */
const SHORTEST_KEY = 8;

/** Some servers quote the key that they refuse; their words are shown and recorded. */
function withoutKey(failed: FailedResponse, key: string): FailedResponse {
  if (key.length < SHORTEST_KEY) return failed;
  return { ...failed, message: failed.message.replaceAll(key, '…') };
}

async function send(
  client: OpenAI,
  body: Body,
  signal: AbortSignal,
  onText: OnText | undefined,
): Promise<{ reply: unknown; partial: boolean; requestId?: string }> {
  const headers = needsOssHeader(body.messages) ? ossHeader : {};
  const response = await client.post<unknown>('/chat/completions', { body, signal, headers }).asResponse();
  const partial = response.headers.get(PARTIAL) === 'true';
  const requestId = response.headers.get(REQUEST_ID);
  return {
    reply: await replyIn(response, onText),
    partial,
    ...(requestId !== null && { requestId }),
  };
}

/** What came, by what the server says it is, not by what was asked for: some stream always, and some never. */
async function replyIn(response: Response, onText: OnText | undefined): Promise<unknown> {
  if (response.headers.get('content-type')?.includes('event-stream') && response.body !== null)
    return joinStream(eventsOf(response.body), onText);
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    // No JSON: told as it came.
    return text;
  }
}

/** A refusal, with its body as it came: the client library keeps only what has the shape it knows. */
class Refused extends Error {
  constructor(readonly failed: FailedResponse) {
    super(failed.message);
    this.name = 'Refused';
  }
}

async function fetchOrRefused(...asked: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...asked);
  const { status, headers } = response;
  if (status < 300) return response;
  if (status < 400) {
    const onward = headers.get('location') ?? 'another place';
    await response.body?.cancel();
    throw new Refused({ status, code: 'redirect', message: `it sends requests on to ${onward}` });
  }
  const { code, message } = errorWords(await response.text());
  throw new Refused({
    status,
    code,
    message: message === '' ? `status ${status} without a word` : message,
    retryAfter: headers.get('retry-after'),
  });
}

/** Some servers answer 200 with an error inside; a proxy in between may answer with a page of its own. */
function failureInside(reply: unknown): FailedResponse | undefined {
  const completion = isRecord(reply) && Array.isArray(reply.choices);
  if (completion && !hasError(reply)) return undefined;
  const words = isRecord(reply) ? wordsIn(reply) : undefined;
  if (words !== undefined) return { status: statusIn(reply) ?? 500, ...words };
  const came = typeof reply === 'string' ? errorWords(reply).message : JSON.stringify(reply);
  const quoted = came === '' ? 'nothing' : came.slice(0, 200);
  return { status: 502, code: 'no-completion', message: `what came back is no chat completion: ${quoted}` };
}

function hasError({ error }: Record<string, unknown>): boolean {
  return error !== undefined && error !== null && error !== '';
}

function failureOf(error: unknown): FailedResponse {
  for (let each = error; each instanceof Error; each = each.cause)
    if (each instanceof Refused) return each.failed;
  return { status: 0, code: 'connection', message: whyUnreachable(error) };
}

/** The lowest cause tells more than “Connection error.”. */
function whyUnreachable(error: unknown): string {
  let lowest = error;
  while (lowest instanceof Error && lowest.cause instanceof Error) lowest = lowest.cause;
  const code = isRecord(lowest) && typeof lowest.code === 'string' ? ` (${lowest.code})` : '';
  return `${messageOf(lowest)}${code}`;
}
