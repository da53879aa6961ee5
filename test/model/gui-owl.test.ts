import { describe, expect, it } from 'vitest';
import type { ReplyReading } from '../../src/core/chat.js';
import { profileFor } from '../../src/model/index.js';
import { decodeReply } from '../../src/model/reply/decode.js';
import { offered } from './support.js';

/** Replies in the form of GUI-Owl: `<thinking>`, a call, `<conclusion>`. */
const read = (content: string): ReplyReading =>
  decodeReply(
    profileFor('mPLUG/GUI-Owl-1.5-8B-Instruct'),
    { choices: [{ finish_reason: 'stop', message: { role: 'assistant', content } }] },
    { screen: { width: 1000, height: 1000 }, tools: offered },
  );
const call = (x: number): string =>
  `<tool_call>\n{"name": "computer_use", "arguments": {"action": "left_click", "coordinate": [${x}, 500]}}\n</tool_call>`;

describe('the answers of GUI-Owl', () => {
  it('are acted on by their call; what they think is the thought', () => {
    const said = `<thinking>The Save button is there.</thinking>\n${call(500)}\n<conclusion>I clicked Save.</conclusion>`;
    expect(read(said)).toMatchObject({
      outcome: 'decision',
      decision: { thought: 'The Save button is there.', action: { input: { at: { x: 500, y: 500 } } } },
    });
  });

  it('are never acted on by a call that stands only in the thinking', () => {
    expect(read(`<thinking>${call(100)}</thinking>`).outcome).toBe('thought-only');
    expect(read(`<thinking>Perhaps ${call(100)}? No.</thinking>\n${call(500)}`)).toMatchObject({
      decision: { action: { input: { at: { x: 500 } } } },
    });
  });

  it('do nothing with a conclusion alone, which claims what was not done', () => {
    expect(read('<conclusion>I clicked Save.</conclusion>').outcome).toBe('no-call');
  });

  it('do nothing when the thinking never ends', () => {
    expect(read(`<thinking>The button is there.\n${call(500)}`).outcome).toBe('thought-only');
  });
});

describe('the answers of EvoCUA', () => {
  it.each(['key_down', 'key_up'])(
    'are told what to do instead of %s, which would leave keys pressed',
    (action) => {
      const said = `<tool_call>\n{"name": "computer_use", "arguments": {"action": "${action}", "keys": ["shift"]}}\n</tool_call>`;
      const reading = decodeReply(profileFor('meituan/EvoCUA-8B-20260105'), said, {
        screen: { width: 1000, height: 1000 },
        tools: offered,
      });
      expect(reading).toMatchObject({ outcome: 'wrong-tool' });
      expect(reading.outcome === 'decision' ? '' : reading.reason).toMatch(/modifiers/);
    },
  );
});
