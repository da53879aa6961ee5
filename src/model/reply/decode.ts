import type { OfferedTool, ReplyPath, ReplyReading, Said } from '../../core/chat.js';
import {
  type FrameBox,
  type FramePoint,
  type ScreenPoint,
  type Size,
  screenPoint,
} from '../../core/geometry.js';
import { sizeFor } from '../pictures/size.js';
import type { Profile } from '../profiles/index.js';
import { readCall } from './actions.js';
import { Fields } from './fields.js';
import type { Shown } from './geometry.js';
import { readJson } from './json-text.js';
import { isRecord, type RawCall, type RawMessage, readMessage } from './message.js';
import { Misread } from './misread.js';
import { checkInput } from './offered.js';
import { echoesPrompt, isEndless, nameOfText } from './suspect.js';
import { readTextCalls } from './text-calls.js';
import { splitThought } from './thought.js';

/** Where the reply's points lie. */
export interface DecodeAround {
  /** Frame px. */
  readonly screen: Size;
  /** px of the picture that was sent; as the profile says when missing. */
  readonly sent?: Size;
  /** Frame px per logical px, 1 when missing. */
  readonly scale?: number;
  /** Logical position of the frame's corner, 0,0 when missing. */
  readonly origin?: ScreenPoint;
  /** The part of the frame that was shown, when it was not all of it. */
  readonly region?: FrameBox;
  /** Where the pointer was, frame px: clicks without a point mean it. */
  readonly pointer?: FramePoint;
  /** The deeds that were offered; others are refused, and their input is checked. */
  readonly tools?: readonly OfferedTool[];
  /** The server said that it answered only in part. */
  readonly partial?: boolean;
}

/** The calls of a reply and where they were found. */
interface Found {
  readonly calls: readonly RawCall[];
  readonly path: ReplyPath;
  readonly thought: string;
  readonly mended: readonly string[];
  /** The server says that the reply is complete. */
  readonly whole: boolean;
}

/** Endings with which a server says that the reply is complete. */
const wholeEndings = ['stop', 'tool_calls', 'function_call'];

/**
 * What a raw reply means on this screen: a decision with its points in all four spaces, or the named reason
 * why it is none. Never throws for what the model wrote, and never acts on a reply that may have been cut.
 *
 * @param reply a whole chat completion, one message, or bare text
 */
export function decodeReply(profile: Profile, reply: unknown, around: DecodeAround): ReplyReading {
  const message = readMessage(reply);
  const { said, text, reasoning } = heard(message);
  let path: ReplyPath | undefined;
  try {
    refuseUnusable(profile, message, text, around.partial ?? false);
    const found = findCalls(message, text, reasoning);
    path = found.path;
    return decide(profile, found, said, around);
  } catch (error) {
    if (!(error instanceof Misread)) throw error;
    return { outcome: error.outcome, reason: error.message, ...(path && { path }), said };
  }
}

/** Text and reasoning, told apart, and the form in which the reply goes back into the history. */
function heard(message: RawMessage): { said: Said; text: string; reasoning: string } {
  const { text, thought } = splitThought(message.text);
  const reasoning = [message.reasoning, thought].filter((part) => part !== '').join('\n');
  const calls = message.calls.map((call, at) => ({
    id: call.id ?? `call_${at + 1}`,
    name: call.name === '' ? 'computer_use' : call.name,
    input: inputToSendBack(call),
  }));
  return { said: { text, calls, ...(reasoning !== '' && { reasoning }) }, text, reasoning };
}

/** What no reading can make safe. */
function refuseUnusable(profile: Profile, message: RawMessage, text: string, partial: boolean): void {
  if (message.error !== undefined) throw new Misread('server-error', message.error);
  if (profile.space === 'unknown') {
    throw new Misread(
      'unknown-space',
      `Nobody knows how ${profile.model} writes points. ${profile.warning ?? ''}`,
    );
  }
  if (partial) throw new Misread('truncated', 'The server answered only in part.');
  if (message.finish === 'length') {
    const all = `${text}${message.reasoning}`;
    if (isEndless(all)) throw new Misread('endless', 'The reply repeats itself until its limit.');
    throw new Misread('truncated', 'The reply was cut at its limit of tokens.');
  }
  if (message.finish === 'content_filter') throw new Misread('refused', 'The server held the reply back.');
  if (message.refusal !== undefined) throw new Misread('refused', `The model declines: ${message.refusal}`);
}

