import { isRecord } from '../reply/message.js';

/** What the body of a refusal says, whatever its shape. */
export interface ErrorWords {
  /** Its codes and types, one after the other; empty where there are none. */
  readonly code: string;
  /** The server's own words, in one line. */
  readonly message: string;
}

/** Letters of a message that are kept: enough for every server's sentence, not for a page of markup. */
const LONGEST = 600;

const codeNames = ['code', 'type', 'status', 'error_code', 'Code'] as const;
const messageNames = ['message', 'msg', 'error_msg', 'error_message', 'Message', 'title', 'reason'] as const;

/**
 * Reads the body of a refusal: `{error: {…}}`, `{error: "…"}`, bare `{message, code}`, `{detail}` as text or as a
 * list of what does not fit, lists of errors, a page of HTML, or plain text. A go-between's error holds the
 * provider's own one, which is told with it.
 */
export function errorWords(body: string): ErrorWords {
  const text = body.trim();
  if (text === '') return { code: '', message: '' };
  if (/^<(?:!doctype|html|head|body|\?xml)/i.test(text)) return { code: '', message: wordsOfPage(text) };
  const value = parsed(text);
  const words = value === undefined ? undefined : wordsIn(value);
  return words ?? { code: '', message: inOneLine(text) };
}

/** The words of an error that was parsed already, such as one inside a stream; undefined where there are none. */
export function wordsIn(value: unknown): ErrorWords | undefined {
  if (typeof value === 'string')
    return value.trim() === '' ? undefined : { code: '', message: inOneLine(value) };
  if (Array.isArray(value)) return wordsInList(value);
  if (!isRecord(value)) return undefined;
  const own = told(value, messageNames);
  const inner = [value.error, value.detail, value.errors, value.cause]
    .map(wordsIn)
    .find((each) => each !== undefined);
  const provider = isRecord(value.metadata) ? wordsOfRaw(value.metadata.raw) : undefined;
  const parts = [own, inner?.message, provider].filter((part) => part !== undefined && part !== '');
  if (parts.length === 0) return undefined;
  const codes = [...codeNames.map((name) => codeOf(value[name])), inner?.code ?? ''];
  return {
    code: [...new Set(codes.filter((code) => code !== ''))].join(' '),
    message: inOneLine([...new Set(parts)].join(': ')),
  };
}

/** A number that stands in the body for the status; undefined where none does. */
export function statusIn(value: unknown): number | undefined {
  if (!isRecord(value)) return undefined;
  const inner = isRecord(value.error) ? value.error : value;
  const status = [inner.code, inner.status_code, inner.status]
    .map(Number)
    .find((each) => each >= 400 && each < 600);
  return status;
}

/** What frameworks answer of a request that does not fit: where it does not, and why. */
function wordsInList(list: readonly unknown[]): ErrorWords | undefined {
  const parts = list.flatMap((each) => {
    const words = wordsIn(each);
    if (words === undefined) return [];
    const where = isRecord(each) && Array.isArray(each.loc) ? `${each.loc.join('.')}: ` : '';
    return [{ code: words.code, message: `${where}${words.message}` }];
  });
  if (parts.length === 0) return undefined;
  return {
    code: [...new Set(parts.map(({ code }) => code).filter((code) => code !== ''))].join(' '),
    message: inOneLine(parts.map(({ message }) => message).join('; ')),
  };
}

function wordsOfRaw(raw: unknown): string | undefined {
  if (raw === undefined || raw === null) return undefined;
  return typeof raw === 'string' ? errorWords(raw).message : wordsIn(raw)?.message;
}

function told(value: Record<string, unknown>, names: readonly string[]): string | undefined {
  for (const name of names) {
    const each = value[name];
    if (typeof each === 'string' && each.trim() !== '') return each;
    // Some gateways put the whole error into the message.
    if (isRecord(each)) return wordsIn(each)?.message;
  }
  return undefined;
}

function codeOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Title and first heading tell more than markup. */
function wordsOfPage(html: string): string {
  const parts = [/<title[^>]*>([\s\S]*?)<\/title>/i, /<h1[^>]*>([\s\S]*?)<\/h1>/i].map(
    (pattern) => pattern.exec(html)?.[1] ?? '',
  );
  const bare = html.replaceAll(/<(script|style)[\s\S]*?<\/\1>/gi, ' ').replaceAll(/<[^>]*>/g, ' ');
  const words = [...new Set(parts.map(inOneLine).filter((part) => part !== ''))].join(': ');
  return `a page of ${/^<\?xml/i.test(html) ? 'XML' : 'HTML'}: ${words === '' ? inOneLine(bare).slice(0, 200) : words}`;
}

/** In one line and without what could command a terminal. */
function inOneLine(text: string): string {
  const line = text.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON: the text itself is what the server says.
    return undefined;
  }
}
