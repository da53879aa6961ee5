import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { DeskhandError, messageOf } from '../../core/errors.js';
import { type Redact, redactedValue } from '../../core/secrets/redact.js';
import { type Answered, EarlierMessage, type InputReference, imagesOf } from '../../model/index.js';
import { writePrivate } from './private-file.js';

const SessionFile = z.object({
  deskhand: z.literal('session'),
  messages: z.array(EarlierMessage),
  /** Fingerprints of what the messages show: a file that was changed since would be another conversation. */
  inputs: z.array(z.object({ path: z.string(), page: z.int().optional(), sha256: z.string().optional() })),
});
type SessionFile = z.infer<typeof SessionFile>;

/** A conversation that goes on from one command to the next. */
export interface Session {
  readonly messages: SessionFile['messages'];
  /** @throws DeskhandError `session-input` for an input that is no longer what it was when it was shown */
  check(inputs: readonly InputReference[]): void;
  /** Writes the question and its answer behind what was said. */
  keep(answered: Answered, redact: Redact): Promise<void>;
}

/**
 * Opens the file of a conversation; one that is not there begins a new one.
 *
 * @throws DeskhandError `bad-session`
 */
export async function openSession(file: string): Promise<Session> {
  const before = await textOf(file);
  const session = before === undefined ? { messages: [], inputs: [] } : parse(file, before);
  return {
    messages: session.messages,
    check(inputs) {
      for (const { path, page, sha256 } of inputs) {
        const known = session.inputs.find(
          (each) => each.path === path && each.page === page && path !== 'data',
        );
        if (known?.sha256 === undefined || sha256 === undefined || known.sha256 === sha256) continue;
        throw new DeskhandError(
          'usage',
          'session-input',
          `${path} has changed since it was shown in ${file}.`,
          {
            hint: 'Put the old file back, give the new one another name, or begin a new session.',
          },
        );
      }
    },
    async keep(answered, redact) {
      if ((await textOf(file)) !== before)
        throw new DeskhandError(
          'failed',
          'session-changed',
          `${file} was written by another command meanwhile; this answer is not in it.`,
          {
            hint: 'Ask again: the question then comes after what the other command has said.',
          },
        );
      const kept = {
        deskhand: 'session' as const,
        messages: redactedValue(messagesAfter(session.messages, answered), keepData(redact)),
        inputs: inputsAfter(session.inputs, answered.answer.inputs),
      };
      await writePrivate(file, `${JSON.stringify(kept, null, 2)}\n`);
    },
  };
}

/** The messages with the new question and its answer. */
function messagesAfter(
  before: SessionFile['messages'],
  { request, answer }: Answered,
): SessionFile['messages'] {
  const { system, prompt = '', video, pages, fps } = request;
  const videos = video === undefined ? [] : [video].flat();
  const pace = fps !== undefined && { fps };
  const shown = [
    ...imagesOf(request).flatMap((image) =>
      typeof image === 'string'
        ? [{ type: 'image_url' as const, image_url: image, ...(pages !== undefined && { pages }) }]
        : [],
    ),
    ...(typeof video === 'string' ? [{ type: 'video_url' as const, video_url: video, ...pace }] : []),
    ...(Array.isArray(video) ? [{ type: 'video' as const, video: videos, ...pace }] : []),
  ];
  const own = system === undefined ? before : before.filter(({ role }) => role !== 'system');
  return [
    ...(system === undefined ? [] : [{ role: 'system' as const, content: system }]),
    ...own,
    { role: 'user', content: shown.length === 0 ? prompt : [...shown, { type: 'text', text: prompt }] },
    { role: 'assistant', content: answer.text },
  ];
}

function inputsAfter(before: SessionFile['inputs'], now: readonly InputReference[]): SessionFile['inputs'] {
  const all = [
    ...before,
    ...now.map(({ path, page, sha256 }) => ({
      path,
      ...(page !== undefined && { page }),
      ...(sha256 !== undefined && { sha256 }),
    })),
  ];
  return all.filter(
    ({ path, page }, at) =>
      path !== 'data' && all.findIndex((each) => each.path === path && each.page === page) === at,
  );
}

/** Pictures that stand in a message whole are no text to search. */
function keepData(redact: Redact): Redact {
  return (text) => (text.startsWith('data:') ? text : redact(text));
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parse(file: string, text: string): SessionFile {
  try {
    return SessionFile.parse(JSON.parse(text));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : messageOf(cause);
    throw new DeskhandError('usage', 'bad-session', `${file} is no session of deskhand ask: ${why}`, {
      cause,
      hint: 'Name a file that is not there yet to begin a new one.',
    });
  }
}
