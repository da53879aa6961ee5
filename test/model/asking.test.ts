import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { liveText } from '../../src/cli/asking/live-text.js';
import { chat } from '../../src/index.js';
import { csvOf } from '../../src/model/forms/table.js';
import { pdfPages } from '../../src/model/pictures/pdf.js';
import { framesAt } from '../../src/model/video/frames.js';
import { batchCampaign } from '../support/batch-campaign.js';
import { inProcess } from '../support/in-process.js';
import { pdfOf } from '../support/pdf.js';

const KEY = 'sk-never-shown-4711';
let folder: string;
let picture: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskhand-ask-'));
  picture = join(folder, 'p.png');
  await sharp({ create: { width: 320, height: 240, channels: 3, background: '#888' } }).toFile(picture);
  process.env.DASHSCOPE_API_KEY = KEY;
});
afterAll(async () => {
  delete process.env.DASHSCOPE_API_KEY;
  await rm(folder, { recursive: true });
});

interface Said {
  readonly status?: number;
  readonly content?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** A server that says one thing after the other, the last for ever, and keeps what it was sent. */
async function server(...answers: readonly Said[]) {
  const bodies: { messages: { role: string; content: unknown }[]; [member: string]: unknown }[] = [];
  const listening = createServer(async (request, response) => {
    bodies.push(JSON.parse(await text(request)) as (typeof bodies)[number]);
    const {
      status = 200,
      content = 'Yes.',
      headers = {},
    } = answers[Math.min(bodies.length, answers.length) - 1] ?? {};
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    const message = { role: 'assistant', content };
    response.end(
      status === 200
        ? JSON.stringify({ model: 'served-7', choices: [{ finish_reason: 'stop', message }], usage: null })
        : JSON.stringify({ error: { message: content, code: '' } }),
    );
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  open.push(async () => {
    listening.closeAllConnections();
    await new Promise((resolve) => listening.close(resolve));
  });
  const { port } = listening.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/compatible-mode/v1`;
  return { bodies, url, ask: (...args: readonly string[]) => inProcess(['ask', '--base-url', url, ...args]) };
}

describe('a failed request', () => {
  const busy: Said = { status: 503, content: 'overloaded' };
  const quick = ['--retry-backoff-s', '0.01', '--image', 'PICTURE', 'What?'];
  const args = (...more: readonly string[]) =>
    [...more, ...quick].map((arg) => (arg === 'PICTURE' ? picture : arg));

  it.each([
    [[], 3],
    [['--max-retries', '0'], 1],
    [['--max-retries', '4'], 5],
  ] as const)('with %j is sent %i times', async (more, times) => {
    const { bodies, ask } = await server(busy);
    expect((await ask(...args(...more))).code).not.toBe(0);
    expect(bodies).toHaveLength(times);
  });

  it('holds a given max_retries for a limit of requests, too', async () => {
    const limit: Said = {
      status: 429,
      content: 'Requests rate limit exceeded',
      headers: { 'retry-after': '0' },
    };
    const few = await server(limit);
    expect((await few.ask(...args('--max-retries', '1'))).code).not.toBe(0);
    expect(few.bodies).toHaveLength(2);
    const waited = await server(limit, limit, limit, limit, { content: 'Now.' });
    expect(await waited.ask(...args())).toMatchObject({ code: 0, out: 'Now.\n' });
  });

  it('leaves its evidence, without a key that the server sends back', async () => {
    const { ask } = await server({ status: 400, content: `your key ${KEY} and your picture are odd` });
    const output = join(folder, 'failed.json');
    const told = await ask('--output', output, '--image', picture, 'What?');
    expect(told.code).not.toBe(0);
    const kept = await readFile(output, 'utf8');
    expect(kept).not.toContain(KEY);
    expect(JSON.parse(kept)).toMatchObject({
      error: { message: expect.stringContaining('odd') },
      inputs: [{ path: picture }],
    });
  });
});

describe('a request', () => {
  it.each([
    [['--image', 'P', '--temperature', 'warm', 'x'], 'temperature'],
    [['--image', 'P', '--fps', '2', 'x'], 'fps'],
    [['--video', 'P', '--fps', '11', 'x'], 'fps'],
    [['--image', 'P', '--thinking-budget', '9', '--model', 'qwen3.7-plus', 'x'], 'enable_thinking'],
    [['--image', 'P', '--enable-thinking', '--model', 'qwen2.5-vl-72b-instruct', 'x'], 'cannot think'],
    [['--image', 'P', '--as', 'boxes', '--json-mode', 'x'], '--as'],
    [['--image', 'P', '--draw', '/tmp/x.png', 'x'], '--draw'],
    [['--image', 'P', '--concurrency', '3', 'x'], '--concurrency'],
    [['--image', 'P', '--max-pixels', '9', '--min-pixels', '99', 'x'], 'min_pixels'],
    [['--image', 'P', '--output', '/nowhere/at/all.json', 'x'], '/nowhere/at'],
    [['--video', 'P', 'x'], 'no video'],
    [['--image', 'oss://a/b.png', '--host', 'vllm', 'x'], 'DashScope'],
    [['--video', 'https://a/b.mp4', '--host', 'ollama', 'x'], 'frames'],
    [['--request', 'R'], 'did you mean temperature'],
  ] as const)('%j ends before anything is sent, with what is wrong', async (args, words) => {
    const { bodies, ask } = await server({});
    await writeFile(join(folder, 'r.json'), '{"prompt": "x", "image": "p.png", "temprature": 1}');
    const named = args.map((arg) => (arg === 'P' ? picture : arg === 'R' ? join(folder, 'r.json') : arg));
    const { code, err } = await ask(...named);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(words) });
    expect(bodies).toHaveLength(0);
  });

  it('reads one page of a PDF as something, and prints a table as CSV though it streams', async () => {
    const { bodies, ask } = await server({ content: '{"columns": ["a"], "rows": [[1]]}' });
    const pdf = join(folder, 'two.pdf');
    await writeFile(pdf, pdfOf(['A', 'B']));
    const told = await ask('--image', pdf, '--as', 'table');
    expect(told).toMatchObject({ code: 2, err: expect.stringMatching(/has 2 pages[\s\S]*--pages/) });
    expect(bodies).toHaveLength(0);
    expect((await ask('--image', pdf, '--pages', '2', '--as', 'table', '--stream')).out).toBe('a\n1\n');
    expect(bodies[0]).toMatchObject({ stream: true });
  });

  it('goes over a file with its options, and names the model that answered', async () => {
    const { bodies, ask } = await server({ content: '{"a": 1}' });
    const file = join(folder, 'request.json');
    await writeFile(
      file,
      JSON.stringify({ prompt: 'a?', image: picture, json: true, max_tokens: 7, temperature: 1 }),
    );
    const { out } = await ask('--request', file, '--max-tokens', '9', '--json');
    expect(JSON.parse(out)).toMatchObject({ text: '{"a": 1}', model: 'served-7', value: { a: 1 } });
    expect(bodies[0]).toMatchObject({
      max_tokens: 9,
      temperature: 1,
      response_format: { type: 'json_object' },
    });
  });

  it('is held to the site policy in code, as on the command line', async () => {
    const policy = join(folder, 'policy.yaml');
    await writeFile(policy, 'hosts: {models: [models.example]}\n');
    const { bodies, url } = await server({});
    const asked = chat(
      { prompt: 'x', image: picture },
      { base_url: url, env: { DASHSCOPE_API_KEY: 'k', DESKHAND_POLICY: policy } },
    );
    await expect(asked).rejects.toMatchObject({
      code: 'model-host',
      message: expect.stringContaining('policy.yaml:1'),
    });
    expect(bodies).toHaveLength(0);
  });

  it('goes on with messages, whose pictures are shown again', async () => {
    const { bodies, url } = await server({});
    const messages = [
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: picture } },
          { type: 'text', text: 'What?' },
        ],
      },
      { role: 'assistant', content: 'A square.' },
    ] as const;
    await chat(
      { prompt: 'Sure?', messages: messages.map((each) => structuredClone(each)) as never },
      { base_url: url },
    );
    expect(bodies[0]?.messages).toMatchObject([
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [{ image_url: { url: expect.stringMatching(/^data:image/) } }, { text: 'What?' }],
      },
      { role: 'assistant', content: 'A square.' },
      { role: 'user', content: [{ text: 'Sure?' }] },
    ]);
  });
});

describe('a conversation', () => {
  it('refuses a picture that has changed since, before anything is sent', async () => {
    const { bodies, ask } = await server({});
    const [session, shown] = [join(folder, 's.json'), join(folder, 'shown.png')];
    await writeFile(shown, await readFile(picture));
    expect((await ask('--session', session, '--image', shown, 'One?')).code).toBe(0);
    await sharp({ create: { width: 32, height: 24, channels: 3, background: 'red' } }).toFile(shown);
    const told = await ask('--session', session, 'Two?');
    expect(told).toMatchObject({ code: 2, err: expect.stringContaining('shown.png has changed') });
    expect(bodies).toHaveLength(1);
  });
});

describe('a batch', () => {
  it('that is killed twice asks nothing twice that was answered, loses nothing, and ends in order', async () => {
    const place = await mkdtemp(join(folder, 'batch-'));
    const concurrency = 4;
    const told = await batchCampaign({ folder: place, lines: 120, concurrency, killAfter: [30, 70] });
    expect(told).toMatchObject({ code: 0, askedThoughAnswered: 0, missing: 0, disordered: 0, kills: 2 });
    for (const lost of told.lost) expect(lost).toBeLessThanOrEqual(concurrency);
  });

  it('names each broken line before it asks, keeps answers of other requests, and asks failed lines again', async () => {
    const { bodies, ask } = await server({ status: 400, content: 'odd' }, {});
    const [file, output] = [join(folder, 'b.jsonl'), join(folder, 'b.out.jsonl')];
    const batch = () => ask('--batch', file, '--output', output, '--concurrency', '1');
    await writeFile(file, `{"prompt": "a", "image": "${picture}"}\n{"promt": 1}\nnothing\n`);
    expect(await batch()).toMatchObject({
      code: 2,
      err: expect.stringMatching(/b\.jsonl:2: [\s\S]*did you mean prompt[\s\S]*b\.jsonl:3: /),
    });
    expect(bodies).toHaveLength(0);
    await writeFile(
      file,
      ['a', 'b'].map((prompt) => JSON.stringify({ id: prompt, prompt, image: picture })).join('\n'),
    );
    expect((await batch()).code).toBe(1);
    expect((await batch()).code).toBe(0);
    expect(bodies).toHaveLength(3);
    const lines = (await readFile(output, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toMatchObject([
      { line: 1, id: 'a', text: 'Yes.' },
      { line: 2, id: 'b', text: 'Yes.' },
    ]);
    await writeFile(file, JSON.stringify({ id: 'b', prompt: 'b', image: picture }));
    expect(await batch()).toMatchObject({
      code: 2,
      err: expect.stringContaining('1 answer to requests that are not in'),
    });
    expect((await readFile(output, 'utf8')).trim().split('\n')).toHaveLength(2);
  });

  it('ends at once at a wrong key', async () => {
    const { bodies, ask } = await server({ status: 401, content: 'Incorrect API key provided.' });
    const file = join(folder, 'k.jsonl');
    await writeFile(
      file,
      Array.from({ length: 9 }, (_, at) => JSON.stringify({ prompt: `${at}`, image: picture })).join('\n'),
    );
    const told = await ask('--batch', file, '--output', join(folder, 'k.out.jsonl'), '--concurrency', '2');
    expect(told).toMatchObject({ code: 3, err: expect.stringContaining('9 not asked') });
    expect(bodies.length).toBeLessThanOrEqual(2);
  });
});

describe('the pieces', () => {
  it('draw each page of a PDF in its colours', async () => {
    const [page] = await pdfPages(pdfOf(['A']), { name: 'a.pdf', maxPixels: 240_000 });
    const { data, info } = await sharp(page?.png).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 600, height: 400 });
    expect([...data.subarray((290 * 600 + 100) * 3, (290 * 600 + 100) * 3 + 3)]).toEqual([255, 0, 0]);
    await expect(
      pdfPages(Buffer.from('%PDF-1.4 cut'), { name: 'b.pdf', maxPixels: 9 }),
    ).rejects.toMatchObject({ code: 'bad-pdf' });
    await expect(pdfPages(pdfOf(['A']), { name: 'c.pdf', maxPixels: 9, pages: '2' })).rejects.toMatchObject({
      code: 'pdf-pages',
    });
  });

  it('take the frame that was on the screen at each tick', () => {
    const frames = [0, 1000, 1200, 5000].map((at) => ({ at, path: `${at}`, name: `${at}` }));
    expect(framesAt(frames, 1).map(({ path }) => path)).toEqual([
      '0',
      '1000',
      '1200',
      '1200',
      '1200',
      '5000',
    ]);
    expect(framesAt(frames, 2, 2).map(({ path }) => path)).toEqual(['1200', '1200', '1200', '1200', '5000']);
    expect(framesAt(frames.slice(0, 1), 1)).toHaveLength(4);
  });

  it('write CSV that a table reads as it was', () => {
    const table = {
      columns: ['a', 'b,c'],
      rows: [
        ['say "x"', null],
        [' y', 'l1\nl2'],
      ],
    };
    expect(csvOf(table)).toBe('a,"b,c"\n"say ""x""",\n" y","l1\nl2"');
  });

  it('print an answer while it comes, without reasoning and without the key, and tell a new try', () => {
    let out = '';
    const live = liveText({ write: (said) => (out += said) }, 'sk-123');
    const line = 'A line of the answer that is long enough to be told. ';
    live.onText('<thi', true);
    live.onText(`nk>hm</think>\n${line}`, false);
    expect(line.startsWith(out) && out.length > 8).toBe(true);
    live.onText('sk-1', false);
    live.onText(`23! ${line}`, false);
    expect(out).toContain(`${line}[secret model key]!`);
    live.onText('B', true);
    live.end();
    expect(out.endsWith('\n[cut off; asked again]\nB\n')).toBe(true);
    expect(out).not.toContain('sk-1');
  });

  it('print no form of the key, however the pieces cut it', () => {
    const key = 'sk-8f3ab1c9d2e47f60a5b8c1';
    const bytes = Buffer.from(key);
    const forms = {
      'as it is': key,
      'in capitals': key.toUpperCase(),
      reversed: [...key].reverse().join(''),
      spaced: [...key].join(' '),
      'in base64': bytes.toString('base64'),
      'in hex': bytes.toString('hex'),
      'as numbers': [...bytes].join(', '),
      'in a URL': [...bytes].map((byte) => `%${byte.toString(16)}`).join(''),
      half: key.slice(10),
    };
    const around = 'What is written on the note is '.repeat(8);
    for (const [name, form] of Object.entries(forms))
      for (const length of [1, 3, 7]) {
        let out = '';
        const live = liveText({ write: (said) => (out += said) }, key);
        const said = `${around}${form} and nothing else. ${around}`;
        for (let at = 0; at < said.length; at += length) live.onText(said.slice(at, at + length), at === 0);
        live.end();
        const told = `${name}, in pieces of ${length}: ${out}`;
        expect(out, told).toContain('[secret model key]');
        for (let at = 0; at + 10 <= form.length; at++)
          expect(out.includes(form.slice(at, at + 10)), told).toBe(false);
      }
  });
});
