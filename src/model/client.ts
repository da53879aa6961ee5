import type { Limits, Usage } from '../core/action.js';
import { Unanswered } from '../core/chat.js';
import { DeskhandError } from '../core/errors.js';
import { type Redact, redactedValue } from '../core/secrets/redact.js';
import type { Clock } from '../ports.js';
import { Budget } from './budget.js';
import { type HostKind, hostKindOf } from './hosts.js';
import type { Profile } from './profiles/index.js';
import { modelOf, requestIdOf } from './reply/message.js';
import { type Body, bodyOf, type Thinking, thinks } from './request/body.js';
import type { FunctionTool } from './request/computer-use.js';
import type { Message } from './request/messages.js';
import { checkImageTokens, type Expected } from './self-check.js';
import {
  countedIn,
  foreseen,
  lettersOf,
  lettersPerToken,
  USUAL_LETTERS_PER_TOKEN,
  usageOf,
} from './usage.js';
import { type Attempt, type ExchangeOptions, exchange, type Retry, type Waiting } from './wire/exchange.js';
import { type Line, openLine } from './wire/line.js';
import type { OnText } from './wire/stream.js';
import { type Upload, uploadFile } from './wire/upload.js';

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
  /** ms for a whole answer. */
  readonly deadlineMs?: number;
  /** ms for one try. */
  readonly attemptMs?: number;
  /** Held by all calls of a run together. */
  readonly budget?: Budget;
  /** Told before each wait for the server, for a person who would see nothing else. */
  readonly onWait?: (wait: Waiting) => void;
  /** Takes the values of secrets out of every text that is sent; pictures are sent as the screen is shown. */
  readonly redact?: Redact;
  /** How often a failed request is sent again, and after which waits. */
  readonly retry?: Retry;
  /** Throws for the address of a server that nothing may be sent to. */
  readonly admit?: (url: string) => void;
}

/** One request: its messages, with pictures and without them, and what its pictures must cost. */
export interface Inquiry {
  readonly messages: readonly Message[];
  /** The same messages with names in place of pixels, for the recording. */
  readonly kept: readonly Message[];
  readonly pictures: readonly Expected[];
  /** Points will be read from the reply: its pictures must have cost what the profile says. */
  readonly points: boolean;
  /** DashScope and vLLM are asked for as many pixels as the model takes. */
  readonly highResolution?: boolean;
  readonly tool?: FunctionTool;
  /** The tool must be called, where the server lets one say so. */
  readonly mustCall?: boolean;
  /** Further members of the body. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly answerTokens?: number;
  readonly temperature?: number;
  /** The answer is one JSON object. */
  readonly json?: boolean;
  /** Frames a second that the server takes of a video. */
  readonly fps?: number;
  /** Told of the answer while it comes. */
  readonly onText?: OnText;
}

/** The reply to an inquiry, checked for what the pictures cost. */
export interface Replied {
  readonly reply: unknown;
  readonly partial: boolean;
  /** The model that the server says has answered; the one that was asked where it does not say. */
  readonly model: string;
  /** The number of the request in the server's log, where it tells. */
  readonly requestId?: string;
  readonly usage: Usage;
  readonly exchange: Readonly<Record<string, unknown>>;
}

/** What an inquiry may take, besides the limits of its client. */
export interface Within {
  /** Time of the clock, ms. */
  readonly until?: number | undefined;
  readonly left?: Pick<Limits, 'tokens' | 'cost'> | undefined;
}

/** Talks to one model at one server. */
export interface Client {
  readonly profile: Profile;
  readonly host: HostKind;
  readonly clock: Clock;
  readonly thinking: boolean;
  /**
   * `inquiry(true)` is asked for when the first one is longer than the profile or the server allows; it is sent when it
   * is shorter.
   *
   * @throws Unanswered when no reply comes, or none that fits the profile; DeskhandError `over-budget`
   */
  inquire(inquiry: (shrunk: boolean) => Inquiry, signal: AbortSignal, within?: Within): Promise<Replied>;
  /**
   * Puts a file into the server's temporary store and returns its address.
   *
   * @throws DeskhandError `no-store` where the server has none, `upload-…`
   */
  upload(file: Upload, signal: AbortSignal): Promise<string>;
}

