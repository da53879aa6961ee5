import { homedir } from 'node:os';
import { systemClock } from '../../app/clock.js';
import { DeskhandError, exitCodes, isAbort } from '../../core/errors.js';
import { type Redact, redactor } from '../../core/secrets/redact.js';
import {
  type Answered,
  answerRequest,
  type ChatRequestInput,
  type ChatSettings,
  findKey,
  type Located,
} from '../../model/index.js';
import { timedFrames } from '../../recording/index.js';
import { drawBoxes } from '../../sight/draw.js';
import { admitServer, sitePolicies } from '../../task/index.js';
import { profilesFile } from '../arguments.js';
import { askBatch } from '../asking/batch.js';
import { Evidence } from '../asking/evidence.js';
import { liveText } from '../asking/live-text.js';
import { checkWritable, writePrivate } from '../asking/private-file.js';
import { type AskOptions, fromOptions, type Written, writtenRequest } from '../asking/request-options.js';
import { openSession, type Session } from '../asking/session.js';
import type { Controls } from '../controls.js';
import { tellNotices, tellWait, tellWarning } from '../tell-notices.js';

/** Asks a model about pictures or a video, and prints the answer, `{text, model, usage}`, or writes it down. */
export async function askCommand(
  prompt: string | undefined,
  options: AskOptions,
  controls: Controls,
): Promise<number> {
  checkCombination(prompt, options);
  const { output, draw, session: sessionFile } = options;
  for (const [option, file] of Object.entries({
    '--output': output,
    '--draw': draw,
    '--session': sessionFile,
  }))
    if (file !== undefined) await checkWritable(file, option);
  const stopped = new AbortController();
  const forget = controls.onStop(() => {
    // Whoever asks twice does not wait for what is being written.
    if (stopped.signal.aborted) process.exit(exitCodes.stopped);
    stopped.abort();
  });
  try {
    if (options.batch !== undefined) return await batch(prompt, options, stopped.signal);
    return await askOnce(writtenRequest(prompt, options), options, stopped.signal);
  } catch (error) {
    if (!stopped.signal.aborted || !isAbort(error)) throw error;
    process.stderr.write('deskhand: stopped.\n');
    return exitCodes.stopped;
  } finally {
    forget();
  }
}

async function askOnce(written: Written, options: AskOptions, signal: AbortSignal): Promise<number> {
  const { output, draw } = options;
  const key = keyRedactor();
  const session = options.session === undefined ? undefined : await openSession(options.session);
  const evidence = new Evidence();
  const live = options.stream && isPlain(written, options) ? liveText(process.stdout, keyOf()) : undefined;
  const request = withSession(written, session);
  try {
    const answered = await answerRequest(request as ChatRequestInput, {
      ...settingsOf(options),
      ...evidence.heard,
      onInputs: (inputs) => {
        evidence.heard.onInputs(inputs);
        session?.check(inputs);
      },
      onProfile: tellWarning,
      ...(options.stream && { onText: live?.onText ?? (() => undefined) }),
      signal,
    });
    if (output !== undefined) await evidence.write(output, key, request, answered);
    if (draw !== undefined) await drawOn(draw, answered);
    if (live === undefined) print(answered, options, key);
    else live.end();
    tellDropped(answered);
    await session?.keep(answered, key);
    return exitCodes.passed;
  } catch (error) {
    live?.end();
    if (output !== undefined && !isAbort(error)) await evidence.write(output, key, request, { error });
    throw error;
  }
}

/** Whether the text is what is printed: values are printed once they are whole and checked. */
function isPlain({ as, schema, json_mode, json }: Written, options: AskOptions): boolean {
  const values = [schema, json_mode, json].some((each) => each !== undefined && each !== false);
  return !options.json && !values && (as === undefined || as === 'caption' || as === 'text');
}

function settingsOf({ baseUrl, profiles, host }: AskOptions): ChatSettings {
  const { file } = profilesFile(profiles);
  const sites = sitePolicies(process.env);
  return {
    env: { ...process.env, ...(host !== undefined && { DESKHAND_MODEL_HOST: host }) },
    clock: systemClock,
    recorded: timedFrames,
    onWait: tellWait,
    admit: (url) => admitServer(url, sites),
    ...(baseUrl !== undefined && { base_url: baseUrl }),
    ...(file !== undefined && { profiles: file }),
  };
}

