import { randomUUID } from 'node:crypto';
import { constants, watch } from 'node:fs';
import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Approval } from '../core/action.js';
import type { Operator } from '../ports.js';

/** How long a question of the pilot may stay open, ms. */
const ASK_WITHIN_MS = 120_000;
/** ms between two looks for the answer, for folders on which changes are not reported. */
const POLL_MS = 500;
/** An answer is a few words, bytes. */
const MOST_BYTES = 64 * 1024;

const ConfirmAnswer = z.object({
  answer: z.enum(['yes', 'no']),
  by: z.string().max(200).optional(),
  reason: z.string().max(2000).optional(),
});
const QuestionAnswer = z.object({ text: z.string().max(10_000) });

/**
 * Asks through a folder: writes `<id>.request.json` and waits for `<id>.answer.json`, which holds
 * `{"answer": "yes"}` or `{"answer": "no"}`, or `{"text": …}` for a question. The id is random and used once,
 * so an answer can only be meant for its request. An answer is a plain file, no link or pipe, and not older than its
 * request. Both files are removed afterwards. No answer in time means no.
 */
export function file(folder: string): Operator {
  return {
    name: 'file',
    async confirm(confirmation, signal) {
      const { withinMs, ...facts } = confirmation;
      const request = { kind: 'confirm', ...facts, expires: expiry(withinMs) };
      const answer = await exchange(folder, request, ConfirmAnswer, withinMs, signal);
      signal.throwIfAborted();
      if (answer === undefined) return no('nobody answered in time');
      const by = answer.by === undefined ? 'file' : `file: ${answer.by}`;
      return { answer: answer.answer, by, ...(answer.reason !== undefined && { reason: answer.reason }) };
    },
    async ask(question, signal) {
      const request = { kind: 'ask', question, expires: expiry(ASK_WITHIN_MS) };
      const answer = await exchange(folder, request, QuestionAnswer, ASK_WITHIN_MS, signal);
      signal.throwIfAborted();
      return answer?.text;
    },
  };
}

function no(reason: string): Approval {
  return { answer: 'no', by: 'file', reason };
}

function expiry(withinMs: number): string {
  return new Date(Date.now() + withinMs).toISOString();
}

async function exchange<T>(
  folder: string,
  request: Readonly<Record<string, unknown>>,
  shape: z.ZodType<T>,
  withinMs: number,
  signal: AbortSignal,
): Promise<T | undefined> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const id = randomUUID();
  const asked = join(folder, `${id}.request.json`);
  const answered = join(folder, `${id}.answer.json`);
  // Renamed into place: whoever watches the folder never reads half a request.
  const text = JSON.stringify({ id, answer: `${id}.answer.json`, ...request }, null, 2);
  await writeFile(`${asked}.part`, `${text}\n`, { mode: 0o600 });
  await rename(`${asked}.part`, asked);
  const { mtimeMs: since } = await stat(asked);
  try {
    return await waitForAnswer(folder, () => readAnswer(answered, since, shape), withinMs, signal);
  } finally {
    await rm(asked, { force: true });
    await rm(answered, { force: true, recursive: true });
  }
}

/** Undefined while there is no whole answer: a file that is still being written is looked at again. */
async function readAnswer<T>(path: string, since: number, shape: z.ZodType<T>): Promise<T | undefined> {
  try {
    // Without waiting: nobody may ever write into a pipe.
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const facts = await file.stat();
      const plain = facts.isFile() && facts.nlink === 1 && facts.size <= MOST_BYTES;
      if (!plain || facts.ctimeMs < since) return undefined;
      return shape.safeParse(JSON.parse(await file.readFile('utf8'))).data;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof SyntaxError || noAnswer.has((error as NodeJS.ErrnoException).code)) return undefined;
    throw error;
  }
}

/** Nothing is there yet, or something that is no file: a link, or a socket. */
const noAnswer = new Set<string | undefined>(['ENOENT', 'ELOOP', 'ENXIO']);

/** Looks whenever the folder changes and every half second, until the answer is there or the time is up. */
function waitForAnswer<T>(
  folder: string,
  look: () => Promise<T | undefined>,
  withinMs: number,
  signal: AbortSignal,
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    const finish = (settle: () => void): void => {
      clearInterval(poll);
      clearTimeout(late);
      signal.removeEventListener('abort', stop);
      over.abort();
      settle();
    };
    const check = (): void => {
      look().then(
        (answer) => {
          if (answer !== undefined) finish(() => resolve(answer));
        },
        (error: unknown) => finish(() => reject(error)),
      );
    };
    const stop = (): void => finish(() => resolve(undefined));
    const poll = setInterval(check, POLL_MS);
    const late = setTimeout(stop, withinMs);
    signal.addEventListener('abort', stop);
    // Where changes cannot be watched, the poll alone finds the answer.
    watch(folder, { signal: over.signal }, check).on('error', check);
    if (signal.aborted) stop();
  });
}
