import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChatRequest } from '../../src/index.js';
import { type Brain, type Emulator, startEmulator } from '../support/emulator/index.js';
import { textOfMessage } from '../support/emulator/request.js';
import { inProcess } from '../support/in-process.js';
import { pdfOf } from '../support/pdf.js';

/*
 * The tables of docs/models.md are what is tested here: each row is run, and each request that it makes is compared
 * with what the row says.
 */
const docs = readFileSync(new URL('../../docs/models.md', import.meta.url), 'utf8');

function part(name: string): string {
  const [, text] = new RegExp(`<!-- ${name} -->\n([\\s\\S]*?)<!-- end -->`).exec(docs) ?? [];
  if (text === undefined) throw new Error(`docs/models.md has no part ${name}`);
  return text;
}

const rows = part('capabilities')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| what'))
  .map((line) => {
    const [what = '', ...cells] = line.slice(2, -2).split(' | ');
    const [command = '', parts = '', members = ''] = cells.map((cell) => cell.replace(/^`|`$/g, ''));
    return { what, command, parts: JSON.parse(parts) as object, members: JSON.parse(members) as object };
  });

const requests = [...part('requests').matchAll(/^(.*):\n\n```json\n([\s\S]*?)\n```/gm)].map(
  ([, what = '', json = '']) => ({ what, json }),
);

/** Words of a command line, with what stands in quotes as one. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

/** `…` in a text stands for its rest. */
function pattern(value: unknown): unknown {
  if (typeof value === 'string' && value.includes('…'))
    return expect.stringMatching(
      new RegExp(
        `^${value
          .split('…')
          .map((each) => each.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
          .join('[\\s\\S]*')}`,
      ),
    );
  if (Array.isArray(value)) return value.map(pattern);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, pattern(each)]));
}

/** Answers in the form that is asked for. */
const brain: Brain = ({ messages, pictures, write }) => {
  const asked = textOfMessage(messages.at(-1) ?? { role: 'user', content: '' });
  const corners = pictures.length === 0 ? [] : [...write({ x: 20, y: 30 }), ...write({ x: 120, y: 60 })];
  const say = (value: unknown) => ({
    content: typeof value === 'string' ? value : JSON.stringify(value),
    calls: [],
  });
  if (asked.startsWith('QwenVL HTML'))
    return say(`<html><p data-bbox="${corners.join(' ')}">Acme</p></html>`);
  if (asked.startsWith('QwenVL Markdown')) return say(`<!-- Table (${corners.join(', ')}) -->\n| a |`);
  if (asked.includes('bbox_2d'))
    return say(
      asked.includes('label')
        ? [{ label: 'Save & close', bbox_2d: corners }]
        : [{ text_content: 'Acme', bbox_2d: corners }],
    );
  if (asked.includes('"columns"'))
    return say({
      columns: ['month', 'sales, EUR'],
      rows: [
        ['May', 12.5],
        ['June', null],
      ],
    });
  if (asked.includes('"confidence"'))
    return say({
      lines: [
        { text: 'Acme', confidence: 'high' },
        { text: 'No. [unresolved]', confidence: 'low', note: 'a stamp' },
      ],
    });
  if (asked.includes('"holds"')) return say({ result: 'holds', reason: 'it is there' });
  if (/JSON/.test(asked)) return say({ vendor: 'Acme', date: '2026-11-02', total: 99.5 });
  return say('A red square.');
};

const home = process.cwd();
let folder: string;
let emulator: Emulator;
let web: Server;
let webUrl: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskhand-asking-'));
  const draw = (width: number, height: number, file: string) =>
    sharp({ create: { width, height, channels: 3, background: '#e8e8e4' } }).toFile(join(folder, file));
  await mkdir(join(folder, 'frames'));
  await draw(640, 480, 'photo.jpg');
  await draw(800, 600, 'invoice.png');
  await draw(3840, 2160, 'wide.png');
  for (const number of [1, 2, 9, 10]) await draw(320 + number, 240, `frames/${number}.png`);
  await writeFile(join(folder, 'contract.pdf'), pdfOf(['Contract', 'Signed']));
  await writeFile(
    join(folder, 'clip.mp4'),
    Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom, and nothing more', 'latin1'),
  );
  const schema = { type: 'object', properties: { vendor: { type: 'string' } }, required: ['vendor'] };
  await writeFile(join(folder, 'invoice.schema.json'), JSON.stringify(schema));
  await cp(
    fileURLToPath(new URL('../fixtures/recordings/format-1', import.meta.url)),
    join(folder, 'recording'),
    {
      recursive: true,
    },
  );
  web = createServer(async (_request, response) => response.end(await readFile(join(folder, 'photo.jpg'))));
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  webUrl = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  emulator = await startEmulator({ brain });
  process.env.DASHSCOPE_API_KEY = emulator.key;
  process.chdir(folder);
});
afterAll(async () => {
  process.chdir(home);
  delete process.env.DASHSCOPE_API_KEY;
  await emulator.close();
  web.closeAllConnections();
  await new Promise((resolve) => web.close(resolve));
  await rm(folder, { recursive: true });
});

/** Runs a command line of the docs; pictures of the web are fetched here, and the store has a file. */
async function asking(args: readonly string[]) {
  const own = args.map((arg) =>
    /\.(?:jpg|png)$/.test(arg) ? arg.replace('https://example.org', webUrl) : arg,
  );
  const told = await inProcess(['ask', '--base-url', emulator.url, ...own]);
  const last = emulator.requests.findLast(({ path }) => path.endsWith('/chat/completions'));
  return { ...told, last };
}