function batch(prompt: string | undefined, options: AskOptions, signal: AbortSignal): Promise<number> {
  const { batch: file = '', output = '', concurrency = '4' } = options;
  const number = Number(concurrency);
  if (!Number.isInteger(number) || number < 1 || number > 100)
    throw new DeskhandError('usage', 'bad-number', '--concurrency is a whole number from 1 to 100.');
  return askBatch({
    file,
    output,
    concurrency: number,
    common: fromOptions(prompt, options),
    settings: settingsOf(options),
    redact: keyRedactor(),
    signal,
  });
}

/** What is asked for must make sense together: an option that would do nothing is a mistake. */
function checkCombination(prompt: string | undefined, options: AskOptions): void {
  const refuse = (code: string, message: string, hint: string): DeskhandError =>
    new DeskhandError('usage', code, message, { hint });
  const { batch: file, output, request, session, draw, as, stream, json } = options;
  if (file === undefined && options.concurrency !== undefined)
    throw refuse(
      'no-batch',
      '--concurrency says how many lines of a batch are asked at once.',
      'Give --batch FILE, or leave it out.',
    );
  if (file !== undefined && output === undefined)
    throw refuse(
      'no-output',
      'A batch needs a file for its answers.',
      'Give --output results.jsonl: it is what a batch goes on from, too.',
    );
  const alone = {
    '--request': request,
    '--session': session,
    '--draw': draw,
    '--stream': stream || undefined,
    '--json': json || undefined,
  };
  for (const [option, value] of Object.entries(alone))
    if (file !== undefined && value !== undefined)
      throw refuse(
        'both',
        `--batch and ${option} exclude each other.`,
        'Each line of a batch is a request of its own, and its answers go to --output.',
      );
  if (session !== undefined && as !== undefined)
    throw refuse(
      'both',
      '--as reads one picture anew and goes on with no conversation.',
      'Leave out --as, or --session.',
    );
  if (draw !== undefined && request === undefined && as !== 'boxes' && as !== 'located')
    throw refuse(
      'no-boxes',
      '--draw draws boxes, and none are asked for.',
      'Add --as boxes or --as located.',
    );
  if (prompt !== undefined && prompt.trim() === '' && as === undefined)
    throw refuse(
      'no-question',
      'The question is empty.',
      'deskhand ask --image screen.png "What is the total?"',
    );
}

function withSession(written: Written, session: Session | undefined): Written {
  if (session === undefined || session.messages.length === 0) return written;
  if (written.messages !== undefined)
    throw new DeskhandError('usage', 'both', 'The request has messages, and the session has, too.', {
      hint: 'Leave out one of them.',
    });
  const { system } = written;
  const messages =
    system === undefined ? session.messages : session.messages.filter(({ role }) => role !== 'system');
  return { ...written, messages };
}

function print(answered: Answered, { json }: AskOptions, redact: Redact): void {
  process.stdout.write(`${redact(json ? JSON.stringify(answered.shown) : inWords(answered))}\n`);
}

/** The value that was asked for, else the text: what a shell script can use. */
function inWords({ words, value, shown }: Answered): string {
  if (words !== undefined) return words;
  if (value === undefined) return shown.text;
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

function tellDropped({ dropped = 0 }: Answered): void {
  if (dropped === 0) return;
  const places = dropped === 1 ? '1 place lies' : `${dropped} places lie`;
  tellNotices([
    `${places} outside the picture or cannot be read, and ${dropped === 1 ? 'is' : 'are'} left out.`,
  ]);
}

async function drawOn(file: string, { answer, located }: Answered): Promise<void> {
  const bytes = answer.images[0]?.bytes;
  if (located === undefined || bytes === undefined)
    throw new DeskhandError(
      'usage',
      'no-boxes',
      '--draw draws boxes on a picture that is here, and there is none.',
      {
        hint: 'Ask with "as": "boxes" or "located" about a file or a URL.',
      },
    );
  const boxes: readonly Located[] = located;
  await writePrivate(file, await drawBoxes(bytes, boxes));
}

function keyOf(): string {
  return findKey(process.env, homedir())?.key ?? '';
}

/** Takes the key out of everything that is written: a server may send back what it was sent. */
function keyRedactor(): Redact {
  return redactor({ 'model key': keyOf() });
}
