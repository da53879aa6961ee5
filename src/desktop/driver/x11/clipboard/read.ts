import type { XProperty } from 'x11';
import { DeskhandError } from '../../../../core/errors.js';
import type { X11Client } from '../client.js';
import { nextEvent } from '../windows-events.js';
import { type Content, type Form, numbersIn } from './content.js';

/** ms that the owner of a selection gets to hand one form of it over, or the next piece of a long one. */
const answerMs = 3000;

/** Longest property that is read at one go, in 4-byte units. */
const longest = 0x4000000;
const anyType = 0;
const newValue = 0;

/** Targets that are no form of the content; some of them change it. */
const notForms = [
  'TARGETS',
  'MULTIPLE',
  'TIMESTAMP',
  'SAVE_TARGETS',
  'DELETE',
  'INSERT_SELECTION',
  'INSERT_PROPERTY',
];

/**
 * Reads everything that the owner of a selection offers, in every form: texts, pictures, lists of files.
 *
 * @param window a window of this connection, with property events chosen, that gets the answers
 * @throws DeskhandError code `clipboard-hangs` when the owner does not answer
 */
export async function readSelection(
  client: X11Client,
  window: number,
  selection: number,
  signal: AbortSignal,
): Promise<Content> {
  const [targets, ...others] = await Promise.all(notForms.map((name) => client.atom(name)));
  const property = await client.atom('_DESKHAND_SELECTION');
  const fetch = (target: number): Promise<Form | undefined> =>
    convert(client, { window, selection, target, property }, signal);
  const offered = await fetch(targets ?? 0);
  const content = new Map<number, Form>();
  for (const target of new Set(numbersIn(offered?.data ?? Buffer.alloc(0)))) {
    if (target === 0 || target === targets || others.includes(target)) continue;
    const form = await fetch(target);
    // An owner may offer what it then cannot make; nobody could have had it.
    if (form !== undefined) content.set(target, form);
  }
  return content;
}

interface Wanted {
  readonly window: number;
  readonly selection: number;
  readonly target: number;
  readonly property: number;
}

/** One form of a selection; undefined when the owner refuses it. */
async function convert(client: X11Client, wanted: Wanted, signal: AbortSignal): Promise<Form | undefined> {
  const { window, selection, target, property } = wanted;
  const answer = await nextEvent(
    client,
    () => client.raw.ConvertSelection(window, selection, target, property),
    (event) => event.name === 'SelectionNotify' && event.selection === selection && event.target === target,
    answerMs,
    signal,
  );
  if (answer === undefined) throw hangs();
  if (answer.property === 0) return undefined;
  const first = await read(client, window, property);
  const form = { type: first.type, unit: first.format, data: Buffer.from(first.data) };
  const isLong = first.type === (await client.atom('INCR'));
  const whole = isLong ? await readPieces(client, window, property, signal) : form;
  client.raw.DeleteProperty(window, property);
  return whole;
}

/** A form that comes piece by piece: each is sent once the one before was deleted, an empty one is the end. */
async function readPieces(
  client: X11Client,
  window: number,
  property: number,
  signal: AbortSignal,
): Promise<Form> {
  const pieces: Buffer[] = [];
  for (;;) {
    const next = await nextEvent(
      client,
      () => client.raw.DeleteProperty(window, property),
      (event) =>
        event.name === 'PropertyNotify' &&
        event.wid === window &&
        event.atom === property &&
        event.state === newValue,
      answerMs,
      signal,
    );
    if (next === undefined) throw hangs();
    const { type, format, data } = await read(client, window, property);
    if (data.length === 0) return { type, unit: format, data: Buffer.concat(pieces) };
    pieces.push(Buffer.from(data));
  }
}

function read(client: X11Client, window: number, property: number): Promise<XProperty> {
  return client.ask<XProperty>((raw, done) =>
    raw.GetProperty(0, window, property, anyType, 0, longest, done),
  );
}

function hangs(): DeskhandError {
  return new DeskhandError(
    'failed',
    'clipboard-hangs',
    `The application that owns the clipboard did not hand its content over within ${answerMs / 1000} s; nothing was pasted.`,
    { hint: 'It may hang. Type the text without paste, which leaves the clipboard alone.' },
  );
}