interface Sent {
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
}

describe('what docs/models.md says that deskhand ask can do', () => {
  it('names every field of a request, with its words', () => {
    const told = [...part('fields').matchAll(/^\| `(\w+)` \| (.*) \|$/gm)].map(([, name, words]) => [
      name,
      words,
    ]);
    expect(told).toEqual(
      Object.entries(ChatRequest.shape).map(([name, field]) => [
        name,
        field.description?.replace(/ \(default 1\)$/, '').replace(/ \(default 1.5\)$/, ''),
      ]),
    );
  });

  it.each(rows)('$what', async ({ command, parts, members }) => {
    const words = wordsOf(command);
    const oss = words.indexOf('oss://stored/photo.jpg');
    if (oss >= 0) {
      const { last } = await asking(['--image', 'photo.jpg', '--upload', 'x']);
      const stored = /oss:\/\/[^"]+/.exec(JSON.stringify(last?.body))?.[0] ?? '';
      words[oss] = stored;
    }
    const before = emulator.requests.length;
    const { code, out, err, last } = await asking(words);
    expect(code, err).toBe(0);
    expect(emulator.requests.length).toBeGreaterThan(before);
    const body = last?.body as Sent;
    const content = body.messages.at(-1)?.content as readonly unknown[];
    expect(content).toMatchObject(pattern(parts) as object);
    expect(content).toHaveLength((parts as unknown[]).length);
    expect(body).toMatchObject(pattern(members) as object);
    expect(out.trim()).not.toBe('');
    expect(out + err).not.toContain(emulator.key);
  });

  it('prints and draws what it found', async () => {
    const boxes = JSON.parse((await asking(['--image', 'invoice.png', '--as', 'boxes'])).out) as unknown;
    expect(boxes).toEqual([
      { label: 'Save & close', box: expect.objectContaining({ width: expect.closeTo(100, -1) }) },
    ]);
    const { data, info } = await sharp(await readFile('buttons.png'))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 800, height: 600 });
    const red = (x: number, y: number) => data[(y * info.width + x) * info.channels] === 0xe5;
    expect([18, 19, 20, 21].some((x) => red(x, 45))).toBe(true);
    const located = JSON.parse((await asking(['--image', 'invoice.png', '--as', 'located'])).out) as unknown;
    expect(located).toEqual([{ text: 'Acme', box: expect.anything() }]);
    expect((await asking(['--image', 'invoice.png', '--as', 'table'])).out).toBe(
      'month,"sales, EUR"\nMay,12.5\nJune,\n',
    );
    const ocr = JSON.parse((await asking(['--image', 'invoice.png', '--as', 'ocr'])).out) as unknown;
    expect(ocr).toMatchObject({ text: 'Acme\nNo. [unresolved]', unresolved: [2] });
    const markdown = (await asking(['--image', 'invoice.png', '--as', 'markdown'])).out;
    const [, left, top] = /<!-- Table \((\d+), (\d+), \d+, \d+\) -->/.exec(markdown) ?? [];
    expect([Number(left), Number(top)]).toEqual([expect.closeTo(20, -1), expect.closeTo(30, -1)]);
  });

  it('keeps what proves an answer, for its user alone', async () => {
    expect(((await stat('answer.json')).mode & 0o777).toString(8)).toBe('600');
    expect(((await stat('talk.json')).mode & 0o777).toString(8)).toBe('600');
    const text = await readFile('answer.json', 'utf8');
    expect(text).not.toContain(emulator.key);
    expect(text).not.toContain('base64');
    expect(JSON.parse(text)).toMatchObject({
      prompt: 'What is it?',
      request: { model: 'qwen3-vl-plus-2025-12-19', max_tokens: 512, temperature: 0.2, max_retries: 2 },
      inputs: [
        {
          kind: 'image',
          path: 'photo.jpg',
          size: expect.any(Number),
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      ],
      answer: { text: 'A red square.', model: 'qwen3-vl-plus-2025-12-19', request_id: expect.any(String) },
      exchanges: [{ reply: { choices: [{ message: { content: 'A red square.' } }] } }],
    });
  });
});

describe('the five requests of docs/models.md', () => {
  it('are five', () => expect(requests).toHaveLength(5));

  it.each(requests)('$what', async ({ json }) => {
    const request = JSON.parse(json) as ChatRequest;
    await writeFile('request.json', json.replace('https://example.org/photo.jpg', `${webUrl}/photo.jpg`));
    const { code, out, err, last } = await asking(['--request', 'request.json', '--json']);
    expect(code, err).toBe(0);
    const answer = JSON.parse(out) as { text: string; model: string; usage: object; value?: object };
    expect(answer).toMatchObject({
      text: expect.any(String),
      model: expect.any(String),
      usage: { calls: 1 },
    });
    expect(last?.body).toMatchObject({
      ...(request.max_tokens !== undefined && !request.enable_thinking && { max_tokens: request.max_tokens }),
      ...(request.json_mode && { response_format: { type: 'json_object' } }),
      ...(request.enable_thinking && { enable_thinking: true, thinking_budget: 2000, stream: true }),
    });
    if (request.json_mode || request.schema) expect(answer.value).toMatchObject({ vendor: 'Acme' });
    if (request.video !== undefined) {
      const shown = [{ type: 'video_url', video_url: { url: request.video }, fps: 2 }, { type: 'text' }];
      const sent = last?.body as Sent | undefined;
      expect(sent?.messages.at(-1)?.content).toMatchObject(shown);
    }
  });
});
