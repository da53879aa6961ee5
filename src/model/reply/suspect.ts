import type { Misreading } from '../../core/chat.js';

/** Phrases with which models decline, at the beginning of a reply. */
const declines =
  /^\W*(?:i['’]?m (?:very |really )?sorry|sorry\b|i (?:cannot|can['’]?t|am unable to|am not able to|won['’]?t)\b|i must decline|抱歉|对不起|很抱歉|我(?:不能|无法))/i;

/** Parts of our own prompt that no answer holds. */
const promptMarks = [
  '<tools>',
  '</tools>',
  '<args-json-object>',
  '<function-name>',
  '"parameters": {"properties"',
  '# Response format',
  '## Action Space',
  'You operate a computer for a person.',
] as const;

/** A part that comes back this often in a row has no end. */
const ENDLESS = 8;
const LONGEST_REPLY = 60_000;

/** What is wrong with a text that holds no call, by name. */
export function nameOfText(text: string): { outcome: Misreading; reason: string } {
  const trimmed = text.trim();
  if (trimmed === '') return { outcome: 'empty', reason: 'The reply holds neither text nor a call.' };
  if (isEndless(trimmed)) return { outcome: 'endless', reason: 'The reply repeats itself without end.' };
  if (echoesPrompt(trimmed)) return { outcome: 'prompt-echo', reason: 'The reply repeats the instructions.' };
  if (declines.test(trimmed)) return { outcome: 'refused', reason: `The model declines: ${brief(trimmed)}` };
  return {
    outcome: 'no-call',
    reason: `The reply announces or explains, but calls nothing: ${brief(trimmed)}`,
  };
}

/** Whether the text holds parts of the prompt's own description of the tools. */
export function echoesPrompt(text: string): boolean {
  return promptMarks.some((mark) => text.includes(mark));
}

/** Whether the end of the text is one part again and again, or the text has no measure. */
export function isEndless(text: string): boolean {
  if (text.length > LONGEST_REPLY) return true;
  for (let length = 1; length <= 400 && length * ENDLESS <= text.length; length++) {
    const part = text.slice(-length);
    const many = length < 4 ? ENDLESS * 8 : ENDLESS;
    if (part.length * many <= text.length && text.endsWith(part.repeat(many))) return true;
  }
  return false;
}

function brief(text: string): string {
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}
