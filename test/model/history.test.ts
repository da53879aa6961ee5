import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Conversation, Picture, Turn } from '../../src/core/chat.js';
import { hostTraits } from '../../src/model/hosts.js';
import { profileFor } from '../../src/model/index.js';
import { splitTurns } from '../../src/model/request/history.js';
import { type Message, messagesOf } from '../../src/model/request/messages.js';
import { offered, Screens } from './support.js';

let screens: Screens;
let picture: Picture;
beforeAll(async () => {
  screens = await Screens.open();
  picture = await screens.picture({ width: 1280, height: 800 }, { x: 500, y: 500 });
});
afterAll(() => screens.close());

function turnsOf(count: number, native: boolean): Turn[] {
  return Array.from({ length: count }, (_, at) => {
    const input = { action: 'wait', time: 1 };
    const call = { id: `call_${at}`, name: 'computer_use', input };
    return {
      number: at + 1,
      picture: { ...picture, file: `frames/f${at}.png` },
      hints: at % 7 === 0 ? ['You repeat yourself.'] : [],
      ...(at < count - 1 && {
        said: { text: native ? '' : '<tool_call>…</tool_call>', calls: native ? [call] : [] },
        result: 'done',
        summary: 'wait',
      }),
    };
  });
}

function requestOf(count: number, model: string, mostPictures?: number): Message[] {
  const profile = profileFor(model);
  const conversation: Conversation = {
    goal: 'Do it.',
    tools: offered,
    turns: turnsOf(count, profile.dialect === 'native'),
  };
  return messagesOf(conversation, {
    profile,
    sent: { width: 1280, height: 800 },
    sizeOf: () => ({ width: 1280, height: 800 }),
    show: ({ file }) => ({ type: 'image_url', image_url: { url: file } }),
    thinking: false,
    cacheMarks: profile.cache === 'explicit' && hostTraits[profile.host].cacheMarks,
    ...(mostPictures !== undefined && { mostPictures }),
  });
}

/** The request as a prefix cache sees it: marks are no part of the prompt. */
function prompt(messages: readonly Message[]): string {
  return JSON.stringify(
    messages.map((message) => ({
      ...message,
      content:
        typeof message.content === 'string'
          ? [{ type: 'text', text: message.content }]
          : message.content.map((part) => ({ ...part, cache_control: undefined })),
    })),
  );
}

describe('the history of thirty steps', () => {
  it.each(['qwen3-vl-plus', 'gui-plus', 'qwen3.6-plus', 'qvq-max', 'ui-tars-1.5-7b'])(
    '%s: each request begins as the one before',
    (model) => {
      let drops = 0;
      for (let count = 2; count <= 30; count++) {
        const before = prompt(requestOf(count - 1, model)).slice(0, -1);
        const dropped =
          splitTurns(turnsOf(count, true)).old.length !== splitTurns(turnsOf(count - 1, true)).old.length;
        if (dropped) drops += 1;
        else expect(prompt(requestOf(count, model)).startsWith(before)).toBe(true);
      }
      expect(drops).toBeLessThanOrEqual(9);
    },
  );

  it('has between two and four whole pictures, and the older steps in one line each', () => {
    for (let count = 1; count <= 30; count++) {
      const { old, recent } = splitTurns(turnsOf(count, true));
      expect(old.length + recent.length).toBe(count);
      expect(recent.length).toBeLessThanOrEqual(4);
      expect(recent.length).toBeGreaterThanOrEqual(Math.min(2, count));
      const text = JSON.stringify(requestOf(count, 'qwen3-vl-plus')[1]);
      for (const { number } of old) expect(text).toContain(`\\n${number}. wait: done`);
    }
  });

  it('stands without a system message where the model has none', () => {
    const [first] = requestOf(3, 'qvq-max');
    expect(first?.role).toBe('user');
    expect(JSON.stringify(first)).toContain('<tools>');
    expect(JSON.stringify(first)).toContain('The task: Do it.');
  });

  it('is shrunk to one picture when it was too long', () => {
    const images = JSON.stringify(requestOf(12, 'qwen3-vl-plus', 1)).match(/image_url":\{"url/g);
    expect(images).toHaveLength(1);
  });

  it('never sends the same call twice in a row', () => {
    const calls = requestOf(4, 'qwen3-vl-plus').flatMap((message) =>
      message.role === 'assistant' ? (message.tool_calls ?? []).map((call) => call.function.arguments) : [],
    );
    expect(calls).toHaveLength(3);
    expect(new Set(calls).size).toBe(3);
  });

  it('shows pictures in user messages only, with the label behind them', () => {
    for (const message of requestOf(5, 'qwen3-vl-plus')) {
      if (message.role !== 'user' || typeof message.content === 'string') continue;
      const kinds = message.content.map(({ type }) => type);
      expect(kinds.slice(-2)).toEqual(['image_url', 'text']);
    }
  });

  it('marks what a server shall keep, at most four times', () => {
    const marks = JSON.stringify(requestOf(20, 'qwen3.6-plus')).match(/cache_control/g) ?? [];
    expect(marks.length).toBeGreaterThan(0);
    expect(marks.length).toBeLessThanOrEqual(4);
  });
});
