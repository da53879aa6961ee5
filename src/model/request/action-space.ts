import type { OfferedTool } from '../../core/chat.js';

const point = (name: string): string => `${name}='<|box_start|>(x1, y1)<|box_end|>'`;
const other = (name: string): string => `${name}='<|box_start|>(x2, y2)<|box_end|>'`;

/** The actions of UI-TARS as it was shown them in training, and the deed that each needs. */
const actions = [
  ['click', `click(${point('start_box')})`],
  ['click', `left_double(${point('start_box')})`],
  ['click', `right_single(${point('start_box')})`],
  ['drag', `drag(${point('start_box')}, ${other('end_box')})`],
  ['press', "hotkey(key='ctrl c') # the keys of one chord, lower case, with spaces between them"],
  [
    'type',
    "type(content='') # escape quotes and backslashes; \\n is Return: end with it to submit what was typed",
  ],
  ['type', "type(secret='') # types the value of a secret of the task, by its name"],
  ['scroll', `scroll(${point('start_box')}, direction='down or up or right or left')`],
  ['wait', 'wait() # waits 5 s, for when the screen is not ready'],
  ['ask', "call_user(content='') # asks the person, when you cannot go on without an answer"],
  ['done', "finished(content='') # everything that was asked for is done; say what"],
  ['give-up', "give_up(reason='') # it cannot be done; say why"],
] as const;

/** One line for each action whose deed is offered. */
export function actionSpace(tools: readonly OfferedTool[]): string {
  return actions
    .filter(([deed]) => tools.some(({ name }) => name === deed))
    .map(([, line]) => line)
    .join('\n');
}
