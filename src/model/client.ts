import type { Usage } from '../core/action.js';
import type { Clock } from '../ports.js';
import { type HostKind, hostKindOf } from './hosts.js';
import type { Profile } from './profiles/index.js';
import { type Body, bodyOf, type Thinking, thinks } from './request/body.js';
import type { FunctionTool } from './request/computer-use.js';
import type { Message } from './request/messages.js';
import { checkImageTokens, type Expected } from './self-check.js';
import { countedIn, usageOf } from './usage.js';
import { type Attempt, exchange } from './wire/exchange.js';
import { type Line, openLine } from './wire/line.js';

/** Where DashScope answers when no other base URL is given: Singapore, for international keys. */
export const DEFAULT_BASE_URL = 'https://dashscope-intl.aliyuncs.com/compatible-mode/v1';

/** How long a whole decision may take, with all tries, ms. */
export const DEADLINE_MS = 120_000;
/** How long one try may take, ms. */
const ATTEMPT_MS = 60_000;

export interface ClientOptions {
  readonly profile: Profile;
  readonly key: string;
  readonly clock: Clock;
  readonly baseUrl?: string;
  /** Kind of server, when its URL does not tell. */
  readonly host?: HostKind;
  /** Whether the model may think; off unless it always does. */
  readonly thinking?: Thinking;
  readonly seed?: number;
  /** ms for a whole answer. */
  readonly deadlineMs?: number;
  /** ms for one try. */
  readonly attemptMs?: number;
}

/** One request: its messages, with pictures and without them, and what its pictures must cost. */
export interface Inquiry {
  readonly messages: readonly Message[];
  /** The same messages with names in place of pixels, for the recording. */
  readonly kept: readonly Message[];
  readonly pictures: readonly Expected[];
  readonly tool?: FunctionTool;
  /** Further members of the body. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly answerTokens?: number;
  readonly temperature?: number;
}

/** The reply to an inquiry, checked for what the pictures cost. */
export interface Replied {
  readonly reply: unknown;
  readonly partial: boolean;
  readonly usage: Usage;
  readonly exchange: Readonly<Record<string, unknown>>;
}

/** Talks to one model at one server. */
export interface Client {
  readonly profile: Profile;
  readonly host: HostKind;
  readonly clock: Clock;
  readonly thinking: boolean;
  /** `inquiry(true)` is asked for when the server finds the first one too long. */
  inquire(inquiry: (shrunk: boolean) => Inquiry, signal: AbortSignal, until?: number): Promise<Replied>;
}

const ANSWER_TOKENS = 1000;

/** Opens a client; nothing is sent before the first inquiry. */
export function openClient(options: ClientOptions): Client {
  const { profile, clock, key, baseUrl = DEFAULT_BASE_URL } = options;
  const host = options.host ?? hostOf(profile, baseUrl);
  const thinking: Thinking = options.thinking ?? { on: false };
  const toBody = (inquiry: Inquiry, messages: readonly Message[]): Body => ({
    ...bodyOf(messages, {
      profile,
      host,
      thinking,
      answerTokens: inquiry.answerTokens ?? ANSWER_TOKENS,
      ...(inquiry.tool && { tool: inquiry.tool }),
      ...(inquiry.temperature !== undefined && { temperature: inquiry.temperature }),
      ...(options.seed !== undefined && { seed: options.seed }),
    }),
    ...inquiry.extra,
  });
  let line: Promise<Line> | undefined;
  return {
    profile,
    host,
    clock,
    thinking: thinks(profile, thinking),
    async inquire(build, signal, until) {
      line ??= openLine({ baseUrl, key });
      const deadline = clock.now() + (options.deadlineMs ?? DEADLINE_MS);
      let inquiry = build(false);
      const answered = await exchange(
        {
          line: await line,
          clock,
          model: profile.model,
          until: Math.min(deadline, until ?? deadline),
          attemptMs: options.attemptMs ?? ATTEMPT_MS,
          body: (shrunk) => {
            if (shrunk) inquiry = build(true);
            return toBody(inquiry, inquiry.messages);
          },
        },
        signal,
      );
      const counted = countedIn(answered.reply);
      checkImageTokens(profile, counted, inquiry.pictures);
      const usage = usageOf(profile, counted, {
        imageTokens: inquiry.pictures.reduce((sum, { tokens }) => sum + tokens, 0),
        letters: JSON.stringify(inquiry.kept).length,
        answered: JSON.stringify(answered.reply ?? '').length,
      });
      return {
        ...answered,
        usage,
        exchange: keptExchange(profile, host, toBody(inquiry, inquiry.kept), answered),
      };
    },
  };
}

/** A URL that tells nothing leaves a local model where it usually runs, and a hosted one unknown. */
function hostOf(profile: Profile, baseUrl: string): HostKind {
  const told = hostKindOf(baseUrl);
  return told === 'other' && profile.host !== 'dashscope' ? profile.host : told;
}

function keptExchange(
  profile: Profile,
  host: HostKind,
  request: Body,
  answered: { reply: unknown; ms: number; attempts: readonly Attempt[] },
): Record<string, unknown> {
  return {
    model: profile.model,
    host,
    ms: Math.round(answered.ms),
    attempts: answered.attempts,
    request,
    reply: answered.reply,
  };
}
