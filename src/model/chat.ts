import type { Chat, ChatAnswer, Conversation, Picture, Turn } from '../core/chat.js';
import { DeskhandError } from '../core/errors.js';
import { type Client, type ClientOptions, type Inquiry, openClient } from './client.js';
import { hostTraits } from './hosts.js';
import { Album, type SentPicture } from './pictures/album.js';
import { sizeFor } from './pictures/size.js';
import { unknownSpace } from './profiles/index.js';
import { decodeReply } from './reply/decode.js';
import { computerUse } from './request/computer-use.js';
import { splitTurns } from './request/history.js';
import { type MessageOptions, messagesOf, type Part } from './request/messages.js';

/** Pictures in a request that was found too long: only the newest. */
const PICTURES_WHEN_SHRUNK = 1;
/** Temperature of the first try and of the repair: the same question must not get the same mistake. */
const REPAIR_TEMPERATURE = 0.3;

/**
 * A chat with one model that decides on pictures.
 *
 * @throws DeskhandError `unknown-space` for a model of which nobody knows how it writes points
 */
export function openChat(options: ClientOptions): Chat {
  const { profile } = options;
  if (profile.space === 'unknown') throw unknownSpace(profile);
  const chat = chatOf(openClient(options));
  if (profile.dialect !== 'native') return chat;
  return orInText(chat, () => chatOf(openClient({ ...options, profile: { ...profile, dialect: 'text' } })));
}

/**
 * Some servers refuse tools, and some drop them without a word, so that the model calls nothing. The function
 * is then described in the text: for the rest of the run after a refusal, and where it helps after a reply without a
 * call. Where a tool was called once, tools work.
 */
function orInText(native: Chat, openText: () => Chat): Chat {
  let text: Chat | undefined;
  let way: 'unproven' | 'tools' | 'text' = 'unproven';
  return {
    model: native.model,
    async next(conversation, signal) {
      const dropped = way === 'unproven' && conversation.repair?.outcome === 'no-call';
      if (way !== 'text' && !dropped) {
        try {
          const answer = await native.next(conversation, signal);
          const { reading } = answer;
          if (reading.outcome === 'decision' && reading.path === 'tool_calls') way = 'tools';
          return answer;
        } catch (error) {
          if (!(error instanceof DeskhandError) || error.code !== 'model-no-tools') throw error;
          way = 'text';
        }
      }
      text ??= openText();
      const answer = await text.next(conversation, signal);
      if (answer.reading.outcome === 'decision') way = 'text';
      return answer;
    },
  };
}

/** A chat over a client that is open already. */
export function chatOf(client: Client): Chat {
  const { profile, host } = client;
  const album = new Album(profile, host);
  return {
    model: profile.model,
    async next(conversation, signal) {
      const newest = newestTurn(conversation);
      const { sent } = sizeFor(profile, newest.picture.size, host);
      const pictures = await encodeAll(album, conversation);
      const inquiry = (shrunk: boolean): Inquiry => {
        const mostPictures = shrunk ? PICTURES_WHEN_SHRUNK : undefined;
        const around = messageOptions(client, album, sent, mostPictures);
        const { recent } = splitTurns(conversation.turns, mostPictures);
        return {
          messages: messagesOf(conversation, { ...around, show: (each) => shown(client, pictures, each) }),
          kept: messagesOf(conversation, { ...around, show: (each) => named(each) }),
          pictures: recent.map((turn) => takeFrom(pictures, turn.picture)),
          points: true,
          tool: computerUse(conversation.tools, profile.space, sent, conversation.end),
          ...(conversation.repair && { temperature: REPAIR_TEMPERATURE }),
          // Forcing every call would leave no room to think in words before it.
          ...(conversation.repair?.outcome === 'no-call' && { mustCall: true }),
        };
      };
      const { until, left } = conversation;
      const replied = await client.inquire(inquiry, signal, { until, left });
      return answerFrom(client, conversation, newest.picture, takeFrom(pictures, newest.picture), replied);
    },
  };
}

function answerFrom(
  { profile }: Client,
  { tools }: Conversation,
  picture: Picture,
  { sent, region }: SentPicture,
  { reply, partial, usage, exchange }: Awaited<ReturnType<Client['inquire']>>,
): ChatAnswer {
  const { size: screen, scale, origin, pointer } = picture;
  const reading = decodeReply(profile, reply, {
    screen,
    sent,
    scale,
    origin,
    partial,
    tools,
    ...(pointer && { pointer }),
    ...(region && { region }),
  });
  const { said, ...read } = reading;
  const shown = { file: picture.file, screen, sent, ...(region && { region }) };
  return { model: profile.model, reading, usage, exchange: { ...exchange, shown, read } };
}

function messageOptions(
  { profile, host, thinking }: Client,
  album: Album,
  sent: MessageOptions['sent'],
  mostPictures: number | undefined,
): Omit<MessageOptions, 'show'> {
  return {
    profile,
    sent,
    sizeOf: (picture) => album.sizeOf(picture),
    thinking,
    cacheMarks: profile.cache === 'explicit' && hostTraits[host].cacheMarks,
    ...(mostPictures !== undefined && { mostPictures }),
  };
}

function newestTurn({ turns }: Conversation): Turn {
  const newest = turns.at(-1);
  if (newest === undefined || newest.said !== undefined)
    throw new Error('A conversation ends with the turn that is to be answered.');
  return newest;
}

async function encodeAll(album: Album, { turns }: Conversation): Promise<ReadonlyMap<Picture, SentPicture>> {
  const { recent } = splitTurns(turns);
  const encoded = await Promise.all(
    recent.map(async ({ picture }) => [picture, await album.encoded(picture)] as const),
  );
  return new Map(encoded);
}

function takeFrom(pictures: ReadonlyMap<Picture, SentPicture>, picture: Picture): SentPicture {
  const found = pictures.get(picture);
  if (found === undefined) throw new Error('A picture is sent that was not encoded.');
  return found;
}

function shown({ host }: Client, pictures: ReadonlyMap<Picture, SentPicture>, picture: Picture): Part {
  const { url, sent } = takeFrom(pictures, picture);
  const { maxPixels, detail } = hostTraits[host];
  return {
    type: 'image_url',
    image_url: { url, ...(detail && { detail: 'high' as const }) },
    // A changed default of the server cannot shrink the picture then.
    ...(maxPixels && { max_pixels: sent.width * sent.height }),
  };
}

function named({ file, sha256, region }: Picture): Part {
  const part = region === undefined ? '' : `#${region.x},${region.y},${region.width},${region.height}`;
  return { type: 'image_url', image_url: { url: `frame:${file}${part}?sha256=${sha256}` } };
}
