import * as z from 'zod';
import type { OfferedTool } from '../../core/chat.js';
import type { Size } from '../../core/geometry.js';
import { type GoalEnd, Proof } from '../../core/proof.js';
import type { Profile } from '../profiles/index.js';

/** The one function, in the shape that the models were trained on. */
export const FUNCTION = 'computer_use';

/** A function as the API wants it. */
export interface FunctionTool {
  readonly type: 'function';
  readonly function: {
    readonly name: string;
    readonly description: string;
    readonly parameters: Readonly<Record<string, unknown>>;
  };
}

/** The official actions and ours: which deed each needs, and what it does. */
const actions = [
  ['key', 'press', 'press the keys of one chord together, and let go'],
  ['type', 'type', 'type text into what has the keyboard focus'],
  ['mouse_move', 'move', 'move the pointer to a coordinate'],
  ['left_click', 'click', 'click the left button at a coordinate'],
  ['right_click', 'click', 'click the right button at a coordinate'],
  ['middle_click', 'click', 'click the middle button at a coordinate'],
  ['double_click', 'click', 'click the left button twice at a coordinate'],
  ['triple_click', 'click', 'click the left button three times at a coordinate'],
  ['left_click_drag', 'drag', 'hold the left button from start_coordinate to coordinate'],
  ['scroll', 'scroll', 'turn the wheel at a coordinate, up or down'],
  ['hscroll', 'scroll', 'turn the wheel at a coordinate, to the right or left'],
  ['hold', 'hold', 'hold keys, or the left button at a coordinate, for some time'],
  ['wait', 'wait', 'wait some time'],
  ['wait_for_change', 'wait-for-change', 'wait until the screen changes, at most some time'],
  ['look_closer', 'look-closer', 'see the part of the picture inside box enlarged, without acting'],
  ['note', 'note', 'write text down as a remark for later'],
  ['interact', 'ask', 'ask the person a question'],
  ['answer', 'done', 'end the task with an answer to what was asked'],
  ['terminate', 'done', 'end the task with a status'],
] as const;

/** Where points lie, in words. `sent` is the size of the picture of the whole screen, where it is known. */
export function pointWords(space: Profile['space'], sent?: Size): string {
  if (space !== 'absolute')
    return 'A coordinate is [x, y] in thousandths of the width and height of the newest picture, from 0 at its top left corner to 1000.';
  const size = sent && `; a picture of the whole screen is ${sent.width}x${sent.height} pixels`;
  return `A coordinate is [x, y] in pixels of the newest picture, from its top left corner${size ?? ''}.`;
}

/** The function with the actions whose deeds are offered. */
export function computerUse(
  tools: readonly OfferedTool[],
  space: Profile['space'],
  sent: Size,
  end: GoalEnd = 'until',
): FunctionTool {
  const offered = actions.filter(([, deed]) => tools.some(({ name }) => name === deed));
  const described = offered.map(([name, , words]) => `- ${name}: ${words}`).join('\n');
  return {
    type: 'function',
    function: {
      name: FUNCTION,
      description: `Acts on the computer with mouse and keyboard, one action a call. ${pointWords(space, sent)}`,
      parameters: {
        type: 'object',
        properties: {
          action: {
            type: 'string',
            enum: offered.map(([name]) => name),
            description: `What to do:\n${described}`,
          },
          ...argumentsOf(new Set(offered.map(([name]) => name))),
          ...(end === 'proof' && { proof }),
        },
        required: ['action'],
      },
    },
  };
}

type ActionName = (typeof actions)[number][0];

const point = { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 };

const { $schema: _, ...proofSchema } = z.toJSONSchema(Proof, { io: 'input' });
const proof = {
  ...proofSchema,
  description:
    'With terminate and success: what shows now that the task is done, and was not so at the start.',
};

/** Each argument and the actions it belongs to. */
const argumentList: readonly (readonly [string, readonly ActionName[], Readonly<Record<string, unknown>>])[] =
  [
    [
      'keys',
      ['key', 'hold'],
      { type: 'array', items: { type: 'string' }, description: 'Keys of one chord, such as ["ctrl", "s"].' },
    ],
    [
      'text',
      ['type', 'note', 'interact', 'answer', 'terminate'],
      {
        type: 'string',
        description: 'Text to type, remark, question, answer, or what was done or is in the way.',
      },
    ],
    ['enter', ['type'], { type: 'boolean', description: 'Press Return after the text.' }],
    [
      'secret',
      ['type'],
      { type: 'string', description: 'Name of a secret of the task, to type its value instead of text.' },
    ],
    ['coordinate', ['left_click', 'mouse_move'], { ...point, description: '[x, y] of the action.' }],
    ['start_coordinate', ['left_click_drag'], { ...point, description: '[x, y] where a drag begins.' }],
    [
      'box',
      ['look_closer'],
      {
        type: 'array',
        items: { type: 'number' },
        minItems: 4,
        maxItems: 4,
        description: '[x1, y1, x2, y2] of the part to enlarge, in the units of a coordinate.',
      },
    ],
    [
      'modifiers',
      ['left_click'],
      {
        type: 'array',
        items: { type: 'string' },
        description: 'Keys held during a click, such as ["ctrl"].',
      },
    ],
    [
      'pixels',
      ['scroll'],
      {
        type: 'number',
        description:
          'How far to scroll: positive is up or right, negative is down or left. 1 to 20 are notches of the wheel, more are pixels.',
      },
    ],
    ['time', ['wait', 'hold', 'wait_for_change'], { type: 'number', description: 'Seconds.' }],
    [
      'status',
      ['terminate'],
      { type: 'string', enum: ['success', 'failure'], description: 'How the task ended.' },
    ],
    ['outputs', ['terminate'], { type: 'object', description: 'Values that the task asked for, by name.' }],
    [
      'repeat',
      ['wait', 'left_click'],
      {
        type: 'integer',
        description: 'Which time in a row this same call is made; leave it out the first time.',
      },
    ],
  ];

function argumentsOf(offered: ReadonlySet<ActionName>): Record<string, unknown> {
  return Object.fromEntries(
    argumentList
      .filter(([, users]) => users.some((user) => offered.has(user)))
      .map(([name, , schema]) => [name, schema]),
  );
}
