import { isRecord } from '../reply/message.js';

/** Told of the text of an answer while it comes, piece by piece; `first` begins a new try, and what came before is void. */
export type OnText = (piece: string, first: boolean) => void;

/** A call that arrives piece by piece. */
interface GrowingCall {
  id: string;
  name: string;
  input: string;
}

/**
 * Puts the chunks of a stream together as one chat completion. Real streams send empty ids and null roles in
 * later pieces, which must not overwrite, and the usage in a last chunk without choices. An error inside is answered as
 * it stands.
 *
 * @param onText told of each piece of text, reasoning left out
 * @throws Error when the stream ends before the answer does
 */
export async function joinStream(
  chunks: AsyncIterable<unknown>,
  onText?: OnText,
): Promise<Record<string, unknown>> {
  let text = '';
  let reasoning = '';
  let finish: string | undefined;
  let usage: unknown;
  let head: Record<string, unknown> = {};
  const calls: GrowingCall[] = [];
  for await (const chunk of chunks) {
    if (!isRecord(chunk)) continue;
    if (isError(chunk)) return chunk;
    if (head.id === undefined) head = { id: chunk.id, model: chunk.model, created: chunk.created };
    usage = chunk.usage ?? usage;
    const choice: unknown = Array.isArray(chunk.choices) ? chunk.choices[0] : undefined;
    if (!isRecord(choice)) continue;
    if (typeof choice.finish_reason === 'string') finish = choice.finish_reason;
    const delta = isRecord(choice.delta) ? choice.delta : {};
    const piece = typeof delta.content === 'string' ? delta.content : '';
    if (piece !== '') onText?.(piece, text === '');
    text += piece;
    const thought = delta.reasoning_content ?? delta.reasoning;
    reasoning += typeof thought === 'string' ? thought : '';
    for (const piece of Array.isArray(delta.tool_calls) ? delta.tool_calls : []) addPiece(calls, piece);
  }
  if (finish === undefined) throw new Error('the stream of the answer ended before the answer did');
  return {
    ...head,
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        finish_reason: finish,
        message: {
          role: 'assistant',
          content: text,
          ...(reasoning !== '' && { reasoning_content: reasoning }),
          ...(calls.length > 0 && { tool_calls: calls.map(asCall) }),
        },
      },
    ],
    usage: usage ?? null,
  };
}

/** An error where an answer should go on, wrapped or bare. */
function isError(chunk: Record<string, unknown>): boolean {
  if (chunk.error !== undefined && chunk.error !== null) return true;
  return !('choices' in chunk) && (chunk.object === 'error' || ('message' in chunk && 'code' in chunk));
}

function addPiece(calls: GrowingCall[], piece: unknown): void {
  if (!isRecord(piece)) return;
  const at = typeof piece.index === 'number' ? piece.index : Math.max(0, calls.length - 1);
  let call = calls[at];
  if (call === undefined) {
    call = { id: '', name: '', input: '' };
    calls[at] = call;
  }
  if (typeof piece.id === 'string' && piece.id !== '') call.id = piece.id;
  const inner = isRecord(piece.function) ? piece.function : {};
  if (typeof inner.name === 'string' && inner.name !== '') call.name = inner.name;
  if (typeof inner.arguments === 'string') call.input += inner.arguments;
}

function asCall({ id, name, input }: GrowingCall): Record<string, unknown> {
  return { id, type: 'function', function: { name, arguments: input } };
}
