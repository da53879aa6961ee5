import { text } from 'node:stream/consumers';
import { deeds } from '../../actions/index.js';
import type { ReplyReading } from '../../core/chat.js';
import { DeskhandError, exitCodes } from '../../core/errors.js';
import { type ScreenPoint, screenPoint } from '../../core/geometry.js';
import {
  type DecodeAround,
  decodeReply,
  type HostKind,
  hostKinds,
  type Profile,
  placesIn,
  profileFor,
  profiles,
  readProfiles,
  sizeFor,
} from '../../model/index.js';
import { profilesFile } from '../arguments.js';
import { readSize } from '../size.js';
import { tellWarning } from '../tell-notices.js';

export interface ModelOptions {
  readonly model?: string;
  readonly host?: string;
  readonly profiles?: string;
}

export interface ListOptions {
  readonly profiles?: string;
  readonly host?: string;
  readonly points?: Profile['space'];
  readonly known?: 'documented' | 'seen' | 'guessed' | 'no';
  readonly json: boolean;
}

/**
 * Prints the known models, those that fit: all words in name, family or source. A single name that is not listed and
 * follows the pattern of a family is shown with that family's profile.
 */
export async function listModels(words: readonly string[], options: ListOptions): Promise<number> {
  const { file } = profilesFile(options.profiles);
  const own = file === undefined ? [] : readProfiles(file);
  const host = options.host === undefined ? undefined : readHost(options.host);
  const fits = (profile: Profile): boolean =>
    words.every((word) => wordsOf(profile).includes(word.toLowerCase())) &&
    (host === undefined || profile.host === host) &&
    (options.points === undefined || profile.space === options.points) &&
    (options.known === undefined || knownBy(profile) === options.known);
  const listed = [...own, ...profiles].filter(fits);
  const [name] = words;
  // Throws with the nearest names where no family has such a name.
  const found =
    listed.length === 0 && words.length === 1 && name
      ? [profileFor(name, profilesFile(options.profiles))]
      : listed;
  process.stdout.write(options.json ? `${JSON.stringify(found, null, 2)}\n` : table(found));
  return exitCodes.passed;
}

function wordsOf({ model, family, source }: Profile): string {
  return `${model} ${family} ${source?.where ?? ''}`.toLowerCase();
}

/** How it is known where points lie: in one word, or that it is not. */
function knownBy({ space, source }: Profile): string {
  if (space === 'unknown') return 'no';
  return source?.known ?? 'your own';
}

function table(all: readonly Profile[]): string {
  const rows = all.map((profile) => [
    profile.model,
    profile.family,
    profile.space,
    knownBy(profile),
    String(profile.factor),
    profile.dialect,
    profile.thinking,
    profile.host,
    profile.price === undefined
      ? ''
      : `${profile.price.input}/${profile.price.output} ${profile.price.currency} (${profile.price.date})`,
    profile.source?.where ?? '',
  ]);
  const head = [
    'model',
    'family',
    'points',
    'known by',
    'factor',
    'calls',
    'thinking',
    'host',
    'price in/out per 1M tokens',
    'where points are told',
  ];
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => (row[at] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  return `${[head, ...rows].map(line).join('\n')}\n`;
}

/** Prints the size and tokens a screen is sent with. */
export async function sizeOfScreen(options: ModelOptions & { screen: string }): Promise<number> {
  const profile = chosen(options);
  process.stdout.write(`${JSON.stringify(sizeFor(profile, readSize(options.screen)))}\n`);
  tellWarning(profile);
  return exitCodes.passed;
}

export interface DecodeOptions extends ModelOptions {
  readonly screen: string;
  readonly sent?: string;
  readonly scale: string;
  readonly origin: string;
  readonly jsonl: boolean;
}

/** Prints what replies on standard input mean. A named outcome is an answer too, so the exit code is 0. */
export async function decodeReplies(options: DecodeOptions): Promise<number> {
  const profile = chosen(options);
  const around: DecodeAround = {
    screen: readSize(options.screen),
    ...(options.sent !== undefined && { sent: readSize(options.sent) }),
    scale: readScale(options.scale),
    origin: readOrigin(options.origin),
    tools: deeds
      .filter(({ offered }) => offered)
      .map(({ name, description, input }) => ({ name, description, schema: input })),
  };
  // A size that nothing can be sent with is told before any reply is read.
  sizeFor(profile, around.screen);
  tellWarning(profile);
  const input = await text(process.stdin);
  const replies = options.jsonl ? input.split('\n').filter((line) => line.trim() !== '') : [input];
  for (const reply of replies) {
    const read = replyIn(reply.replace(/^\uFEFF/, ''));
    const reading = decodeReply(profile, read, around);
    const places = reading.outcome === 'no-call' ? placesIn(profile, read, around) : [];
    const output = { ...asOutput(reading), ...(places.length > 0 && { places }) };
    process.stdout.write(`${JSON.stringify(output, undefined, options.jsonl ? 0 : 2)}\n`);
  }
  return exitCodes.passed;
}

/** A completion or a message is JSON with a known member; anything else is what the model wrote. */
function replyIn(written: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(written);
  } catch {
    // No JSON: it is the bare text of a reply.
    return written;
  }
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return written;
  const known = ['choices', 'message', 'role', 'content', 'tool_calls', 'function_call', 'error', 'output'];
  return known.some((member) => member in value) ? value : written;
}

function asOutput(reading: ReplyReading): Record<string, unknown> {
  if (reading.outcome !== 'decision') {
    const { outcome, reason, path } = reading;
    return { outcome, reason, ...(path && { path }) };
  }
  const { outcome, decision, points, path, skipped, mended } = reading;
  const [first] = points;
  return {
    outcome,
    decision,
    ...(first && { point: first.screen, framePoint: first.frame }),
    points,
    path,
    skipped,
    mended,
  };
}

function chosen({ model, host, profiles: named }: ModelOptions): Profile {
  const kind = host === undefined ? undefined : readHost(host);
  return profileFor(model, { ...(kind && { host: kind }), ...profilesFile(named) });
}

function readHost(written: string): HostKind {
  const kind = hostKinds.find((each) => each === written.toLowerCase());
  if (kind !== undefined) return kind;
  throw new DeskhandError('usage', 'bad-host', `“${written}” is no kind of server.`, {
    hint: `One of ${hostKinds.join(', ')}.`,
  });
}

function readScale(written: string): number {
  const scale = Number(written);
  if (Number.isFinite(scale) && scale > 0) return scale;
  throw new DeskhandError('usage', 'bad-scale', `“${written}” is no scale.`, {
    hint: 'Such as --scale 1.25.',
  });
}

function readOrigin(written: string): ScreenPoint {
  const match = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/.exec(written.replaceAll(' ', ''));
  if (match) return screenPoint(Number(match[1]), Number(match[2]));
  throw new DeskhandError('usage', 'bad-origin', `“${written}” is no origin.`, {
    hint: 'Such as --origin=-1920,0.',
  });
}
