import { rm } from 'node:fs/promises';
import sharp from 'sharp';
import * as z from 'zod';
import type { OfferedTool } from '../core/chat.js';
import { DeskhandError } from '../core/errors.js';
import { framePoint, type Size } from '../core/geometry.js';
import { ownFolder } from '../machine/own-folder.js';
import { drawMarker, shoot } from './calibrate.js';
import { chatOf } from './chat.js';
import { type Client, type ClientOptions, openClient, type Replied } from './client.js';
import { hostTraits } from './hosts.js';
import { encodePicture } from './pictures/encode.js';
import { sizeFor } from './pictures/size.js';
import { imageTokensOf } from './pictures/smart-resize.js';
import { answerText } from './reply/answer-text.js';
import { modelOf } from './reply/message.js';
import type { Part } from './request/messages.js';
import { countedIn } from './usage.js';

/** One thing that was tried with a model at its server, and whether it holds. */
export interface ModelFinding {
  readonly what: 'question' | 'picture' | 'tool call' | 'point';
  readonly ok: boolean;
  /** It can be used, but not as well as it might be; `fix` tells more. */
  readonly warns?: boolean;
  readonly detail: string;
  readonly fix?: string;
}

type Found = Omit<ModelFinding, 'what'>;

/** A server may load the model for the first question, ms. */
const LOADING_MS = 600_000;
/** px of the marker that is pointed at, and where it is, as shares of the screen. */
const MARKER = { side: 48, across: 0.71, down: 0.64 } as const;
/** Templates differ by so many tokens around a picture. */
const MARKS = 8;

const colours = { red: '#e01010', green: '#10a020', blue: '#1030e0', yellow: '#f0e010' } as const;
type Colour = keyof typeof colours;
const WORDS =
  'What colour is the left half of the picture, and what colour is the right half? Answer with two colour words and nothing else; where there is no picture, answer with the word none.';

/**
 * Tries a model at its server with four requests: a question, a picture of known size, a tool call and a point. Each
 * finding says in a line what holds; when already the question fails, nothing more is asked.
 *
 * @param screen size of the picture, px
 * @throws the reason of the signal
 */
export async function checkUp(
  options: ClientOptions,
  screen: Size,
  signal: AbortSignal,
): Promise<readonly ModelFinding[]> {
  const patient = { ...options, deadlineMs: LOADING_MS, attemptMs: LOADING_MS };
  const client = openClient(patient);
  const findings: ModelFinding[] = [];
  const row = async (what: ModelFinding['what'], work: () => Promise<Found>): Promise<ModelFinding> => {
    const finding = { what, ...(await work().catch(asFinding)) };
    findings.push(finding);
    return finding;
  };
  let alone: Replied | undefined;
  const question = await row('question', async () => {
    alone = await put(client, [], signal);
    return answering(client, alone);
  });
  if (!question.ok) return findings;
  await row('picture', () => picture(client, screen, alone, signal));
  let inText = false;
  await row('tool call', async () => {
    const { native, ...found } = await toolCall(client, screen, signal);
    inText = !native;
    return found;
  });
  const pointer = inText
    ? openClient({ ...patient, profile: { ...client.profile, dialect: 'text' } })
    : client;
  await row('point', () => point(pointer, screen, signal));
  return findings;
}

/** A refusal is a finding like any other. */
function asFinding(error: unknown): Found {
  if (!(error instanceof DeskhandError)) throw error;
  return { ok: false, detail: error.message, ...(error.hint !== undefined && { fix: error.hint }) };
}

/** The one question, with the given parts before it. */
function put(client: Client, parts: readonly Part[], signal: AbortSignal): Promise<Replied> {
  const messages = [{ role: 'user' as const, content: [...parts, { type: 'text' as const, text: WORDS }] }];
  const kept = parts.length === 0 ? messages : [{ role: 'user' as const, content: WORDS }];
  return client.inquire(() => ({ messages, kept, pictures: [], points: false, answerTokens: 200 }), signal);
}

