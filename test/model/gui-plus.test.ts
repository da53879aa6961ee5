import { describe, expect, it } from 'vitest';
import type { ReplyReading } from '../../src/core/chat.js';
import { profileFor } from '../../src/model/index.js';
import { decodeReply } from '../../src/model/reply/decode.js';
import { offered } from './support.js';

/** Replies in the form that the maker documents for gui-plus: a thought, an action in capitals, its parameters. */
const read = (reply: object | string, model = 'gui-plus'): ReplyReading =>
  decodeReply(
    profileFor(model),
    {
      choices: [
        {
          finish_reason: 'stop',
          message: { role: 'assistant', content: typeof reply === 'string' ? reply : JSON.stringify(reply) },
        },
      ],
    },
    { screen: { width: 3008, height: 1758 }, tools: offered },
  );

describe('the documented replies of gui-plus', () => {
  it('click in px of the resized picture, with their thought', () => {
    const reading = read({
      thought: 'The browser is there.',
      action: 'CLICK',
      parameters: { x: 1086, y: 127 },
    });
    expect(reading).toMatchObject({ outcome: 'decision', decision: { thought: 'The browser is there.' } });
    if (reading.outcome !== 'decision') throw new Error(reading.reason);
    // The picture was sent with 1288x756 px.
    const { x, y } = reading.points[0]?.screen ?? { x: 0, y: 0 };
    expect(x).toBeCloseTo((1086 / 1288) * 3008, 0);
    expect(y).toBeCloseTo((127 / 756) * 1758, 0);
  });

  it.each([
    ['TYPE', { text: 'hello', needs_enter: true }, { name: 'type', input: { text: 'hello', enter: true } }],
    ['TYPE', { text: 'hello', needs_enter: false }, { name: 'type', input: { text: 'hello' } }],
    [
      'SCROLL',
      { direction: 'down', amount: 'medium' },
      { name: 'scroll', input: { direction: 'down', notches: 5 } },
    ],
    [
      'SCROLL',
      { direction: 'up', amount: 'large' },
      { name: 'scroll', input: { direction: 'up', notches: 10 } },
    ],
    ['KEY_PRESS', { key: 'ctrl+s' }, { name: 'press', input: { keys: ['ctrl', 's'] } }],
    ['KEY_PRESS', { key: 'enter' }, { name: 'press', input: { keys: ['enter'] } }],
    ['FINISH', { message: 'It is open.' }, { name: 'done', input: { summary: 'It is open.' } }],
    [
      'FAIL',
      { reason: 'There is no browser.' },
      { name: 'give-up', input: { reason: 'There is no browser.' } },
    ],
  ])('%s %o is read', (action, parameters, expected) => {
    const reading = read({ thought: 'So.', action, parameters });
    if (reading.outcome !== 'decision') throw new Error(`${reading.outcome}: ${reading.reason}`);
    expect(reading.decision.action).toEqual(expected);
  });

  it('are read out of a fence, and not when they were cut', () => {
    const whole = JSON.stringify({ thought: 'x', action: 'CLICK', parameters: { x: 100, y: 200 } }, null, 1);
    expect(read(`\`\`\`json\n${whole}\n\`\`\``).outcome).toBe('decision');
    const cut = whole.slice(0, whole.indexOf('200') + 2);
    expect(read(`\`\`\`json\n${cut}`).outcome).not.toBe('decision');
  });

  it('that say two things of one point are refused', () => {
    const reading = read({ action: 'CLICK', x: 10, y: 10, parameters: { x: 500, y: 500 } });
    expect(reading.outcome).toBe('bad-input');
  });

  it('of the second generation are thousandths', () => {
    const call = { name: 'computer_use', arguments: { action: 'left_click', coordinate: [500, 500] } };
    const reading = read(`<tool_call>\n${JSON.stringify(call)}\n</tool_call>`, 'gui-plus-2026-02-26');
    if (reading.outcome !== 'decision') throw new Error(reading.reason);
    expect(reading.points[0]?.screen).toEqual({ x: 1504, y: 879 });
  });
});