function findCalls(message: RawMessage, text: string, reasoning: string): Found {
  const whole = message.finish !== undefined && wholeEndings.includes(message.finish);
  if (message.calls.length > 0) {
    return {
      calls: message.calls,
      path: 'tool_calls',
      thought: thoughtOf(text, reasoning),
      mended: [],
      whole,
    };
  }
  if (echoesPrompt(text)) throw new Misread('prompt-echo', 'The reply repeats the instructions.');
  const inText = readTextCalls(text, whole);
  if (inText?.ok) return { ...inText, thought: thoughtOf(inText.before, reasoning), whole };
  if (inText !== undefined) {
    const outcome = inText.cut ? 'truncated' : 'unreadable';
    throw new Misread(isEndless(text) ? 'endless' : outcome, `The call cannot be read: ${inText.reason}.`);
  }
  if (text.trim() === '' && reasoning.trim() !== '')
    throw new Misread('thought-only', 'The model only thought, and said nothing.');
  const { outcome, reason } = nameOfText(text);
  throw new Misread(outcome, reason);
}

/** Only the first call counts. */
function decide(profile: Profile, found: Found, said: Said, around: DecodeAround): ReplyReading {
  const [first, ...others] = found.calls;
  if (first === undefined) throw new Misread('no-call', 'The reply calls nothing.');
  const values = argumentsOf(first, found.whole);
  const thought = found.thought === '' ? thoughtIn(values) : found.thought;
  const fields = new Fields(values, shownBy(profile, around));
  const action = readCall(first.name, fields, {
    pointer: around.pointer,
    frame: around.screen,
    thought,
  });
  const checked = around.tools === undefined ? action : checkInput(action, around.tools);
  const same = JSON.stringify([first.name, first.input]);
  return {
    outcome: 'decision',
    decision: { ...(thought !== '' && { thought }), action: checked, origin: 'model' },
    points: fields.traces,
    path: found.path,
    said: said.calls.length > 0 ? said : { ...said, calls: [] },
    skipped: others.map(({ name, input }) => ({
      name,
      reason: JSON.stringify([name, input]) === same ? 'duplicate' : 'not the first',
    })),
    mended: [...found.mended, ...fields.mended],
  };
}

/** What the model was shown, for the way of a point. */
export function shownBy(profile: Profile, around: DecodeAround): Shown {
  const { screen, region } = around;
  // An unknown space was refused before; any other profile names one of the two.
  const space = profile.space === 'absolute' ? 'absolute' : 'relative';
  return {
    space,
    sent: around.sent ?? sizeFor(profile, region ?? screen).sent,
    frame: screen,
    scale: around.scale ?? 1,
    origin: around.origin ?? screenPoint(0, 0),
    ...(region && { region }),
  };
}

/**
 * The arguments of a call as a record. They come as an object or as JSON text, at times encoded twice or
 * wrapped once more.
 */
function argumentsOf(call: RawCall, whole: boolean): Record<string, unknown> {
  let value: unknown = call.input;
  for (let round = 0; round < 2 && typeof value === 'string'; round++) {
    if (value.trim() === '') return {};
    const read = readJson(value, whole ? 'said' : 'unknown');
    if (!read.ok) {
      throw new Misread(
        read.cut ? 'truncated' : 'unreadable',
        `The arguments cannot be read: ${read.reason}.`,
      );
    }
    value = read.value;
  }
  if (!isRecord(value)) throw new Misread('unreadable', 'The arguments of the call are no object.');
  const { arguments: named, parameters, input, ...beside } = value;
  const wrapped = named ?? parameters ?? input;
  if (!isRecord(wrapped)) return value;
  return 'action' in value ? opened(beside, wrapped) : wrapped;
}

/** What stands in `parameters` beside an `action` belongs to it, as gui-plus writes it; what contradicts it is refused. */
function opened(beside: Record<string, unknown>, wrapped: Record<string, unknown>): Record<string, unknown> {
  const twice = Object.keys(wrapped).find(
    (key) => key in beside && JSON.stringify(beside[key]) !== JSON.stringify(wrapped[key]),
  );
  if (twice !== undefined) throw new Misread('bad-input', `The call says ${twice} twice, and differently.`);
  return { ...beside, ...wrapped };
}

/** Servers refuse a history whose arguments are no JSON object: what cannot be read goes back empty. */
function inputToSendBack(call: RawCall): Record<string, unknown> {
  try {
    return argumentsOf(call, false);
  } catch (error) {
    if (!(error instanceof Misread)) throw error;
    return {};
  }
}

const LONGEST_THOUGHT = 2000;

/** Some models write their thought as a member of the call. */
function thoughtIn({ thought }: Record<string, unknown>): string {
  return typeof thought === 'string' ? thought.trim().slice(0, LONGEST_THOUGHT) : '';
}

function thoughtOf(text: string, reasoning: string): string {
  const spoken = text
    .replace(/^\s*(?:Thought|Action)\s*:\s*/i, '')
    .replace(/\n\s*(?:Thought|Action)\s*:\s*/gi, '\n')
    .trim();
  return (spoken === '' ? reasoning.trim() : spoken).slice(0, LONGEST_THOUGHT);
}