const ANSWER_TOKENS = 1000;

/** Opens a client; nothing is sent before the first inquiry. */
export function openClient(options: ClientOptions): Client {
  const { profile, clock, key, baseUrl = DEFAULT_BASE_URL } = options;
  const host = options.host ?? hostOf(profile, baseUrl);
  const talk = new Talk(options, host, baseUrl);
  return {
    profile,
    host,
    clock,
    thinking: thinks(profile, host, thinkingOf(profile)),
    async upload(file, signal) {
      if (host === 'dashscope')
        return uploadFile(file, { baseUrl, key, model: profile.model, admit: options.admit }, signal);
      throw new DeskhandError('usage', 'no-store', 'Only DashScope has a store for files.', {
        hint: 'Leave out --upload, or name a URL that the server can fetch.',
      });
    },
    inquire: (build, signal, within = {}) => talk.inquire(build, signal, within),
  };
}

/** What one client has learnt of its server, and the one line to it. */
class Talk {
  readonly #options: ClientOptions;
  readonly #host: HostKind;
  readonly #baseUrl: string;
  readonly #thinking: Thinking;
  #line: Promise<Line> | undefined;
  #perToken = USUAL_LETTERS_PER_TOKEN;
  // What the server has refused once is not asked of it again.
  #choiceRefused = false;
  #fewPictures = false;

  constructor(options: ClientOptions, host: HostKind, baseUrl: string) {
    this.#options = options;
    this.#host = host;
    this.#baseUrl = baseUrl;
    this.#thinking = thinkingOf(options.profile);
  }

