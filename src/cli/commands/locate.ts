import { readFile, writeFile } from 'node:fs/promises';
import { openReader } from '../../app/readers.js';
import { DeskhandError, exitCodes, messageOf } from '../../core/errors.js';
import { drawSightings } from '../../sight/draw.js';
import { type LocateAnswer, LocateQuery, locateOnPicture } from '../../sight/locate-picture.js';
import type { TextReader } from '../../sight/text/reader.js';
import { tellNotices } from '../tell-notices.js';
import { byPicture, type QueryLine, readQueries } from './locate-queries.js';

export interface LocateOptions {
  readonly image?: string;
  readonly text?: string;
  readonly patch?: string;
  readonly queries?: string;
  readonly draw?: string;
  readonly json: boolean;
}

/** Climbs the ladder on picture files; exit code 1 when the one thing that was asked for is not found. */
export async function locateCommand(options: LocateOptions): Promise<number> {
  const reader = await openReader((text) => tellNotices([text]));
  try {
    return options.queries === undefined
      ? await locateOne(options, reader)
      : await locateMany(options.queries, reader);
  } finally {
    await reader.close();
  }
}

async function locateOne(options: LocateOptions, reader: TextReader): Promise<number> {
  const { image, text, patch, draw, json } = options;
  if (image === undefined || (text === undefined && patch === undefined)) {
    throw new DeskhandError('usage', 'no-query', 'There is nothing to look for.', {
      hint: 'deskhand locate --image screen.png --text Save, or --patch button.png, or --queries FILE.',
    });
  }
  const query = { image, ...(text !== undefined && { text }), ...(patch !== undefined && { patch }) };
  const signal = new AbortController().signal;
  const answer = await locateOnPicture(reader, LocateQuery.parse(query), signal).catch(unreadable);
  if (draw !== undefined) await writeFile(draw, await drawSightings(await readFile(image), [answer]));
  process.stdout.write(`${json ? JSON.stringify(answer) : inWords(answer)}\n`);
  return answer.found ? exitCodes.passed : exitCodes.failed;
}

/** A picture that was named on the command line and cannot be read is a wrong usage, not a thing not found. */
function unreadable(error: unknown): never {
  if (!(error instanceof DeskhandError) || error.code !== 'no-picture') throw error;
  throw new DeskhandError('usage', error.code, error.message, {
    cause: error,
    ...(error.hint !== undefined && { hint: error.hint }),
  });
}

/** What a query that could not be asked gets: the fields of any answer, and why. */
type Unasked = Pick<LocateAnswer, 'found' | 'box' | 'score' | 'rung' | 'ms'> & { readonly error: string };

/** Every line gets an answer, in the order of the lines; queries about one picture are asked together. */
async function locateMany(file: string, reader: TextReader): Promise<number> {
  const lines = await readQueries(file);
  const answers = new Map<number, LocateAnswer | Unasked>();
  let next = 0;
  for (const line of byPicture(lines)) {
    answers.set(line.index, await answerTo(line, reader));
    for (let answer = answers.get(next); answer !== undefined; answer = answers.get(++next)) {
      process.stdout.write(`${JSON.stringify(answer)}\n`);
      answers.delete(next);
    }
  }
  return exitCodes.passed;
}

async function answerTo(line: QueryLine, reader: TextReader): Promise<LocateAnswer | Unasked> {
  const start = performance.now();
  try {
    if ('problem' in line) throw new Error(line.problem);
    return await locateOnPicture(reader, line.query, new AbortController().signal);
  } catch (error) {
    const reason = `Line ${line.number}: ${messageOf(error)}`;
    return { found: false, box: null, score: 0, rung: null, ms: performance.now() - start, error: reason };
  }
}

function inWords(answer: LocateAnswer): string {
  const { box, point, rung, score, ms, answer: kind, reason, nearest, candidates } = answer;
  if (box !== null && point !== null) {
    return `found at ${point.x},${point.y} (box ${box.x},${box.y} ${box.width}x${box.height}) by ${rung}, score ${score.toFixed(2)}, ${ms.toFixed(0)} ms`;
  }
  const places = (candidates ?? [])
    .map((each) => `${each.text === undefined ? '' : `“${each.text}” at `}${each.point.x},${each.point.y}`)
    .join(', ');
  const near = (nearest ?? []).map((text) => `“${text}”`).join(', ');
  return `${kind}: ${reason ?? ''}${places === '' ? '' : ` (${places})`}${near === '' ? '' : `; closest: ${near}`}`;
}
