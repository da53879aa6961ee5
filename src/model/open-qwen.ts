import { homedir } from 'node:os';
import type { AskForProof, Chat, LookAgain } from '../core/chat.js';
import { DeskhandError } from '../core/errors.js';
import type { Redact } from '../core/secrets/redact.js';
import type { Clock } from '../ports.js';
import type { Budget } from './budget.js';
import { openChat } from './chat.js';
import { type Client, type ClientOptions, DEFAULT_BASE_URL, openClient } from './client.js';
import { fallbackChat } from './fallback.js';
import { type HostKind, hostKinds } from './hosts.js';
import { findKey } from './keys.js';
import { lookAgainWith } from './look-again.js';
import {
  DEFAULT_MODEL,
  type Profile,
  profileFor,
  profileForQuestions,
  unknownSpace,
} from './profiles/index.js';
import { askForProofWith } from './prove.js';

export interface QwenOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Name of the model, or several with commas: the next ones help out. */
  readonly model?: string;
  readonly baseUrl?: string;
  /** JSON file with a user's own profiles. */
  readonly profiles?: string;
  readonly home?: string;
  /** Held by all calls of the run together. */
  readonly budget?: Budget;
  /** Takes the values of secrets out of every text that is sent. */
  readonly redact?: Redact;
  /** Told before each wait for the server. */
  readonly onWait?: ClientOptions['onWait'];
  /** Whether points will be read from answers (default); else any model will do, one that nobody knows as well. */
  readonly points?: boolean;
  /** Throws for the address of a server that nothing may be sent to. */
  readonly admit?: (url: string) => void;
}

/** A chat, what is known of its first model, and what the user should be told. */
export interface OpenedQwen {
  readonly chat: Chat;
  readonly profile: Profile;
  /** The first model as a plain client: for the model's rung of the ladder and for questions. */
  readonly client: Client;
  /** The second look at what the chat wants to click. */
  readonly lookAgain: LookAgain;
  /** The question for what shows that a goal is reached. */
  readonly askForProof: AskForProof;
  readonly notices: readonly string[];
}

/**
 * Opens the chat for a run. The server is told by `baseUrl`, DASHSCOPE_BASE_URL or OPENAI_BASE_URL, its kind by
 * DESKHAND_MODEL_HOST where the URL does not tell.
 *
 * @throws DeskhandError `no-key` when there is neither a key nor a server of one's own; `unknown-model` and
 *   `unknown-space` where points will be read
 */
export function openQwen(options: QwenOptions): OpenedQwen {
  const settings = clientSettings(options);
  const [first = DEFAULT_MODEL, ...others] = (options.model ?? DEFAULT_MODEL)
    .split(',')
    .map((name) => name.trim());
  const file = options.profiles ?? options.env.DESKHAND_PROFILES;
  const points = options.points ?? true;
  const find = points ? profileFor : profileForQuestions;
  const read = (name: string): Profile => find(name, file === undefined ? {} : { file });
  const open = (each: Profile): Chat =>
    points || each.space !== 'unknown' ? openChat({ ...settings, profile: each }) : pointless(each);
  const profile = read(first);
  const helpers = others.map(read);
  const chat = fallbackChat([open(profile), ...helpers.map(open)]);
  const client = openClient({ ...settings, profile });
  const clients = [client, ...helpers.map((helper) => openClient({ ...settings, profile: helper }))] as const;
  return {
    chat,
    profile,
    client,
    lookAgain: lookAgainWith(clients),
    askForProof: askForProofWith(clients),
    notices: [profile, ...helpers].flatMap(({ model, warning }) =>
      warning === undefined ? [] : [`${model}: ${warning}`],
    ),
  };
}

/** A chat decides with points: with a model that can only be asked there is none. */
function pointless(profile: Profile): Chat {
  return { model: profile.model, next: () => Promise.reject(unknownSpace(profile)) };
}

/** Where to send and with which key, from options and environment. */
export function clientSettings({
  env,
  clock,
  baseUrl,
  budget,
  redact,
  admit,
  onWait,
  home = homedir(),
}: QwenOptions): Omit<ClientOptions, 'profile'> {
  const found = findKey(env, home);
  const url =
    baseUrl ??
    env.DASHSCOPE_BASE_URL ??
    (found?.source === 'OPENAI_API_KEY' ? env.OPENAI_BASE_URL : undefined);
  if (found === undefined && !isLocal(url)) {
    throw new DeskhandError('environment', 'no-key', 'There is no key for the model.', {
      hint: 'Set DASHSCOPE_API_KEY or OPENAI_API_KEY, or write dashscope_api_key = … into ~/.alibabacloud/credentials; a server of your own is named with --base-url.',
    });
  }
  if (found?.source === 'OPENAI_API_KEY' && url === undefined) {
    throw new DeskhandError(
      'environment',
      'no-base-url',
      'OPENAI_API_KEY is set, but nothing says for which server.',
      {
        hint: 'Name it with --base-url or OPENAI_BASE_URL; a key is never sent to a server that it may not belong to.',
      },
    );
  }
  admit?.(url ?? DEFAULT_BASE_URL);
  const host = hostNamed(env.DESKHAND_MODEL_HOST);
  return {
    clock,
    // Servers on one's own machine want none; the client library wants something.
    key: found?.key ?? 'none',
    ...(url !== undefined && { baseUrl: url }),
    ...(host !== undefined && { host }),
    ...(budget && { budget }),
    ...(redact && { redact }),
    ...(onWait && { onWait }),
    ...(admit && { admit }),
  };
}

function isLocal(url: string | undefined): boolean {
  if (url === undefined || !URL.canParse(url)) return false;
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);
}

function hostNamed(name: string | undefined): HostKind | undefined {
  if (name === undefined || name === '') return undefined;
  const host = hostKinds.find((each) => each === name.toLowerCase());
  if (host !== undefined) return host;
  throw new DeskhandError('usage', 'bad-host', `DESKHAND_MODEL_HOST names no kind of server: “${name}”.`, {
    hint: `One of ${hostKinds.join(', ')}.`,
  });
}