  async inquire(
    build: (shrunk: boolean) => Inquiry,
    signal: AbortSignal,
    { until, left }: Within,
  ): Promise<Replied> {
    const { profile, clock, redact } = this.#options;
    this.#line ??= openLine({ baseUrl: this.#baseUrl, key: this.#options.key });
    const began = clock.now();
    const deadline = began + (this.#options.deadlineMs ?? DEADLINE_MS);
    const open: Open = {
      inquiry: withoutSecrets(build(this.#fewPictures), redact),
      shorter: () => withoutSecrets(build(true), redact),
      attempts: [],
    };
    let reply: unknown;
    const kept = (): Record<string, unknown> => ({
      model: profile.model,
      host: this.#host,
      ms: Math.round(clock.now() - began),
      attempts: open.attempts,
      request: this.#keptBody(open),
      ...(reply !== undefined && { reply }),
    });
    try {
      this.#admit(open, left);
      const until_ = Math.min(deadline, until ?? deadline);
      const answered = await exchange(this.#exchanging(open, await this.#line, until_), signal);
      reply = answered.reply;
      const usage = this.#counted(open, reply);
      return { ...reportedIn(reply, profile), ...answered, usage, exchange: kept() };
    } catch (error) {
      throw error instanceof DeskhandError ? new Unanswered(error, kept()) : error;
    }
  }

  /** Holds the request against the context of the model and the budgets, before anything is sent. */
  #admit(open: Open, left: Within['left']): void {
    const { profile, budget } = this.#options;
    const call = () => foreseen(this.#keptBody(open), this.#sent(open), this.#perToken);
    const { inputTokens, outputTokens } = call();
    if (inputTokens + outputTokens > profile.contextTokens) this.#shorten(open, 'model-context');
    if (left !== undefined) new Budget(left, 'goal').admit(profile, this.#host, call());
    budget?.admit(profile, this.#host, call());
  }

  #exchanging(open: Open, line: Line, until: number): ExchangeOptions {
    const { profile, clock, retry, onWait } = this.#options;
    const { onText } = open.inquiry;
    return {
      line,
      clock,
      model: profile.model,
      host: this.#host,
      until,
      attemptMs: this.#options.attemptMs ?? ATTEMPT_MS,
      attempts: open.attempts,
      ...(retry && { retry }),
      ...(onText && { onText }),
      body: () => this.#body(open.inquiry, open.inquiry.messages),
      amend: (how, code) => (how === 'auto' ? this.#withoutChoice(open) : this.#shorten(open, code)),
      ...(onWait && { onWait }),
    };
  }

  /** Makes the request shorter; false where it already is as short as it can be. */
  #shorten(open: Open, code: string): boolean {
    const shorter = open.shorter();
    if (lettersOf(this.#body(shorter, shorter.kept)) >= lettersOf(this.#keptBody(open))) return false;
    this.#fewPictures ||= code === 'model-picture-count';
    open.inquiry = shorter;
    return true;
  }

  #withoutChoice({ inquiry }: Open): boolean {
    const named = inquiry.mustCall === true && !this.#choiceRefused;
    this.#choiceRefused = true;
    return named;
  }

  /** What the reply has used; what it says of its pictures must be what they were sent as. */
  #counted(open: Open, reply: unknown): Usage {
    const { profile, budget } = this.#options;
    const sent = this.#sent(open);
    const counted = countedIn(reply);
    this.#perToken = lettersPerToken(counted, sent) ?? this.#perToken;
    const usage = usageOf(profile, counted, { ...sent, answered: JSON.stringify(reply ?? '').length });
    budget?.spend(usage);
    if (open.inquiry.points) checkImageTokens(profile, counted, open.inquiry.pictures, sent.letters);
    return usage;
  }

  #sent(open: Open): Inquiry & { readonly letters: number } {
    return { ...open.inquiry, letters: lettersOf(this.#keptBody(open)) };
  }

  #keptBody({ inquiry }: Open): Body {
    return this.#body(inquiry, inquiry.kept);
  }

  #body(inquiry: Inquiry, messages: readonly Message[]): Body {
    const { profile } = this.#options;
    return {
      ...bodyOf(messages, {
        profile: inquiry.highResolution ? { ...profile, highResolution: true } : profile,
        host: this.#host,
        thinking: this.#thinking,
        answerTokens: inquiry.answerTokens ?? ANSWER_TOKENS,
        ...(inquiry.tool && { tool: inquiry.tool }),
        ...(inquiry.mustCall && !this.#choiceRefused && { mustCall: true }),
        ...(inquiry.temperature !== undefined && { temperature: inquiry.temperature }),
        ...(inquiry.json && { json: true }),
        ...(inquiry.onText && { stream: true }),
        ...(inquiry.fps !== undefined && { fps: inquiry.fps }),
        ...(profile.seed !== undefined && { seed: profile.seed }),
      }),
      ...inquiry.extra,
    };
  }
}

/** An inquiry that is under way; what is sent of it may get shorter. */
interface Open {
  inquiry: Inquiry;
  shorter(): Inquiry;
  readonly attempts: Attempt[];
}

/** What a reply says of itself: the model that has answered, and the number of the request. */
function reportedIn(reply: unknown, { model }: Profile): Pick<Replied, 'model' | 'requestId'> {
  const requestId = requestIdOf(reply);
  return { model: modelOf(reply) ?? model, ...(requestId !== undefined && { requestId }) };
}

function withoutSecrets(inquiry: Inquiry, redact: Redact | undefined): Inquiry {
  if (redact === undefined) return inquiry;
  const clean: Redact = (text) => (/^data:(?:image|video)\//.test(text) ? text : redact(text));
  return {
    ...inquiry,
    messages: redactedValue(inquiry.messages, clean),
    kept: redactedValue(inquiry.kept, clean),
  };
}

function thinkingOf({ think }: Profile): Thinking {
  return typeof think === 'number' ? { on: true, budget: think } : { on: think };
}

/** A URL that tells nothing leaves a local model where it usually runs, and a hosted one unknown. */
function hostOf(profile: Profile, baseUrl: string): HostKind {
  const told = hostKindOf(baseUrl);
  return told === 'other' && profile.host !== 'dashscope' ? profile.host : told;
}