function answering({ profile, host }: Client, { reply, partial, exchange }: Replied): Found {
  const answer = answerText(reply, partial);
  const named = modelOf(reply);
  const as = named === undefined || named === profile.model ? '' : ` as ${named}`;
  const seconds = (Number(exchange.ms ?? 0) / 1000).toFixed(1);
  const detail = `${profile.model} answers${as} in ${seconds} s; taken for ${host}`;
  if (answer.ok) return { ok: true, detail };
  return {
    ok: false,
    detail: `${profile.model} answers nothing that can be used: ${answer.reason}`,
    fix: 'A model that thinks may use up all its tokens: switch thinking off at the server, or give its profile thinking: "on".',
  };
}

/** Two halves of different colours: nobody who does not see them names both. */
async function picture(
  client: Client,
  screen: Size,
  alone: Replied | undefined,
  signal: AbortSignal,
): Promise<Found> {
  const [left, right] = twoColours();
  const { sent, factor } = sizeFor(client.profile, screen, client.host);
  const { pictureBytes, maxPixels } = hostTraits[client.host];
  const { url } = await encodePicture(await halves(screen, left, right), sent, { mostBytes: pictureBytes });
  const part: Part = {
    type: 'image_url',
    image_url: { url },
    ...(maxPixels && { max_pixels: sent.width * sent.height }),
  };
  const replied = await put(client, [part], signal);
  const answer = answerText(replied.reply, replied.partial);
  const words = answer.text.toLowerCase();
  if (!answer.ok || words.indexOf(left) < 0 || words.indexOf(right) < words.indexOf(left))
    return {
      ok: false,
      detail: `a picture, ${left} and ${right}, was answered with “${answer.text.trim().slice(0, 80)}”: it is not seen`,
      fix: 'Load the part of the model that sees: docs/local-models.md tells the command of each server.',
    };
  const tokens = imageTokensOf(sent, factor);
  return arrival(client, { sent, tokens }, countedFor(replied, alone));
}

/** What a picture has cost: as the server counts it, else what the question costs more with it. */
function countedFor(replied: Replied, alone: Replied | undefined): number | undefined {
  const counted = countedIn(replied.reply);
  if (counted.image !== undefined) return counted.image;
  const before = alone && countedIn(alone.reply).input;
  return counted.input === undefined || before === undefined ? undefined : counted.input - before;
}

/** Whether a picture arrives as it was sent, by what it costs. */
function arrival(
  { profile }: Client,
  { sent, tokens }: { sent: Size; tokens: number },
  counted: number | undefined,
): Found {
  const seen = `sees a picture of ${sent.width}x${sent.height} px`;
  if (counted === undefined || counted < MARKS * 2)
    return {
      ok: true,
      detail: `${seen}; the server does not count what it costs, so nobody can tell how large it arrives`,
    };
  if (Math.abs(counted - tokens) <= MARKS)
    return { ok: true, detail: `${seen}, whole: ${counted} tokens, as computed` };
  const costs = `${seen}; it cost ${counted} tokens where ${tokens} were computed`;
  const moves = profile.space === 'absolute';
  const fix = moves
    ? 'Its points are px of the picture as it arrives, so none can be used: let the server take the size that is sent.'
    : 'Points stay right, but small things get lost: let the server take more pixels (docs/local-models.md).';
  return { ok: !moves, warns: !moves, detail: `${costs}: the server changes its size`, fix };
}

const wait: OfferedTool = {
  name: 'wait',
  description: 'Waits for some time.',
  schema: z.looseObject({ ms: z.number() }),
};

const described =
  'A run describes the tool in the text instead. To use tools, give the server its options for them: docs/local-models.md.';

