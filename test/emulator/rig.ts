import sharp from 'sharp';
import { onTestFinished } from 'vitest';
import { type Emulator, type EmulatorOptions, startEmulator } from '../support/emulator/index.js';

/** An emulator that ends with the test. */
export async function emulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const started = await startEmulator(options);
  onTestFinished(() => started.close());
  return started;
}

/** A gray picture with a magenta marker, as a data URI. */
export async function pictureUri(
  width: number,
  height: number,
  marker?: { x: number; y: number; side: number },
  type: 'png' | 'jpeg' = 'png',
): Promise<string> {
  const image = sharp({ create: { width, height, channels: 3, background: '#d0d4d8' } });
  if (marker !== undefined) {
    const { x, y, side } = marker;
    const square = { create: { width: side, height: side, channels: 3 as const, background: '#ff00ff' } };
    image.composite([{ input: square, left: x - Math.floor(side / 2), top: y - Math.floor(side / 2) }]);
  }
  const bytes = await image.toFormat(type).toBuffer();
  return `data:image/${type};base64,${bytes.toString('base64')}`;
}

/** What the tests read of an answer. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly error?: { readonly code: string; readonly message: string };
    readonly choices?: readonly {
      readonly finish_reason: string;
      readonly message: {
        readonly content: string | null;
        readonly reasoning_content?: string;
        readonly tool_calls?: readonly {
          readonly id: string;
          readonly function: { readonly name: string; readonly arguments: string };
        }[];
      };
    }[];
    readonly usage?: {
      readonly prompt_tokens: number;
      readonly prompt_tokens_details: { readonly image_tokens: number; readonly cached_tokens: number };
    };
  };
}

/** Posts the body as it stands. */
export async function post(server: Emulator, body: unknown, key = server.key): Promise<Answered> {
  const response = await fetch(`${server.url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Answered['body'],
  };
}

export const computerUse = {
  type: 'function',
  function: {
    name: 'computer_use',
    description: 'Use a mouse and keyboard.',
    parameters: {
      type: 'object',
      properties: {
        action: { type: 'string', enum: ['key', 'type', 'left_click', 'triple_click', 'wait', 'terminate'] },
        coordinate: { type: 'array', items: { type: 'number' } },
        text: { type: 'string' },
        keys: { type: 'array', items: { type: 'string' } },
        time: { type: 'number' },
        status: { type: 'string' },
      },
      required: ['action'],
    },
  },
} as const;

/** A request that breaks no rule. */
export function request(uri: string, goal = 'Click the marker.'): Record<string, unknown> {
  return {
    model: 'qwen3-vl-plus',
    messages: [
      { role: 'system', content: 'You use a computer.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: goal },
          { type: 'image_url', image_url: { url: uri } },
        ],
      },
    ],
    tools: [computerUse],
    tool_choice: 'auto',
    temperature: 0,
  };
}
