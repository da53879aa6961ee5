import type { DeclaredTool, Question, SeenPoint } from './brain.js';
import { type Intent, propertiesOf, type Schema } from './intent.js';

/** What functions that do one thing each are called. */
export const namesFor: Readonly<Record<Intent['kind'], readonly string[]>> = {
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

/** Without the differences of writing. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}

/** The arguments of a function that does only this; undefined when the function does something else. */
export function ownFunction(question: Question, tool: DeclaredTool, intent: Intent): Schema | undefined {
  if (!namesFor[intent.kind].includes(plainName(tool.name))) return undefined;
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

function itemsOf(schema: Schema | undefined): Schema | undefined {
  return schema?.items as Schema | undefined;
}
