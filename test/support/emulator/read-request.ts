import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { z } from 'zod';
import { malformed } from './errors.js';
import { ChatRequest } from './request.js';

/** The body as JSON; undefined for requests that have none. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const written = await text(request);
  if (request.method !== 'POST') return undefined;
  try {
    return JSON.parse(written);
  } catch (error) {
    if (error instanceof SyntaxError)
      throw malformed('Required body invalid, please check the request body format.');
    throw error;
  }
}

/** The body as a chat request. Throws the refusal of the first mistake. */
export function readRequest(body: unknown): ChatRequest {
  const read = ChatRequest.safeParse(body);
  if (read.success) return read.data;
  const { message, path } = deepest(read.error.issues);
  throw malformed(`${message}: ${path.join('.') || 'body'}`);
}

/** Of a choice of forms, the complaint that lies deepest belongs to the form that was meant. */
function deepest(
  issues: readonly z.core.$ZodIssue[],
  from: readonly PropertyKey[] = [],
): { message: string; path: PropertyKey[] } {
  const found = issues.map((issue) => {
    const path = [...from, ...issue.path];
    const own = { message: issue.message, path };
    return issue.code === 'invalid_union' ? deeper(own, deepest(issue.errors.flat(), path)) : own;
  });
  return found.reduce(deeper, found[0] ?? { message: 'Bad request', path: [...from] });
}

function deeper<Issue extends { path: readonly PropertyKey[] }>(a: Issue, b: Issue): Issue {
  return b.path.length > a.path.length ? b : a;
}

/** The headers without the key. */
export function withoutKeys(headers: IncomingMessage['headers']): Record<string, unknown> {
  const { authorization, ...rest } = headers;
  return {
    ...rest,
    ...(authorization !== undefined && { authorization: authorization.replace(/\s.*/u, ' …') }),
  };
}

/** The body with a short stand-in for each picture, so that long runs can be kept and compared. */
export function withoutPictures(value: unknown): unknown {
  if (typeof value === 'string' && value.startsWith('data:'))
    return `${value.slice(0, value.indexOf(',') + 1)}sha256:${hashOf(value)}`;
  if (Array.isArray(value)) return value.map(withoutPictures);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutPictures(each)]));
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
