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
import { type Attempt, exchange, type Retry, type Waiting } from './wire/exchange.js';
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
  inquire(
    inquiry: (shrunk: boolean) => Inquiry,
    signal: AbortSignal,
    within?: { until?: number | undefined; left?: Pick<Limits, 'tokens' | 'cost'> | undefined },
  ): Promise<Replied>;
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
  const thinking = thinkingOf(profile);
  const { redact } = options;
  // What the server has refused once is not asked of it again.
  let choiceRefused = false;
  let fewPictures = false;
  const toBody = (inquiry: Inquiry, messages: readonly Message[]): Body => ({
    ...bodyOf(messages, {
      profile: inquiry.highResolution ? { ...profile, highResolution: true } : profile,
      host,
      thinking,
      answerTokens: inquiry.answerTokens ?? ANSWER_TOKENS,
      ...(inquiry.tool && { tool: inquiry.tool }),
      ...(inquiry.mustCall && !choiceRefused && { mustCall: true }),
      ...(inquiry.temperature !== undefined && { temperature: inquiry.temperature }),
      ...(inquiry.json && { json: true }),
      ...(inquiry.onText && { stream: true }),
      ...(inquiry.fps !== undefined && { fps: inquiry.fps }),
      ...(profile.seed !== undefined && { seed: profile.seed }),
    }),
    ...inquiry.extra,
  });
  let line: Promise<Line> | undefined;
  let perToken = USUAL_LETTERS_PER_TOKEN;
  return {
    profile,
    host,
    clock,
    thinking: thinks(profile, host, thinking),
    async upload(file, signal) {
      if (host === 'dashscope')
        return uploadFile(file, { baseUrl, key, model: profile.model, admit: options.admit }, signal);
      throw new DeskhandError('usage', 'no-store', 'Only DashScope has a store for files.', {
        hint: 'Leave out --upload, or name a URL that the server can fetch.',
      });
    },
    async inquire(build, signal, { until, left } = {}) {
      line ??= openLine({ baseUrl, key });
      const began = clock.now();
      const deadline = began + (options.deadlineMs ?? DEADLINE_MS);
      const attempts: Attempt[] = [];
      let inquiry = withoutSecrets(build(fewPictures), redact);
      const shorten = (code: string): boolean => {
        const shorter = withoutSecrets(build(true), redact);
        if (lettersOf(toBody(shorter, shorter.kept)) >= lettersOf(toBody(inquiry, inquiry.kept)))
          return false;
        fewPictures ||= code === 'model-picture-count';
        inquiry = shorter;
        return true;
      };
      const sent = () => ({ ...inquiry, letters: lettersOf(toBody(inquiry, inquiry.kept)) });
      const keptWith = (reply?: unknown): Record<string, unknown> => ({
        model: profile.model,
        host,
        ms: Math.round(clock.now() - began),
        attempts,
        request: toBody(inquiry, inquiry.kept),
        ...(reply !== undefined && { reply }),
      });
      let reply: unknown;
      try {
        let call = foreseen(toBody(inquiry, inquiry.kept), sent(), perToken);
        if (call.inputTokens + call.outputTokens > profile.contextTokens && shorten('model-context'))
          call = foreseen(toBody(inquiry, inquiry.kept), sent(), perToken);
        if (left !== undefined) new Budget(left, 'goal').admit(profile, host, call);
        options.budget?.admit(profile, host, call);
        const answered = await exchange(
          {
            line: await line,
            clock,
            model: profile.model,
            host,
            until: Math.min(deadline, until ?? deadline),
            attemptMs: options.attemptMs ?? ATTEMPT_MS,
            attempts,
            ...(options.retry && { retry: options.retry }),
            ...(inquiry.onText && { onText: inquiry.onText }),
            body: () => toBody(inquiry, inquiry.messages),
            amend: (how, code) => {
              if (how === 'auto') {
                const named = inquiry.mustCall === true && !choiceRefused;
                choiceRefused = true;
                return named;
              }
              return shorten(code);
            },
            ...(options.onWait && { onWait: options.onWait }),
          },
          signal,
        );
        reply = answered.reply;
        const counted = countedIn(reply);
        const usage = usageOf(profile, counted, { ...sent(), answered: JSON.stringify(reply ?? '').length });
        options.budget?.spend(usage);
        perToken = lettersPerToken(counted, sent()) ?? perToken;
        if (inquiry.points) checkImageTokens(profile, counted, inquiry.pictures, sent().letters);
        return { ...reportedIn(reply, profile), ...answered, usage, exchange: keptWith(reply) };
      } catch (error) {
        throw error instanceof DeskhandError ? new Unanswered(error, keptWith(reply)) : error;
      }
    },
  };
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
