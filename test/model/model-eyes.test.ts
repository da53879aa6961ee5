import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Picture } from '../../src/core/chat.js';
import { frameBox } from '../../src/core/geometry.js';
import { modelEyes, openClient, profileFor } from '../../src/model/index.js';
import type { AskedCall, ModelRequest } from '../../src/ports.js';
import { type Brain, startEmulator } from '../support/emulator/index.js';
import { textOfMessage } from '../support/emulator/request.js';
import { never, Screens, skippingClock, viewOf } from './support.js';

let screens: Screens;
let picture: Picture;
beforeAll(async () => {
  screens = await Screens.open();
  picture = await screens.picture({ width: 800, height: 600 }, { x: 300, y: 200 });
});
afterAll(() => screens.close());

/** Answers in the form that is asked for; its box is the upper left quarter of what it sees. */
const brain: Brain = ({ messages, pictures, write }) => {
  const asked = textOfMessage(messages.at(-1) ?? { role: 'user', content: '' });
  const say = (value: unknown) => ({
    content: typeof value === 'string' ? value : JSON.stringify(value),
    calls: [],
  });
  const { width = 0, height = 0 } = pictures.at(-1)?.size ?? {};
  const corners = [...write({ x: 0, y: 0 }), ...write({ x: width / 2, y: height / 2 })];
  if (asked.startsWith('QwenVL HTML')) return say(`<p data-bbox="${corners.join(' ')}">A</p>`);
  if (asked.startsWith('QwenVL Markdown')) return say(`<!-- Table (${corners.join(', ')}) -->`);
  if (asked.includes('bbox_2d')) return say([{ label: 'A', text: 'A', bbox_2d: corners }]);
  if (asked.includes('"columns"')) return say({ columns: ['a'], rows: [[1]] });
  if (asked.includes('"confidence"')) return say({ lines: [{ text: 'A', confidence: 'high' }] });
  return say(`${pictures.length} pictures`);
};

async function read(request: ModelRequest) {
  const emulator = await startEmulator({ brain });
  const { url: baseUrl, key } = emulator;
  const client = openClient({ profile: profileFor('qwen3-vl-plus'), baseUrl, key, clock: skippingClock() });
  const folders: string[] = [];
  const frames = async (folder: string) => {
    folders.push(folder);
    return [0, 1000, 30_000].map((at) => ({ at, path: picture.path, name: `frame:frames/f${at}.png` }));
  };
  const calls: AskedCall[] = [];
  try {
    const eyes = modelEyes(client, frames);
    const view = viewOf({ ...picture, file: picture.path.split('/').slice(-1).join('/') });
    const value = await eyes.read(view, request, (call) => calls.push(call), never);
    return { value, calls, folders, body: emulator.requests[0]?.body };
  } finally {
    await emulator.close();
  }
}

const area = frameBox(400, 300, 400, 300);
const quarter = { x: 400, y: 300, width: expect.closeTo(200, 0), height: expect.closeTo(150, 0) };

describe('a step that reads a part of the screen', () => {
  it.each<[NonNullable<ModelRequest['format']>, unknown]>([
    ['text', '1 pictures'],
    ['ocr', { text: 'A', lines: [{ text: 'A', confidence: 'high' }], unresolved: [] }],
    ['located', [{ text: 'A', box: quarter }]],
    ['boxes', [{ label: 'A', box: quarter }]],
    ['table', { columns: ['a'], rows: [[1]] }],
    ['html', expect.stringMatching(/^<p data-bbox="400 300 (?:599|600|601) (?:449|450|451)">A<\/p>$/)],
    ['markdown', expect.stringMatching(/^<!-- Table \(400, 300, (?:599|600|601), (?:449|450|451)\) -->$/)],
  ])('as %s gets it in px of the frame, and its recording has the exchange', async (format, expected) => {
    const { value, calls } = await read({ format, area });
    expect(value).toEqual(expected);
    expect(calls).toHaveLength(1);
    expect(JSON.stringify(calls[0]?.exchange)).toContain('#400,300,400,300');
    expect(JSON.stringify(calls[0]?.exchange)).not.toContain('base64');
  });

  it('says which things are meant', async () => {
    const { body } = await read({ format: 'boxes', question: 'each red button' });
    expect(JSON.stringify(body)).toContain('each red button');
  });
});

describe('a step that asks about the last seconds', () => {
  it('shows the frames of the run at its pace, by their names where it is kept', async () => {
    const { body, calls, folders, value } = await read({
      question: 'What happened?',
      video: { seconds: 5, fps: 2 },
    });
    expect(value).toBe('11 pictures');
    expect(folders).toEqual([dirname(picture.path)]);
    const { messages } = body as { messages: { content: unknown }[] };
    expect(messages.at(-1)?.content).toMatchObject([
      { type: 'video', fps: 2, video: { length: 11 } },
      { type: 'text', text: 'What happened?' },
    ]);
    const kept = JSON.stringify(calls[0]?.exchange);
    expect(kept).toContain('frame:frames/f30000.png');
    expect(kept).not.toContain(dirname(picture.path));
  });
});
