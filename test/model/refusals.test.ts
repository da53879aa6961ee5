import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Conversation, type Picture, Unanswered } from '../../src/core/chat.js';
import { DeskhandError, exitCodes } from '../../src/core/errors.js';
import { askPicture, openChat, openClient, type Profile, profileFor } from '../../src/model/index.js';
import { errorWords, statusIn } from '../../src/model/wire/error-body.js';
import { fits, refusalOf } from '../../src/model/wire/fault.js';
import { type RefusalName, refusalKinds, refusalRows } from '../../src/model/wire/refusals.js';
import {
  type Emulator,
  type Fault,
  type Refused,
  refusedBodies,
  startEmulator,
} from '../support/emulator/index.js';
import { never, offered, Screens, skippingClock } from './support.js';

/** Every refusal, as servers write it, through the real client. */

let screens: Screens;
let picture: Picture;
let emulator: Emulator;
let misbehave: (request: number) => Fault | undefined = () => undefined;
let asked = 0;

beforeAll(async () => {
  screens = await Screens.open();
  picture = await screens.picture({ width: 640, height: 480 }, { x: 300, y: 200 });
  emulator = await startEmulator({ misbehave: () => misbehave(asked++) });
});
afterAll(async () => {
  await emulator.close();
  await screens.close();
});

/** From now on the server refuses so the requests for which `when` says so. */
function refuse(refused: Refused, when: (request: number) => boolean = () => true): void {
  asked = 0;
  misbehave = (request) => (when(request) ? { refused } : undefined);
}

const profile = profileFor('qwen3-vl-plus');
const options = (refused: Pick<Refused, 'host'>, own: Profile = profile) => ({
  profile: own,
  host: refused.host,
  baseUrl: emulator.url,
  key: emulator.key,
  clock: skippingClock(),
});

async function question(refused: Refused): Promise<unknown> {
  const client = openClient(options(refused));
  return askPicture(client, { prompt: 'What is it?', images: [picture.path] }, never).catch(
    (error: unknown) => error,
  );
}

function conversation(before = 0): Conversation {
  const said = { text: 'I wait.', calls: [] };
  const old = Array.from({ length: before }, (_, at) => ({
    ...{ number: at + 1, picture, hints: [], said, result: 'done', summary: 'wait' },
  }));
  const turns = [...old, { number: before + 1, picture, hints: [] }];
  return { goal: 'Click the marker.', tools: offered, turns };
}

const named = ({ server, status, words }: Refused): string => `${server} ${status} “${words}”`;
const meaning = (...names: readonly RefusalName[]): [string, Refused][] =>
  refusedBodies.filter(({ means }) => names.includes(means)).map((refused) => [named(refused), refused]);

describe('a refusal', () => {
  it.each(refusedBodies.map((refused) => [named(refused), refused] as const))(
    '%s has its class, its exit code, its words and its number of requests',
    async (_name, refused) => {
      refuse(refused);
      const error = await question(refused);
      const { code, kind, again } = refusalKinds[refused.means];
      if (!(error instanceof DeskhandError)) throw new Error(String(error));
      expect(error.code).toBe(code);
      expect(exitCodes[error.kind]).toBe({ environment: 3, usage: 2, failed: 1 }[kind]);
      expect(error.message).toContain(refused.words);
      expect(error.hint).toBeTruthy();
      if (again === 'server') expect(asked).toBe(3);
      // A limit is waited out until the deadline; where the wait is doubled, a dozen requests fit in.
      else if (again === 'rate') expect(asked).toBeGreaterThan(5);
      else expect(asked, 'the same again would be refused again').toBe(1);
    },
  );

  it('is known of more than sixty bodies of more than ten servers, most of them recorded', () => {
    expect(refusedBodies.length).toBeGreaterThan(100);
    expect(new Set(refusedBodies.map(({ server }) => server)).size).toBeGreaterThan(15);
    const recorded = refusedBodies.filter(({ source }) => source === 'recorded');
    expect(recorded.length).toBeGreaterThan(refusedBodies.length / 2);
  });

  it('is the reason for each line of the table', () => {
    const used = refusedBodies.map(({ host, status, body }) => {
      const inside = status === 200 ? (body.startsWith('{') ? statusIn(JSON.parse(body)) : 502) : undefined;
      const failed = { status: inside ?? status, ...errorWords(body) };
      return refusalRows.findIndex((row) => fits(row, failed, host));
    });
    // Redirects and dead connections have no body.
    const unused = refusalRows.filter((_, at) => !used.includes(at)).map(({ means }) => means);
    expect(unused).toEqual(['redirect', 'unreachable']);
  });
});

