import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Picture } from '../../src/core/chat.js';
import { startEmulator } from '../support/emulator/index.js';
import { Screens } from './support.js';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

async function deskhand(
  args: readonly string[],
  input = '',
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [main, ...args], { env: { ...process.env, ...env } });
  child.stdin.end(input);
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ]);
  return { code, out, err };
}

const json = (line: string): Record<string, unknown> => JSON.parse(line) as Record<string, unknown>;

let screens: Screens;
let picture: Picture;
beforeAll(async () => {
  screens = await Screens.open();
  picture = await screens.picture({ width: 800, height: 600 }, { x: 300, y: 200 });
});
afterAll(() => screens.close());

describe('deskhand models', () => {
  it('lists what is known', async () => {
    const { code, out } = await deskhand([
      'models',
      'qwen3-vl',
      'plus',
      '--host',
      'dashscope',
      '--known',
      'documented',
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(/qwen3-vl-plus-2025-12-19\s+Qwen3-VL\s+relative\s+documented\s+32/);
    expect(out.trim().split('\n')).toHaveLength(4);
  });

  it('tells the size a screen is sent with', async () => {
    const { out } = await deskhand(['models', 'size', '--model', 'qwen3-vl-plus', '--screen', '1920x1080']);
    expect(json(out)).toEqual({
      sent: { width: 1920, height: 1088 },
      imageTokens: 2042,
      factor: 32,
      space: 'relative',
    });
    const local = await deskhand([
      'models',
      'size',
      '--model',
      'qwen2.5-vl-7b-instruct',
      '--screen',
      '1920x1080',
      '--host',
      'vllm',
    ]);
    expect(json(local.out)).toMatchObject({ sent: { width: 1932, height: 1092 }, imageTokens: 2693 });
  });

  it('refuses an unknown model with exit code 2 and the nearest names', async () => {
    const { code, err } = await deskhand([
      'models',
      'size',
      '--model',
      'qwen3-vl-plu',
      '--screen',
      '800x600',
    ]);
    expect(code).toBe(2);
    expect(err).toContain('qwen3-vl-plus');
  });

  it('decodes one reply to a logical point, on a monitor left of the primary one', async () => {
    const reply = { role: 'assistant', content: '{"action":"left_click","coordinate":[500,500]}' };
    const args = [
      'models',
      'decode',
      '--model',
      'qwen3-vl-plus',
      '--screen',
      '3840x2160',
      '--scale',
      '2',
      '--origin',
      '-1920,0',
    ];
    const { code, out } = await deskhand(args, JSON.stringify(reply));
    expect(code).toBe(0);
    expect(json(out)).toMatchObject({
      outcome: 'decision',
      point: { x: -960, y: 540 },
      framePoint: { x: 1920, y: 1080 },
    });
  });

  it('decodes many replies, one a line, bare text among them', async () => {
    const lines = [
      '<tool_call>{"name":"computer_use","arguments":{"action":"wait","time":2}}</tool_call>',
      '{"choices":[{"finish_reason":"length","message":{"content":"Action: cl"}}]}',
      '"I cannot see the button."',
      '{"action":"left_click","coordinate":[500, 50',
    ];
    const { out } = await deskhand(
      ['models', 'decode', '--jsonl', '--model', 'qwen3-vl-plus', '--screen', '800x600'],
      lines.join('\n'),
    );
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => json(line).outcome),
    ).toEqual(['decision', 'truncated', 'refused', 'truncated']);
  });
});