/** `native` is false where the next request must describe its tool in the text, though the profile does not say so. */
async function toolCall(
  client: Client,
  screen: Size,
  signal: AbortSignal,
): Promise<Found & { native: boolean }> {
  try {
    return await calledBy(client, screen, signal);
  } catch (error) {
    if (!(error instanceof DeskhandError) || error.code !== 'model-no-tools') throw error;
    return { ok: true, warns: true, detail: `is refused: ${error.message}`, fix: described, native: false };
  }
}

async function calledBy(
  client: Client,
  screen: Size,
  signal: AbortSignal,
): Promise<Found & { native: boolean }> {
  const { dialect, space } = client.profile;
  const native = dialect === 'native';
  const known = space === 'unknown' ? 'relative' : space;
  const chat = chatOf({ ...client, profile: { ...client.profile, space: known } });
  const reading = await withFolder(async (folder) => {
    const middle = framePoint(Math.round(screen.width / 2), Math.round(screen.height / 2));
    const picture = await drawMarker(folder, screen, middle, MARKER.side);
    const goal = 'Wait for one second, and do nothing else.';
    const turns = [{ number: 1, picture, hints: [] }];
    return (await chat.next({ goal, tools: [wait], turns }, signal)).reading;
  });
  if (reading.outcome !== 'decision')
    return {
      ok: true,
      warns: true,
      detail: `calls nothing that can be read (${reading.outcome}): ${reading.reason}`,
      fix: native ? described : 'A run asks once more, with the reason.',
      native: !native,
    };
  if (!native) {
    const detail = `writes the call into its text, as the profile says (dialect ${dialect})`;
    return { ok: true, detail, native: true };
  }
  if (reading.path === 'tool_calls') return { ok: true, detail: 'calls the tool by tool_calls', native };
  return {
    ok: true,
    warns: true,
    detail: `writes the call into its text (${reading.path}), where it is read`,
    fix: 'The server does not parse calls: give it its option for that (docs/local-models.md).',
    native,
  };
}

async function point(client: Client, screen: Size, signal: AbortSignal): Promise<Found> {
  const { profile } = client;
  const { shot, asOther } = await withFolder(async (folder) => {
    const wanted = framePoint(
      Math.round(screen.width * MARKER.across),
      Math.round(screen.height * MARKER.down),
    );
    return shoot(client, await drawMarker(folder, screen, wanted, MARKER.side), wanted, MARKER.side, signal);
  });
  const off = shot.off === undefined ? 'pointed nowhere' : `${shot.off.toFixed(1)} px off`;
  const marker = `a marker of ${MARKER.side} px on ${screen.width}x${screen.height}`;
  const measure = 'Measure it with deskhand doctor --calibrate, and give it a profile of your own.';
  if (profile.space === 'unknown') {
    const other = (asOther ?? Number.POSITIVE_INFINITY) < (shot.off ?? Number.POSITIVE_INFINITY);
    return {
      ok: false,
      detail: `${marker}: nobody knows how ${profile.model} writes points; this one fits ${other ? 'px of the picture' : 'thousandths'} best (${off} as thousandths)`,
      fix: measure,
    };
  }
  if (shot.hit) return { ok: true, detail: `hits ${marker}, ${off}; points are ${profile.space}` };
  return { ok: false, detail: `misses ${marker}: ${shot.reason ?? off}`, fix: measure };
}

async function withFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = ownFolder('deskhand-checkup-');
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function twoColours(): readonly [Colour, Colour] {
  const names = Object.keys(colours) as Colour[];
  const first = Math.floor(Math.random() * names.length);
  const second = (first + 1 + Math.floor(Math.random() * (names.length - 1))) % names.length;
  return [names[first] ?? 'red', names[second] ?? 'blue'];
}

function halves({ width, height }: Size, left: Colour, right: Colour): Promise<Buffer> {
  const half = Math.floor(width / 2);
  const cover = { width: half, height, channels: 3 as const, background: colours[left] };
  return sharp({ create: { width, height, channels: 3, background: colours[right] } })
    .composite([{ input: { create: cover }, left: 0, top: 0 }])
    .png({ compressionLevel: 1 })
    .toBuffer();
}