it('tells what a server says of a key, but never the key', async () => {
  const key = 'sk-0123456789abcdef';
  const body = JSON.stringify({ error: { message: `Incorrect API key provided: ${key}.` } });
  const refused = {
    status: 401,
    body,
    server: 'x',
    host: 'other',
    means: 'key',
    words: '',
    source: 'recorded',
  } as const;
  const strict = await startEmulator({ key, misbehave: () => ({ refused }) });
  const client = openClient({ ...options(refused), baseUrl: strict.url, key });
  const error: unknown = await askPicture(client, { prompt: 'What?', images: [picture.path] }, never).catch(
    (thrown: unknown) => thrown,
  );
  await strict.close();
  if (!(error instanceof Unanswered)) throw new Error(String(error));
  expect(error.message).toContain('Incorrect API key provided: ….');
  expect(JSON.stringify(error.exchange) + error.stack).not.toContain(key);
});

describe('a limit that passes', () => {
  it.each(meaning('quota for now', 'loading', 'overloaded'))(
    '%s is waited out, and the person sees why and how long',
    async (_name, refused) => {
      refuse(refused, (request) => request < 2);
      const waits: string[] = [];
      const client = openClient({
        ...options(refused),
        onWait: ({ ms, reason, model }) => waits.push(`${model} ${ms > 0} ${reason}`),
      });
      await askPicture(client, { prompt: 'What is it?', images: [picture.path] }, never);
      expect(asked).toBe(3);
      expect(waits).toHaveLength(2);
      for (const wait of waits) {
        expect(wait).toContain('qwen3-vl-plus true ');
        expect(wait).toContain(refused.words);
      }
    },
  );
});

describe('a server that refuses tools', () => {
  it.each(meaning('tools'))('%s is asked in text, and never again with tools', async (_name, refused) => {
    const sawTools = (): boolean[] =>
      emulator.requests.slice(-asked).map(({ body }) => 'tools' in (body as object));
    refuse(refused, (request) => request === 0);
    const chat = openChat(options(refused));
    for (const wanted of [2, 3]) {
      expect((await chat.next(conversation(), never)).reading.outcome).toBe('decision');
      expect(asked).toBe(wanted);
    }
    expect(sawTools()).toEqual([true, false, false]);
  });

  it('is asked in text for the rest of the run, also when the first answer in text calls nothing', async () => {
    const [refused] = refusedBodies.filter(({ means }) => means === 'tools');
    if (refused === undefined) throw new Error('There is one.');
    asked = 0;
    misbehave = (request) =>
      request === 0 ? { refused } : request === 1 ? { form: 'announces-only' } : undefined;
    const chat = openChat(options(refused));
    expect((await chat.next(conversation(), never)).reading.outcome).toBe('no-call');
    expect((await chat.next(conversation(), never)).reading.outcome).toBe('decision');
    expect(asked).toBe(3);
  });
});

