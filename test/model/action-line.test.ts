import { describe, expect, it } from 'vitest';
import type { ReplyReading } from '../../src/core/chat.js';
import { profileFor } from '../../src/model/index.js';
import { decodeReply } from '../../src/model/reply/decode.js';
import { offered } from './support.js';

/** 1920x1080 is seen as 1932x1092 by this model on a server of one's own. */
const profile = profileFor('ByteDance-Seed/UI-TARS-1.5-7B');
const screen = { width: 1920, height: 1080 };
const read = (said: string): ReplyReading => decodeReply(profile, said, { screen, tools: offered });

function actionOf(said: string): { name: string; input: Record<string, unknown>; path: string } {
  const reading = read(said);
  if (reading.outcome !== 'decision') throw new Error(`${reading.outcome}: ${reading.reason}`);
  return { ...reading.decision.action, path: reading.path };
}

const middle = { x: 960, y: 540 };
const at = '(966,546)';

describe('the calls of UI-TARS', () => {
  it.each([
    ['box tokens', `start_box='<|box_start|>${at}<|box_end|>'`],
    ['a pair in brackets', `start_box='${at}'`],
    ['a pair with blanks', "start_box='( 966, 546 )'"],
    ['double quotes', `start_box="${at}"`],
    ['no quotes', `start_box=${at}`],
    ['a point tag', "point='<point>966 546</point>'"],
    ['a box', "start_box='[956, 536, 976, 556]'"],
    ['a box tag', "start_box='<bbox>956 536 976 556</bbox>'"],
  ])('reads a point written as %s in its own space', (_form, written) => {
    const action = actionOf(`Thought: The OK button is there.\nAction: click(${written})`);
    expect(action).toMatchObject({ name: 'click', path: 'action-line', input: { button: 'left', count: 1 } });
    expect(action.input.at).toEqual(middle);
  });

  it.each([
    [`left_double(start_box='${at}')`, 'click', { count: 2, button: 'left' }],
    [`right_single(start_box='${at}')`, 'click', { count: 1, button: 'right' }],
    [`drag(start_box='${at}', end_box='(0,0)')`, 'drag', { path: [middle, { x: 0, y: 0 }] }],
    [
      "drag(start_point='<point>966 546</point>', end_point='<point>0 0</point>')",
      'drag',
      { path: [middle, { x: 0, y: 0 }] },
    ],
    ["hotkey(key='ctrl c')", 'press', { keys: ['ctrl', 'c'] }],
    ["hotkey(key='ctrl shift s')", 'press', { keys: ['ctrl', 'shift', 's'] }],
    ["hotkey(key='enter')", 'press', { keys: ['enter'] }],
    ["hotkey(key='ctrl+v')", 'press', { keys: ['ctrl', 'v'] }],
    ["type(content='a, b (c) = 1')", 'type', { text: 'a, b (c) = 1' }],
    ["type(content='Room 4\\n')", 'type', { text: 'Room 4', enter: true }],
    ["type(content='one\\ntwo')", 'type', { text: 'one\ntwo' }],
    ["type(content='Don\\'t \\\"go\\\"')", 'type', { text: 'Don\'t "go"' }],
    ["type(content='Don't, he said (twice)')", 'type', { text: "Don't, he said (twice)" }],
    ["type(content='C:\\Windows')", 'type', { text: 'C:\\Windows' }],
    ["type(secret='password')", 'type', { secret: 'password' }],
    [`scroll(start_box='${at}', direction='down')`, 'scroll', { at: middle, direction: 'down', notches: 5 }],
    ["scroll(direction='up')", 'scroll', { direction: 'up' }],
    ['wait()', 'wait', { ms: 5000 }],
    ["finished(content='It is saved.')", 'done', { summary: 'It is saved.' }],
    ['finished()', 'done', {}],
    ["give_up(reason='There is no such order.')", 'give-up', { reason: 'There is no such order.' }],
    ["call_user(content='Which order?')", 'ask', { question: 'Which order?' }],
  ])('reads %s', (call, name, input) => {
    expect(actionOf(`Thought: Go on.\nAction: ${call}`)).toMatchObject({ name, input });
  });

  it('asks with its thought when it calls the person without a word', () => {
    const said = 'Thought: I need to know which order.\nAction: call_user()';
    expect(actionOf(said)).toMatchObject({ name: 'ask', input: { question: 'I need to know which order.' } });
  });

  it('keeps the thought, and carries out the first of several calls', () => {
    const said = `Thought: First the field.\nAction: click(start_box='${at}')\n\ntype(content='x')`;
    const reading = read(said);
    expect(reading).toMatchObject({
      outcome: 'decision',
      decision: { thought: 'First the field.', action: { name: 'click' } },
      skipped: [{ name: 'type', reason: 'not the first' }],
    });
  });

  it.each([
    ['a call that was cut in its point', "Action: click(start_box='(966,54", 'truncated'],
    ['a call whose bracket is missing', `Action: click(start_box='${at}'`, 'truncated'],
    ['a call that was cut in its text', "Action: type(content='The order of", 'truncated'],
    ['a call that was cut behind its name', 'Action: click(', 'truncated'],
    ['a point outside the picture', "Action: click(start_box='(2200,546)')", 'out-of-range'],
    ['a point that is none', "Action: click(start_box='(here)')", 'bad-input'],
    ['NaN', "Action: click(start_box='(NaN,546)')", 'not-a-number'],
    ['no point', 'Action: click()', 'no-point'],
    ['an action of a phone', 'Action: press_home()', 'wrong-tool'],
    ['a thought alone', 'Thought: I will click the button.', 'no-call'],
    ['prose behind Action', 'Action: Click the OK button (the blue one).', 'no-call'],
  ])('does nothing on %s', (_what, said, outcome) => {
    expect(read(`Thought: Go on.\n${said}`).outcome).toBe(outcome);
  });

  it('does nothing on a reply that ended at its limit', () => {
    const content = `Thought: Go on.\nAction: click(start_box='${at}')`;
    const reply = { choices: [{ finish_reason: 'length', message: { role: 'assistant', content } }] };
    expect(decodeReply(profile, reply, { screen }).outcome).toBe('truncated');
  });

  it('never acts on a call that was cut, wherever that was', () => {
    const whole = `Thought: Go on.\nAction: drag(start_box='<|box_start|>${at}<|box_end|>', end_box='(500,300)')`;
    for (let length = 0; length < whole.length; length++)
      expect(read(whole.slice(0, length)).outcome, whole.slice(0, length)).not.toBe('decision');
  });
});
