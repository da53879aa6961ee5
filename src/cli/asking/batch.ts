import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { DeskhandError, exitCodes, isAbort, messageOf } from '../../core/errors.js';
import { type Redact, redactedValue } from '../../core/secrets/redact.js';
import { sumUsages } from '../../core/usage.js';
import {
  answerRequest,
  type ChatRequestInput,
  type ChatSettings,
  type ModelAnswer,
  readChatRequest,
} from '../../model/index.js';
import { errorOf } from './evidence.js';
import { lockFile } from './lock.js';
import { writePrivate } from './private-file.js';
import type { Written } from './request-options.js';

/** A line of the file of requests. */
interface BatchLine {
  /** From 1. */
  readonly line: number;
  readonly id: string | number | undefined;
  readonly request: Written;
  /** Fingerprint of the request: an answer belongs to it wherever the line stands. */
  readonly key: string;
}

/** A line of the file of results: an answer, or why there is none. */
interface Result {
  readonly line: number;
  readonly id?: string | number;
  readonly key: string;
  readonly error?: unknown;
}

export interface BatchOptions {
  /** File of requests, one JSON object a line. */
  readonly file: string;
  readonly output: string;
  /** Requests side by side. */
  readonly concurrency: number;
  /** Fields of every request that does not give its own. */
  readonly common: Written;
  readonly settings: ChatSettings;
  readonly redact: Redact;
  readonly signal: AbortSignal;
}

/** A line may wait so long for the server's limit of requests, ms. */
const LINE_MS = 900_000;

/**
 * Asks every request of a file. Each answer is on disk before the next question of its place begins; what is answered
 * there is not asked again. At the end the results stand in the order of the lines.
 *
 * @returns the exit code: 1 when a line failed, 130 when it was stopped
 * @throws DeskhandError before anything is asked, for each line that is no request; what stops every line, such as a
 *   wrong key
 */
export async function askBatch(options: BatchOptions): Promise<number> {
  const { file, output, signal } = options;
  const lines = await readBatch(file, options.common);
  const free = lockFile(output);
  try {
    const done = matched(lines, await readResults(output), options);
    const before = done.size;
    await writeResults(output, done);
    const fatal = await askAll(lines, done, options);
    await writeResults(output, done);
    tell(lines, done, before);
    if (signal.aborted) return exitCodes.stopped;
    if (fatal !== undefined) throw fatal;
    return [...done.values()].some(({ error }) => error !== undefined) ? exitCodes.failed : exitCodes.passed;
  } finally {
    free();
  }
}

async function readBatch(file: string, common: Written): Promise<readonly BatchLine[]> {
  const texts = (await readFile(file, 'utf8')).split('\n');
  const wrong: string[] = [];
  const lines = texts.flatMap((text, at): BatchLine[] => {
    if (text.trim() === '') return [];
    try {
      return [batchLine(text, at + 1, file, common)];
    } catch (error) {
      wrong.push(messageOf(error));
      return [];
    }
  });
  if (wrong.length === 0 && lines.length > 0) return lines;
  const more = wrong.length > 10 ? `\n… and ${wrong.length - 10} more` : '';
  const what = wrong.length === 0 ? `${file} holds no request.` : `${wrong.slice(0, 10).join('\n')}${more}`;
  throw new DeskhandError('usage', 'bad-batch', what, {
    hint: 'Nothing was asked. Each line is a JSON object such as {"prompt": "What is it?", "image": "photo.jpg"}.',
  });
}

function batchLine(text: string, line: number, file: string, common: Written): BatchLine {
  const where = `${file}:${line}`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${where}: this is no JSON: ${messageOf(cause)}`, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${where}: this is no object.`);
  const { id, ...own } = value as Record<string, unknown>;
  if (id !== undefined && typeof id !== 'string' && typeof id !== 'number')
    throw new Error(`${where}: id is a text or a number.`);
  const pictures = 'image' in own || 'images' in own;
  const { image, images, ...others } = common;
  const request = { ...(pictures ? others : common), ...own };
  readChatRequest(request, where);
  const key = createHash('sha256').update(JSON.stringify(request)).digest('hex').slice(0, 32);
  return { line, id, request, key };
}