describe('a server that lets nobody name the tool', () => {
  it.each(meaning('tool choice'))('%s is asked without it, and from then on', async (_name, refused) => {
    const choices = (): unknown[] =>
      emulator.requests.slice(-asked).map(({ body }) => (body as { tool_choice?: unknown }).tool_choice);
    const tool = { type: 'function', function: { name: 'computer_use' } };
    refuse(refused, (request) => request === 0);
    const chat = openChat(options({ host: 'vllm' }));
    const repair = { outcome: 'no-call' as const, said: { text: 'I click.', calls: [] }, reason: 'no call' };
    // A server that drops tools is asked in text after a reply without a call; this one has called before.
    asked = 1;
    await chat.next(conversation(), never);
    asked = 0;
    await chat.next({ ...conversation(), repair }, never);
    await chat.next({ ...conversation(), repair }, never);
    expect(choices()).toEqual([tool, 'auto', 'auto']);
  });
});

describe('a request that is too long', () => {
  const pictures = (): number[] =>
    emulator.requests
      .slice(-asked)
      .map(({ body }) => JSON.stringify(body).split('"type":"image_url"').length - 1);

  it.each(meaning('too long', 'repeats'))('%s is sent shorter, once', async (_name, refused) => {
    refuse(refused, (request) => request === 0);
    const chat = openChat(options(refused));
    expect((await chat.next(conversation(3), never)).reading.outcome).toBe('decision');
    expect(pictures()).toEqual([4, 1]);
  });

  it('is made shorter before it is sent where the profile says how much the model holds', async () => {
    asked = 0;
    misbehave = () => undefined;
    const small = { ...profile, contextTokens: 3000 };
    const chat = openChat(options({ host: 'dashscope' }, small));
    expect((await chat.next(conversation(3), never)).reading.outcome).toBe('decision');
    expect(pictures()).toEqual([1]);
  });

  it.each(meaning('too many pictures'))(
    '%s is sent with one picture, and from then on',
    async (_n, refused) => {
      refuse(refused, (request) => request === 0);
      const chat = openChat(options(refused));
      await chat.next(conversation(3), never);
      await chat.next(conversation(3), never);
      expect(pictures()).toEqual([4, 1, 1]);
    },
  );
});

describe('what nobody has written yet', () => {
  /** Other ways of saying the same, none of them in the lists. */
  const others: readonly (readonly [status: number, words: string, means: RefusalName])[] = [
    [400, 'Tools are not supported for this model', 'tools'],
    [400, "This model doesn't support function calling.", 'tools'],
    [400, 'Tool calling is disabled for this deployment', 'tools'],
    [501, 'tool calls not implemented', 'tools'],
    [400, 'tool_choice must be one of none, auto', 'tool choice'],
    [400, 'Input is too long for requested model.', 'too long'],
    [400, 'prompt token count of 140021 exceeds the limit of 128000', 'too long'],
    [400, "This endpoint doesn't accept images", 'no pictures'],
    [400, 'The model qwen3-8b cannot process images', 'no pictures'],
    [400, 'Too many images. Maximum of 5 images allowed', 'too many pictures'],
    [400, 'Image is too large. Maximum size is 20MB', 'picture'],
    [400, 'unsupported image format: image/tiff', 'picture'],
    [400, 'Your request was rejected as a result of our safety system', 'input moderated'],
    [403, 'You have run out of credits', 'arrears'],
    [429, 'You have reached your daily request limit', 'quota used up'],
    [429, 'Too many concurrent requests for this model', 'quota for now'],
    [400, 'The requested model is not available', 'missing'],
    [400, "You didn't provide an API key", 'key'],
    [403, 'You do not have permission', 'denied'],
    [503, 'Model is currently loading', 'loading'],
    [500, 'CUDA out of memory. Tried to allocate 2.00 GiB', 'memory'],
    [529, 'Overloaded', 'overloaded'],
    [400, 'Temperature should be in [0.0, 2.0)', 'request'],
    [400, 'Range of max_tokens should be [1, 32768]', 'request'],
    [400, 'Tool names are not allowed to be [search]', 'request'],
    [
      400,
      'messages with role "tool" must be a response to a preceeding message with "tool_calls".',
      'request',
    ],
    [400, 'The model does not support enable_thinking.', 'request'],
  ];

  it.each(others)('%s “%s” is %s', (status, message, means) => {
    expect(refusalOf({ status, code: '', message }, 'other')).toBe(means);
  });
});
