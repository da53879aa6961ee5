import type OpenAI from 'openai';
import { messageOf } from '../../core/errors.js';
import { isRecord } from '../reply/message.js';
import type { Body } from '../request/body.js';
import type { FailedResponse } from './fault.js';
import { joinStream } from './stream.js';

/** What one request came to. */
export type Sent =
  | { readonly ok: true; readonly reply: unknown; readonly partial: boolean }
  | { readonly ok: false; readonly failed: FailedResponse };

/** Sends one request, once. Rejects only with the reason of the signal. */
export type Line = (body: Body, signal: AbortSignal) => Promise<Sent>;

/** DashScope says with this header that it ran out of time and answers only in part. */
const PARTIAL = 'x-dashscope-partialresponse';

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
  });
  return async (body, signal) => {
    try {
      const { reply, partial } = await send(client, body, signal);
      const failed = failureInside(reply);
      return failed === undefined ? { ok: true, reply, partial } : { ok: false, failed };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      return { ok: false, failed: failureOf(error, Client) };
    }
  };
}

async function send(
  client: OpenAI,
  body: Body,
  signal: AbortSignal,
): Promise<{ reply: unknown; partial: boolean }> {
  const request = client.post<unknown>('/chat/completions', { body, signal, stream: body.stream });
  const { data, response } = await request.withResponse();
  const partial = response.headers.get(PARTIAL) === 'true';
  if (!body.stream) return { reply: data, partial };
  return { reply: await joinStream(data as AsyncIterable<unknown>), partial };
}

/** Some servers answer 200 with an error inside; a proxy in between may answer with a page of its own. */
function failureInside(reply: unknown): FailedResponse | undefined {
  if (!isRecord(reply) || (!isRecord(reply.error) && !Array.isArray(reply.choices))) {
    return { status: 502, code: 'no-completion', message: 'what came back is no chat completion' };
  }
  if (!isRecord(reply.error)) return undefined;
  const { code, message } = reply.error;
  return withInner(
    {
      status: typeof code === 'number' ? code : 500,
      code: String(code ?? ''),
      message: String(message ?? 'no message'),
    },
    reply.error,
  );
}

function failureOf(error: unknown, Client: typeof OpenAI): FailedResponse {
  if (error instanceof Client.APIError && typeof error.status === 'number') {
    const body: unknown = error.error;
    const onward = error.headers?.get('location');
    if (error.status >= 300 && error.status < 400)
      return {
        status: error.status,
        code: 'redirect',
        message: `it sends requests on to ${onward ?? 'another place'}`,
      };
    return withInner(
      {
        status: error.status,
        code: [error.code, error.type].filter(Boolean).join(' '),
        message: error.message,
        retryAfter: error.headers?.get('retry-after') ?? null,
      },
      isRecord(body) ? body : {},
    );
  }
  return { status: 0, code: 'connection', message: whyUnreachable(error) };
}

/** A go-between such as OpenRouter puts the provider's own error under `metadata.raw`. */
function withInner(failed: FailedResponse, body: Record<string, unknown>): FailedResponse {
  const raw = isRecord(body.metadata) ? body.metadata.raw : undefined;
  if (raw === undefined) return failed;
  const inner = typeof raw === 'string' ? raw : JSON.stringify(raw);
  return { ...failed, message: `${failed.message}: ${inner}` };
}

/** The lowest cause tells more than “Connection error.”. */
function whyUnreachable(error: unknown): string {
  let lowest = error;
  while (lowest instanceof Error && lowest.cause instanceof Error) lowest = lowest.cause;
  const code = isRecord(lowest) && typeof lowest.code === 'string' ? ` (${lowest.code})` : '';
  return `${messageOf(lowest)}${code}`;
}
