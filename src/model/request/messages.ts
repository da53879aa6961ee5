import type { Call, Conversation, Picture, Said, Turn } from '../../core/chat.js';
import type { Size } from '../../core/geometry.js';
import type { Profile } from '../profiles/index.js';
import { promptNamed } from '../prompts.js';
import { actionSpace } from './action-space.js';
import { computerUse, FUNCTION, pointWords } from './computer-use.js';
import { callsToSend, splitTurns, turnLine } from './history.js';

/** A part of a message's content. */
export type Part =
  | { type: 'text'; text: string; cache_control?: { type: 'ephemeral' } }
  | {
      type: 'image_url';
      image_url: { url: string; detail?: 'low' | 'high' };
      min_pixels?: number;
      max_pixels?: number;
    }
  | { type: 'video'; video: readonly string[]; fps: number }
  | { type: 'video_url'; video_url: { url: string }; fps?: number };

/** A message as the API wants it. */
export type Message =
  | { role: 'system'; content: string | Part[] }
  | { role: 'user'; content: string | Part[] }
  | {
      role: 'assistant';
      content: string;
      reasoning_content?: string;
      tool_calls?: { id: string; type: 'function'; function: { name: string; arguments: string } }[];
    }
  | { role: 'tool'; tool_call_id: string; content: string };

/** How messages are built for one model at one server. */
export interface MessageOptions {
  readonly profile: Profile;
  /** px of the picture that a whole screen is sent as. */
  readonly sent: Size;
  /** The part that shows a picture. */
  readonly show: (picture: Picture) => Part;
  /** px a picture is sent with. */
  readonly sizeOf: (picture: Picture) => Size;
  /** Whether reasoning goes back to the model. */
  readonly thinking: boolean;
  readonly cacheMarks: boolean;
  readonly mostPictures?: number;
}

/**
 * The messages of a request: the stable part first, then old turns in one line each, then the recent turns
 * whole. Pictures stand in user messages only, each after the text result of the action before it, and its
 * label stands behind it.
 */
export function messagesOf(conversation: Conversation, options: MessageOptions): Message[] {
  const { old, recent } = splitTurns(conversation.turns, options.mostPictures);
  const sending = callsToSend(conversation);
  const told = instructions(conversation, options);
  const apart = options.profile.instructions === 'system';
  const messages: Message[] = apart ? [{ role: 'system', content: told }] : [];
  const task = opening(conversation.goal, old);
  let lead: Part[] = (apart ? [task] : [told, task]).map((text) => ({ type: 'text', text }));
  for (const [at, turn] of recent.entries()) {
    messages.push({ role: 'user', content: [...lead, options.show(turn.picture), label(turn, options)] });
    if (turn.said === undefined) break;
    const calls = sending[old.length + at] ?? [];
    messages.push(assistantMessage(turn.said, calls, options), ...toolMessages(calls, turn.result ?? 'done'));
    lead = calls.length > 0 ? [] : [{ type: 'text', text: response(turn.result ?? 'done') }];
  }
  if (conversation.repair !== undefined) {
    messages.push(...repairMessages(conversation.repair, sending.at(-1) ?? [], options));
  }
  return options.cacheMarks ? withCacheMarks(messages) : messages;
}

function instructions({ tools, end }: Conversation, { profile, sent }: MessageOptions): string {
  return promptNamed(`${profile.dialect}/system`, {
    function: FUNCTION,
    points: pointWords(profile.space, sent),
    tools: JSON.stringify(computerUse(tools, profile.space, sent, end)),
    actions: actionSpace(tools),
    finish: promptNamed(`finish/${profile.dialect === 'action' ? 'action-' : ''}${end ?? 'until'}`),
  });
}

function opening(goal: string, old: readonly Turn[]): string {
  const lines = old.length === 0 ? '' : `\n\nDone so far:\n${old.map(turnLine).join('\n')}`;
  return `The task: ${goal}${lines}`;
}

/** What stands behind a picture. It names the turn, so it must not stand before it. */
function label(turn: Turn, { profile, sizeOf }: MessageOptions): Part {
  const { region } = turn.picture;
  const size = sizeOf(turn.picture);
  const px = profile.space === 'absolute' ? ` The picture is ${size.width}x${size.height} pixels.` : '';
  const what =
    region === undefined
      ? `The screen now (turn ${turn.number}).${px}`
      : `The part of the screen that you wanted to see, enlarged (turn ${turn.number}).${px} Coordinates refer to this picture alone. To see the whole screen again, wait.`;
  return { type: 'text', text: [what, ...turn.hints].join('\n') };
}

function assistantMessage(said: Said, calls: readonly Call[], { thinking }: MessageOptions): Message {
  // Servers refuse an assistant message that says and calls nothing.
  const content = said.text.trim() === '' && calls.length === 0 ? '(no answer)' : said.text;
  return {
    role: 'assistant',
    content,
    ...(thinking && said.reasoning !== undefined && { reasoning_content: said.reasoning }),
    ...(calls.length > 0 && {
      tool_calls: calls.map(({ id, name, input }) => ({
        id,
        type: 'function' as const,
        function: { name, arguments: JSON.stringify(input) },
      })),
    }),
  };
}

/** Every call gets its answer; only the first was carried out. */
function toolMessages(calls: readonly Call[], result: string): Message[] {
  return calls.map(({ id }, at) => ({
    role: 'tool' as const,
    tool_call_id: id,
    content: at === 0 ? result : 'skipped: only the first call of an answer is carried out',
  }));
}

function response(result: string): string {
  return `<tool_response>\n${result}\n</tool_response>`;
}

/** One turn that quotes the mistake. */
function repairMessages(
  { said, reason }: NonNullable<Conversation['repair']>,
  calls: readonly Call[],
  options: MessageOptions,
): Message[] {
  return [
    assistantMessage(said, calls, options),
    ...toolMessages(calls, `not carried out: ${reason}`),
    {
      role: 'user',
      content: `Your last answer could not be used, and nothing was done. ${reason}\n${repairWords[options.profile.dialect]}`,
    },
  ];
}

const textAgain = 'Answer again with one "Action:" line and exactly one complete tool_call block.';
const repairWords: Readonly<Record<Profile['dialect'], string>> = {
  native: `Answer again with exactly one call of ${FUNCTION}.`,
  text: textAgain,
  xml: textAgain,
  action:
    'Answer again with one "Thought:" line and one "Action:" line that holds exactly one complete call.',
};

/** Marks the ends of the stable part and of everything that was sent: the server keeps what lies before them. */
function withCacheMarks(messages: readonly Message[]): Message[] {
  const newest = messages.findLastIndex(({ role }) => role === 'user');
  return messages.map((message, at) => {
    if ((at !== 0 && at !== newest) || (message.role !== 'system' && message.role !== 'user')) return message;
    const parts: Part[] =
      typeof message.content === 'string' ? [{ type: 'text', text: message.content }] : message.content;
    const last = parts.at(-1);
    if (last?.type !== 'text') return message;
    return {
      ...message,
      content: [...parts.slice(0, -1), { ...last, cache_control: { type: 'ephemeral' } }],
    };
  });
}
