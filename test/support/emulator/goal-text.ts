import { readInstructions } from '../../../src/pilots/offline/grammar.js';
import { type Message, textOfMessage } from './request.js';

const LABEL = /^(?:the\s+)?(?:user\s+)?(?:task|goal|query|instruction)s?\s*(?:is\s*)?[:：]\s*/imu;
/** What clients write after the goal. */
const AFTER =
  /\n\s*\n|\n(?:done so far|task progress|previous actions|hints?|notes?|the screen now|the part of the screen)\b/iu;

/**
 * The goal of a conversation: what follows a label such as “Task:” in the first user message, else the
 * longest paragraph of it that can be read as instructions, else all of it.
 */
export function goalOf(messages: readonly Message[]): string {
  const first = messages.find(({ role }) => role === 'user');
  const text = first === undefined ? '' : textOfMessage(first);
  const label = LABEL.exec(text);
  if (label !== null) {
    const rest = text.slice(label.index + label[0].length);
    return upTo(rest, AFTER);
  }
  const paragraphs = [text, ...text.split(/\n\s*\n/u), ...text.split('\n')].map((each) => each.trim());
  return (
    paragraphs.filter((each) => readInstructions(each).ok).sort((a, b) => b.length - a.length)[0] ??
    text.trim()
  );
}

function upTo(text: string, end: RegExp): string {
  const at = text.search(end);
  return (at < 0 ? text : text.slice(0, at)).trim();
}
