import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { deeds } from '../src/actions/index.js';
import type { Conversation, OfferedTool, Picture, Turn } from '../src/core/chat.js';
import { type Size, screenPoint } from '../src/core/geometry.js';
import { profileFor, sizeFor } from '../src/model/index.js';
import { Album } from '../src/model/pictures/album.js';
import { growsSlightly, stretch } from '../src/model/pictures/stretch.js';
import { decodeReply } from '../src/model/reply/decode.js';
import { computerUse } from '../src/model/request/computer-use.js';
import { splitTurns } from '../src/model/request/history.js';
import { type Message, messagesOf } from '../src/model/request/messages.js';

const profile = profileFor('qwen3-vl-plus');
const tools: readonly OfferedTool[] = deeds
  .filter(({ offered }) => offered)
  .map(({ name, description, input }) => ({ name, description, schema: input }));
const ROUNDS = 15;
const STEPS = 30;
/** Letters of English and JSON per token, about. */
const LETTERS_PER_TOKEN = 4;

/** Prints our own time per decision, the tokens of each step, and how much of the prompt a cache can serve. */
export async function deciding(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-deciding-'));
  try {
    for (const size of [
      { width: 1920, height: 1080 },
      { width: 3840, height: 2160 },
    ]) {
      console.log(await ownTime(folder, size));
    }
    console.log(await tokensOfRun(folder));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function ownTime(folder: string, size: Size): Promise<string> {
  const times = {
    encode: [] as number[],
    decoding: [] as number[],
    prepare: [] as number[],
    parse: [] as number[],
  };
  const picture = await drawn(folder, size, 0);
  const reply = replyOf(0);
  for (let round = 0; round <= ROUNDS; round++) {
    const album = new Album(profile, 'dashscope');
    const first = performance.now();
    const grows = growsSlightly(size, sizeFor(profile, size).sent);
    if (grows) await decodedAndStretched(picture.path, size);
    const began = performance.now();
    const { url } = await album.encoded(picture);
    const encoded = performance.now();
    JSON.stringify(requestOf(album, turnsOf(Array.from({ length: 6 }, () => picture)), () => url));
    const prepared = performance.now();
    decodeReply(profile, reply, { screen: size, tools });
    const parsed = performance.now();
    // The first round loads what is loaded once.
    if (round === 0) continue;
    if (grows) times.decoding.push(began - first);
    times.encode.push(encoded - began);
    times.prepare.push(prepared - encoded);
    times.parse.push(parsed - prepared);
  }
  const [encode, prepare, parse] = [median(times.encode), median(times.prepare), median(times.parse)];
  const before = median(times.decoding);
  const was = Number.isNaN(before)
    ? ''
    : `; where every px is decoded and drawn anew: encode ${ms(before)} ms, ${(before / encode).toFixed(1)} times that`;
  return `deciding ${size.width}x${size.height}: prepare ${ms(prepare)} ms, encode ${ms(encode)} ms, parse ${ms(parse)} ms, prepare + encode ${ms(prepare + encode)} ms (medians of ${ROUNDS}; six pictures in the request)${was}`;
}

/** The same picture as a frame was made ready before its rows were doubled as they are packed. */
async function decodedAndStretched(path: string, size: Size): Promise<void> {
  const { sent } = sizeFor(profile, size);
  const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
  const grown = stretch({ size, channels: info.channels, data }, sent);
  const raw = { ...sent, channels: info.channels };
  (await sharp(grown.data, { raw }).png({ compressionLevel: 3 }).toBuffer()).toString('base64');
}

/** A run of thirty steps: tokens sent, and the share that stood the same in the request before. */
async function tokensOfRun(folder: string): Promise<string> {
  const size = { width: 1920, height: 1080 };
  const { imageTokens } = sizeFor(profile, size);
  const pictures = await Promise.all(
    Array.from({ length: STEPS }, (_, at) => drawn(folder, { width: 192, height: 108 }, at, size)),
  );
  const album = new Album(profile, 'dashscope');
  let before: string[] = [];
  let [sent, shared] = [0, 0];
  for (let step = 1; step <= STEPS; step++) {
    const turns = turnsOf(pictures.slice(0, step));
    const now = partsOf(requestOf(album, turns, ({ file }) => file));
    const same = now.findIndex((part, at) => part !== before[at]);
    const tokens = now.map((part) =>
      part.startsWith('picture ') ? imageTokens : part.length / LETTERS_PER_TOKEN,
    );
    sent += sum(tokens);
    shared += sum(tokens.slice(0, same));
    before = now;
  }
  const whole = splitTurns(turnsOf(pictures)).recent.length;
  return `deciding over ${STEPS} steps at 1080p: ${Math.round(sent / STEPS)} tokens a step (${imageTokens} a picture, ${whole} pictures in the last request), a prefix cache can serve ${Math.round((100 * shared) / sent)} % and leaves ${Math.round((sent - shared) / STEPS)} tokens a step anew`;
}

function requestOf(album: Album, turns: readonly Turn[], url: (picture: Picture) => string): Message[] {
  const conversation: Conversation = {
    goal: 'Write a letter, save it as letter.txt and close the editor.',
    tools,
    turns,
  };
  return messagesOf(conversation, {
    profile,
    sent: { width: 1920, height: 1088 },
    sizeOf: (picture) => album.sizeOf(picture),
    show: (picture) => ({ type: 'image_url', image_url: { url: url(picture) } }),
    thinking: false,
    cacheMarks: false,
  });
}

/** The request in the order in which a model reads it; the tools stand first. */
function partsOf(messages: readonly Message[]): string[] {
  const tool = JSON.stringify(computerUse(tools, profile.space, { width: 1920, height: 1088 }));
  return [
    tool,
    ...messages.flatMap((message): string[] => {
      const calls = message.role === 'assistant' ? JSON.stringify(message.tool_calls ?? []) : '';
      if (typeof message.content === 'string') return [`${message.role} ${message.content} ${calls}`];
      return message.content.map((part) =>
        part.type === 'image_url'
          ? `picture ${part.image_url.url}`
          : `${message.role} ${JSON.stringify(part)}`,
      );
    }),
  ];
}

function turnsOf(pictures: readonly Picture[]): Turn[] {
  return pictures.map((picture, at) => ({
    number: at + 1,
    picture,
    hints: [],
    ...(at < pictures.length - 1 && {
      said: {
        text: 'Click the next field to go on with the letter.',
        calls: [
          {
            id: `call_${at}`,
            name: 'computer_use',
            input: { action: 'left_click', coordinate: [100 + at, 300] },
          },
        ],
      },
      result: 'done',
      summary: 'click (Click the next field to go on with the letter.)',
    }),
  }));
}

function replyOf(at: number): unknown {
  const call = { action: 'left_click', coordinate: [500 + at, 500] };
  const tool_calls = [
    { id: 'c', type: 'function', function: { name: 'computer_use', arguments: JSON.stringify(call) } },
  ];
  return {
    choices: [
      { finish_reason: 'tool_calls', message: { role: 'assistant', content: 'Click it.', tool_calls } },
    ],
  };
}

/** A screen with windows, lines of text and a gradient, as costly to encode as a real one. */
async function drawn(folder: string, size: Size, at: number, claimed: Size = size): Promise<Picture> {
  const lines = Array.from(
    { length: Math.floor(size.height / 24) },
    (_, line) =>
      `<text x="${20 + (line % 5) * 9}" y="${24 * line + 20}" font-size="14" font-family="DejaVu Sans">Line ${line + at}: ${'the quick brown fox jumps over the lazy dog '.repeat(Math.ceil(size.width / 400))}</text>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}"><defs><linearGradient id="g"><stop offset="0" stop-color="#fafafa"/><stop offset="1" stop-color="#c8d4e8"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#g)"/>${lines.join('')}</svg>`;
  // A frame has no transparency: it goes the way of frames.
  const png = await sharp(Buffer.from(svg)).removeAlpha().png({ compressionLevel: 1 }).toBuffer();
  const sha256 = createHash('sha256').update(png).update(String(at)).digest('hex');
  const path = join(folder, `${sha256.slice(0, 12)}.png`);
  await writeFile(path, png);
  return { path, sha256, file: `frames/f${at}.png`, size: claimed, scale: 1, origin: screenPoint(0, 0) };
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function ms(value: number): string {
  return value.toFixed(1);
}