describe('deskhand models decode, asked by a stranger', () => {
  it.each([
    [
      'a completion of the maker’s own interface',
      {
        output: {
          choices: [
            {
              finish_reason: 'stop',
              message: { content: [{ text: '{"action":"left_click","coordinate":[500,500]}' }] },
            },
          ],
        },
      },
      { outcome: 'decision', point: { x: 960, y: 540 } },
    ],
    [
      'a place without an action',
      [{ bbox_2d: [480, 490, 520, 510], label: 'OK' }],
      { outcome: 'no-call', places: [{ label: 'OK', screen: { x: 960, y: 540 } }] },
    ],
    ['a place outside', { point_2d: [4000, 500] }, { outcome: 'no-call' }],
    ['a percentage', { action: 'left_click', coordinate: ['50%', '50%'] }, { outcome: 'not-a-number' }],
    ['a share of 1', { action: 'left_click', coordinate: [0.5, 0.5] }, { outcome: 'out-of-range' }],
    [
      'corners the wrong way round',
      { action: 'left_click', coordinate: [520, 510, 480, 490] },
      { point: { x: 960, y: 540 } },
    ],
    [
      'digits of another script',
      { action: 'left_click', coordinate: ['５００', '５００'] },
      { outcome: 'not-a-number' },
    ],
    ['a huge number', { action: 'left_click', coordinate: [1e9, 500] }, { outcome: 'out-of-range' }],
    [
      'two points',
      { action: 'left_click', coordinate: [500, 500], x: 100, y: 100 },
      { outcome: 'bad-input' },
    ],
    ['no object at all', 42, { outcome: 'no-call' }],
  ])('tells %s in one JSON', async (_what, reply, expected) => {
    const args = ['models', 'decode', '--model', 'qwen3-vl-plus', '--screen', '1920x1080'];
    const { code, out, err } = await deskhand(args, JSON.stringify(reply));
    expect(code, err).toBe(0);
    expect(json(out)).toMatchObject(expected);
  });

  it('refuses a model that nobody knows with names that are known', async () => {
    const { code, err } = await deskhand(['models', 'size', '--model', 'gpt-9', '--screen', '800x600']);
    expect(code).toBe(2);
    expect(err).toMatch(/Known are for example qwen3-vl-plus[\s\S]*--profiles FILE/);
  });

  it('warns of a name that moves, and names a pinned one', async () => {
    const { code, err } = await deskhand([
      'models',
      'size',
      '--model',
      'qwen3-vl-plus-latest',
      '--screen',
      '800x600',
    ]);
    expect(code).toBe(0);
    expect(err).toContain('such as qwen3-vl-plus-2025-12-19');
  });
});

describe('a profile of one’s own', () => {
  const own = {
    model: 'my-own-vl',
    family: 'mine',
    space: 'absolute',
    factor: 28,
    pixels: { min: 3136, max: 1_003_520 },
    dialect: 'text',
  };

  it('is used by models, doctor and ask, as an option or by the environment', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'deskhand-own-'));
    const file = join(folder, 'mine.json');
    await writeFile(file, JSON.stringify(own));
    const emulator = await startEmulator({
      models: {
        'my-own-vl': { space: 'absolute', factor: 28, defaultPixels: 1_003_520, dialect: 'json-text' },
      },
    });
    const key = { DASHSCOPE_API_KEY: emulator.key };
    const server = ['--model', 'my-own-vl', '--base-url', emulator.url];
    try {
      const size = await deskhand(['models', 'size', '--model', 'my-own-vl', '--screen', '1920x1080'], '', {
        DESKHAND_PROFILES: file,
      });
      expect(json(size.out)).toMatchObject({
        factor: 28,
        space: 'absolute',
        sent: { width: 1316, height: 728 },
      });
      const args = ['doctor', '--calibrate', '--json', '--size', '1280x800', '--profiles', file, ...server];
      const calibrated = await deskhand(args, '', key);
      expect(calibrated.code, calibrated.err).toBe(0);
      expect(json(calibrated.out)).toMatchObject({ ok: true, space: { implied: 'absolute' } });
      const asked = await deskhand(['ask', '--image', picture.path, ...server, 'What?'], '', key);
      expect(asked.code, 'a question needs no profile').toBe(0);
      expect(asked.err).toContain('no point is read');
    } finally {
      await emulator.close();
      await rm(folder, { recursive: true });
    }
  });
});

describe('deskhand ask', () => {
  it('prints text, model and usage, and never the key', async () => {
    const emulator = await startEmulator({
      brain: () => ({ content: 'A magenta square.', calls: [] }),
      key: 'sk-hidden-1',
      misbehave: [{ error: 'rate-requests', retryAfter: 1 }],
    });
    const args = [
      'ask',
      '--image',
      picture.path,
      '--json',
      '--model',
      'qwen3-vl-plus',
      '--base-url',
      emulator.url,
      'What is it?',
    ];
    const { code, out, err } = await deskhand(args, '', { DASHSCOPE_API_KEY: 'sk-hidden-1' });
    await emulator.close();
    expect(err).not.toContain('sk-hidden');
    expect(err).toContain('qwen3-vl-plus is asked again in 1 s: You exceeded your current requests list.');
    expect(code).toBe(0);
    expect(json(out)).toMatchObject({
      text: 'A magenta square.',
      model: 'qwen3-vl-plus',
      usage: { calls: 1 },
    });
    expect(out).not.toContain('sk-hidden');
  });

  it('ends with exit code 3 when the key is wrong', async () => {
    const emulator = await startEmulator({ key: 'sk-right' });
    const { code, err } = await deskhand(
      ['ask', '--image', picture.path, '--base-url', emulator.url, 'What?'],
      '',
      {
        DASHSCOPE_API_KEY: 'sk-wrong-7',
      },
    );
    await emulator.close();
    expect(code).toBe(3);
    expect(err).toContain('another region');
    expect(err).not.toContain('sk-wrong-7');
  });
});
