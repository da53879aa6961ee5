import { readMessage } from './message.js';
import { splitThought } from './thought.js';

/** The text of a reply that was to be text, or the name of what is wrong with it. */
export type AnswerText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly text: string; readonly name: string; readonly reason: string };

/** The text of a whole reply without its reasoning; a cut, refused or empty one has a name instead. */
export function answerText(reply: unknown, partial: boolean): AnswerText {
  const message = readMessage(reply);
  const { text } = splitThought(message.text);
  const wrong = (name: string, reason: string): AnswerText => ({ ok: false, text, name, reason });
  if (partial || message.finish === 'length') return wrong('truncated', 'the answer was cut before its end');
  if (message.refusal !== undefined) return wrong('refused', message.refusal);
  if (message.finish === 'content_filter') return wrong('refused', 'the server held the answer back');
  if (text.trim() === '') return wrong('empty', 'there was no answer');
  return { ok: true, text: text.trim() };
}
