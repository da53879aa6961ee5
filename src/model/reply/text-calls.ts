import type { ReplyPath } from '../../core/chat.js';
import { readActionCalls } from './action-calls.js';
import { type End, readJson } from './json-text.js';
import { isRecord, type RawCall } from './message.js';
import { readXmlCalls } from './xml-calls.js';

/** Calls that stand in the text itself, and the reader that understood them. */
export type TextCalls =
  | {
      readonly ok: true;
      readonly calls: readonly RawCall[];
      readonly path: ReplyPath;
      readonly before: string;
      readonly mended: readonly string[];
    }
  | { readonly ok: false; readonly cut: boolean; readonly reason: string; readonly path: ReplyPath };

const OPEN = '<tool_call>';
const CLOSE = '</tool_call>';

/**
 * Looks for calls in the order of trust: JSON or XML in tool_call tags, XML without them, a call behind
 * `Action:`, a fenced block, and JSON that begins a line. Undefined when nothing looks like a call.
 *
 * @param whole the server says that the reply was not cut
 */
export function readTextCalls(text: string, whole: boolean): TextCalls | undefined {
  if (text.includes(OPEN) || text.includes(CLOSE)) return tagged(text, whole);
  if (/<function[= ]/.test(text) || /<parameter[= ]/.test(text))
    return xml(text, whole, beforeOf(text, '<function'));
  const action = readActionCalls(text);
  if (action !== undefined) return { ...action, path: 'action-line' };
  const fence = /```(?:json)?[ \t]*\n([\s\S]*?)(```|$)/.exec(text);
  if (fence?.[1] !== undefined && /^\s*[[{]/.test(fence[1])) {
    const fenced = json(
      fence[1],
      fence[2] === '' ? said(whole) : 'marked',
      'fenced-json',
      text.slice(0, fence.index),
    );
    if (fenced !== undefined) return fenced;
  }
  const bare = /(?:^|\n)[ \t]*(?:Action:[ \t]*)?(?=[[{])/.exec(text);
  if (bare === null) return undefined;
  return json(text.slice(bare.index + bare[0].length), said(whole), 'bare-json', text.slice(0, bare.index));
}

/** Only the first block counts for what is run; the further ones are told apart as skipped. */
function tagged(text: string, whole: boolean): TextCalls {
  const start = text.indexOf(OPEN);
  const before = start < 0 ? '' : text.slice(0, start);
  const blocks = text
    .slice(start < 0 ? 0 : start + OPEN.length)
    .split(OPEN)
    .map((block) => ({ inner: block.split(CLOSE)[0] ?? '', closed: block.includes(CLOSE) }));
  const [first, ...more] = blocks.map(({ inner, closed }, at) => {
    // A block that another one follows was not cut by the end of the reply.
    const ended = closed || at < blocks.length - 1;
    return /<(?:function|parameter)[= ]/.test(inner)
      ? xml(inner, ended || whole, before)
      : (json(inner, ended ? 'marked' : said(whole), 'tool_call-json', before) ?? noCall(inner));
  });
  if (first?.ok !== true) return first ?? noCall(text);
  return { ...first, calls: [...first.calls, ...more.flatMap((each) => (each.ok ? each.calls : []))] };
}

function said(whole: boolean): End {
  return whole ? 'said' : 'unknown';
}

function noCall(inner: string): TextCalls {
  const reason = `what stands in ${OPEN} is no call: ${inner.trim().slice(0, 80)}`;
  return { ok: false, cut: false, reason, path: 'tool_call-json' };
}

function xml(text: string, whole: boolean, before: string): TextCalls {
  const path = 'tool_call-xml';
  const read = readXmlCalls(text, whole);
  return read.ok
    ? { ok: true, calls: read.calls, path, before, mended: read.mended }
    : { ok: false, cut: read.cut, reason: read.reason, path };
}

/** Undefined when the JSON is whole but no call, such as a list of boxes. */
function json(text: string, end: End, path: ReplyPath, before: string): TextCalls | undefined {
  const read = readJson(text, end);
  if (!read.ok) {
    const looksLikeCall = path === 'tool_call-json' || /"(?:name|action|arguments|function)"/.test(text);
    return looksLikeCall ? { ok: false, cut: read.cut, reason: read.reason, path } : undefined;
  }
  const values: unknown[] = Array.isArray(read.value) ? read.value : [read.value];
  const calls = values.flatMap((value) => asCall(value) ?? []);
  // A list whose head is no call says nothing clearly.
  if (calls.length === 0 || asCall(values[0]) === undefined) return undefined;
  return { ok: true, calls, path, before, mended: read.mended };
}

/** The shapes in which models write a call as JSON. */
function asCall(value: unknown): RawCall | undefined {
  if (!isRecord(value)) return undefined;
  const inner = isRecord(value.function) ? value.function : value;
  const named = inner.name ?? (typeof value.function === 'string' ? value.function : undefined);
  const input = inner.arguments ?? inner.parameters ?? inner.args ?? inner.input;
  if (typeof named === 'string') return { name: named, input: input ?? withoutName(inner) };
  if (typeof value.action === 'string' || typeof value.action_type === 'string')
    return { name: '', input: value };
  if (typeof value.type === 'string' && Object.keys(value).length > 1) return { name: '', input: value };
  return isRecord(value.action) ? asCall(value.action) : undefined;
}

function withoutName(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'name'));
}

function beforeOf(text: string, mark: string): string {
  return text.slice(0, Math.max(0, text.indexOf(mark)));
}