async function readResults(output: string): Promise<readonly Result[]> {
  const text = await readFile(output, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const lines = text.split('\n');
  return lines.flatMap((line, at) => {
    if (line.trim() === '') return [];
    const result = resultIn(line);
    if (result !== undefined) return [result];
    // What a killed process had begun to write.
    if (at === lines.length - 1) return [];
    throw new DeskhandError(
      'usage',
      'bad-results',
      `${output}:${at + 1}: this is no result of deskhand ask --batch.`,
      {
        hint: 'Nothing was asked. Name another --output.',
      },
    );
  });
}

function resultIn(line: string): Result | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return undefined;
    const { line: number, key } = value as Record<string, unknown>;
    return typeof number === 'number' && typeof key === 'string' ? (value as Result) : undefined;
  } catch {
    return undefined;
  }
}

/** The answers that are there already, by the number of the line they belong to now. */
function matched(
  lines: readonly BatchLine[],
  results: readonly Result[],
  { output, file }: BatchOptions,
): Map<number, Result> {
  const waiting = new Map<string, BatchLine[]>();
  for (const line of lines) waiting.set(line.key, [...(waiting.get(line.key) ?? []), line]);
  const done = new Map<number, Result>();
  let strangers = 0;
  for (const result of results) {
    const line = waiting.get(result.key)?.shift();
    if (line === undefined) strangers += result.error === undefined ? 1 : 0;
    else if (result.error === undefined) done.set(line.line, { ...result, line: line.line });
  }
  if (strangers === 0) return done;
  throw new DeskhandError(
    'usage',
    'other-results',
    `${output} holds ${strangers} ${strangers === 1 ? 'answer' : 'answers'} to requests that are not in ${file}, or were asked with other options.`,
    {
      hint: 'Nothing was asked and nothing was lost. Name another --output.',
    },
  );
}

/** Asks what has no answer yet; answers the error that stops every line, if there is one. */
async function askAll(
  lines: readonly BatchLine[],
  done: Map<number, Result>,
  options: BatchOptions,
): Promise<DeskhandError | undefined> {
  const { output, redact, signal, concurrency } = options;
  const file = await open(output, 'a', 0o600);
  const left = lines.filter(({ line }) => !done.has(line));
  const settings = { ...options.settings, pause: { until: 0 }, deadlineMs: LINE_MS, signal };
  let fatal: DeskhandError | undefined;
  const work = async (): Promise<void> => {
    for (let line = left.shift(); line !== undefined; line = left.shift()) {
      if (fatal !== undefined || signal.aborted) return;
      const outcome = await outcomeOf(line, settings);
      if (outcome instanceof DeskhandError) fatal ??= outcome;
      if (outcome === undefined || outcome instanceof DeskhandError) return;
      const { line: number, id, key } = line;
      const result: Result = redactedValue(
        { line: number, ...(id !== undefined && { id }), key, ...outcome },
        redact,
      );
      await file.appendFile(`${JSON.stringify(result)}\n`);
      await file.datasync();
      done.set(number, result);
    }
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, work));
  } finally {
    await file.close();
  }
  return fatal;
}

/** An answer or the error of this line; an error of all lines; undefined when it was stopped. */
async function outcomeOf(
  { request }: BatchLine,
  settings: ChatSettings,
): Promise<ModelAnswer | { error: unknown } | DeskhandError | undefined> {
  try {
    return (await answerRequest(request as ChatRequestInput, settings)).shown;
  } catch (error) {
    if (settings.signal?.aborted && isAbort(error)) return undefined;
    // A wrong key, an empty account or a server that is gone would fail a thousand times over.
    if (error instanceof DeskhandError && error.kind === 'environment') return error;
    return { error: errorOf(error) };
  }
}

function writeResults(output: string, done: ReadonlyMap<number, Result>): Promise<void> {
  const ordered = [...done.values()].sort((a, b) => a.line - b.line);
  return writePrivate(output, ordered.map((result) => `${JSON.stringify(result)}\n`).join(''));
}

function tell(lines: readonly BatchLine[], done: ReadonlyMap<number, Result>, before: number): void {
  const results = [...done.values()];
  const failed = results.filter(({ error }) => error !== undefined).length;
  const usage = sumUsages(results.map((result) => (result as Partial<ModelAnswer>).usage));
  const left = lines.length - results.length;
  const parts = [
    `${results.length - failed} of ${lines.length} lines answered`,
    ...(before > 0 ? [`${before} of them before`] : []),
    ...(failed > 0 ? [`${failed} failed (the next command asks them again)`] : []),
    ...(left > 0 ? [`${left} not asked`] : []),
    ...(usage === undefined ? [] : [`${usage.inputTokens + usage.outputTokens} tokens`]),
    ...(usage?.cost === undefined ? [] : [`${usage.cost.toFixed(4)} ${usage.currency ?? ''}`.trim()]),
  ];
  process.stderr.write(`deskhand: ${parts.join(', ')}.\n`);
}
