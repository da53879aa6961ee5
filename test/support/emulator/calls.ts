import type { Call, DeclaredTool, Question, SeenPoint } from './brain.js';

/** What the model wants to do, before it is written as a call of a declared function. */
export type Intent =
  | {
      readonly kind: 'click';
      readonly at: SeenPoint;
      readonly button: 'left' | 'middle' | 'right';
      readonly count: number;
    }
  | { readonly kind: 'move'; readonly at: SeenPoint }
  | { readonly kind: 'drag'; readonly from: SeenPoint; readonly to: SeenPoint }
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'press'; readonly keys: readonly string[]; readonly count: number }
  | {
      readonly kind: 'scroll';
      readonly direction: 'up' | 'down' | 'left' | 'right';
      readonly notches: number;
      readonly at?: SeenPoint;
    }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'done'; readonly summary: string }
  | { readonly kind: 'fail'; readonly reason: string };

type Schema = Readonly<Record<string, unknown>>;

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
    (tool) => names.press.includes(plainName(tool.name)) && 'count' in propertiesOf(tool),
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
      return { action, status: 'success', ...ending(properties, intent.summary) };
    case 'fail':
      return { action, status: 'failure', ...ending(properties, intent.reason) };
  }
}

/** The official function ends with a status alone; one that asks for words gets them. */
function ending(properties: Readonly<Record<string, Schema>>, words: string): Schema {
  return /\bdone\b|\bend|terminate/iu.test(String(properties.text?.description ?? '')) ? { text: words } : {};
}

/** What functions that do one thing each are called. */
const names: Readonly<Record<Intent['kind'], readonly string[]>> = {
  click: ['click', 'left_click', 'mouse_click'],
  move: ['move', 'mouse_move', 'hover'],
  drag: ['drag', 'left_click_drag'],
  type: ['type', 'type_text'],
  press: ['press', 'key', 'press_keys', 'hotkey'],
  scroll: ['scroll'],
  wait: ['wait'],
  done: ['done', 'terminate', 'finish', 'finished'],
  fail: ['give_up', 'terminate', 'fail'],
};

function plainName(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}

/** The arguments of a function that does only this; undefined when the function does something else. */
function ownFunction(question: Question, tool: DeclaredTool, intent: Intent): Schema | undefined {
  if (!names[intent.kind].includes(plainName(tool.name))) return undefined;
  const properties = propertiesOf(tool);
  const has = (...wanted: readonly string[]): string | undefined => wanted.find((name) => name in properties);
  const given = (name: string | undefined, value: unknown): Record<string, unknown> =>
    name === undefined ? {} : { [name]: value };
  switch (intent.kind) {
    case 'click':
      return {
        ...pointAs(question, properties, intent.at),
        ...given(has('button'), intent.button),
        ...given(has('count', 'clicks'), intent.count),
      };
    case 'move':
      return pointAs(question, properties, intent.at);
    case 'drag': {
      const path = has('path');
      const ends = [intent.from, intent.to];
      if (path !== undefined)
        return { [path]: ends.map((end) => pointLike(question, itemsOf(properties[path]), end)) };
      return Object.fromEntries(
        ['from', 'to'].map((name, i) => [name, pointLike(question, properties[name], ends[i] ?? intent.to)]),
      );
    }
    case 'type':
      return { text: intent.text };
    case 'press':
      return { keys: keysAs(properties.keys, intent.keys), ...given(has('count'), intent.count) };
    case 'scroll':
      return {
        direction: intent.direction,
        ...given(has('notches', 'amount'), intent.notches),
        ...(intent.at && pointAs(question, properties, intent.at)),
      };
    case 'wait':
      return 'ms' in properties
        ? { ms: intent.seconds * 1000 }
        : given(has('seconds', 'time'), intent.seconds);
    case 'done':
      return {
        ...given(has('summary', 'text', 'answer'), intent.summary),
        ...given(has('status'), 'success'),
      };
    case 'fail':
      return { ...given(has('reason', 'text'), intent.reason), ...given(has('status'), 'failure') };
  }
}

function pointAs(question: Question, properties: Readonly<Record<string, Schema>>, at: SeenPoint): Schema {
  const name = ['at', 'coordinate', 'point', 'position'].find((each) => each in properties);
  if (name !== undefined) return { [name]: pointLike(question, properties[name], at) };
  const [x, y] = question.write(at);
  return { x, y };
}

/** A point as its schema wants it: a pair, or an object. */
function pointLike(question: Question, schema: Schema | undefined, at: SeenPoint): unknown {
  const [x, y] = question.write(at);
  return schema?.type === 'object' || (schema !== undefined && 'properties' in schema) ? { x, y } : [x, y];
}

function keysAs(schema: Schema | undefined, keys: readonly string[]): unknown {
  return schema?.type === 'array' ? keys : keys.join('+');
}

function propertiesOf(tool: DeclaredTool): Readonly<Record<string, Schema>> {
  return (tool.parameters.properties ?? {}) as Readonly<Record<string, Schema>>;
}

function itemsOf(schema: Schema | undefined): Schema | undefined {
  return schema?.items as Schema | undefined;
}
