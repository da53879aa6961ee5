import type { RawCall } from './message.js';

/** Calls written as `<function=NAME><parameter=KEY>value</parameter></function>`. */
export type XmlReading =
  | { readonly ok: true; readonly calls: readonly RawCall[]; readonly mended: readonly string[] }
  | { readonly ok: false; readonly cut: boolean; readonly reason: string };

const functionTag = /<function(?:=|\s+name=)\s*["']?([\w.-]+)["']?\s*>/g;
const parameterTag = /<parameter(?:=|\s+name=)\s*["']?([\w.-]+)["']?\s*>/g;

/**
 * Reads calls in the XML of Qwen3.5 and later, also with the opening function tag or closing tags missing.
 * All values stay text: the deed's fields say what they are. A last value that no tag ends may have been cut,
 * so it never counts.
 */
export function readXmlCalls(text: string, whole: boolean): XmlReading {
  const heads = [...text.matchAll(functionTag)];
  if (heads.length === 0) {
    const read = readParameters(text, whole);
    if (!read.ok) return read;
    return {
      ok: true,
      calls: [{ name: '', input: read.input }],
      mended: ['the function tag was missing', ...read.mended],
    };
  }
  const calls: RawCall[] = [];
  const mended: string[] = [];
  for (const [at, head] of heads.entries()) {
    const from = head.index + head[0].length;
    const to = heads[at + 1]?.index ?? text.length;
    const read = readParameters(text.slice(from, to), whole || at < heads.length - 1);
    if (!read.ok) {
      if (at === 0) return read;
      break;
    }
    calls.push({ name: head[1] ?? '', input: read.input });
    mended.push(...read.mended);
  }
  return { ok: true, calls, mended };
}

type Parameters =
  | { ok: true; input: Record<string, string>; mended: string[] }
  | { ok: false; cut: boolean; reason: string };

function readParameters(text: string, whole: boolean): Parameters {
  const body = text.split('</function>')[0] ?? '';
  const closed = text.includes('</function>');
  const tags = [...body.matchAll(parameterTag)];
  const input: Record<string, string> = {};
  const mended: string[] = [];
  for (const [at, tag] of tags.entries()) {
    const from = tag.index + tag[0].length;
    const next = tags[at + 1]?.index;
    const rest = body.slice(from, next ?? body.length);
    const end = rest.indexOf('</parameter>');
    if (end < 0) {
      if (next === undefined && !closed)
        return { ok: false, cut: true, reason: `the value of ${tag[1] ?? ''} has no end` };
      mended.push('a closing tag was missing');
    }
    input[tag[1] ?? ''] = withoutFrame(end < 0 ? rest : rest.slice(0, end));
  }
  if (!closed && (!whole || !endsClean(body)))
    return { ok: false, cut: true, reason: 'the call ends before it is complete' };
  return { ok: true, input, mended };
}

/** Nothing but closing tags behind the last value: a piece of a tag was to become another value. */
function endsClean(body: string): boolean {
  const last = body.lastIndexOf('</parameter>');
  const rest = last < 0 ? body : body.slice(last + '</parameter>'.length);
  return rest.replace('</tool_call>', '').trim() === '';
}

/** A value stands on lines of its own; the line feeds around it are not part of it. */
function withoutFrame(value: string): string {
  return value.replace(/^\r?\n/, '').replace(/\r?\n[ \t]*$/, '');
}
