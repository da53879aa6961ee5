import { DeskhandError, messageOf } from '../../core/errors.js';
import { inTime } from '../../core/in-time.js';

/** Most bytes of a picture that is fetched. */
const MOST_BYTES = 50_000_000;
/** How long fetching it may take, ms. */
const FETCH_MS = 30_000;

/**
 * The bytes of a picture at a URL. They are fetched here and not by the model's server, so that the picture is
 * sent at a size that means one thing, and a server that fetches nothing can be asked too.
 *
 * @throws DeskhandError `no-picture` when it cannot be had
 */
export async function fetchPicture(url: string, signal: AbortSignal): Promise<Uint8Array> {
  const limit = inTime(signal, FETCH_MS);
  try {
    const response = await fetch(url, { signal: limit.signal });
    if (!response.ok) throw new Error(`the server answers ${response.status} ${response.statusText}`.trim());
    return await bodyOf(response);
  } catch (cause) {
    signal.throwIfAborted();
    throw new DeskhandError('usage', 'no-picture', `The picture ${url} cannot be fetched: ${whyOf(cause)}.`, {
      cause,
      hint: 'Open it in a browser on this machine, or save it and name the file.',
    });
  } finally {
    limit.end();
  }
}

async function bodyOf({ body }: Response): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body ?? []) {
    length += piece.length;
    if (length > MOST_BYTES) throw new Error(`it has more than ${MOST_BYTES / 1_000_000} MB`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** What fetch hides in its cause, such as a refused connection. */
function whyOf(error: unknown): string {
  const inner = error instanceof Error ? error.cause : undefined;
  return inner instanceof Error && inner.message !== '' ? inner.message : messageOf(error);
}
