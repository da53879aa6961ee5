import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Picture } from '../../src/core/chat.js';
import {
  type Client,
  comparePictures,
  documentHtml,
  locateText,
  narrate,
  openClient,
  profileFor,
  readText,
} from '../../src/model/index.js';
import { type Brain, startEmulator } from '../support/emulator/index.js';
import { findMarker } from '../support/emulator/marker-brain.js';
import { never, Screens, skippingClock } from './support.js';

const marker = { x: 640, y: 200 };
let screens: Screens;
let picture: Picture;
beforeAll(async () => {
  screens = await Screens.open();
  picture = await screens.picture({ width: 1000, height: 700 }, marker);
});
afterAll(() => screens.close());

async function withClient<T>(brain: Brain, use: (client: Client) => Promise<T>): Promise<T> {
  const emulator = await startEmulator({ brain });
  const { url: baseUrl, key } = emulator;
  try {
    return await use(
      openClient({ profile: profileFor('qwen3-vl-plus'), baseUrl, key, clock: skippingClock() }),
    );
  } finally {
    await emulator.close();
  }
}

describe('reading with the model', () => {
  it('finds text in px of the picture, and leaves out what lies outside', async () => {
    const brain: Brain = (question) => {
      const pixels = question.pictures.at(-1)?.pixels;
      const [x, y] = question.write((pixels && findMarker(pixels, [255, 0, 255])) ?? { x: 0, y: 0 });
      const pieces = [
        { text: 'Save', bbox_2d: [x - 10, y - 10, x + 10, y + 10] },
        { text: 'ghost', bbox_2d: [900, 900, 1900, 950] },
      ];
      return { content: JSON.stringify(pieces), calls: [] };
    };
    const { texts, dropped } = await withClient(brain, (client) => locateText(client, picture.path, never));
    expect(dropped).toBe(1);
    expect(texts.map(({ text: words }) => words)).toEqual(['Save']);
    const box = texts[0]?.box ?? { x: 0, y: 0, width: 0, height: 0 };
    expect(Math.abs(box.x + box.width / 2 - marker.x)).toBeLessThan(4);
    expect(Math.abs(box.y + box.height / 2 - marker.y)).toBeLessThan(4);
  });

  it.each([
    ['as the makers’ own examples write it', [{ bbox_2d: [100, 100, 500, 200], text_content: 'Order 1004' }]],
    ['with a label for the text', [{ label: 'Order 1004', bbox_2d: '[100, 100, 500, 200]' }]],
    ['with more than was asked for', [{ text: 'Order 1004', bbox: [100, 100, 500, 200], score: 0.9 }]],
  ])('finds text %s, in one question', async (_how, pieces) => {
    const content = `\`\`\`json\n${JSON.stringify(pieces)}\n\`\`\``;
    const { texts, answer } = await withClient(
      () => ({ content, calls: [] }),
      (client) => locateText(client, picture.path, never),
    );
    expect(answer.usage.calls).toBe(1);
    expect(texts).toEqual([{ text: 'Order 1004', box: { x: 100, y: 70, width: 400, height: 70 } }]);
  });

  it('asks again when a piece has no box, and then gives up by name', async () => {
    const reading = withClient(
      () => ({ content: '[{"text": "Order 1004"}]', calls: [] }),
      (client) => locateText(client, picture.path, never),
    );
    await expect(reading).rejects.toMatchObject({
      code: 'answer-misfit',
      message: expect.stringContaining('needs bbox_2d'),
    });
  });

  it('reads plain text and documents', async () => {
    const plain = await withClient(
      () => ({ content: 'File\nEdit', calls: [] }),
      (client) => readText(client, picture.path, never),
    );
    expect(plain.text).toBe('File\nEdit');
  });

  it('gives the boxes of a document in px of the picture, and takes out those that lie outside', async () => {
    const brain: Brain = (question) => {
      const corners = [question.write({ x: 100, y: 50 }), question.write({ x: 300, y: 150 })].flat();
      const paragraphs = [corners, [900, 900, 1900, 950]].map(
        (box) => `<p data-bbox="${box.join(' ')}">A</p>`,
      );
      return { content: `\`\`\`html\n<html>${paragraphs.join('')}</html>\n\`\`\``, calls: [] };
    };
    const { text: html, dropped } = await withClient(brain, (client) =>
      documentHtml(client, picture.path, never),
    );
    expect(dropped).toBe(1);
    const [, ...corners] =
      /^<html><p data-bbox="(\d+) (\d+) (\d+) (\d+)">A<\/p><p>A<\/p><\/html>$/.exec(html) ?? [];
    // The server has seen 992x704 px of a picture of 1000x700 px.
    const wanted = [100, 50, 300, 150].map((each, at) => (at % 2 === 0 ? each / 0.992 : (each / 704) * 700));
    expect(corners).toHaveLength(4);
    for (const [at, corner] of corners.entries())
      expect(Math.abs(Number(corner) - (wanted[at] ?? 0))).toBeLessThan(2);
  });

  it('compares two screens, in one of three words', async () => {
    const brain: Brain = ({ pictures }) => ({
      content: JSON.stringify({ result: pictures.length === 2 ? 'holds' : 'fails', reason: 'seen' }),
      calls: [],
    });
    const { path } = picture;
    const compared = await withClient(brain, (client) =>
      comparePictures(client, { before: path, after: path }, 'Is it saved?', never),
    );
    expect(compared).toMatchObject({ result: 'holds', reason: 'seen' });
  });
});

describe('the account of a session', () => {
  it('sends the frames as one video where the server knows that, evenly chosen', async () => {
    const bodies: string[] = [];
    const server = createServer(async (request, response) => {
      bodies.push(await text(request));
      const message = { role: 'assistant', content: 'A letter was written.' };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ choices: [{ finish_reason: 'stop', message }], usage: null }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const baseUrl = `http://127.0.0.1:${port}/compatible-mode/v1`;
    const client = openClient({
      profile: profileFor('qwen3-vl-plus'),
      baseUrl,
      key: 'k',
      clock: skippingClock(),
    });
    const { path, file, size } = picture;
    const frames = Array.from({ length: 60 }, (_, at) => ({ path, file, size, action: `click ${at}` }));
    const account = await narrate(client, frames, never);
    expect(account).toMatchObject({ text: 'A letter was written.', usage: { calls: 1 } });
    const sent = JSON.parse(bodies[0] ?? '{}') as {
      messages: { content: { type: string; video?: string[] }[] }[];
    };
    const [part] = sent.messages[0]?.content ?? [];
    expect(part?.type).toBe('video');
    expect(part?.video).toHaveLength(48);
    expect(bodies[0]).toContain('60. click 59');
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
