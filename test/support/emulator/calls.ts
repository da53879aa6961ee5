import { actionCall } from './action-space.js';
import type { Call, DeclaredTool, Question } from './brain.js';
import { type Intent, propertiesOf, type Schema } from './intent.js';
import { namesFor, ownFunction, plainName } from './own-functions.js';

/** The official function, taken for granted when the request declares none. */
const official: DeclaredTool = {
  name: 'computer_use',
  description: '',
  parameters: {
    type: 'object',
    properties: {
      action: {
        type: 'string',
        enum: (
          'key type mouse_move left_click left_click_drag right_click middle_click double_click triple_click ' +
          'scroll hscroll wait terminate answer'
        ).split(' '),
      },
      keys: { type: 'array' },
      text: { type: 'string' },
      coordinate: { type: 'array' },
      pixels: { type: 'number' },
      time: { type: 'number' },
      status: { type: 'string' },
    },
    required: ['action'],
  },
};

/** The intent as a call of whatever the request declares. Throws when no declared function can do it. */
export function callFor(question: Question, intent: Intent): Call {
  if (question.family.dialect === 'action-text') return actionCall(question, intent);
  const tools = question.tools.length > 0 ? question.tools : [official];
  const one = tools.find((tool) => actionsOf(tool).length > 0 && canDo(tool, intent));
  if (one !== undefined) return { name: one.name, arguments: computerUse(question, one, intent) };
  for (const tool of tools) {
    const written = ownFunction(question, tool, intent);
    if (written !== undefined) return { name: tool.name, arguments: written };
  }
  throw new Error(`none of ${tools.map(({ name }) => name).join(', ')} can ${intent.kind}`);
}

/** Whether a press can say how often. */
export function countsPresses(question: Question): boolean {
  return question.tools.some(
    (tool) => namesFor.press.includes(plainName(tool.name)) && 'count' in propertiesOf(tool),
  );
}

const clicks = {
  left: ['left_click', 'double_click', 'triple_click'],
  middle: ['middle_click'],
  right: ['right_click'],
};

/** The name of the action of `computer_use` for an intent. */
function actionFor(intent: Intent): string {
  switch (intent.kind) {
    case 'click':
      return clicks[intent.button][intent.count - 1] ?? clicks[intent.button][0] ?? 'left_click';
    case 'move':
      return 'mouse_move';
    case 'drag':
      return 'left_click_drag';
    case 'press':
      return 'key';
    case 'scroll':
      return intent.direction === 'up' || intent.direction === 'down' ? 'scroll' : 'hscroll';
    case 'done':
    case 'fail':
      return 'terminate';
    case 'type':
    case 'wait':
      return intent.kind;
  }
}

function canDo(tool: DeclaredTool, intent: Intent): boolean {
  return actionsOf(tool).includes(actionFor(intent));
}

function actionsOf(tool: DeclaredTool): readonly string[] {
  const action = propertiesOf(tool).action;
  return Array.isArray(action?.enum) ? action.enum.map(String) : [];
}

function computerUse(question: Question, tool: DeclaredTool, intent: Intent): Record<string, unknown> {
  const action = actionFor(intent);
  const properties = propertiesOf(tool);
  switch (intent.kind) {
    case 'click':
    case 'move':
      return { action, coordinate: question.write(intent.at) };
    case 'drag': {
      const start = ['start_coordinate', 'from'].find((name) => name in properties);
      if ('coordinate2' in properties)
        return { action, coordinate: question.write(intent.from), coordinate2: question.write(intent.to) };
      return {
        action,
        ...(start !== undefined && { [start]: question.write(intent.from) }),
        coordinate: question.write(intent.to),
      };
    }
    case 'type':
      return { action, text: intent.text };
    case 'press':
      return { action, keys: intent.keys };
    case 'scroll': {
      const forward = intent.direction === 'up' || intent.direction === 'right';
      const unit = /notch/iu.test(String(properties.pixels?.description ?? '')) ? 1 : 100;
      return {
        action,
        pixels: (forward ? 1 : -1) * unit * intent.notches,
        ...(intent.at && { coordinate: question.write(intent.at) }),
      };
    }
    case 'wait':
      return { action, time: intent.seconds };
    case 'done':
      return {
        action,
        status: 'success',
        ...ending(properties, intent.summary),
        ...('proof' in properties && intent.proof && { proof: intent.proof }),
      };
    case 'fail':
      return { action, status: 'failure', ...ending(properties, intent.reason) };
  }
}

/** The official function ends with a status alone; one that asks for words gets them. */
function ending(properties: Readonly<Record<string, Schema>>, words: string): Schema {
  return /\bdone\b|\bend|terminate/iu.test(String(properties.text?.description ?? '')) ? { text: words } : {};
}
